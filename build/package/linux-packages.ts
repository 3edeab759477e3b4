import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FoundRuntime } from '../runtime-files'
import { buildTarGz, buildZip, layOutPortable } from './archives'
import { buildDeb, debianArch } from './deb'
import { entriesOf, layOutLinux } from './linux-layout'
import { makeProgram, suffixFor, workDir } from './program-folder'
import type { ProgramFacts } from './program-facts'
import { buildRpm, rpmArch } from './rpm'

export type LinuxKind = 'deb' | 'rpm' | 'tar.gz' | 'zip'
export const linuxKinds: ReadonlyArray<LinuxKind> = ['deb', 'rpm', 'tar.gz', 'zip']

function fileName(kind: LinuxKind, facts: ProgramFacts, suffix: string): string {
  if (kind === 'deb') return `holdfast_${facts.version}_${debianArch(facts.arch)}${suffix}.deb`
  if (kind === 'rpm') return `holdfast-${facts.version}.${rpmArch(facts.arch)}${suffix}.rpm`
  return `holdfast-${facts.version}-linux-${facts.arch}${suffix}.${kind}`
}

/**
 * Builds packages of these kinds into a folder, one after another.
 *
 * @returns their paths, in the order of `kinds`
 * @throws SetupError when one cannot be built; those before it are there
 */
export async function buildLinuxPackages(runtime: FoundRuntime, facts: ProgramFacts, kinds: ReadonlyArray<LinuxKind>, folder: string): Promise<readonly string[]> {
  const program = await makeProgram(runtime, facts)
  console.log(`  the program installed: ${mebi(await bytesBelow(program))} MiB`)
  const suffix = await suffixFor(runtime)
  const files: string[] = []
  for (const kind of kinds) {
    const file = join(folder, fileName(kind, facts, suffix))
    await rm(file, { force: true })
    const startedAt = performance.now()
    if (kind === 'deb' || kind === 'rpm') {
      const root = join(workDir, kind)
      await mkdir(root, { recursive: true, mode: 0o755 })
      await layOutLinux(program, root)
      await (kind === 'deb' ? buildDeb : buildRpm)(root, file, facts)
      await rm(root, { recursive: true, force: true })
    } else {
      const portable = await layOutPortable(program, join(workDir, `holdfast-${facts.version}-linux-${facts.arch}`), facts)
      await (kind === 'zip' ? buildZip : buildTarGz)(portable, file, facts)
    }
    const { size } = await stat(file)
    console.log(`  ${kind.padEnd(6)} ${(size / 1e6).toFixed(1)} MB in ${Math.round((performance.now() - startedAt) / 1000)} s: ${file}`)
    files.push(file)
  }
  return files
}

/** What a folder takes, in bytes. */
async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0
  for (const { path, kind } of await entriesOf(folder)) if (kind === 'file') bytes += (await stat(join(folder, path))).size
  return bytes
}

function mebi(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(0)
}

/** Takes the packages of an earlier build out of a folder, so that nothing of two builds stands together. */
export async function clearPackages(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true })
}
