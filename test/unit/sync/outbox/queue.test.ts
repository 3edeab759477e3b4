import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EntryState, type EntryView, NEEDS_YOU, OUTBOX_PAGE, type OutboxChange, type Verb } from '../../../../src/shared/outbox'
import { RESOURCES } from '../../../../src/shared/resources/registry'
import { openSqlite } from '../../../../src/main/sqlite/open'
import { createJournal, type Journal } from '../../../../src/main/store/journal'
import type { JournalEntry } from '../../../../src/main/store/journal-row'
import { MIGRATIONS } from '../../../../src/main/store/schema'
import { createOutboxQueue, type OutboxQueue } from '../../../../src/main/sync/outbox/queue'
import { dependantsOf, dependenciesOf } from '../../../../src/main/sync/outbox/dependencies'
import { stepsToLookAt, waitsForStep } from '../../../../src/main/sync/outbox/tree-order'
import { createOutboxNews } from '../../../../src/main/sync/outbox/news'
import { createVirtualClock } from '../../../support/virtual-clock'
import { temporaryReferences } from '../../../../src/main/sync/outbox/temporary-ids'
import { seed } from '../../../support/seed'

const HERE = 'https://here.example.com/api/v2'
const THERE = 'https://there.example.com/api/v2'

type Step =
  | { readonly do: 'append'; readonly id: number; readonly isElsewhere: boolean; readonly below: number; readonly mergesLast: boolean }
  | { readonly do: 'change'; readonly pick: number; readonly state: EntryState }
  | { readonly do: 'edit'; readonly pick: number; readonly below: number }
  | { readonly do: 'changeAll'; readonly state: EntryState }
  | { readonly do: 'end' | 'endSoon'; readonly pick: number }
  | { readonly do: 'rename'; readonly id: number }
  | { readonly do: 'reload' | 'push' }

const STATES = ['queued', 'unknown', 'conflict', 'refused', 'blocked', 'parked'] as const
const id = fc.constantFrom(-3, -2, -1, 1, 2)
const below = fc.constantFrom(0, -1, -2, -3)
const pick = fc.nat(50)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), id, isElsewhere: fc.integer({ min: 0, max: 5 }).map((one) => one === 0), below, mergesLast: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('change' as const), pick, state: fc.constantFrom(...STATES) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), pick, below }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('end' as const, 'endSoon' as const), pick }) },
  fc.record({ do: fc.constant('changeAll' as const), state: fc.constantFrom(...STATES) }),
  fc.record({ do: fc.constant('rename' as const), id: fc.constantFrom(-3, -2, -1) }),
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('push' as const, 'push' as const, 'reload' as const) }) },
)

let lastRealId = 100

async function take(queue: OutboxQueue, elsewhere: Journal, given: Step, push: () => Promise<void>): Promise<void> {
  const open = queue.all()
  const chosen = 'pick' in given ? open[given.pick % Math.max(1, open.length)] : undefined
  switch (given.do) {
    case 'append': {
      // As whoever appends does it: a record that the server has is known by its own id.
      const recordId = elsewhere.on(HERE).realId('departments', given.id) ?? given.id
      const edits = { name: `n${given.id}`, parentId: given.below }
      const entry = {
        resource: 'departments',
        verb: recordId < 0 && queue.recordQueue('departments', recordId).length === 0 ? 'create' : 'update',
        recordId,
        title: 'it',
        base: null,
        edits,
        secret: null,
        draftId: null,
      } as const
      const last = given.mergesLast ? queue.recordQueue('departments', recordId).at(-1) : undefined
      if (given.isElsewhere) {
        elsewhere.append(entry)
        return queue.reload()
      }
      queue.append(last ? { ...entry, verb: last.verb as Verb } : entry, last ? [last.entryId] : [])
      return
    }
    case 'change':
      if (chosen) queue.change(chosen.entryId, { state: given.state })
      return
    case 'edit':
      if (chosen) await queue.changeSoon(chosen.entryId, { edits: { ...chosen.edits, parentId: given.below } })
      return
    case 'changeAll':
      queue.changeAll(open.slice(0, 5).map(({ entryId }) => [entryId, { state: given.state }]))
      return
    case 'end':
      if (chosen) queue.end([chosen.entryId], 'dropped')
      return
    case 'endSoon':
      if (chosen) await queue.endSoon(chosen.entryId, 'ok')
      return
    case 'rename':
      // A record gets its id once.
      if (elsewhere.on(HERE).realId('departments', given.id) === null) queue.rename('departments', given.id, (lastRealId += 1))
      return
    case 'reload':
      queue.reload()
      return
    case 'push':
      await push()
  }
}

