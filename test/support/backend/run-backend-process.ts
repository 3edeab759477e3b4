import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { serveControl } from './control-channel'
import { type ProcessOptions, processOptionsSchema } from './process-options'
import { DEFAULT_CAPABILITIES } from './capabilities'
import { DEFAULT_QUIRKS } from './quirks'
import { startControlledBackend } from './controlled-backend'

/** Whole options as JSON. Secrets come in here and never on the command line, which every user of a machine can read. */
const OPTIONS_VARIABLE = 'HOLDFAST_BACKEND_OPTIONS'

const HELP = `The embedded back-end on its own, at a loopback address that is printed.

  --port <n>          the port to listen on (any free one)
  --database <file>   keep the data in this file (in memory)
  --users <n>         generated users in new data (4310)
  --refresh <kind>    stateless or rotating refresh tokens (stateless)
  --grace-ms <n>      how long a used rotating token still works (0)
  --access-s <n>      life of an access token in seconds (7200)
  --refresh-s <n>     life of a refresh token in seconds (604800)
  --quirk <name>      one of ${Object.keys(DEFAULT_QUIRKS).join(', ')}; may be repeated
  --has <name>        what only some servers have: ${Object.keys(DEFAULT_CAPABILITIES).join(', ')}; may be repeated

${OPTIONS_VARIABLE} may hold all options as JSON, among them signingKey and the accounts' passwords.
New data has the accounts admin, test and editor, each with its name as the password.
`

/**
 * Runs the back-end as a process of its own: prints `Holdfast back-end: <url>`, serves the control when it was forked,
 * ends on SIGINT, SIGTERM or with its parent. A wrong option ends it with status 2 and the reason on stderr.
 */
export async function runBackendProcess(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env)
  // What this process starts, or prints of its environment, shall not hold the key and the passwords.
  Reflect.deleteProperty(process.env, OPTIONS_VARIABLE)
  if (typeof options === 'string') {
    const isHelp = options === HELP
    ;(isHelp ? process.stdout : process.stderr).write(options)
    process.exitCode = isHelp ? 0 : 2
    return
  }
  const backend = await startControlledBackend(options)
  process.stdout.write(`Holdfast back-end: ${backend.url}\n`)
  if (process.send) {
    serveControl(backend, process, () => {
      if (process.connected) process.disconnect()
    })
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void backend.close().then(() => process.exit(0)))
  }
}

/** The options, or the text that says why there are none. The command line wins over the environment. */
export function readOptions(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): ProcessOptions | string {
  try {
    const { values } = parseArgs({ args: [...argv], options: FLAGS, strict: true })
    if (values.help) return HELP
    const base = { database: ':memory:', signingKey: randomBytes(32).toString('base64url') }
    const parsed = processOptionsSchema.safeParse({ ...base, ...fromEnvironment(env), ...fromFlags(values) })
    if (parsed.success) return parsed.data
    // The path and the rule only: a value may be a secret.
    return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}\n`).join('')
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n`
  }
}

const FLAGS = {
  help: { type: 'boolean', short: 'h' },
  port: { type: 'string' },
  database: { type: 'string' },
  users: { type: 'string' },
  refresh: { type: 'string' },
  'grace-ms': { type: 'string' },
  'access-s': { type: 'string' },
  'refresh-s': { type: 'string' },
  quirk: { type: 'string', multiple: true },
  has: { type: 'string', multiple: true },
} as const

type FlagValues = ReturnType<typeof parseArgs<{ options: typeof FLAGS }>>['values']

function fromFlags(flags: FlagValues): Record<string, unknown> {
  const lifetimes = { accessSeconds: Number(flags['access-s'] ?? 7200), refreshSeconds: Number(flags['refresh-s'] ?? 604_800) }
  return {
    ...(flags.port === undefined ? {} : { port: Number(flags.port) }),
    ...(flags.database === undefined ? {} : { database: flags.database }),
    ...(flags.users === undefined ? {} : { generatedUsers: Number(flags.users) }),
    ...(flags.refresh === undefined ? {} : { refresh: flags.refresh }),
    ...(flags['grace-ms'] === undefined ? {} : { rotationGraceMs: Number(flags['grace-ms']) }),
    ...(flags['access-s'] === undefined && flags['refresh-s'] === undefined ? {} : { lifetimes }),
    ...(flags.has === undefined ? {} : { capabilities: Object.fromEntries(flags.has.map((name) => [name, true])) }),
    ...(flags.quirk === undefined ? {} : { quirks: Object.fromEntries(flags.quirk.map((name) => [name, true])) }),
  }
}

function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const text = env[OPTIONS_VARIABLE]
  if (!text) return {}
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    // The parser's own message would quote the text, and with it a password.
    throw new Error(`${OPTIONS_VARIABLE} is not JSON.`)
  }
}
