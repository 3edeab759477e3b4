import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CrashDumps, crashDumpFolder, createCrashDumps } from '../../../../src/main/app/crash/crash-dumps'

const NOW = Date.UTC(2026, 10, 26)
const DAY = 24 * 60 * 60 * 1000

let dataFolder: string
let started: string[]
let faults: unknown[]
let dumps: CrashDumps
const folder = (): string => crashDumpFolder(dataFolder)

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'holdfast-dumps-'))
  started = []
  faults = []
  dumps = createCrashDumps({ dataFolder, wallMs: () => NOW, start: (place) => started.push(place), onFault: (error) => faults.push(error) })
})
afterEach(() => {
  rmSync(dataFolder, { recursive: true, force: true })
})

/** As the reporter leaves it: the memory and its notes, where others can read them. */
function left(name: string, ageDays: number, below = 'pending'): void {
  mkdirSync(join(folder(), below), { recursive: true })
  for (const file of [`${name}.dmp`, `${name}.meta`]) {
    const path = join(folder(), below, file)
    writeFileSync(path, 'memory', { mode: 0o644 })
    utimesSync(path, NOW / 1000 - ageDays * (DAY / 1000), NOW / 1000 - ageDays * (DAY / 1000))
  }
}
const files = (below = 'pending'): string[] => readdirSync(join(folder(), below)).toSorted()

describe('crash dumps', () => {
  it('are made only where they are wanted; where they are not, none is left', () => {
    left('old', 1)
    dumps.begin(false)
    expect([started, existsSync(folder())]).toEqual([[], false])
    dumps.begin(true)
    expect([started, existsSync(folder())]).toEqual([[folder()], true])
  })
  it('are at most three, the newest, each with its notes, wherever they lie', () => {
    left('one', 1)
    left('two', 2, 'completed')
    left('three', 3)
    left('four', 4)
    left('five', 5, 'completed')
    dumps.begin(true)
    expect([files(), files('completed')]).toEqual([
      ['one.dmp', 'one.meta', 'three.dmp', 'three.meta'],
      ['two.dmp', 'two.meta'],
    ])
  })
  it('go after fourteen days', () => {
    left('young', 13.9)
    left('old', 14)
    dumps.prune()
    expect(files()).toEqual(['young.dmp', 'young.meta'])
  })
  it('are their owner’s alone', () => {
    left('one', 1)
    dumps.prune()
    for (const name of files()) expect(statSync(join(folder(), 'pending', name)).mode & 0o077).toBe(0)
  })
  it('all go when somebody signs out, and the place for the next one stays, with what is no dump', () => {
    left('one', 1)
    writeFileSync(join(folder(), 'settings.dat'), 'of the reporter')
    dumps.removeAll()
    expect([files(), readdirSync(folder()).toSorted()]).toEqual([[], ['pending', 'settings.dat']])
  })
  it('cost nothing where there is no folder', () => {
    expect(() => {
      dumps.prune()
      dumps.removeAll()
    }).not.toThrow()
  })
  it('that cannot be made keep no program from starting: a file in their place, or a reporter that does not start', () => {
    writeFileSync(folder(), 'no folder')
    dumps.begin(true)
    expect([started, faults.length]).toEqual([[], 1])
    dumps.prune()
    dumps.removeAll()
    dumps.begin(false)
    const refusing = (): never => {
      throw new Error('no reporter here')
    }
    createCrashDumps({ dataFolder, wallMs: () => NOW, start: refusing, onFault: (error) => faults.push(error) }).begin(true)
    expect(faults.map(String)).toEqual([expect.stringContaining('EEXIST'), 'Error: no reporter here'])
  })
  // Windows makes such links for administrators only.
  it.skipIf(process.platform === 'win32')('that cannot be looked at keep nobody from the others', () => {
    left('old', 20)
    symlinkSync('in-a-circle.dmp', join(folder(), 'in-a-circle.dmp'))
    dumps.begin(true)
    expect([started.length, faults, files()]).toEqual([1, [], []])
    expect(() => {
      dumps.removeAll()
    }).not.toThrow()
  })
})
