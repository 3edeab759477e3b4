import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RESOURCES } from '../../../../src/shared/resources/registry'
import { openSqlite } from '../../../../src/main/sqlite/open'
import { createJournal, type Journal } from '../../../../src/main/store/journal'
import type { JournalEntry } from '../../../../src/main/store/journal-row'
import { MIGRATIONS } from '../../../../src/main/store/schema'
import { createOutboxQueue } from '../../../../src/main/sync/outbox/queue'
import { createScheduler, type Scheduler } from '../../../../src/main/sync/outbox/scheduler'
import { temporaryReferences } from '../../../../src/main/sync/outbox/temporary-ids'
import { createVirtualClock } from '../../../support/virtual-clock'
import { seed } from '../../../support/seed'

const MOST = 4
const GOING = ['queued', 'unknown', 'sending', 'blocked']

type Step =
  | { readonly do: 'append'; readonly id: number; readonly below: number; readonly isUrgent: boolean }
  | { readonly do: 'answer'; readonly pick: number; readonly with: 'ok' | 'refused' | 'put off' | 'no session' | 'conflict' | 'unwritten' }
  | { readonly do: 'drop' | 'release' | 'ask'; readonly pick: number }
  | { readonly do: 'open' | 'shut' | 'ask all' | 'session' | 'network' | 'reload' | 'tick' | 'minute' | 'went through' }

const pick = fc.nat(50)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      id: fc.constantFrom(-3, -2, -1, 1, 2, 3, 4, 5, 6),
      below: fc.constantFrom(0, 0, -1, -2, -3),
      isUrgent: fc.nat(9).map((one) => one === 0),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('answer' as const), pick, with: fc.constantFrom('ok', 'ok', 'ok', 'refused', 'put off', 'no session', 'conflict', 'unwritten') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('drop' as const, 'release' as const, 'ask' as const), pick }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('open', 'open', 'shut', 'ask all', 'session', 'network', 'reload', 'tick', 'tick', 'minute', 'went through') }) },
)

