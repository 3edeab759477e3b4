import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { machineId, sessionDataFolder } from '../../../src/main/app/machine-id'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-machine-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('the id of this computer', () => {
  const onLinux = (...idFiles: readonly string[]): string => machineId({ platform: 'linux', localAppData: undefined, idFiles })

  it('is the same for the same system id, another for another one, and not that id', () => {
    const [first, second] = ['first', 'second'].map((name) => join(folder, name))
    writeFileSync(first ?? '', 'aaaa\n')
    writeFileSync(second ?? '', 'bbbb\n')
    const id = onLinux(first ?? '')
    expect(id).toMatch(/^[\da-f]{16}$/)
    expect(onLinux(join(folder, 'absent'), first ?? '')).toBe(id)
    expect(onLinux(second ?? '')).not.toBe(id)
  })

  it('goes by the computer’s name where the system has none, or an empty one', () => {
    writeFileSync(join(folder, 'empty'), '\n')
    expect(onLinux(join(folder, 'empty'))).toBe(onLinux())
    writeFileSync(join(folder, 'named'), hostname())
    expect(onLinux(join(folder, 'named'))).toBe(onLinux())
  })

  it('is made once on Windows, where no roaming profile takes it along', () => {
    const windows = { platform: 'win32', localAppData: folder } as const
    const id = machineId(windows)
    expect(machineId(windows)).toBe(id)
    expect(readFileSync(join(folder, 'Holdfast', 'machine-id'), 'utf8')).not.toContain(id)
    rmSync(join(folder, 'Holdfast'), { recursive: true })
    expect(machineId(windows)).not.toBe(id)
    // Nothing can be kept there: by name, and no start fails.
    writeFileSync(join(folder, 'file'), '')
    expect(machineId({ platform: 'win32', localAppData: join(folder, 'file') })).toBe(onLinux())
    expect(existsSync(join(folder, 'file', 'Holdfast'))).toBe(false)
  })
})

it('Chromium’s own files leave the roaming profile on Windows, unless a folder was named', () => {
  const windows = { platform: 'win32', localAppData: '/local' } as const
  expect(sessionDataFolder(windows, false)).toBe(join('/local', 'Holdfast'))
  expect(sessionDataFolder(windows, true)).toBeNull()
  expect(sessionDataFolder({ ...windows, localAppData: undefined }, false)).toBeNull()
  expect(sessionDataFolder({ platform: 'linux', localAppData: '/local' }, false)).toBeNull()
})
