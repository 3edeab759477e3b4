import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, resolve, sep } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
const aliases: readonly (readonly [prefix: string, folder: string])[] = [
  ['@shared/', 'src/shared/'],
  ['@renderer/', 'src/renderer/'],
]

/** What each file of these imports, types and lazy imports included; only files of the list itself. */
function importsOf(sources: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const find = (path: string): string | undefined => ['', '.ts', '.vue'].map((ending) => path + ending).find((name) => sources.has(name))
  const target = (from: string, specifier: string): string | undefined => {
    const alias = aliases.find(([prefix]) => specifier.startsWith(prefix))
    if (alias) return find(alias[1] + specifier.slice(alias[0].length))
    return specifier.startsWith('.')
      ? find(
          normalize(join(dirname(from), specifier))
            .split(sep)
            .join('/'),
        )
      : undefined
  }
  return new Map(
    [...sources].map(([file, source]) => {
      const script = file.endsWith('.vue') ? [...source.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) => text).join('\n') : source
      const named = ts.preProcessFile(script, true, true).importedFiles.map(({ fileName }) => target(file, fileName))
      return [file, named.filter((name) => name !== undefined)]
    }),
  )
}

/** Groups of files that lead to each other (Tarjan's strongly connected components of more than one). */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const places = new Map<string, { index: number; lowest: number }>()
  const stack: string[] = []
  const circles: string[][] = []
  const visit = (file: string): { index: number; lowest: number } => {
    const place = { index: places.size, lowest: places.size }
    places.set(file, place)
    stack.push(file)
    for (const next of imports.get(file) ?? []) {
      const known = places.get(next)
      if (!known) place.lowest = Math.min(place.lowest, visit(next).lowest)
      else if (stack.includes(next)) place.lowest = Math.min(place.lowest, known.index)
    }
    if (place.lowest === place.index) {
      const group = stack.splice(stack.indexOf(file))
      if (group.length > 1) circles.push(group.sort())
    }
    return place
  }
  for (const file of imports.keys()) if (!places.has(file)) visit(file)
  return circles
}

describe('the sources', () => {
  it('have no import circle, not of types either', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|vue)$/.test(name))
      .map((name) => `src/${name.split(sep).join('/')}`)
    expect(files.length).toBeGreaterThan(100)
    expect(circlesIn(importsOf(new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))))).toEqual([])
  })

  it('would be found out: by types, by lazy imports, through a component and an alias', () => {
    const sources = new Map([
      ['src/renderer/a.ts', "import type { B } from './B.vue'"],
      ['src/renderer/B.vue', '<script setup lang="ts">\nimport { c } from \'@shared/c\'\n</script>'],
      ['src/shared/c.ts', "export const c = () => import('../renderer/a')"],
      ['src/shared/alone.ts', "import { c } from './c'"],
    ])
    expect(circlesIn(importsOf(sources))).toEqual([['src/renderer/B.vue', 'src/renderer/a.ts', 'src/shared/c.ts']])
  })
})
