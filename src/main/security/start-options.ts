import type { CommandLine } from 'electron'

/** Of the program itself (app/command-line.ts). */
const OURS = ['data-dir', 'profile', 'open']

/** Of Chromium, what people need: a proxy of their own, a graphics card that fails, a screen, a language, and Wayland. */
const OF_CHROMIUM = ['proxy-server', 'disable-gpu', 'force-device-scale-factor', 'lang', 'ozone-platform', 'ozone-platform-hint']

/**
 * Walls that a switch would take down, whatever the fuses say: certificates, a debugger's port, logs of what goes over the wire,
 * names that lead elsewhere. They are taken back also where they did not come by the arguments.
 */
const UNDOING = [
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'allow-insecure-localhost',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'log-net-log',
  'net-log-capture-mode',
  'ssl-key-log-file',
  'host-resolver-rules',
  'host-rules',
  'disable-web-security',
  'enable-logging',
  'log-file',
]

export interface StartFacts {
  readonly platform: NodeJS.Platform
  /** Chromium does not run as root inside its sandbox; nobody else gets out of it. */
  readonly isRoot: boolean
}

/**
 * The options of a start that the packaged program does not take, by name and each once; empty when it may start.
 *
 * Any that is not on the list, not those that are known to be bad: Chromium has some two thousand, and new ones with each
 * version. It takes them with one hyphen or two, wherever they stand, and on Windows with a slash and in capitals.
 */
export function refusedOptions(args: readonly string[], { platform, isRoot }: StartFacts): readonly string[] {
  const isWindows = platform === 'win32'
  const allowed = new Set([...OURS, ...OF_CHROMIUM, ...(isRoot ? ['no-sandbox'] : [])])
  const names = args.flatMap((argument) => {
    const name = (isWindows ? /^(?:--?|\/)([^=]*)/ : /^--?([^=]*)/).exec(argument)?.[1]
    // What the Finder of an older macOS adds.
    if (name === undefined || (platform === 'darwin' && /^psn_\d+_\d+$/.test(name))) return []
    return [isWindows ? name.toLowerCase() : name]
  })
  return [...new Set(names.filter((name) => !allowed.has(name)))]
}

/** Takes switches back before Chromium looks at them; must run before `ready`. */
export function takeBackSwitches(commandLine: Pick<CommandLine, 'removeSwitch'>, refused: readonly string[]): void {
  for (const name of new Set([...UNDOING, ...refused])) commandLine.removeSwitch(name)
}

/**
 * Variables that Node and Electron have obeyed before any line of ours runs, fuses or not: what they write (headers of requests,
 * what was read, which lines ran) goes where the variable says.
 */
const ACTING_BEFORE = ['NODE_DEBUG', 'NODE_DEBUG_NATIVE', 'NODE_V8_COVERAGE', 'NODE_REDIRECT_WARNINGS', 'ELECTRON_ENABLE_LOGGING', 'ELECTRON_LOG_FILE', 'ELECTRON_LOG_ASAR_READS']

/** The variables with which the packaged program does not start, since they cannot be made undone; an empty one is none. */
export function refusedVariables(env: NodeJS.ProcessEnv): readonly string[] {
  return ACTING_BEFORE.filter((name) => env[name])
}

/**
 * Removes from the environment what steers Node, Electron and Chromium's keys from outside: nothing that is read from here on
 * finds it, and no process that is started. What decides earlier (NODE_OPTIONS, ELECTRON_RUN_AS_NODE) is off by the fuses.
 */
export function dropSteeringVariables(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (/^(?:NODE_|ELECTRON_|SSLKEYLOGFILE$)/i.test(name)) Reflect.deleteProperty(env, name)
}
