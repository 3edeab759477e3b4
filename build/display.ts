import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { capture, dyingWithUs, endChild } from './processes'
import { SetupError } from './setup-error'

/** A place for windows to appear. */
export interface Display {
  /** What to add to the environment of a program that shall appear there. */
  readonly env: Readonly<Record<string, string>>
  /** The sentence that says so, when it is one we started. */
  readonly note: string | undefined
  /** Ends the display if we started it. May be called twice. */
  readonly close: () => Promise<void>
}

/** Whether this session has a display of its own. On macOS and Windows there always is one. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}

/**
 * The session's own display, or an Xvfb of our own where there is none.
 *
 * @param isOwnWanted true for tests: their windows shall not appear on the screen of the person who runs them
 * @throws SetupError when Xvfb cannot be started
 */
export async function openDisplay(isOwnWanted = false): Promise<Display> {
  if (process.platform === 'linux' && (isOwnWanted || !hasDisplay())) return openXvfb()
  // Electron takes X11 by default, and a session may have Wayland only.
  const env: Record<string, string> = process.env['DISPLAY'] ? {} : { ELECTRON_OZONE_PLATFORM_HINT: 'auto' }
  return { env, note: undefined, close: async () => {} }
}

/**
 * Starts Xvfb on a number it picks itself, reachable only with a cookie of its own.
 *
 * Without the cookie every local user could look at it. It dies with us even when we are killed outright.
 */
async function openXvfb(): Promise<Display> {
  const dir = await mkdtemp(join(tmpdir(), 'holdfast-x-'))
  const authority = join(dir, 'Xauthority')
  const cookie = randomBytes(16).toString('hex')
  await addCookie(authority, ':0', cookie) // the server takes every cookie of the file, whatever its number
  const screen = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-noreset', '-auth', authority]
  const line = dyingWithUs('Xvfb', screen)
  // A session of its own: Ctrl+C goes to the whole terminal group, and the app must be able to close its windows first.
  const xvfb = spawn(line.command, line.args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true })
  const close = async (): Promise<void> => {
    await endChild(xvfb)
    await rm(dir, { recursive: true, force: true })
  }
  try {
    const display = `:${await displayNumber(xvfb)}`
    await addCookie(authority, display, cookie)
    const env = { DISPLAY: display, XAUTHORITY: authority, WAYLAND_DISPLAY: '', ELECTRON_OZONE_PLATFORM_HINT: 'x11' }
    return { env, note: `No display here: windows open on a virtual one, Xvfb ${display}.`, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function addCookie(authority: string, display: string, cookie: string): Promise<void> {
  const added = await capture('xauth', ['-q', '-f', authority, 'add', display, '.', cookie])
  if (added.code !== 0) throw noXvfb(`xauth: ${added.stderr.trim()}`)
}

/** The number that Xvfb writes to its `-displayfd` when it is ready to be used. */
function displayNumber(xvfb: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const written = xvfb.stdio[3] as Readable
    let text = ''
    written.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.endsWith('\n')) resolve(Number(text))
    })
    xvfb.once('error', (error) => reject(noXvfb(error.message)))
    xvfb.once('exit', (code) => reject(noXvfb(`it ended at once with code ${code}`)))
  })
}

function noXvfb(why: string): SetupError {
  return new SetupError({
    happened: `There is no display, and a virtual one could not be started: ${why}.`,
    kept: 'everything; nothing was started.',
    todo: 'run `npm run doctor`, which names what is missing, or start from a session that has a display.',
  })
}
