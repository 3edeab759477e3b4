import type { ReportedChunk } from './chunk-report'

/** What is loaded at one moment: with the window, or with a page that is opened for the first time. */
export interface Load {
  /** Of the chunk that brings the others. */
  readonly name: string
  /** All of them, itself included, without those that were there before. */
  readonly files: readonly string[]
  /** Bytes of all of them, each gzipped by itself, as a server would send them. */
  readonly gzip: number
}

export interface Loads {
  readonly initial: Load
  /** One for each chunk that some code asks for when it is wanted: pages, and what pages open in turn. The largest first. */
  readonly later: readonly Load[]
}

/**
 * What the page of this HTML loads, and when.
 *
 * @param entry the HTML, relative to the project, such as `src/renderer/workspace/index.html`
 * @param gzipOf a chunk's bytes, gzipped
 * @throws Error when the build has no such entry
 */
export function loadsOf(chunks: readonly ReportedChunk[], entry: string, gzipOf: (file: string) => number): Loads {
  const byFile = new Map(chunks.map((chunk) => [chunk.file, chunk]))
  const first = chunks.find(({ isEntry, facade }) => isEntry && facade === entry)
  if (!first) throw new Error(`The build has no ${entry}.`)
  const initial = withImports(byFile, first.file, new Set())
  const later = new Map<string, Load>()
  const waiting = initial.flatMap((file) => byFile.get(file)?.dynamicImports ?? [])
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (later.has(file) || initial.includes(file)) continue
    const files = withImports(byFile, file, new Set(initial))
    later.set(file, loadOf(byFile.get(file)?.facade ?? file, files, gzipOf))
    waiting.push(...files.flatMap((one) => byFile.get(one)?.dynamicImports ?? []))
  }
  return { initial: loadOf(entry, initial, gzipOf), later: [...later.values()].toSorted((a, b) => b.gzip - a.gzip) }
}

/** The chunk and all that has to be there before it runs, without what is there already. */
function withImports(byFile: ReadonlyMap<string, ReportedChunk>, file: string, there: Set<string>): string[] {
  if (there.has(file)) return []
  there.add(file)
  return [file, ...(byFile.get(file)?.imports ?? []).flatMap((one) => withImports(byFile, one, there))]
}

function loadOf(name: string, files: readonly string[], gzipOf: (file: string) => number): Load {
  return { name, files, gzip: files.reduce((sum, file) => sum + gzipOf(file), 0) }
}

/** A line for each load, with the bound it has to keep. */
export function sizeTable({ initial, later }: Loads, bounds: { readonly initial: number; readonly later: number }): string {
  const line = ({ name, files, gzip }: Load, bound: number): string =>
    `${kilobytes(gzip).padStart(10)} of ${kilobytes(bound)}  ${String(files.length).padStart(3)} chunks  ${name.replace('src/renderer/', '')}`
  return [line(initial, bounds.initial), ...later.map((load) => line(load, bounds.later))].join('\n')
}

/** What is wrong with a load that is too large, in words: which chunks it has and what the largest of them are made of. */
export function tooLarge(load: Load, bound: number, chunks: readonly ReportedChunk[], gzipOf: (file: string) => number): string | null {
  if (load.gzip <= bound) return null
  const largest = load.files
    .map((file) => ({ file, gzip: gzipOf(file) }))
    .toSorted((a, b) => b.gzip - a.gzip)
    .slice(0, 3)
  const told = largest.map(({ file, gzip }) => `${file} (${kilobytes(gzip)}), of it ${largestModules(chunks.find((chunk) => chunk.file === file)).join(', ')}`)
  return `${load.name} loads ${kilobytes(load.gzip)}, ${kilobytes(bound)} are allowed: ${told.join('; ')}`
}

const NAMED_MODULES = 5

function largestModules(chunk: ReportedChunk | undefined): string[] {
  const modules = Object.entries(chunk?.modules ?? {}).toSorted(([, a], [, b]) => b - a)
  return modules.slice(0, NAMED_MODULES).map(([name, bytes]) => `${name.replace(/^.*node_modules\//, '')} ${kilobytes(bytes)}`)
}

/** In units of 1,000 bytes, as the build lists its files. */
function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
