import { execFile, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { soon } from '../../support/soon'
import { findOrMakeUser } from '../../support/system-user'

const run = promisify(execFile)

/** A part of a window, in parts of its width and height. */
export interface Area {
  readonly left?: number
  readonly top?: number
  readonly width?: number
  readonly height?: number
}

interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  /** A program in front of it, which starts it. */
  readonly through?: readonly string[]
}

interface Started {
  /** Its process, which is the program's main one. */
  readonly pid: () => Promise<number>
  /** How it ended; what it wrote on stderr, too. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>
  /** SIGKILL for the main process, and the end of what it leaves. */
  kill(): Promise<void>
}

/**
 * Somebody who sits before this machine: an ordinary user with a home, a keyring and a screen, who has keys and eyes, and no other
 * way into the program. Titles are the window system's, texts are read off the screen.
 */
export interface Person {
  readonly home: string
  readonly uid: number
  start(command: readonly string[], options?: StartOptions): Started
  titles(): Promise<readonly string[]>
  /** Waits for a window by its title, and gives it the keys. */
  turnTo(title: RegExp): Promise<void>
  type(text: string): Promise<void>
  press(...keys: readonly string[]): Promise<void>
  /** Waits until a part of the window that has the keys shows it. Leaves the last look at it among the pictures. */
  untilSeen(text: RegExp, area?: Area): Promise<void>
  /** The program's processes: their command lines and what the kernel says of them. */
  processes(): ReadonlyArray<{ readonly pid: number; readonly commandLine: string; readonly status: string }>
  leave(): Promise<void>
}

const PICTURES = resolve('out/package-pictures')
let pictureNumber = 0

/** On the display that the environment names. As root it is an ordinary user; else whoever runs the tests, in a home of their own. */
export function sitDown(): Person {
  const user = process.getuid?.() === 0 ? findOrMakeUser() : null
  const home = mkdtempSync(join(tmpdir(), 'holdfast-person-'))
  mkdirSync(join(home, 'run'), { mode: 0o700 })
  mkdirSync(PICTURES, { recursive: true })
  const authority = process.env['XAUTHORITY']
  if (authority !== undefined && existsSync(authority)) cpSync(authority, join(home, 'Xauthority'))
  chmodSync(home, 0o700)
  const drop = user === null ? [] : ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups']
  const display = { DISPLAY: process.env['DISPLAY'] ?? '', XAUTHORITY: authority === undefined ? '' : join(home, 'Xauthority') }
  const ownEnv = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), XDG_CURRENT_DESKTOP: 'GNOME', ...display }
  const owned = user === null ? Promise.resolve() : run('chown', ['-R', `${user.uid}:${user.gid}`, home]).then(() => undefined)
  const x = (...args: readonly string[]) => run('xdotool', [...args])
  let focused = ''
  /** Of the program that was started last: for a failure to name. */
  let stderr = ''

  const windows = async (): Promise<ReadonlyArray<{ id: string; title: string }>> => {
    const found = await x('search', '--onlyvisible', '--name', '.').catch(() => ({ stdout: '' }))
    const ids = found.stdout.trim().split('\n').filter(Boolean)
    const named = await Promise.all(ids.map(async (id) => ({ id, title: (await x('getwindowname', id).catch(() => ({ stdout: '' }))).stdout.trim() })))
    return named.filter(({ title }) => title !== '')
  }

  const look = async ({ left = 0, top = 0, width = 1, height = 1 }: Area): Promise<string> => {
    const geometry = (await x('getwindowgeometry', '--shell', focused)).stdout
    const number = (name: string): number => Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(geometry)?.[1])
    const [w, h] = [number('WIDTH'), number('HEIGHT')]
    const crop = `${Math.round(w * width)}x${Math.round(h * height)}+${number('X') + Math.round(w * left)}+${number('Y') + Math.round(h * top)}`
    const file = join(PICTURES, `${String(pictureNumber).padStart(2, '0')}.png`)
    await run('import', ['-window', 'root', '-crop', crop, '+repage', '-resize', '200%', file])
    return (await run('tesseract', [file, '-', '--psm', '11'], { env: { ...process.env, OMP_THREAD_LIMIT: '1' } })).stdout
  }

  const processes: Person['processes'] = () => {
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    const ours = new Set(all.filter((name) => readOf(`/proc/${name}/environ`).split('\0').includes(`HOME=${home}`)))
    const parents = new Map(all.map((name) => [name, /^PPid:\s+(\d+)$/m.exec(readOf(`/proc/${name}/status`))?.[1] ?? '']))
    // Chromium's helpers write their names over their environment: they are known by whose children they are.
    const isOurs = (name: string): boolean => ours.has(name) || (parents.has(name) && isOurs(parents.get(name) ?? ''))
    return all.filter(isOurs).map((name) => ({ pid: Number(name), commandLine: readOf(`/proc/${name}/cmdline`).replaceAll('\0', ' ').trim(), status: readOf(`/proc/${name}/status`) }))
  }

  return {
    home,
    uid: user?.uid ?? process.getuid?.() ?? 0,
    processes,
    start: (command, { env = {}, through = [] } = {}) => {
      const pidFile = join(home, 'pid')
      rmSync(pidFile, { force: true })
      // The same words each time open the keyring that was made the first time.
      const session = `printf unlock | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; echo $$ >"$HOME/pid.new"; mv "$HOME/pid.new" "$HOME/pid"; exec "$@"`
      const line = [...through, ...drop, 'dbus-run-session', '--', 'sh', '-c', session, 'sh', ...command]
      stderr = ''
      const child = owned.then(() => spawn(line[0] ?? '', line.slice(1), { env: { ...ownEnv, ...env }, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] }))
      const ended = child.then(
        (started) =>
          new Promise<{ code: number | null; stderr: string }>((done) => {
            started.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
            started.once('close', (code) => {
              done({ code, stderr })
            })
          }),
      )
      const pid = async (): Promise<number> => {
        return Number(await soon(() => readFileSync(pidFile, 'utf8')))
      }
      return {
        pid,
        ended,
        kill: async () => {
          process.kill(await pid(), 'SIGKILL')
          await ended
          await endAll(processes)
        },
      }
    },
    titles: async () => (await windows()).map(({ title }) => title),
    turnTo: async (title) => {
      focused = await soon(async () => {
        const open = await windows()
        expect(
          open.map((window) => window.title),
          stderr,
        ).toContainEqual(expect.stringMatching(title))
        return open.find((window) => title.test(window.title))?.id ?? ''
      })
      await x('windowfocus', '--sync', focused)
    },
    type: async (text) => {
      await x('type', '--delay', '15', text)
    },
    press: async (...keys) => {
      await x('key', '--delay', '30', ...keys)
    },
    untilSeen: async (text, area = {}) => {
      pictureNumber += 1
      await soon(async () => {
        expect(await look(area), stderr).toMatch(text)
      })
    },
    leave: async () => {
      await endAll(processes)
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

/** What a session leaves behind when its main process is killed: buses, the keyring. All of it lives in this home. */
async function endAll(processes: Person['processes']): Promise<void> {
  for (const { pid } of processes()) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended meanwhile.
    }
  }
  await soon(() => {
    expect(processes()).toEqual([])
  })
}

function readOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Gone, or somebody else's.
    return ''
  }
}
