// F78: every file of somebody's work, damaged in every way, between two runs of the program and in the middle of one.
import { mkdirSync, rmSync, statSync, symlinkSync, truncateSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asideIn, createDamageWorld, type DamageWorld, flipBit } from '../../support/damage-world'
import { createTestExaminer, type TestExaminer } from '../../support/test-examiner'

let examiner: TestExaminer
let world: DamageWorld
beforeAll(async () => {
  examiner = createTestExaminer()
  world = await createDamageWorld(examiner.examiner)
})
afterAll(() => {
  examiner.close()
  world.close()
})

const size = (file: string): number => statSync(file).size
/** Bits all over a stretch of the file: where a single one falls is another test's matter. */
const flipFrom =
  (part: number) =>
  (file: string): void => {
    for (let at = Math.floor(size(file) * part); at < size(file) * part + Math.max(10, size(file) / 8) && at < size(file); at += 61) flipBit(file, at * 8 + 3)
  }
// A file without rights is no row here: tests run as root as well, who may read it. A link in a circle can be read by nobody.
const HARMS: Readonly<Record<string, (file: string) => void>> = {
  absent: (file) => {
    rmSync(file, { force: true, recursive: true })
  },
  'of 0 bytes': (file) => {
    truncateSync(file, 0)
  },
  cut: (file) => {
    truncateSync(file, Math.floor(size(file) / 12))
  },
  'flipped at its head': flipFrom(0),
  'flipped in the middle': flipFrom(0.5),
  'flipped at its end': flipFrom(0.85),
  'a folder': (file) => {
    rmSync(file, { force: true })
    mkdirSync(file)
  },
  'a link in a circle': (file) => {
    rmSync(file, { force: true })
    symlinkSync(basename(file), file)
  },
}

type Expected = 'whole' | 'recovered' | 'whole or recovered'
interface Case {
  readonly state: 'closed' | 'killed'
  readonly suffix: '' | '-wal' | '-shm' | '.mark' | '.in-use'
  readonly harm: string
  readonly expected: Expected
}
const expectedOf = ({ state, suffix, harm }: Omit<Case, 'expected'>): Expected => {
  // The index is made anew at each opening, and the mark of use only counts openings that came to nothing.
  if (suffix === '-shm' || suffix === '.in-use') return 'whole'
  // Every page of it may stand in the log once more.
  return suffix === '' && state === 'killed' && harm.startsWith('flipped') ? 'whole or recovered' : 'recovered'
}
const CASES: Case[] = (['closed', 'killed'] as const).flatMap((state) =>
  (['', '-wal', '-shm', '.mark', '.in-use'] as const).flatMap((suffix) =>
    Object.keys(HARMS).flatMap((harm) => {
      const one = { state, suffix, harm }
      // What only counts openings is no work: a few of its rows will do.
      if (suffix === '.in-use' && !/absent|middle|folder/.test(harm)) return []
      // A closed file has no log, and none of the others that are only there in use: in their places something else may lie.
      const isNotThere = suffix === '-shm' || (state === 'closed' && (suffix === '-wal' || suffix === '.in-use'))
      if (isNotThere && harm !== 'a folder' && harm !== 'a link in a circle') return []
      return [{ ...one, expected: expectedOf(one) }]
    }),
  ),
)

describe("F78: a file of somebody's work", () => {
  it.each(CASES)('$state: user-1.db$suffix $harm: $expected, and nothing wrong is shown as good', async ({ state, suffix, harm, expected }) => {
    world.lay(state)
    HARMS[harm]?.(world.path + suffix)
    const first = await world.open()
    expect(first.store.storage()).toBe('durable')
    expect(expected.split(' or ')).toContain(world.judge(first.store))
    // What was there is still there to be looked at, and the person can be told where.
    const aside = asideIn(world.folder)
    if (first.store.movedAsideTo() === null) expect(aside).toEqual([])
    else expect(aside.every((name) => name.startsWith(basename(first.store.movedAsideTo() ?? '')))).toBe(true)
    // And the next run finds it in order.
    first.store.drafts.keep({ draftId: '31d71193-b31f-4070-b484-b237be3234ff', resource: 'users', recordId: 1, title: 'later', base: {}, edits: { tel: '1' }, cursorField: null })
    const shown = first.store.journal.everything()
    await first.stores.close()
    const second = await world.open()
    expect([second.store.storage(), second.store.recovered(), second.store.movedAsideTo()]).toEqual(['durable', null, null])
    expect(second.store.journal.everything()).toEqual(shown)
    expect(second.store.drafts.list().map(({ title }) => title)).toContain('later')
    await second.stores.close()
  })
})

const OPEN_CASES = (['', '-wal', '-shm', '.mark', '.in-use'] as const)
  .flatMap((suffix) => Object.keys(HARMS).map((harm) => ({ suffix, harm })))
  .filter(({ suffix, harm }) => (suffix !== '-shm' && suffix !== '.in-use') || harm === 'a folder')

describe("F78: a file of somebody's work, while it is in use", () => {
  it.each(OPEN_CASES)('user-1.db$suffix $harm: work goes on, what is read is right, and what is lost is told', async ({ suffix, harm }) => {
    world.lay('closed')
    const { stores, store, told } = await world.open()
    // So that there is something in the log, and nothing of the rest has been read yet.
    const [first, second] = ['31d71193-b31f-4070-b484-b237be3234f1', '31d71193-b31f-4070-b484-b237be3234f2']
    const keep = (draftId: string): void => {
      store.drafts.keep({ draftId, resource: 'users', recordId: 1, title: 'later', base: {}, edits: { tel: '1' }, cursorField: null })
    }
    keep(first)
    HARMS[harm]?.(world.path + suffix)
    keep(second)
    expect(store.drafts.list().map(({ draftId }) => draftId)).toContain(second)
    store.journal.everything()
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
    for (const draftId of [first, second]) store.drafts.discard(draftId)
    const found = world.judge(store)
    if (found === 'whole') expect([store.storage(), told]).toEqual(['durable', []])
    else expect([told, store.recovered() !== null || store.problem() === 'lost']).toEqual([[1], true])
    const shown = store.journal.everything()
    await stores.close()
    // The next run finds what was shown last, or says that it does not.
    const next = await world.open()
    expect(next.store.storage()).toBe('durable')
    if (next.store.recovered() === null) expect(next.store.journal.everything()).toEqual(shown)
    else world.judge(next.store)
    await next.stores.close()
  })
})
