import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'
import { projectDir } from './paths'

/** Where a build leaves what its pages are made of. Beside the parts of the app, not in them: people get none of it. */
export const chunkReportPath = join(projectDir, 'out', 'chunks.json')

/** One file of JavaScript that the pages are built into. Names are those of `imports`, relative to `out/renderer`. */
export interface ReportedChunk {
  readonly file: string
  /** The source that the chunk is the door to, relative to the project; null for one that others share. */
  readonly facade: string | null
  /** Named by a page's HTML. */
  readonly isEntry: boolean
  /** Loaded before this one runs. */
  readonly imports: readonly string[]
  /** Loaded when they are wanted. */
  readonly dynamicImports: readonly string[]
  /** Source -> its bytes in the chunk, before they are made small. */
  readonly modules: Readonly<Record<string, number>>
}

/** Writes down which chunk loads which, and what each is made of: Vite's own manifest knows the first only. */
export function chunkReport(path: string = chunkReportPath): Plugin {
  const nameOf = (id: string): string => id.replace(/^\0/, '').replace(projectDir, '').replace(/\?.*$/, '')
  return {
    name: 'holdfast-chunk-report',
    writeBundle: (_, bundle) => {
      const chunks: ReportedChunk[] = Object.values(bundle).flatMap((output) => {
        if (output.type !== 'chunk') return []
        const modules: Record<string, number> = {}
        // A component is several modules of one file: its script, its template.
        for (const [id, { renderedLength }] of Object.entries(output.modules)) modules[nameOf(id)] = (modules[nameOf(id)] ?? 0) + renderedLength
        const { fileName: file, facadeModuleId, isEntry, imports, dynamicImports } = output
        return [{ file, facade: facadeModuleId === null ? null : nameOf(facadeModuleId), isEntry, imports, dynamicImports, modules }]
      })
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, JSON.stringify(chunks, null, 1))
    },
  }
}
