import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openDisplay } from './display'
import type { ElectronRuntime } from './electron-runtime'
import { buildLinuxPackages, clearPackages, type LinuxKind, linuxKinds } from './package/linux-packages'
import { workDir, writeChecksums, writeSbom } from './package/program-folder'
import { programFacts } from './package/program-facts'
import { projectDir } from './paths'

/** Not where somebody's own packages are: a run of the tests takes none of them away. */
const folder = join(projectDir, 'out', 'test-packages')

/** What tests of packages start from: paths in their environment, and a display for whoever they play. */
export interface BuiltForTests {
  readonly env: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

/** A deb, loosely packed: what every run of the tests has time for. */
export async function buildForQuickTests(runtime: ElectronRuntime): Promise<BuiltForTests> {
  await clearPackages(folder)
  const facts = await programFacts({ isQuick: true })
  const [deb = ''] = await buildLinuxPackages(runtime, facts, ['deb'], folder)
  return withDisplay({ HOLDFAST_BUILT_DEB: deb })
}

/** All four as they are handed out, and a deb of the next version. */
export async function buildForFullTests(runtime: ElectronRuntime): Promise<BuiltForTests> {
  await clearPackages(folder)
  const facts = await programFacts({ isQuick: true, version: '9.9.9' })
  const [newer = ''] = await buildLinuxPackages(runtime, facts, ['deb'], folder)
  const kept = join(folder, 'newer.deb')
  await rename(newer, kept)
  const handedOut = await programFacts({ isQuick: false })
  const files = await buildLinuxPackages(runtime, handedOut, linuxKinds, folder)
  await writeChecksums([...files, await writeSbom(runtime, handedOut, folder)], folder)
  const names: Readonly<Record<LinuxKind, string>> = { deb: 'DEB', rpm: 'RPM', 'tar.gz': 'TAR_GZ', zip: 'ZIP' }
  const env = Object.fromEntries(linuxKinds.map((kind, index) => [`HOLDFAST_BUILT_${names[kind]}`, files[index] ?? '']))
  return withDisplay({ ...env, HOLDFAST_BUILT_NEWER_DEB: kept })
}

async function withDisplay(env: Readonly<Record<string, string>>): Promise<BuiltForTests> {
  const display = await openDisplay(true)
  const close = async (): Promise<void> => {
    await display.close()
    await rm(workDir, { recursive: true, force: true })
  }
  return { env: { ...env, ...display.env }, close }
}
