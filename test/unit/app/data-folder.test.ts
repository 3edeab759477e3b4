// F79: a data folder that cannot be used is told apart from one that another program holds.
import type * as nodeFs from 'node:fs'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { folderTrouble, isInUse, startTrouble } from '../../../src/main/app/data-folder'
import { wordsFor } from '../../../src/main/app/messages'

/** What every write to a file ends in, as on a disk that is full; null: it is done. */
const disk = vi.hoisted((): { fault: string | null } => ({ fault: null }))
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof nodeFs>()
  const writeSync = (descriptor: number, text: string): number => {
    if (disk.fault !== null) throw Object.assign(new Error(disk.fault), { code: disk.fault })
    return fs.writeSync(descriptor, text)
  }
  return { ...fs, writeSync }
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-folder-'))
})
afterEach(() => {
  disk.fault = null
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true })
})

describe('F79: the data folder at the start', () => {
  it('F79: is made where it is absent, and nothing of the question stays behind', () => {
    const made = join(folder, 'a', 'b')
    expect(folderTrouble(made)).toBeNull()
    expect(readdirSync(made)).toEqual([])
  })

  it('F79: is no folder where a file stands in its place, or in that of one above it', () => {
    const file = join(folder, 'file')
    writeFileSync(file, 'x')
    for (const path of [file, join(file, 'below'), join(file, 'deep', 'below')]) expect(startTrouble(path), path).toBe('not-a-folder')
  })

  it.runIf(process.getuid?.() !== 0)('F79: is read-only where its owner may not write', () => {
    chmodSync(folder, 0o500)
    expect(startTrouble(folder)).toBe('read-only')
    expect(startTrouble(join(folder, 'below'))).toBe('read-only')
  })

  it.each([
    ['EACCES', 'read-only'],
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EROFS', 'read-only'],
    ['EPERM', 'read-only'],
    ['EIO', 'failed'],
  ])('F79: a write that ends in %s is %s, and leaves nothing behind', (code, trouble) => {
    disk.fault = code
    expect([startTrouble(folder), readdirSync(folder)]).toEqual([trouble, []])
  })

  it('F79: on a full disk the program starts where it has been before: what is there can be read, saved and sent', () => {
    writeFileSync(join(folder, 'installation.json'), '{}')
    disk.fault = 'ENOSPC'
    expect([folderTrouble(folder), startTrouble(folder)]).toEqual(['disk-full', null])
    disk.fault = 'EROFS'
    expect(startTrouble(folder)).toBe('read-only')
  })

  it('F79: cannot be made below what is no place for folders', () => {
    expect(startTrouble('/proc/holdfast')).not.toBeNull()
  })

  it.each(['en', 'zh-CN'] as const)('F79: each reason has its words in %s, with the way to another folder', (locale) => {
    const { reasons, mend } = wordsFor(locale).folder
    expect(new Set(Object.values(reasons)).size).toBe(4)
    expect(mend).toContain('--data-dir=')
  })
})

describe('F79: the lock of a running program', () => {
  const lock = (target: string): void => {
    symlinkSync(target, join(folder, 'SingletonLock'))
  }
  it('F79: is one whose process lives', () => {
    lock(`host-${process.pid}`)
    expect(isInUse(folder)).toBe(true)
  })
  it.each(['host-999999999', 'host-', 'host-0', 'nonsense'])('F79: is none when it says %j', (target) => {
    lock(target)
    expect(isInUse(folder)).toBe(false)
  })
  it('F79: is none where there is no lock, or no folder', () => {
    expect(isInUse(folder)).toBe(false)
    writeFileSync(join(folder, 'file'), '')
    expect(isInUse(join(folder, 'file'))).toBe(false)
    mkdirSync(join(folder, 'SingletonLock'))
    expect(isInUse(folder)).toBe(false)
  })
})
