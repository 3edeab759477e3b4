import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { capture, dyingWithUs, endChild, untilEnded } from './processes'
import { projectDir } from './paths'
import { SetupError } from './setup-error'

/** A D-Bus session with an unlocked keyring, and a home, that nobody else uses. */
export interface KeyringSession {
  /** The whole environment for a program that shall live in it. */
  readonly env: NodeJS.ProcessEnv
  /** Ends bus and keyring and removes the home. */
  readonly close: () => Promise<void>
}

/** The places by which a session knows its user; all of them must lead into the temporary home. */
const homePlaces = ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME']
/** What would lead back to the session we were started from. */
const foreignSession = ['DBUS_SESSION_BUS_ADDRESS', 'DBUS_STARTER_ADDRESS', 'DBUS_STARTER_BUS_TYPE', 'GNOME_KEYRING_CONTROL']

/** How long the keyring may take to be found on its bus. */
const keyringLimitMs = 10_000

/** The environment of a session that lives in `home` alone. */
export function sessionEnv(home: string, base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = new Set([...homePlaces, ...foreignSession])
  const kept = Object.fromEntries(Object.entries(base).filter(([name]) => !foreign.has(name)))
  return { ...kept, HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), XDG_CURRENT_DESKTOP: 'GNOME' }
}

/**
 * Opens a D-Bus session of its own with an unlocked gnome-keyring of its own.
 *
 * Home and runtime folder are temporary ones: no test sees, or writes to, the secrets of the person who runs it. Where
 * there is no D-Bus (macOS, Windows) it is the session we are in, with the user's own keychain.
 *
 * @throws SetupError when bus or keyring cannot be started
 */
export async function openKeyringSession(base: NodeJS.ProcessEnv = process.env): Promise<KeyringSession> {
  if (process.platform !== 'linux') return { env: base, close: async () => {} }
  const home = await mkdtemp(join(tmpdir(), 'holdfast-home-'))
  const env = sessionEnv(home, base)
  await mkdir(join(home, 'run'), { mode: 0o700 })
  const line = dyingWithUs('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'])
  // Its errors are of no use to anyone (fd limits, activations). A session of its own keeps Ctrl+C from ending it first.
  const bus = spawn(line.command, line.args, { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true })
  let keyring: number | undefined
  const close = async (): Promise<void> => {
    if (keyring !== undefined) endProcess(keyring)
    await endChild(bus)
    await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  try {
    env['DBUS_SESSION_BUS_ADDRESS'] = await busAddress(bus)
    await unlockKeyring(env)
    keyring = await keyringProcess(env)
    return { env, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Runs a command in such a session and gives its exit code. */
export async function runWithKeyring(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const session = await openKeyringSession(env)
  try {
    return await untilEnded(spawn(command, args, { cwd: projectDir, stdio: 'inherit', env: session.env }))
  } finally {
    await session.close()
  }
}

/** The address that dbus-daemon prints when it listens. */
function busAddress(bus: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    bus.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.includes('\n')) resolve(text.trim())
    })
    bus.once('error', (error) => reject(noKeyring(error.message)))
    bus.once('exit', (code) => reject(noKeyring(`dbus-daemon ended at once with code ${code}`)))
  })
}

/**
 * Makes and unlocks the login keyring with a random password that is used this once.
 *
 * The daemon goes into the background when the keyring is unlocked.
 */
function unlockKeyring(env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = ['--unlock', '--components=secrets']
    const daemon = spawn('gnome-keyring-daemon', args, { env, stdio: ['pipe', 'ignore', 'ignore'], detached: true })
    daemon.once('error', (error) => reject(noKeyring(error.message)))
    daemon.once('exit', (code) => (code === 0 ? resolve() : reject(noKeyring(`gnome-keyring-daemon ended with code ${code}`))))
    daemon.stdin.on('error', () => {}) // it ended without reading; its exit code tells why
    daemon.stdin.end(randomBytes(24).toString('hex'))
  })
}

/**
 * The process behind the keyring's name, once it has that name: only then can programs find it.
 *
 * It is ended by number, because it mostly ends with its bus, and not always.
 */
async function keyringProcess(env: NodeJS.ProcessEnv): Promise<number> {
  const question = 'org.freedesktop.DBus.GetConnectionUnixProcessID'
  const args = ['--print-reply=literal', '--dest=org.freedesktop.DBus', '/', question, 'string:org.freedesktop.secrets']
  const deadline = Date.now() + keyringLimitMs
  for (;;) {
    const answer = await capture('dbus-send', args, { env })
    const pid = Number(/uint32 (\d+)/.exec(answer.stdout)?.[1])
    if (pid > 0) return pid
    if (Date.now() > deadline) throw noKeyring(`it did not come on the bus: ${answer.stderr.trim()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    // it has ended already
  }
}

function noKeyring(why: string): SetupError {
  return new SetupError({
    happened: `A keyring for this run could not be opened: ${why}.`,
    kept: 'everything; your own keyring was not touched.',
    todo: 'run `npm run doctor`, which names what is missing.',
  })
}
