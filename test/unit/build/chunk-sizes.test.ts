// What a window loads at its start and what each page brings, by the build's own report.
import { describe, expect, it } from 'vitest'
import type { ReportedChunk } from '../../../build/chunk-report'
import { loadsOf, sizeTable, tooLarge } from '../../../build/chunk-sizes'

const chunk = (file: string, more: Partial<ReportedChunk> = {}): ReportedChunk => ({ file, facade: null, isEntry: false, imports: [], dynamicImports: [], modules: {}, ...more })
const CHUNKS = [
  chunk('main.js', { facade: 'index.html', isEntry: true, imports: ['vue.js', 'shell.js'], dynamicImports: ['users.js', 'roles.js', 'shell.js'] }),
  chunk('other.js', { facade: 'other.html', isEntry: true, imports: ['vue.js'] }),
  chunk('vue.js'),
  chunk('shell.js', { imports: ['vue.js', 'deep.js'] }),
  chunk('deep.js', { imports: ['shell.js'] }),
  chunk('grid.js', { imports: ['vue.js'], modules: { 'node_modules/table/index.js': 900, 'src/Grid.vue': 90, 'src/rows.ts': 9 } }),
  chunk('users.js', { facade: 'UsersPage.vue', imports: ['grid.js', 'shell.js'] }),
  chunk('roles.js', { facade: 'RolesPage.vue', imports: ['grid.js'], dynamicImports: ['compare.js'] }),
  chunk('compare.js', { facade: 'Compare.vue', imports: ['grid.js'] }),
]
const SIZES: Readonly<Record<string, number>> = { 'main.js': 1, 'vue.js': 10, 'shell.js': 100, 'deep.js': 1000, 'grid.js': 50_000, 'users.js': 3, 'roles.js': 30, 'compare.js': 4 }
const gzipOf = (file: string): number => SIZES[file] ?? Number.NaN
const loads = loadsOf(CHUNKS, 'index.html', gzipOf)

describe('what is loaded', () => {
  it('at the start is the entry with all that it imports, each once, round in circles too, and nothing of another window', () => {
    expect(loads.initial).toEqual({ name: 'index.html', files: ['main.js', 'vue.js', 'shell.js', 'deep.js'], gzip: 1111 })
  })

  it('with a page is what was not there yet, whatever other pages bring; what a page asks for in turn is a load of its own', () => {
    expect(loads.later).toEqual([
      { name: 'RolesPage.vue', files: ['roles.js', 'grid.js'], gzip: 50_030 },
      { name: 'Compare.vue', files: ['compare.js', 'grid.js'], gzip: 50_004 },
      { name: 'UsersPage.vue', files: ['users.js', 'grid.js'], gzip: 50_003 },
    ])
  })

  it('is told in a table, and what is too large with its chunks and what they are made of', () => {
    expect(sizeTable(loads, { initial: 2000, later: 50_003 }).split('\n')[0]).toBe('    1.1 kB of 2.0 kB    4 chunks  index.html')
    expect(tooLarge(loads.later[2] as never, 50_003, CHUNKS, gzipOf)).toBeNull()
    expect(tooLarge(loads.later[1] as never, 50_003, CHUNKS, gzipOf)).toBe(
      'Compare.vue loads 50.0 kB, 50.0 kB are allowed: grid.js (50.0 kB), of it table/index.js 0.9 kB, src/Grid.vue 0.1 kB, src/rows.ts 0.0 kB; compare.js (0.0 kB), of it ',
    )
  })

  it('of an entry that was not built is a mistake', () => {
    expect(() => loadsOf(CHUNKS, 'none.html', gzipOf)).toThrow('no none.html')
  })
})
