import { chmod, copyFile, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { projectDir } from '../paths'

export const packageFolder = join(projectDir, 'build', 'package')

/** Where deb and rpm put the program. */
export const INSTALL_FOLDER = '/opt/Holdfast'

/**
 * Lays out below `root` what deb and rpm install: the program, `holdfast` on the PATH, menu entry, icons, licences, changes.
 *
 * @param programFolder the unpacked program; it is copied, and stays as it is
 */
export async function layOutLinux(programFolder: string, root: string): Promise<void> {
  const at = (path: string): string => join(root, path)
  await mkdir(at('/opt'), { recursive: true })
  await cp(programFolder, at(INSTALL_FOLDER), { recursive: true })
  await put(join(packageFolder, 'scripts', 'apparmor-profile'), at(`${INSTALL_FOLDER}/resources/apparmor-profile`))
  await put(join(packageFolder, 'scripts', 'holdfast.desktop'), at('/usr/share/applications/holdfast.desktop'))
  for (const name of await readdir(join(packageFolder, 'icons'))) {
    const size = /^(\d+x\d+)\.png$/.exec(name)?.[1]
    // The theme knows none larger.
    if (size !== undefined && size !== '1024x1024') await put(join(packageFolder, 'icons', name), at(`/usr/share/icons/hicolor/${size}/apps/holdfast.png`))
  }
  await put(join(packageFolder, 'icons', 'holdfast.svg'), at('/usr/share/icons/hicolor/scalable/apps/holdfast.svg'))
  await writeDocs(programFolder, at('/usr/share/doc/holdfast'))
  await mkdir(at('/usr/bin'), { recursive: true })
  await symlink(`../..${INSTALL_FOLDER}/holdfast`, at('/usr/bin/holdfast'))
  await setModes(root)
  // As the scripts set it too: so the package's own list says what is right.
  await chmod(at(`${INSTALL_FOLDER}/chrome-sandbox`), 0o4755)
}

async function put(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, to)
}

/** Debian's policy 12.5 wants the licence in every package; what comes with the program has its own files there. */
async function writeDocs(programFolder: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const licence = await readFile(join(projectDir, 'LICENSE'), 'utf8')
  const others = await readFile(join(programFolder, 'LICENSES.bundled.txt'), 'utf8')
  const head = `Holdfast\n\nElectron and Chromium: see ${INSTALL_FOLDER}/LICENSE.electron.txt and ${INSTALL_FOLDER}/LICENSES.chromium.html\n`
  await writeFile(join(folder, 'copyright'), `${head}\n${licence}\n${others}`)
  await writeFile(join(folder, 'changelog.gz'), gzipSync(await readFile(join(projectDir, 'CHANGELOG.md')), { level: 9 }))
}

/** Everybody may read and run, its owner alone may write: whatever the umask of whoever built it. */
async function setModes(root: string): Promise<void> {
  for (const entry of await entriesOf(root)) {
    if (entry.kind === 'link') continue
    await chmod(join(root, entry.path), entry.kind === 'folder' || entry.isProgram ? 0o755 : 0o644)
  }
}

export interface Entry {
  /** From the root, without a slash at the beginning. */
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link'
  readonly isProgram: boolean
}

const PROGRAMS = new Set(['holdfast', 'chrome-sandbox', 'chrome_crashpad_handler'])

/** Everything below a folder, in the order of its names. */
export async function entriesOf(root: string): Promise<ReadonlyArray<Entry>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .map((entry): Entry => {
      const kind = entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'file'
      return { path: relative(root, join(entry.parentPath, entry.name)), kind, isProgram: kind === 'file' && PROGRAMS.has(entry.name) }
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}
