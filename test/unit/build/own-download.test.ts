import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStallWatch, createUnreachableMemory, downloadElectron, failureFrom, rememberUnreachableMs } from '../../../build/own-download'
import { SetupError } from '../../../build/setup-error'

describe("electron's own download", () => {
  let dir = ''
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'holdfast-unit-'))
    await mkdir(join(dir, 'electron'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  /** Puts a script in the place of the electron package's own. */
  const installScript = (code: string): Promise<void> => writeFile(join(dir, 'electron', 'install.js'), code)
  const download = (stallMs: number) => downloadElectron(join(dir, 'electron'), join(dir, 'cache'), stallMs)

  it('is done when the package says so', async () => {
    await installScript('process.exit(0)')
    expect(await download(30_000)).toEqual({ ok: true })
  })

  it('gives the reason of a failure in one line', async () => {
    await installScript('console.error("TypeError: fetch failed\\n    at somewhere"); process.exit(1)')
    expect(await download(30_000)).toEqual({ ok: false, why: 'TypeError: fetch failed' })
  })

  it('counts as unreachable when nothing arrives, is ended, and leaves nothing behind', async () => {
    await installScript('setInterval(() => {}, 1000)')
    expect(await download(200)).toEqual({ ok: false, why: 'nothing arrived for 0.2 s' })
    expect(await readdir(join(dir, 'cache'))).toEqual([])
  })

  it('may take its time while bytes arrive: only looks in a row at which there are no more count', () => {
    const isStalled = createStallWatch(3000, 1000)
    const bytes = [0, 0, 0, 5, 5, 5, 9, 9, 9, 9]
    expect(bytes.map(isStalled)).toEqual([false, false, false, false, false, false, false, false, false, true])
  })

  it('stops on a wrong checksum instead of counting as unreachable', () => {
    const stderr = 'Error: Generated checksum for "electron.zip" did not match expected checksum.\n   at validate'
    expect(() => failureFrom(stderr)).toThrow(SetupError)
  })
})

describe('the memory of an unreachable download', () => {
  let dir = ''
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'holdfast-unit-'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  it('lasts six hours, or until it is forgotten', async () => {
    const memory = createUnreachableMemory(join(dir, 'cache', 'unreachable.json'))
    expect(await memory.recall(0)).toBeUndefined()
    await memory.keep(1_000, 'no network')
    expect(await memory.recall(1_000 + rememberUnreachableMs - 1)).toEqual({ at: 1_000, why: 'no network' })
    expect(await memory.recall(1_000 + rememberUnreachableMs)).toBeUndefined()
    await memory.forget()
    expect(await memory.recall(1_001)).toBeUndefined()
  })

  it('does not trust a clock that was set back, or a file that is not its own', async () => {
    const file = join(dir, 'unreachable.json')
    const memory = createUnreachableMemory(file)
    await memory.keep(10_000, 'no network')
    expect(await memory.recall(9_999)).toBeUndefined()
    await writeFile(file, '{"at":"noon"')
    expect(await memory.recall(10_001)).toBeUndefined()
  })
})
