import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Fields, mergeFields, sameValue } from '../../../../src/shared/merge'
import type { Verb } from '../../../../src/shared/outbox'
import { openSqlite } from '../../../../src/main/sqlite/open'
import { createJournal, type Command } from '../../../../src/main/store/journal'
import type { JournalEntry } from '../../../../src/main/store/journal-row'
import { MIGRATIONS } from '../../../../src/main/store/schema'
import { compact } from '../../../../src/main/sync/outbox/append'
import { seed } from '../../../support/seed'

const ID = -1
const newEntry = (verb: Verb, more: Partial<Command> = {}): Command => ({
  resource: 'users',
  verb,
  recordId: ID,
  title: 'it',
  base: verb === 'create' ? null : {},
  edits: {},
  secret: null,
  draftId: null,
  ...more,
})
let lastSeq = 0
const queued = (verb: Verb, more: Partial<Command> = {}): JournalEntry => {
  const { secret, ...rest } = newEntry(verb, more)
  const seq = (lastSeq += 1)
  return {
    ...rest,
    entryId: `entry ${seq}`,
    seq,
    phases: [],
    server: '',
    hasSecret: secret !== null,
    state: 'queued',
    outcome: null,
    why: null,
    taken: [],
    attempts: 0,
    trace: null,
    decisions: { mine: {}, restore: false, removeChanged: null, sameRecord: null, released: false },
    createdAt: 0,
    sentAt: null,
    endedAt: null,
  }
}

describe('what a new command makes of those before it', () => {
  it('the first one stands for itself', () => {
    const command = newEntry('update', { base: { tel: '1' }, edits: { tel: '2' } })
    expect(compact([], command)).toEqual({ merged: [], entry: command, secretFrom: null })
  })

  it('made, then changed, is made with the change, under its newest title', () => {
    const made = queued('create', { edits: { username: 'a', tel: '1' }, title: 'a' })
    const { merged, entry } = compact([made], newEntry('update', { base: { id: ID, username: 'a', tel: '1' }, edits: { tel: '2' }, title: 'b' }))
    expect(merged).toEqual([made])
    expect(entry).toEqual(newEntry('create', { edits: { username: 'a', tel: '2' }, title: 'b' }))
  })

  it.each([
    ['keeps the password it was made with', null, true],
    ['takes a new password for the old one', { password: 'New-Passw0rd' }, false],
  ] as const)('made, then changed, %s', (_name, secret, isFromOld) => {
    const made = queued('create', { secret: { password: 'Old-Passw0rd' } })
    const compaction = compact([made], newEntry('update', { secret }))
    expect(compaction.secretFrom).toBe(isFromOld ? made.entryId : null)
    expect(compaction.entry?.secret).toEqual(secret)
  })

  it('made, changed and deleted, all here, is nothing', () => {
    const before = [queued('create'), queued('update', { edits: { tel: '2' } })]
    expect(compact(before, newEntry('remove'))).toEqual({ merged: before, entry: null, secretFrom: null })
  })

  it('changes are one change; each field stands on the record before its first change', () => {
    const before = [queued('update', { base: { tel: '1', email: 'a' }, edits: { tel: '2' } })]
    const command = newEntry('update', { base: { tel: '2', email: 'b' }, edits: { tel: '3', email: 'c' } })
    expect(compact(before, command)).toMatchObject({ merged: before, entry: { verb: 'update', base: { tel: '1', email: 'b' }, edits: { tel: '3', email: 'c' } } })
  })

  it('several that were left by themselves are joined as well, on the record before the first of them', () => {
    const before = [queued('update', { base: { tel: '1' }, edits: { tel: '2' } }), queued('update', { base: { tel: '2' }, edits: { tel: '3' } })]
    const command = newEntry('update', { base: { tel: '3' }, edits: { tel: '4' } })
    expect(compact(before, command)).toMatchObject({ merged: before, entry: { base: { tel: '1' }, edits: { tel: '4' } } })
  })

  it('changed, then deleted, is a deletion of the record before the change', () => {
    const before = [queued('update', { base: { tel: '1', email: 'a' }, edits: { tel: '2' } })]
    expect(compact(before, newEntry('remove', { base: { tel: '2', email: 'a' } }))).toMatchObject({ merged: before, entry: { verb: 'remove', base: { tel: '1', email: 'a' }, edits: {} } })
  })

  it.each(['create', 'update', 'remove'] as const)('after a deletion, %s stands for itself', (verb) => {
    const command = newEntry(verb, { base: {}, edits: { tel: '2' } })
    expect(compact([queued('remove')], command)).toEqual({ merged: [], entry: command, secretFrom: null })
    expect(compact([queued('remove'), queued('update')], command)).toEqual({ merged: [], entry: command, secretFrom: null })
    expect(compact([queued('create'), queued('remove')], command)).toEqual({ merged: [], entry: command, secretFrom: null })
  })
})

