// F55: a data file of any older program opens in today's, with all its rows; what cannot be carried over is parked.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite, type Sqlite, type SqlValue } from '../../../src/main/sqlite/open'
import { createDrafts } from '../../../src/main/store/drafts'
import { createJournal } from '../../../src/main/store/journal'
import { MIGRATIONS } from '../../../src/main/store/schema'
import { insertSealed, sumOf } from '../../../src/main/store/sealed-sql'
import { JOURNAL, type JournalRow } from '../../../src/main/store/sealed-tables'
import { failureOf } from '../../support/client'
import { createOutboxWorld, type OutboxWorld } from '../../support/outbox-world'

const KEY = 'c'.repeat(64)
const DRAFT_ID = '0f0e7c1e-6d65-4a07-9d0f-5c3c2ad1a101'

/** One row of each table, as the program wrote it that first had the table. */
const ROWS: Readonly<Record<string, Readonly<Record<string, SqlValue>>>> = {
  drafts: { draft_id: DRAFT_ID, resource: 'users', record_id: 4, title: 'wangwei', base: '{"tel":"1"}', edits: '{"tel":"王 2"}', cursor_field: 'tel', kept_at: 1000 },
  journal: {
    entry_id: '7d3c8f7a-0c7e-4a57-8c4f-2f6f1a2b3c01',
    format: 1,
    resource: 'users',
    verb: 'update',
    record_id: 5,
    title: 'lina',
    base: '{"tel":"1"}',
    edits: '{"tel":"2"}',
    secret: '{"password":"Fresh-Passw0rd"}',
    state: 'queued',
    attempts: 0,
    created_at: 1000,
  },
  temporary_ids: { resource: 'users', temporary_id: -7, real_id: 42 },
  server_habits: { server: 'https://first.example.com/api/v2', habit: 'fourByteText' },
  kept_views: { server: 'https://first.example.com/api/v2', page: 'users', view: '{"page":2}' },
}

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-migrations-'))
  path = join(folder, 'user-1.db')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const open = (version = MIGRATIONS.length): Sqlite => openSqlite({ path, key: KEY, migrations: MIGRATIONS.slice(0, version) })

