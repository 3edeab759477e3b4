import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type LaunchOptions, PLAYWRIGHT_LOADER } from './launch-app'
import { findOrMakeUser } from './system-user'

/** What the built app needs of node_modules: the two native modules and what they load. Everything else is bundled. */
const NATIVE = ['keytar', 'libsql', '@libsql', '@neon-rs', 'detect-libc']

/** A place that an ordinary user of this machine can start the app from, with a keyring and a home of their own. */
export interface OrdinaryUser {
  readonly uid: number
  readonly staged: NonNullable<LaunchOptions['staged']>
  readonly env: Readonly<Record<string, string>>
  /** Makes a file or folder, and what is in it, the user's own. */
  own(path: string): void
  remove(): void
}

/** Needs root: makes the user where absent, and copies runtime and app to where that user can read them. */
export function createOrdinaryUser(): OrdinaryUser {
  const { uid, gid } = findOrMakeUser()
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-user-'))
  chmodSync(folder, 0o755)
  const [home, runtime, appDir] = [join(folder, 'home'), join(folder, 'runtime'), join(folder, 'app')]
  stage(runtime, appDir)
  cpSync(PLAYWRIGHT_LOADER, join(folder, 'loader.js'))
  mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 })
  const authority = process.env['XAUTHORITY']
  if (authority && existsSync(authority)) cpSync(authority, join(home, 'Xauthority'))
  const own = (path: string): void => {
    execFileSync('chown', ['-R', `${uid}:${gid}`, path])
  }
  own(home)
  const executable = join(folder, 'electron-as-user')
  writeFileSync(executable, launcher(uid, gid, join(runtime, 'electron')), { mode: 0o755 })
  return {
    uid,
    own,
    staged: { appDir, executable, loader: join(folder, 'loader.js') },
    env: { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), ...(authority ? { XAUTHORITY: join(home, 'Xauthority') } : {}) },
    remove: () => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

function stage(runtime: string, appDir: string): void {
  cpSync(dirname(process.env['HOLDFAST_ELECTRON'] ?? ''), runtime, { recursive: true })
  // Where unprivileged user namespaces are switched off, Chromium's sandbox needs its helper to belong to root, setuid.
  chownSync(join(runtime, 'chrome-sandbox'), 0, 0)
  chmodSync(join(runtime, 'chrome-sandbox'), 0o4755)
  mkdirSync(join(appDir, 'node_modules'), { recursive: true })
  cpSync(resolve('out'), join(appDir, 'out'), { recursive: true, filter: (path) => !/\/out\/(e2e|tour|test-results|bench)/.test(path) })
  cpSync(resolve('package.json'), join(appDir, 'package.json'))
  for (const name of NATIVE) cpSync(resolve('node_modules', name), join(appDir, 'node_modules', name), { recursive: true })
  execFileSync('chmod', ['-R', 'a+rX', runtime, appDir])
}

/** Gives up root, then starts Electron in a D-Bus session with an unlocked keyring of the user's own. */
function launcher(uid: number, gid: number, electron: string): string {
  const session = 'printf unlock | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$0" "$@"'
  return `#!/bin/sh\nunset DBUS_SESSION_BUS_ADDRESS\nexec setpriv --reuid=${uid} --regid=${gid} --clear-groups dbus-run-session -- sh -c '${session}' ${electron} "$@"\n`
}