/** A scheduler over entries that are answered by hand, and what a look through all of them says of it. */
function createStage() {
  const db = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
  const clock = createVirtualClock()
  const journal = createJournal(db, clock.wallMs)
  const queue = createOutboxQueue(journal)
  const underWay = new Map<string, () => void>()
  const urgent = new Set<string>()
  const faults: string[] = []
  let isOpen = true
  let lastRealId = 100
  const scheduler: Scheduler = createScheduler({
    queue,
    clock,
    realId: journal.realId,
    random: () => 0.5,
    isOpen: () => isOpen,
    mayStart: ({ entryId }) => isOpen || urgent.has(entryId),
    urgent: () => urgent,
    isHeld: () => false,
    park: () => false,
    onWoken: () => undefined,
    onDelays: () => undefined,
    onFault: (error) => {
      throw error
    },
    attempt: (entry) => {
      if (underWay.has(entry.entryId)) faults.push('twice at one time')
      if (!isOpen && !urgent.has(entry.entryId)) faults.push('through a shut gate')
      if (underWay.size >= MOST && !urgent.has(entry.entryId)) faults.push('too many at one time')
      if (headsOf(journal).every(({ entryId }) => entryId !== entry.entryId)) faults.push('out of its turn')
      if (outlookOf(journal, entry) !== 'may go') faults.push('before what it stands on')
      return new Promise((resolve) => {
        underWay.set(entry.entryId, () => {
          underWay.delete(entry.entryId)
          urgent.delete(entry.entryId)
          resolve()
        })
      })
    },
  })
  const answer = (entryId: string, how: Extract<Step, { do: 'answer' }>['with']): void => {
    const entry = queue.get(entryId)
    if (entry && how === 'ok') {
      scheduler.wentThrough()
      if (entry.recordId < 0) queue.rename(entry.resource, entry.recordId, (lastRealId += 1))
      queue.end([entryId], 'ok')
    } else if (entry && (how === 'put off' || how === 'no session')) {
      queue.change(entryId, { state: 'unknown', attempts: entry.attempts + 1 })
      scheduler.putOff(entryId, how === 'put off' ? 'server' : 'session')
      // How it ended could not be written down: it is looked up like one whose answer was lost.
    } else if (entry && how !== 'unwritten') queue.change(entryId, { state: how as 'refused' | 'conflict' })
    underWay.get(entryId)?.()
  }
  const take = async (given: Step): Promise<void> => {
    const open = queue.all().filter(({ entryId }) => !underWay.has(entryId))
    const chosen = 'pick' in given ? open[given.pick % Math.max(1, open.length)]?.entryId : undefined
    switch (given.do) {
      case 'append': {
        // A record that has its id from the server is known by that.
        if (given.id < 0 && journal.realId('departments', given.id) !== null) return
        const verb = given.id < 0 && queue.recordQueue('departments', given.id).length === 0 ? 'create' : 'update'
        const { entryId } = queue.append(
          { resource: 'departments', verb, recordId: given.id, title: 'it', base: null, edits: { parentId: given.below === given.id ? 0 : given.below }, secret: null, draftId: null },
          [],
        )
        if (given.isUrgent) urgent.add(entryId)
        break
      }
      case 'answer': {
        const entryId = [...underWay.keys()][given.pick % Math.max(1, underWay.size)]
        if (entryId !== undefined) answer(entryId, given.with)
        break
      }
      case 'drop':
        if (chosen !== undefined) queue.end([chosen], 'dropped')
        break
      case 'release':
        if (chosen !== undefined) queue.change(chosen, { state: 'queued', why: null })
        break
      case 'ask':
        scheduler.forgetDelays(chosen === undefined ? [] : [chosen])
        break
      case 'ask all':
        scheduler.forgetDelays()
        break
      case 'open':
      case 'shut':
        isOpen = given.do === 'open'
        break
      case 'session':
        scheduler.sessionIsBack()
        break
      case 'network':
        scheduler.networkIsBack()
        break
      case 'went through':
        scheduler.wentThrough()
        break
      case 'reload':
        queue.reload()
        break
      default:
        await clock.advance(given.do === 'tick' ? 700 : 61_000)
    }
    scheduler.wake()
    await clock.advance(0)
  }
  /** What ought to have started, and has not; and what is written down of entries that cannot go, and is not so. */
  const faultsNow = (): string[] => {
    const isHeld = (scheduler.heldUntil() ?? 0) > clock.wallMs()
    const hasRoom = underWay.size < MOST && !isHeld && scheduler.heldUntil() === null
    const idle = headsOf(journal).flatMap((head) => {
      if (underWay.has(head.entryId) || !GOING.includes(head.state) || (scheduler.nextAttemptAt(head.entryId) ?? 0) > clock.wallMs()) return []
      const outlook = outlookOf(journal, head)
      if (outlook === 'waits') return []
      if (outlook !== 'may go') {
        const isSaid = head.state === 'blocked' && head.why?.kind === 'blocked' && `blocked by ${head.why.on}` === outlook
        return isSaid ? [] : [`${head.entryId} is ${outlook}, and that is not written down`]
      }
      if (head.state === 'blocked') return ['still called blocked']
      return urgent.has(head.entryId) || (isOpen && hasRoom) ? ['may go, and stands'] : []
    })
    return [...faults, ...idle]
  }
  return {
    take,
    faultsNow,
    close: () => {
      scheduler.close()
      db.close()
    },
  }
}

function headsOf(journal: Journal): JournalEntry[] {
  const all = journal.open()
  return all.filter((entry) => all.find((other) => other.recordId === entry.recordId) === entry)
}

