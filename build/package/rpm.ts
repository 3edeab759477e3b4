import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { rpmRequires } from './libraries'
import { entriesOf, INSTALL_FOLDER, packageFolder } from './linux-layout'
import { inOrder, packagesVersion, type ProgramFacts } from './program-facts'

/** RPM's name for a processor that Node names. */
export function rpmArch(arch: string): string {
  return arch === 'x64' ? 'x86_64' : arch === 'arm64' ? 'aarch64' : arch
}

/**
 * Builds an rpm with rpmbuild of what lies below `root`, which rpmbuild empties.
 *
 * @throws SetupError when rpmbuild refuses it
 */
export async function buildRpm(root: string, file: string, facts: ProgramFacts): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'holdfast-rpm-'))
  try {
    const spec = join(work, 'holdfast.spec')
    await writeFile(spec, await specFile(root, facts))
    // Written where it belongs: a folder for temporary files is often another file system, from which nothing can be renamed.
    const macros = { _topdir: work, _rpmdir: dirname(file), _rpmfilename: basename(file) }
    const defines = Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`])
    await inOrder('rpmbuild', ['-bb', '--quiet', '--target', rpmArch(facts.arch), '--buildroot', root, ...defines, spec], facts)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function specFile(root: string, facts: ProgramFacts): Promise<string> {
  const script = async (name: string): Promise<string> => (await readFile(join(packageFolder, 'scripts', `${name}.sh`), 'utf8')).replaceAll('%', '%%')
  const packing = `w${facts.isQuick ? 3 : 15}T0.zstdio`
  return [
    // Nothing is stripped, compiled or linked anew: the files are as they come.
    '%define __os_install_post %{nil}',
    '%define _build_id_links none',
    '%define debug_package %{nil}',
    `%define _binary_payload ${packing}`,
    '%define use_source_date_epoch_as_buildtime 1',
    '%define clamp_mtime_to_source_date_epoch 1',
    '%define _buildhost reproducible',
    'Name: holdfast',
    `Version: ${packagesVersion(facts)}`,
    'Release: 1',
    `Summary: ${facts.summary}`,
    'License: MIT',
    `URL: ${facts.homepage}`,
    `Packager: ${facts.maintainer}`,
    'AutoReqProv: no',
    ...rpmRequires().map((name) => `Requires: ${name}`),
    'Recommends: (gnome-keyring or kf6-kwallet or kf5-kwallet or kwalletd5)',
    '%description',
    ...facts.description,
    '%post -p /bin/sh',
    await script('postinst'),
    '%postun -p /bin/sh',
    await script('postrm'),
    '%files',
    '%defattr(-,root,root,-)',
    ...(await fileLines(root)),
    '',
  ].join('\n')
}

/** Every file by name, and of the folders those that are ours alone. */
async function fileLines(root: string): Promise<readonly string[]> {
  const helper = `${INSTALL_FOLDER}/chrome-sandbox`
  return (await entriesOf(root)).flatMap(({ path, kind }) => {
    const name = `/${path}`
    if (kind === 'folder') return name.startsWith(INSTALL_FOLDER) || name === '/usr/share/doc/holdfast' ? [`%dir "${name}"`] : []
    return [name === helper ? `%attr(4755, root, root) "${name}"` : `"${name}"`]
  })
}
