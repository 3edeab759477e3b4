import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The program as a package brought it. */
export interface Installed {
  /** The folder below which everything lies; empty for the system itself. */
  readonly root: string
  /** What the menu entry starts. */
  readonly command: string
  remove(): void
}

/** A file that the runner of these tests has built (build/package-tests.ts). */
export function builtFile(kind: 'DEB' | 'NEWER_DEB' | 'RPM' | 'TAR_GZ' | 'ZIP'): string {
  const path = process.env[`HOLDFAST_BUILT_${kind}`]
  if (path === undefined || !existsSync(path)) throw new Error(`There is no ${kind}: run these tests by \`npm test\` or \`npm run test:package\`.`)
  return path
}

/** Whether the system's package manager knows the program: then it is somebody's own, and stays as it is. */
export function isKnownToSystem(): boolean {
  try {
    return execFileSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', 'holdfast'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString() === 'installed'
  } catch {
    return false
  }
}

/**
 * Installs a deb as an administrator does. Where that may not be (no root, or the program is somebody's own here), its files are
 * unpacked into a folder, and are started from there.
 */
export function installDeb(deb: string): Installed {
  if (process.getuid?.() === 0 && !isKnownToSystem()) {
    execFileSync('apt-get', ['-q', '-y', '--no-install-recommends', 'install', deb], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return { root: '', command: menuCommand(''), remove: () => void execFileSync('dpkg', ['--purge', 'holdfast'], { stdio: 'ignore' }) }
  }
  const root = mkdtempSync(join(tmpdir(), 'holdfast-installed-'))
  execFileSync('chmod', ['0755', root])
  execFileSync('dpkg-deb', ['--extract', deb, root])
  return {
    root,
    command: join(root, 'usr/bin', menuCommand(root)),
    remove: () => {
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** The command of the menu entry. */
function menuCommand(root: string): string {
  const entry = readFileSync(join(root || '/', 'usr/share/applications/holdfast.desktop'), 'utf8')
  const command = /^Exec=(\S+)$/m.exec(entry)?.[1]
  if (command === undefined) throw new Error(`The menu entry starts nothing:\n${entry}`)
  return command
}