function outlookOf(journal: Journal, entry: JournalEntry): string {
  const all = journal.open()
  const missing = temporaryReferences(RESOURCES.departments, entry.edits)
    .map(({ id }) => id)
    .filter((id) => journal.realId('departments', id) === null)
  if (entry.verb !== 'create' && entry.recordId < 0) missing.push(entry.recordId)
  const makers = missing.map((id) => all.find(({ recordId, verb }) => recordId === id && verb === 'create'))
  const hopeless = makers.findIndex((maker) => !maker || maker.state === 'refused' || maker.state === 'blocked')
  if (hopeless >= 0) return `blocked by ${makers[hopeless]?.entryId ?? null}`
  return makers.length > 0 || all.some((other) => isStep(entry) && isStep(other) && other.seq < entry.seq && goesByItself(journal, other)) ? 'waits' : 'may go'
}

/** It puts a record elsewhere in the tree. */
function isStep({ verb }: JournalEntry): boolean {
  return verb === 'update'
}

/** Neither it, nor what comes before it of its record, nor who makes what these name, waits for a person. */
function goesByItself(journal: Journal, entry: JournalEntry): boolean {
  const all = journal.open()
  return all
    .filter(({ recordId, seq }) => recordId === entry.recordId && seq <= entry.seq)
    .every((one) => {
      const missing = [...temporaryReferences(RESOURCES.departments, one.edits).map(({ id }) => id)].filter((id) => journal.realId('departments', id) === null)
      const makers = missing.map((id) => all.find(({ recordId, verb }) => recordId === id && verb === 'create'))
      return ['queued', 'unknown', 'sending'].includes(one.state) && makers.every((maker) => maker && goesByItself(journal, maker))
    })
}

describe('F80: which entry goes next', () => {
  it(`F80: whatever happens, all that may go goes, nothing goes that may not, and what hangs on another says so: as a look through all of them would have it (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 80 }), async (steps) => {
        const stage = createStage()
        try {
          for (const [at, given] of steps.entries()) {
            await stage.take(given)
            expect(stage.faultsNow(), `after step ${at}`).toEqual([])
          }
        } finally {
          stage.close()
        }
      }),
      { seed, numRuns: 200 },
    )
  })

  it('F80: a step that is blocked no more goes before a later one that was about to start', async () => {
    const stage = createStage()
    try {
      await stage.take({ do: 'append', id: 2, below: -1, isUrgent: true })
      await stage.take({ do: 'append', id: -1, below: 0, isUrgent: true })
      await stage.take({ do: 'append', id: -1, below: 0, isUrgent: true })
      // The record that the first step names is there now, and what is to be done to it next could go just as well.
      await stage.take({ do: 'answer', pick: 0, with: 'ok' })
      expect(stage.faultsNow()).toEqual([])
    } finally {
      stage.close()
    }
  })

  it('F80: many steps of one tree that are held together are looked at a few times each, not each time one of the others moves on', () => {
    const db = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
    const queue = createOutboxQueue(createJournal(db, () => 0))
    const STEPS = 400
    for (let id = 1; id <= STEPS; id += 1) queue.append({ resource: 'departments', verb: 'remove', recordId: id, title: 'it', base: {}, edits: {}, secret: null, draftId: null }, [])
    let looks = 0
    const scheduler = createScheduler({
      queue,
      clock: createVirtualClock(),
      realId: () => null,
      random: () => 0.5,
      isOpen: () => true,
      mayStart: () => false,
      urgent: () => [],
      isHeld: () => {
        looks += 1
        return true
      },
      park: () => {
        const held = queue.all().filter(({ state }) => state === 'queued')
        queue.changeAll(held.map(({ entryId }) => [entryId, { state: 'parked', why: { kind: 'parked', cause: 'stale' } }]))
        return held.length > 0
      },
      attempt: () => Promise.resolve(),
      onWoken: () => undefined,
      onDelays: () => undefined,
      onFault: (error) => {
        throw error
      },
    })
    try {
      scheduler.wake()
      expect(queue.all().every(({ state }) => state === 'parked')).toBe(true)
      // 80,000 where each looks at all of the others.
      expect(looks).toBeLessThan(10 * STEPS)
    } finally {
      scheduler.close()
      db.close()
    }
  })
})
