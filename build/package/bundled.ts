import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bundledReportPath } from '../bundled-report'
import { projectDir } from '../paths'
import { libsqlFolder } from './contents'

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
}

/** Those that go in as they are (contents.ts). */
const asTheyAre = ['keytar', 'libsql', libsqlFolder(process.platform, process.arch).replace('*', process.arch), '@neon-rs/load', 'detect-libc'].map((name) => `node_modules/${name}`)

/**
 * Every package of which something is in the program, with what the lock file says of it, in order of their folders: so that two
 * runs write the same.
 *
 * @param bundled folders of those that were bundled; by default what the last build has written down
 */
export async function bundledPackages(bundled?: readonly string[], dir: string = projectDir): Promise<ReadonlyArray<BundledPackage>> {
  const lock = JSON.parse(await readFile(join(dir, 'package-lock.json'), 'utf8')) as { packages: Readonly<Record<string, Locked>> }
  const folders = new Set(bundled ?? (JSON.parse(await readFile(bundledReportPath, 'utf8')) as readonly string[]))
  for (const path of asTheyAre) folders.add(path)
  return [...folders].sort().map((path) => {
    const locked = lock.packages[path]
    if (locked === undefined) throw new Error(`package-lock.json does not know ${path}, which is in the program`)
    return { name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), version: locked.version, license: locked.license ?? 'NOASSERTION', integrity: locked.integrity, path }
  })
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