type Move = { readonly verb: Verb; readonly edits: Fields } | 'send'

/** A server with one record. It does what it is asked, and says when an entry does not fit what it has. */
function createModel(before: Fields | null) {
  const model = { record: before, calls: [] as Verb[], misfits: [] as string[] }
  const misfit = (entry: Command): string | null => {
    if (entry.verb === 'create') return model.record ? 'made twice' : null
    if (!model.record) return `${entry.verb} of nothing`
    if (entry.verb === 'update') return mergeFields(entry.base ?? {}, entry.edits, model.record).clashes.join()
    const { base } = entry
    return Object.keys(base ?? {})
      .filter((field) => !sameValue(base?.[field], model.record?.[field]))
      .join()
  }
  return {
    model,
    send: (entry: Command): void => {
      const problem = misfit(entry)
      if (problem) model.misfits.push(`${entry.verb}: ${problem}`)
      model.calls.push(entry.verb)
      model.record = entry.verb === 'remove' ? null : { ...model.record, ...entry.edits }
    },
  }
}

/** What a person can ask for, given what the form shows; null where it cannot be asked. */
function wish(move: Exclude<Move, 'send'>, shown: Fields | null): Command | null {
  if ((move.verb === 'create') !== (shown === null)) return null
  if (move.verb === 'create') return newEntry('create', { edits: { a: 0, b: '', ...move.edits }, secret: { password: 'p' } })
  return newEntry(move.verb, { base: shown, edits: move.verb === 'update' ? move.edits : {} })
}

/** Plays the moves with and without compaction over a real journal; returns both servers. */
function play(before: Fields | null, moves: readonly Move[]) {
  const joined = createModel(before)
  const single = createModel(before)
  const db = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
  const journal = createJournal(db, () => 0)
  const drain = (): void => {
    for (const entry of journal.open()) {
      joined.send({ ...entry, secret: journal.secretOf(entry.entryId) } as Command)
      journal.end([entry.entryId], 'ok')
    }
  }
  const passwords: unknown[] = []
  for (const move of [...moves, 'send' as const]) {
    if (move === 'send') {
      passwords.push(
        ...journal
          .open()
          .filter(({ verb }) => verb === 'create')
          .map(({ entryId }) => journal.secretOf(entryId)),
      )
      drain()
      continue
    }
    // Sent one by one at once, the single server has what the form shows.
    const command = wish(move, single.model.record)
    if (!command) continue
    single.send(command)
    const { merged, entry, secretFrom } = compact(journal.open(), command)
    const ids = merged.map(({ entryId }) => entryId)
    if (entry) journal.append(secretFrom ? { ...entry, secret: journal.secretOf(secretFrom) } : entry, ids)
    else journal.end(ids, 'merged')
  }
  db.close()
  return { joined: joined.model, single: single.model, passwords }
}

describe('compaction', () => {
  const fields = fc.record({ a: fc.integer({ min: 0, max: 3 }), b: fc.constantFrom('', 'x', 'y') }, { requiredKeys: [] })
  const move: fc.Arbitrary<Move> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ verb: fc.constantFrom<Verb>('create', 'update', 'update', 'remove'), edits: fields }) },
    { weight: 1, arbitrary: fc.constant('send' as const) },
  )

  it(`of any commands on one record, sent at any moments, ends in the same record as each sent by itself (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.constantFrom({ a: 0, b: '' }, null), fc.array(move, { maxLength: 12 }), (before, moves) => {
        const { joined, single, passwords } = play(before, moves)
        expect(joined.record).toEqual(single.record)
        // Every entry fits the record that it meets: nobody is asked about a change of their own.
        expect(joined.misfits).toEqual([])
        expect(joined.calls.length).toBeLessThanOrEqual(single.calls.length)
        for (const secret of passwords) expect(secret).toEqual({ password: 'p' })
      }),
      { seed, numRuns: 400 },
    )
  })

  it('sends as little as can be: a record made here goes as one create, or not at all', () => {
    const update: Move = { verb: 'update', edits: { a: 1 } }
    expect(play(null, [{ verb: 'create', edits: {} }, update, update]).joined.calls).toEqual(['create'])
    expect(play(null, [{ verb: 'create', edits: {} }, update, { verb: 'remove', edits: {} }]).joined.calls).toEqual([])
    expect(play({ a: 0, b: '' }, [update, update, { verb: 'remove', edits: {} }]).joined.calls).toEqual(['remove'])
  })
})
