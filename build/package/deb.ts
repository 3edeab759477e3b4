import { createHash } from 'node:crypto'
import { chmod, copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { debianDepends } from './libraries'
import { entriesOf, packageFolder } from './linux-layout'
import { inOrder, packagesVersion, type ProgramFacts } from './program-facts'

/** Debian's name for a processor that Node names. */
export function debianArch(arch: string): string {
  return arch === 'x64' ? 'amd64' : arch
}

/**
 * Builds a deb with dpkg-deb of what lies below `root`; adds `DEBIAN/` there.
 *
 * @throws SetupError when dpkg-deb refuses it
 */
export async function buildDeb(root: string, file: string, facts: ProgramFacts): Promise<void> {
  const sums: string[] = []
  let bytes = 0
  for (const { path, kind } of await entriesOf(root)) {
    if (kind !== 'file') continue
    bytes += (await stat(join(root, path))).size
    sums.push(
      `${createHash('md5')
        .update(await readFile(join(root, path)))
        .digest('hex')}  ${path}`,
    )
  }
  const control = join(root, 'DEBIAN')
  await mkdir(control, { mode: 0o755 })
  await writeFile(join(control, 'control'), controlFile(facts, Math.ceil(bytes / 1024)))
  await writeFile(join(control, 'md5sums'), `${sums.join('\n')}\n`)
  for (const name of ['postinst', 'postrm']) {
    await copyFile(join(packageFolder, 'scripts', `${name}.sh`), join(control, name))
    await chmod(join(control, name), 0o755)
  }
  const packing = facts.isQuick ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6']
  // Everything belongs to root, whoever builds it; times are not later than SOURCE_DATE_EPOCH.
  await inOrder('dpkg-deb', ['--root-owner-group', ...packing, '--build', root, file], facts)
}

/** https://www.debian.org/doc/debian-policy/ch-controlfields.html */
function controlFile(facts: ProgramFacts, installedKiB: number): string {
  const lines = [
    'Package: holdfast',
    `Version: ${packagesVersion(facts)}`,
    `Architecture: ${debianArch(facts.arch)}`,
    `Maintainer: ${facts.maintainer}`,
    `Installed-Size: ${installedKiB}`,
    `Depends: ${debianDepends().join(', ')}`,
    // Whoever keeps secrets for this desktop; without one the program keeps them in memory, and says so.
    'Recommends: gnome-keyring | kwalletmanager, fonts-noto-cjk',
    'Section: admin',
    'Priority: optional',
    `Homepage: ${facts.homepage}`,
    `Description: ${facts.summary}`,
    ...facts.description.map((line) => ` ${line}`),
  ]
  return `${lines.join('\n')}\n`
}