/** The same questions, answered by looking through all that the journal has open. */
function naive(journal: Journal) {
  const all = journal.open()
  const recordQueueOf = (entry: JournalEntry): JournalEntry[] => all.filter((other) => other.recordId === entry.recordId && other.server === entry.server)
  const own = all.filter(({ server }) => server === HERE)
  const references = (entry: JournalEntry): number[] => temporaryReferences(RESOURCES.departments, entry.edits).map(({ id: reference }) => reference)
  const dependsOn = (entry: JournalEntry): string[] => {
    const makers = references(entry)
      .filter((reference) => journal.realId('departments', reference) === null)
      .flatMap((reference) => own.filter(({ recordId }) => recordId === reference).slice(0, 1))
    return [...new Set([...makers, ...recordQueueOf(entry).filter(({ seq }) => seq < entry.seq)].map(({ entryId }) => entryId))]
  }
  const states: Record<string, number> = {}
  for (const { state } of all) states[state] = (states[state] ?? 0) + 1
  return {
    all,
    states,
    needsYou: all.filter(({ state }) => NEEDS_YOU.has(state)),
    sendable: own.filter(({ state }) => state !== 'conflict').length,
    heads: all.filter((entry) => recordQueueOf(entry)[0] === entry).map(({ entryId }) => entryId),
    makers: own.filter(({ verb, recordId }) => verb === 'create' && recordId < 0).map(({ entryId }) => entryId),
    standingOn: (reference: number) =>
      all
        .filter((entry) => references(entry).includes(reference))
        .map(({ entryId }) => entryId)
        .sort(),
    claimed: journal
      .mappedIds()
      .map(({ realId }) => realId)
      .sort(),
    dependsOn,
  }
}

const idsOf = (entries: readonly { readonly entryId: string }[]): string[] => entries.map(({ entryId }) => entryId)

