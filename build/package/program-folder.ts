import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { build, Platform } from 'electron-builder'
import { type FoundRuntime, sha256OfFile } from '../runtime-files'
import { projectDir } from '../paths'
import { SetupError } from '../setup-error'
import { bundledPackages, licenceTexts } from './bundled'
import { compileMain } from './compiled-code'
import { builderConfig } from './config'
import { contentTroubles } from './contents'
import { fuseTroubles } from './fuses'
import { sbomOf } from './sbom'
import type { ProgramFacts } from './program-facts'

/** Where the packages are that somebody asked for; those of the tests have a folder of their own. */
export const packagesDir = join(projectDir, 'out', 'packages')

/** What packages are made of, while they are made. */
export const workDir = join(projectDir, 'out', 'package-work')

/** How many majors of Electron get fixes at one time (https://www.electronjs.org/docs/latest/tutorial/electron-timelines). */
const SUPPORTED_MAJORS = 3

/**
 * What is added to the name of a package whose Electron gets no fixes any more, so that nobody hands it out by mistake.
 *
 * @param wanted the version of the electron package of this project, which is kept at the newest
 */
export function runtimeSuffix(running: string, wanted: string): string {
  const [own, newest] = [running, wanted].map((version) => Number.parseInt(version, 10))
  return own !== undefined && newest !== undefined && own > newest - SUPPORTED_MAJORS ? '' : '-unsupported-runtime'
}

/**
 * Has electron-builder make the program out of `out/` and the runtime: on Linux a folder, elsewhere the installers of that
 * system. What it made on Linux is looked through: fuses, and every file.
 *
 * @returns the folder of the program, on Linux
 * @throws SetupError when a fuse or a file is not as it should be
 */
export async function makeProgram(runtime: FoundRuntime, facts: ProgramFacts): Promise<string> {
  await rm(workDir, { recursive: true, force: true })
  await mkdir(workDir, { recursive: true })
  const bundled = join(workDir, 'LICENSES.bundled.txt')
  await writeFile(bundled, await licenceTexts(await bundledPackages()))
  const config = builderConfig({
    platform: process.platform,
    arch: process.arch,
    electronDist: dirname(runtime.executable),
    electronVersion: runtime.version,
    output: process.platform === 'linux' ? workDir : packagesDir,
    suffix: await suffixFor(runtime),
    version: facts.version,
    // A universal program has two processors' V8 and one archive: code of the one must not come to the other.
    compiledCode: process.platform === 'darwin' ? null : await compileMain(runtime.executable, join(workDir, 'compiled')),
    notices: [
      { from: 'LICENSE', to: 'LICENSE' },
      { from: bundled, to: 'LICENSES.bundled.txt' },
    ],
  })
  await build({ projectDir, targets: Platform.current().createTarget(process.platform === 'linux' ? 'dir' : null), config, publish: 'never' })
  const folder = join(workDir, 'linux-unpacked')
  if (process.platform === 'linux') insistOn([...(await fuseTroubles(join(folder, 'holdfast'))), ...(await contentTroubles(folder))])
  return folder
}

function insistOn(troubles: readonly string[]): void {
  if (troubles.length === 0) return
  throw new SetupError({
    happened: `The program is not as it may be handed out: ${troubles.join('; ')}.`,
    kept: 'no package was made of it.',
    todo: 'see build/package/contents.ts and build/package/fuses.ts for what may be in it.',
  })
}

/** The suffix for this project's packages on such a runtime. */
export async function suffixFor(runtime: FoundRuntime): Promise<string> {
  const manifest = JSON.parse(await readFile(join(projectDir, 'node_modules', 'electron', 'package.json'), 'utf8')) as { version: string }
  return runtimeSuffix(runtime.version, manifest.version)
}

/** Writes the list of what is in the program into the folder of its packages. */
export async function writeSbom(runtime: FoundRuntime, facts: ProgramFacts, folder: string): Promise<string> {
  const file = join(folder, `holdfast-${facts.version}.cdx.json`)
  await writeFile(file, sbomOf({ version: facts.version, electronVersion: runtime.version, epoch: facts.epoch, packages: await bundledPackages() }))
  return file
}

/** Writes `SHA256SUMS` of these files into their folder, for `sha256sum --check`. */
export async function writeChecksums(files: readonly string[], folder: string): Promise<string> {
  const target = join(folder, 'SHA256SUMS')
  const lines = await Promise.all([...files].sort().map(async (file) => `${await sha256OfFile(file)}  ${basename(file)}\n`))
  await writeFile(target, lines.join(''))
  return target
}