function insert(db: Sqlite, table: string, row: Readonly<Record<string, SqlValue>>): void {
  const columns = Object.keys(row)
  db.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`, Object.values(row))
}

/** Writes a file as the program of that schema version left it; returns what it holds. */
function leftBy(version: number): Map<string, Record<string, unknown>[]> {
  const db = open(version)
  const tables = db.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'file_state'").map(({ name }) => name)
  // A table that is new here needs its row above.
  expect(Object.keys(ROWS)).toEqual(expect.arrayContaining(tables))
  for (const table of tables) insert(db, table, ROWS[table] ?? {})
  // The origin stands in `server` since schema 3, with the path of the API; what becomes of it is asked below.
  const withoutOrigin = ({ origin: _, ...row }: Record<string, unknown>): Record<string, unknown> => row
  const held = new Map(tables.map((table) => [table, db.all<Record<string, unknown>>(`SELECT * FROM ${table}`).map(withoutOrigin)]))
  db.close()
  return held
}

describe('F55: a data file of an older program', () => {
  it.each(MIGRATIONS.map((_, index) => index + 1))('of schema %i opens with every row of every table', (version) => {
    const held = leftBy(version)
    const db = open()
    expect(db.get('PRAGMA user_version')).toEqual({ user_version: MIGRATIONS.length })
    for (const [table, rows] of held) {
      expect(rows).toHaveLength(1)
      expect(db.all(`SELECT * FROM ${table}`), table).toMatchObject(rows)
    }
    expect(db.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' })
    db.close()
  })

  it('of schema 1, with drafts only, gives its drafts back and takes commands', () => {
    leftBy(1)
    const db = open()
    expect(createDrafts(db, Date.now).read(DRAFT_ID)).toMatchObject({ title: 'wangwei', base: { tel: '1' }, edits: { tel: '王 2' }, cursorField: 'tel', keptAt: 1000 })
    const journal = createJournal(db, Date.now)
    expect(journal.open()).toEqual([])
    journal.append({ resource: 'users', verb: 'update', recordId: 5, title: 'lina', base: { tel: '1' }, edits: { tel: '2' }, secret: null, draftId: null })
    db.close()
    const again = open()
    expect(createJournal(again, Date.now).open()).toMatchObject([{ recordId: 5, state: 'queued' }])
    again.close()
  })

  it('whose migration fails stays as it was', () => {
    leftBy(1)
    expect(() => openSqlite({ path, key: KEY, migrations: [MIGRATIONS[0] as string, 'CREATE TABLE half (a); INSERT INTO nowhere VALUES (1)'] })).toThrow(/nowhere/)
    const db = open(1)
    expect(db.get('PRAGMA user_version')).toEqual({ user_version: 1 })
    expect(db.all("SELECT name FROM sqlite_master WHERE name = 'half'")).toEqual([])
    expect(db.all('SELECT draft_id FROM drafts')).toHaveLength(1)
    db.close()
  })
})

describe('F55: a data file from before entries had a log', () => {
  const BEFORE_LOGS = MIGRATIONS.findIndex((step) => typeof step === 'string' && step.includes('phases'))
  const leave = (): void => {
    const db = open(BEFORE_LOGS)
    const { secret: _, ...plain } = ROWS['journal'] as Readonly<Record<string, SqlValue>>
    const row = { seq: 1, draft_id: null, server: null, outcome: null, why: null, taken: '[]', decisions: '{}', trace: null, sent_at: null, ended_at: null, secret_sum: null, ...plain }
    insertSealed(db, { name: JOURNAL.name, texts: JOURNAL.texts, integers: JOURNAL.integers }, row as unknown as JournalRow)
    db.close()
  }

  it('is not written anew: its entries are whole as they stand, have no log, and get one with what happens next', () => {
    leave()
    const db = open()
    const journal = createJournal(db, () => 5000)
    expect(journal.open()).toMatchObject([{ title: 'lina', state: 'queued', why: null, edits: { tel: '2' }, phases: [] }])
    journal.change(String(ROWS['journal']?.['entry_id']), { state: 'sending', attempts: 1 })
    db.close()
    const again = open()
    expect(createJournal(again, Date.now).open()).toMatchObject([{ state: 'sending', phases: [{ phase: 'sending', at: 5000 }] }])
    again.close()
  })

  it.each([
    ['added', (db: Sqlite) => db.run('UPDATE journal SET phases = ?', ['[]'])],
    ['changed', (db: Sqlite) => db.run("UPDATE journal SET phases = replace(phases, '5000', '5001')")],
    ['taken away', (db: Sqlite) => db.run('UPDATE journal SET phases = NULL')],
  ] as const)('and a log that is %s on the disk makes its entry a damaged one, like any other column', (how, damage) => {
    leave()
    const db = open()
    const journal = createJournal(db, () => 5000)
    if (how !== 'added') journal.change(String(ROWS['journal']?.['entry_id']), { state: 'sending', attempts: 1 })
    damage(db)
    expect(journal.open()).toMatchObject([{ state: 'parked', why: { kind: 'parked', cause: 'damaged' }, phases: [] }])
    db.close()
  })
})

describe('F55: an entry in a form that this program does not know', () => {
  let world: OutboxWorld
  let db: Sqlite
  const strange = { ...ROWS['journal'], base: '"nested"', edits: '{"tel":"2"}', decisions: '[1]' }
  const FORMS = [
    ['of an older format', { ...strange, format: 0 }],
    ['of a newer format, well formed', { ...ROWS['journal'], format: 2 }],
    ['in the middle of being sent', { ...strange, format: 0, state: 'sending', attempts: 1 }],
    ['of a state that there is not', { ...ROWS['journal'], state: 'waiting-for-godot' }],
    ['of a resource that there is not', { ...ROWS['journal'], resource: 'widgets' }],
    ['that is no JSON', { ...ROWS['journal'], edits: '{"tel":' }],
  ] as const
  beforeEach(() => {
    db = open()
  })
  afterEach(async () => {
    await world.close()
    db.close()
  })
  const startWith = async (row: Readonly<Record<string, SqlValue>>): Promise<string> => {
    const { secret, ...plain } = row as Readonly<Record<string, SqlValue>>
    const whole = {
      seq: 1,
      draft_id: null,
      server: null,
      outcome: null,
      why: null,
      taken: '[]',
      decisions: '{}',
      trace: null,
      sent_at: null,
      ended_at: null,
      ...plain,
      secret_sum: sumOf(db.mac, String(secret)),
    }
    insertSealed(db, JOURNAL, whole as unknown as JournalRow)
    db.run('UPDATE journal SET secret = ?', [secret ?? null])
    world = await createOutboxWorld({}, { db })
    return String(row['entry_id'])
  }

  it.each(FORMS)('%s is shown parked, is never sent whatever is asked of it, and can be dropped with its secret', async (_name, row) => {
    const entryId = await startWith(row)
    const insistParked = async (): Promise<void> => {
      await world.settle()
      expect(world.outbox.views()).toMatchObject([{ entryId, title: 'lina', state: 'parked', why: { kind: 'parked', cause: 'old-schema' } }])
      expect(world.outbox.summary()).toEqual({ waiting: 0, needsYou: 1, isPaused: false })
      expect(world.proxy.requests).toEqual([])
    }
    await insistParked()
    for (const ask of [
      () => {
        world.actions.send([entryId])
      },
      () => {
        world.actions.edit(entryId, { tel: '3' })
      },
      () => {
        world.actions.decide(entryId, { kind: 'restore' })
      },
    ]) {
      expect(await failureOf(Promise.resolve().then(ask))).toMatchObject({ code: 'REFUSED' })
      await insistParked()
      world.restart()
      await insistParked()
    }
    world.actions.drop([entryId])
    expect(db.get('SELECT state, outcome, secret FROM journal')).toEqual({ state: 'done', outcome: 'dropped', secret: null })
    world.restart()
    await world.settle()
    expect(world.outbox.views()).toEqual([])
    expect(world.proxy.requests).toEqual([])
  })

  it('is not joined with what is submitted after it', async () => {
    await startWith(FORMS[0][1])
    world.isOffline = true
    await world.submit({ resource: 'users', verb: 'update', recordId: 5, base: { id: 5, tel: '1' }, edits: { tel: '3' } })
    expect(world.outbox.views().map(({ state }) => state)).toEqual(['parked', 'queued'])
  })
})
