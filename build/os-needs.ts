import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { capture, findCommand } from './processes'

/** What a part of the operating system is needed for. */
export type Use =
  | 'opening windows'
  | 'Chinese text'
  | 'unpacking Electron'
  | 'virtual display'
  | 'OS keychain'
  | 'building keytar'
  | 'test keyring'
  | 'test certificates'
  | 'packages'
  | 'driving windows'

/** How to see, on the machine itself, whether a part is there. */
export type Probe = { readonly library: string } | { readonly command: string } | { readonly file: string } | { readonly font: RegExp }

export interface OsNeed {
  readonly probe: Probe
  /** The Debian and Ubuntu packages that have it, newest name first: since their 64-bit-time change some end in t64. */
  readonly packages: readonly string[]
  readonly use: Use
}

const lib = (library: string, use: Use, ...packages: readonly string[]): OsNeed => ({ probe: { library }, packages, use })
const cmd = (command: string, use: Use, ...packages: readonly string[]): OsNeed => ({ probe: { command }, packages, use })

/** Everything that a bare Debian or Ubuntu lacks. The rest of what Electron links comes with GTK. */
export const osNeeds: ReadonlyArray<OsNeed> = [
  lib('libgtk-3.so.0', 'opening windows', 'libgtk-3-0t64', 'libgtk-3-0'),
  lib('libnss3.so', 'opening windows', 'libnss3'),
  lib('libasound.so.2', 'opening windows', 'libasound2t64', 'libasound2'),
  lib('libgbm.so.1', 'opening windows', 'libgbm1'),
  lib('libatk-bridge-2.0.so.0', 'opening windows', 'libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'),
  lib('libcups.so.2', 'opening windows', 'libcups2t64', 'libcups2'),
  lib('libdrm.so.2', 'opening windows', 'libdrm2'),
  lib('libXss.so.1', 'opening windows', 'libxss1'),
  lib('libnotify.so.4', 'opening windows', 'libnotify4'),
  { probe: { font: /cjk|wqy|droidsansfallback|sourcehan|uming|ukai/i }, packages: ['fonts-noto-cjk'], use: 'Chinese text' },
  cmd('unzip', 'unpacking Electron', 'unzip'),
  cmd('Xvfb', 'virtual display', 'xvfb'),
  cmd('xauth', 'virtual display', 'xauth'),
  lib('libsecret-1.so.0', 'OS keychain', 'libsecret-1-0'),
  cmd('g++', 'building keytar', 'g++'),
  cmd('make', 'building keytar', 'make'),
  cmd('python3', 'building keytar', 'python3'),
  cmd('pkg-config', 'building keytar', 'pkg-config'),
  { probe: { file: '/usr/include/libsecret-1/libsecret/secret.h' }, packages: ['libsecret-1-dev'], use: 'building keytar' },
  cmd('dbus-daemon', 'test keyring', 'dbus'),
  cmd('gnome-keyring-daemon', 'test keyring', 'gnome-keyring'),
  cmd('openssl', 'test certificates', 'openssl'),
  cmd('dpkg-deb', 'packages', 'dpkg'),
  cmd('xz', 'packages', 'xz-utils'),
  cmd('rpmbuild', 'packages', 'rpm'),
  cmd('zip', 'packages', 'zip'),
  cmd('unzip', 'packages', 'unzip'),
  cmd('xdotool', 'driving windows', 'xdotool'),
  cmd('import', 'driving windows', 'imagemagick'),
  cmd('tesseract', 'driving windows', 'tesseract-ocr'),
  cmd('readelf', 'packages', 'binutils'),
]

/** The name under which a part is reported. */
export function nameOf(probe: Probe): string {
  if ('library' in probe) return probe.library
  if ('command' in probe) return probe.command
  return 'file' in probe ? probe.file : 'a font with Chinese glyphs'
}

/** The needs that this machine does not meet. Looks at the machine itself, not at a list of installed packages. */
export async function missingNeeds(needs: ReadonlyArray<OsNeed>): Promise<ReadonlyArray<OsNeed>> {
  const libraries = await knownLibraries()
  return needs.filter(({ probe }) => {
    if ('library' in probe) return libraries !== undefined && !libraries.has(probe.library)
    if ('command' in probe) return findCommand(probe.command) === undefined
    return 'file' in probe ? !existsSync(probe.file) : !hasFont(probe.font)
  })
}

/** The libraries the loader knows, or undefined where it cannot be asked: then `ldd` has the last word. */
async function knownLibraries(): Promise<ReadonlySet<string> | undefined> {
  const ldconfig = findCommand('ldconfig')
  const listed = ldconfig ? await capture(ldconfig, ['-p']) : undefined
  if (listed?.code !== 0) return undefined
  return new Set(listed.stdout.split('\n').map((line) => line.trim().split(' ')[0] ?? ''))
}

function hasFont(pattern: RegExp, folders: readonly string[] = fontFolders()): boolean {
  return folders.some((folder) => {
    if (!existsSync(folder)) return false
    const entries = readdirSync(folder, { withFileTypes: true })
    if (entries.some((entry) => entry.isFile() && pattern.test(entry.name))) return true
    return hasFont(
      pattern,
      entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name)),
    )
  })
}

function fontFolders(): readonly string[] {
  const home = process.env['HOME'] ?? ''
  return ['/usr/share/fonts', '/usr/local/share/fonts', join(home, '.local/share/fonts'), join(home, '.fonts')]
}

/**
 * The libraries that an executable links and this machine lacks, by asking the loader.
 *
 * The last word after `osNeeds`: it also finds what a newer Electron links and our table does not know yet.
 */
export async function unresolvedLibraries(executable: string): Promise<readonly string[]> {
  const listed = await capture('ldd', [executable])
  return [...listed.stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '')
}