describe('F80: the queue of open entries', () => {
  it(`F80: after whatever happens it says what counting would say, and so does a page that was told of changes only (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
        const db = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
        const journal = createJournal(db, () => 0, HERE)
        const queue = createOutboxQueue(journal)
        const clock = createVirtualClock()
        const viewOf = (entry: JournalEntry): EntryView => ({
          ...entry,
          taken: [],
          phases: [],
          isReleased: entry.decisions.released === true,
          dependsOn: dependenciesOf(queue, journal.realId, entry),
          nextAttemptAt: null,
        })
        const news = createOutboxNews({
          queue,
          clock,
          viewOf,
          standing: () => ({ summary: { waiting: 0, needsYou: 0, isPaused: false }, sendable: 0, oldestAt: null, heldUntil: null }),
          onFault: (error) => {
            throw error
          },
        })
        // A page: what it was told, and what it read when it was told to ask.
        let page = new Map<string, EntryView>()
        let seen = news.standing().revision
        news.onChange(({ since, revision, changed, removed }: OutboxChange) => {
          if (since > seen) page = new Map(queue.all().map((entry) => [entry.entryId, viewOf(entry)]))
          for (const entry of changed) page.set(entry.entryId, entry)
          for (const entryId of removed) page.delete(entryId)
          seen = revision
        })
        try {
          for (const given of steps) await take(queue, journal.on(THERE), given, () => clock.advance(1000))
          await clock.advance(1000)
          const model = naive(journal)
          expect(queue.all()).toEqual(model.all)
          expect(queue.size).toBe(model.all.length)
          const { states, needsYou, sendable } = queue.counts()
          expect([Object.fromEntries(Object.entries(states).filter(([, count]) => count > 0)), needsYou, sendable]).toEqual([model.states, model.needsYou.length, model.sendable])
          for (const [after, limit] of [
            [0, 3],
            [model.all[1]?.seq ?? 0, 2],
            [0, OUTBOX_PAGE],
          ] as const) {
            expect(idsOf(queue.page({ after, limit }))).toEqual(idsOf(model.all.filter(({ seq }) => seq > after).slice(0, limit)))
            expect(idsOf(queue.page({ after, limit, needsYou: true }))).toEqual(idsOf(model.needsYou.filter(({ seq }) => seq > after).slice(0, limit)))
          }
          expect([...queue.queueNames()].map((recordQueue) => queue.head(recordQueue)?.entryId).sort()).toEqual(model.heads.sort())
          expect(idsOf(queue.makers('departments'))).toEqual(model.makers)
          for (const reference of [-1, -2, -3]) expect(idsOf(queue.standingOn('departments', reference)).sort()).toEqual(model.standingOn(reference))
          expect([...queue.claimedIds('departments')].sort()).toEqual(model.claimed)
          for (const entry of queue.all()) expect(dependenciesOf(queue, journal.realId, entry).sort()).toEqual(model.dependsOn(entry).sort())
          const [first] = model.all
          if (first) expect(idsOf(dependantsOf(queue, [first.entryId]))).toEqual(reachedFrom(first.entryId, model))
          const shown = [...page.values()].sort((a, b) => a.seq - b.seq)
          expect(shown).toEqual(queue.all().map(viewOf))
        } finally {
          news.close()
          db.close()
        }
      }),
      { seed, numRuns: 150 },
    )
  })
})

describe('the order in a tree', () => {
  it('costs nothing for the steps that wait for a person, however many there are', () => {
    const db = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
    try {
      const queue = createOutboxQueue(createJournal(db, () => 0, HERE))
      let looks = 0
      const parts = {
        queue: { ...queue, recordQueueOf: (entry: JournalEntry) => ((looks += 1), queue.recordQueueOf(entry)) },
        realId: () => null,
        isHeld: () => false,
      }
      const moves = Array.from({ length: 300 }, (_, at) =>
        queue.append({ resource: 'departments', verb: 'update', recordId: at + 1, title: 'it', base: null, edits: { parentId: 777 }, secret: null, draftId: null }, []),
      )
      for (const [at, { entryId }] of moves.entries()) {
        const refused = queue.change(entryId, { state: 'refused' })
        const next = moves[at + 1]
        expect(stepsToLookAt(parts, refused.resource).map((step) => step.entryId)).toEqual(next ? [next.entryId] : [])
        expect([next && waitsForStep(parts, next), next && moves[at + 2] && waitsForStep(parts, moves[at + 2] ?? next)]).toEqual([next && false, next && moves[at + 2] && true])
      }
      expect(looks).toBeLessThan(4 * moves.length)
      queue.change(moves[7]?.entryId ?? '', { state: 'queued' })
      expect([...queue.treeSteps('departments')].map(({ recordId }) => recordId)).toEqual([8])
    } finally {
      db.close()
    }
  })
})

/** By the list of what each waits for, level by level. */
function reachedFrom(entryId: string, { all, dependsOn }: ReturnType<typeof naive>): string[] {
  const reached = new Set([entryId])
  for (let size = 0; size !== reached.size; ) {
    size = reached.size
    for (const entry of all) if (dependsOn(entry).some((one) => reached.has(one))) reached.add(entry.entryId)
  }
  reached.delete(entryId)
  return all.filter((entry) => reached.has(entry.entryId)).map((entry) => entry.entryId)
}
