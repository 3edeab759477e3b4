import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isBuildStale } from '../../../build/app-build'
import { treeOf } from '../../../build/process-memory'

describe('whether the app has to be built before a start', () => {
  const products = ['out/main/entry.cjs', 'out/main/index.cjs', 'out/preload/workspace.cjs', 'out/renderer/workspace/index.html', 'out/bundled.json']
  const sources = ['src/main/index.ts', 'src/renderer/workspace/App.vue', 'CHANGELOG.md', 'package.json']
  let dir = ''

  const put = async (file: string, seconds: number): Promise<void> => {
    await mkdir(dirname(join(dir, file)), { recursive: true })
    await writeFile(join(dir, file), '')
    await utimes(join(dir, file), seconds, seconds)
  }
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'holdfast-unit-'))
    for (const file of sources) await put(file, 1_000)
    for (const folder of ['src/main', 'src/renderer/workspace', 'src/renderer', 'src']) await utimes(join(dir, folder), 1_000, 1_000)
    for (const file of products) await put(file, 2_000)
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  it('is not when every product is newer than every source', async () => {
    expect(await isBuildStale(dir)).toBe(false)
  })

  it.each(sources)('is when %s was changed since', async (source) => {
    await put(source, 3_000)
    expect(await isBuildStale(dir)).toBe(true)
  })

  it.each(products)('is when %s is absent', async (product) => {
    await rm(join(dir, product))
    expect(await isBuildStale(dir)).toBe(true)
  })

  it('is when a source was removed since, which leaves no newer file behind', async () => {
    await rm(join(dir, 'src/main/index.ts'))
    expect(await isBuildStale(dir)).toBe(true)
  })
})

describe('the processes that the bench weighs', () => {
  it('are the app and all below it, and nobody else', () => {
    const all = [
      { pid: 10, parent: 1 },
      { pid: 11, parent: 10 },
      { pid: 12, parent: 11 },
      { pid: 20, parent: 1 },
    ]
    expect([...treeOf(10, all)].sort()).toEqual([10, 11, 12])
  })
})
