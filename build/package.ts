import { parseArgs } from 'node:util'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buildApp } from './app-build'
import { prepareRuntime } from './launch'
import { buildLinuxPackages, clearPackages, linuxKinds, type LinuxKind } from './package/linux-packages'
import { makeProgram, packagesDir, suffixFor, workDir, writeChecksums, writeSbom } from './package/program-folder'
import { programFacts, type ProgramFacts } from './package/program-facts'
import type { FoundRuntime } from './runtime-files'
import { runMain, SetupError } from './setup-error'

/**
 * `npm run package [-- --only=deb,rpm] [-- --quick]`: the installers of this system into `out/packages`, with the list of what
 * is in them and their checksums. `--quick` packs loosely, for trying out.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } } })
  const kinds = kindsOf(values.only)
  const runtime = await prepareRuntime('package')
  if ((await buildApp(['--logLevel', 'warn'])) !== 0) throw notBuilt()
  const facts = await programFacts({ isQuick: values.quick })
  await clearPackages(packagesDir)
  const suffix = await suffixFor(runtime)
  if (suffix !== '') console.log(`! Electron ${runtime.version} gets no security fixes any more: the packages are named ${suffix.slice(1)}. Use them to try out, not to hand out.`)
  const files = await builtFiles(runtime, facts, kinds)
  const listed = [...files, await writeSbom(runtime, facts, packagesDir)]
  console.log(`  sums of ${listed.length} files: ${await writeChecksums(listed, packagesDir)}`)
  await rm(workDir, { recursive: true, force: true })
  return 0
}

async function builtFiles(runtime: FoundRuntime, facts: ProgramFacts, kinds: ReadonlyArray<LinuxKind>): Promise<readonly string[]> {
  if (process.platform === 'linux') return buildLinuxPackages(runtime, facts, kinds, packagesDir)
  await makeProgram(runtime, facts)
  return (await readdir(packagesDir)).filter((name) => /\.(?:exe|msi|zip|dmg)$/.test(name)).map((name) => join(packagesDir, name))
}

function kindsOf(only: string | undefined): ReadonlyArray<LinuxKind> {
  if (only === undefined) return linuxKinds
  const wanted = only.split(',')
  const unknown = wanted.filter((kind) => !linuxKinds.some((known) => known === kind))
  if (unknown.length === 0) return linuxKinds.filter((kind) => wanted.includes(kind))
  throw new SetupError({ happened: `There is no package of the kind ${unknown.join(', ')}.`, kept: 'everything.', todo: `choose from ${linuxKinds.join(', ')}.` })
}

function notBuilt(): SetupError {
  return new SetupError({ happened: 'The app could not be built; the reason stands above.', kept: 'the packages of the last time.', todo: 'mend what the build names, then again.' })
}

await runMain(main)
