import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite, type Sqlite } from '../../../src/main/sqlite/open'
import { createDrafts } from '../../../src/main/store/drafts'
import { createJournal, type Journal, type Command } from '../../../src/main/store/journal'
import { MIGRATIONS } from '../../../src/main/store/schema'
import { filesBelow, placesWith } from '../../support/secret-search'

const PASSWORD = 'Unmistakable-Passw0rd-9431'
const create: Command = {
  resource: 'users',
  verb: 'create',
  recordId: -7,
  title: 'title-marker-5522',
  base: null,
  edits: { username: 'username-marker-7713', email: 'email-marker@example.com' },
  secret: { password: PASSWORD },
  draftId: null,
}
const update: Command = { resource: 'users', verb: 'update', recordId: 5, title: 'lina', base: { tel: '1' }, edits: { tel: '2' }, secret: null, draftId: null }

let folder: string
let path: string
let nowMs: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-journal-'))
  path = join(folder, 'user-1.db')
  nowMs = 1000
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function opened(key?: string): { db: Sqlite; journal: Journal } {
  const db = openSqlite({ path, ...(key ? { key } : {}), migrations: MIGRATIONS })
  return { db, journal: createJournal(db, () => nowMs) }
}

describe('the journal', () => {
  it('gives back in the next run what was appended and how it stands, oldest first', () => {
    const first = opened()
    const one = first.journal.append(create)
    const two = first.journal.append(update)
    first.journal.change(two.entryId, {
      state: 'conflict',
      attempts: 2,
      sentAt: 900,
      why: { kind: 'conflict', conflict: 'fields', theirs: { tel: '9' }, fields: ['tel'] },
      decisions: { mine: { tel: '9' }, restore: false, removeChanged: null, sameRecord: null, released: true },
    })
    const before = first.journal.everything()
    first.db.close()
    const second = opened()
    expect(second.journal.everything()).toEqual(before)
    expect(second.journal.open().map(({ entryId }) => entryId)).toEqual([one.entryId, two.entryId])
    expect(second.journal.read(two.entryId)).toMatchObject({ state: 'conflict', why: { theirs: { tel: '9' } }, decisions: { mine: { tel: '9' }, released: true }, base: { tel: '1' } })
    expect(second.journal.secretOf(one.entryId)).toEqual({ password: PASSWORD })
    second.db.close()
  })

  it('never uses a place in line again, also after the newest entry is gone', () => {
    const first = opened()
    const { seq } = first.journal.append(update)
    first.db.run('DELETE FROM journal')
    expect(first.journal.append(update).seq).toBeGreaterThan(seq)
    first.db.close()
  })

  it('ends what a new entry stands for in the same transaction', () => {
    const { db, journal } = opened()
    const old = journal.append(update)
    nowMs = 2000
    journal.append({ ...update, edits: { tel: '3' } }, [old.entryId])
    expect(journal.open()).toMatchObject([{ edits: { tel: '3' } }])
    expect(journal.read(old.entryId)).toMatchObject({ state: 'done', outcome: 'merged', endedAt: 2000 })
    db.close()
  })

  it('puts the id of the server into the open entries of a record that was made here, and into no other', () => {
    const { db, journal } = opened()
    const done = journal.append({ ...update, recordId: -7 })
    journal.end([done.entryId], 'dropped')
    const open = journal.append({ ...update, recordId: -7 })
    const other = journal.append({ ...update, resource: 'departments', recordId: -7 })
    journal.mapId('users', -7, 42)
    expect([done, open, other].map(({ entryId }) => journal.read(entryId).recordId)).toEqual([-7, 42, -7])
    expect([journal.realId('users', -7), journal.realId('departments', -7)]).toEqual([42, null])
    db.close()
  })

  it('tells its history newest first, page by page, by state and by resource', () => {
    const { db, journal } = opened()
    const seqs = [1, 2, 3, 4].map((id) => journal.append({ ...update, recordId: id, resource: id === 2 ? 'roles' : 'users' }).seq)
    journal.end([journal.open()[0]?.entryId ?? ''], 'ok')
    const first = journal.history({ limit: 2 })
    expect(first.map(({ seq }) => seq)).toEqual([seqs[3], seqs[2]])
    expect(journal.history({ limit: 2, before: first[1]?.seq ?? 0 }).map(({ seq }) => seq)).toEqual([seqs[1], seqs[0]])
    expect(journal.history({ limit: 9, state: 'done' }).map(({ recordId }) => recordId)).toEqual([1])
    expect(journal.history({ limit: 9, resource: 'roles' }).map(({ recordId }) => recordId)).toEqual([2])
    db.close()
  })

  it('tells the history of one record alone: with its parts, from before it had its id, and on this server only', () => {
    const { db, journal } = opened()
    const made = journal.append({ ...update, resource: 'roles', recordId: -7 })
    journal.end([made.entryId], 'merged')
    const role = journal.append({ ...update, resource: 'roles', recordId: -7 })
    journal.mapId('roles', -7, 42)
    const grants = journal.append({ ...update, resource: 'grants', recordId: 42 })
    // Others: another number, another kind of the same number or temporary one, and the same number on another server.
    journal.append({ ...update, resource: 'roles', recordId: 43 })
    journal.append({ ...update, resource: 'users', recordId: 42 })
    journal.append({ ...update, resource: 'users', recordId: -7 })
    const elsewhere = journal.on('https://elsewhere.example/api/v2').append({ ...update, resource: 'roles', recordId: 42 })
    const found = (filter: object): string[] => journal.history({ limit: 9, ...filter }).map(({ entryId }) => entryId)
    expect(found({ record: { resources: ['roles', 'grants'], id: 42 } })).toEqual([grants.entryId, role.entryId, made.entryId])
    expect(found({ record: { resources: ['grants'], id: 42 } })).toEqual([grants.entryId])
    expect(found({ record: { resources: ['roles', 'grants'], id: 42 }, state: 'done' })).toEqual([made.entryId])
    expect(journal.history({ limit: 1, before: grants.seq, record: { resources: ['roles', 'grants'], id: 42 } }).map(({ entryId }) => entryId)).toEqual([role.entryId])
    expect(
      journal
        .on('https://elsewhere.example/api/v2')
        .history({ limit: 9, record: { resources: ['roles'], id: 42 } })
        .map(({ entryId }) => entryId),
    ).toEqual([elsewhere.entryId])
    db.close()
  })

  it('takes another one over behind its own, whole: entries, secrets, and the ids of records made there; twice is once', () => {
    const file = opened()
    const memory = createJournal(openSqlite({ path: ':memory:', migrations: MIGRATIONS }), () => nowMs)
    const own = file.journal.append(update)
    const ended = memory.append({ ...update, recordId: 8 })
    memory.end([ended.entryId], 'ok', { taken: ['email'] })
    const queued = memory.append(create)
    memory.mapId('departments', -10, 77)
    file.journal.adopt(memory)
    file.journal.adopt(memory)
    expect(file.journal.everything().map(({ entryId }) => entryId)).toEqual([own.entryId, ended.entryId, queued.entryId])
    expect(file.journal.read(ended.entryId)).toEqual({ ...memory.read(ended.entryId), seq: own.seq + 1 })
    expect(file.journal.read(queued.entryId)).toEqual({ ...queued, seq: own.seq + 2 })
    expect(file.journal.secretOf(queued.entryId)).toEqual({ password: PASSWORD })
    expect(file.journal.realId('departments', -10)).toBe(77)
    file.db.close()
  })
})

describe('at rest', () => {
  const marks = [PASSWORD, create.title, 'username-marker-7713', 'email-marker@example.com']
  const files = () => filesBelow(folder, 'data')

  it('no name, title, value or password of a queued entry can be read in the file, its log or its index', () => {
    const { db, journal } = opened('d'.repeat(64))
    journal.append(create)
    expect(
      files()
        .map(([name]) => name)
        .sort(),
    ).toEqual(['data/user-1.db', 'data/user-1.db-shm', 'data/user-1.db-wal'])
    expect(placesWith(marks, files())).toEqual([])
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    expect(placesWith([...marks, 'SQLite format 3', 'CREATE TABLE'], files())).toEqual([])
    db.close()
    // The same without the key: the search does find what is there.
    rmSync(path)
    const plain = opened()
    plain.journal.append(create)
    for (const mark of marks) expect(placesWith([mark], files()), mark).toEqual(['data/user-1.db-wal'])
    plain.db.close()
  })

  // Without a key the file shows every byte that the encrypted one holds beneath, free space and log included.
  const ENDS: readonly [name: string, end: (journal: Journal, entryId: string) => void][] = [
    [
      'done',
      (journal, entryId) => {
        journal.end([entryId], 'ok', { recordId: 42 })
      },
    ],
    [
      'refused and told',
      (journal, entryId) => {
        journal.end([entryId], 'told', { why: { kind: 'failure', failure: { code: 'REFUSED', message: 'no', retryable: false } } })
      },
    ],
    [
      'dropped',
      (journal, entryId) => {
        journal.end([entryId], 'dropped')
      },
    ],
    [
      'joined with a deletion',
      (journal, entryId) => {
        journal.end([entryId], 'merged')
      },
    ],
    [
      'joined with a later change, which is done',
      (journal, entryId) => {
        const joined = journal.append({ ...create, edits: { tel: '1' }, secret: journal.secretOf(entryId) }, [entryId])
        journal.end([joined.entryId], 'ok')
      },
    ],
    [
      'done after many tries',
      (journal, entryId) => {
        for (let attempts = 1; attempts < 50; attempts += 1) journal.change(entryId, { attempts, edits: { email: 'x'.repeat(attempts * 100) } })
        journal.end([entryId], 'ok')
      },
    ],
  ]

  it.each(ENDS)('when an entry is %s, its password is in no row, no free page and no log, even with the key', (_name, end) => {
    const { db, journal } = opened()
    const { entryId } = journal.append(create)
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    journal.change(entryId, { attempts: 1, state: 'sending' })
    expect(placesWith([PASSWORD], files())).toEqual(['data/user-1.db', 'data/user-1.db-wal'])
    end(journal, entryId)
    expect(placesWith([PASSWORD], files())).toEqual([])
    expect(statSync(`${path}-wal`).size).toBe(0)
    expect(journal.read(entryId).hasSecret).toBe(false)
    db.close()
  })

  it('what could not be wiped at once, because the file was being read or the program was killed, is wiped with the next entry that ends', () => {
    const first = opened()
    const { entryId } = first.journal.append(create)
    const next = first.journal.append(update)
    const last = first.journal.append(update)
    const reader = opened()
    reader.db.exec('BEGIN')
    expect(reader.journal.secretOf(entryId)).toEqual({ password: PASSWORD })
    first.journal.end([entryId], 'ok')
    expect(first.journal.read(entryId)).toMatchObject({ state: 'done', hasSecret: false })
    expect(placesWith([PASSWORD], files())).not.toEqual([])
    reader.db.exec('COMMIT')
    reader.db.close()
    first.journal.end([next.entryId], 'ok')
    expect(placesWith([PASSWORD], files())).toEqual([])

    // As a kill leaves it: ended, and the log not cut.
    const again = first.journal.append(create)
    first.db.run("UPDATE journal SET state = 'done', outcome = 'ok', secret = NULL WHERE entry_id = ?", [again.entryId])
    expect(placesWith([PASSWORD], files())).not.toEqual([])
    const second = createJournal(first.db, () => nowMs)
    second.end([last.entryId], 'ok')
    expect(placesWith([PASSWORD], files())).toEqual([])
    first.db.close()
  })

  it('an entry with a password that ends does not keep the password of one that waits from being sent', () => {
    const { db, journal } = opened()
    const ended = journal.append(create)
    const waits = journal.append({ ...create, recordId: -8, secret: { password: 'Another-Passw0rd-1' } })
    journal.end([ended.entryId], 'ok')
    expect(journal.secretOf(waits.entryId)).toEqual({ password: 'Another-Passw0rd-1' })
    expect(readFileSync(path).includes('Another-Passw0rd-1')).toBe(true)
    db.close()
  })

  it('also in the encrypted file: opened with the key, no row of any table holds it', () => {
    const { db, journal } = opened('d'.repeat(64))
    const { entryId } = journal.append(create)
    const rows = (): Buffer => {
      const tables = db.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      return Buffer.from(JSON.stringify(tables.map(({ name }) => db.all(`SELECT * FROM ${name}`))))
    }
    expect(placesWith([PASSWORD], [['rows', rows()]])).toEqual(['rows'])
    journal.end([entryId], 'ok')
    expect(placesWith([PASSWORD], [['rows', rows()]])).toEqual([])
    expect(statSync(`${path}-wal`).size).toBe(0)
    db.close()
  })
})

describe('a record that was made here', () => {
  it("takes its drafts along when the server's id is known", () => {
    const { db, journal } = opened()
    const drafts = createDrafts(db, () => 1)
    drafts.keep({ draftId: 'd', resource: 'users', recordId: -7, title: 'made', base: {}, edits: { tel: '1' }, cursorField: null })
    drafts.keep({ draftId: 'other', resource: 'departments', recordId: -7, title: 'other', base: {}, edits: { alias: '1' }, cursorField: null })
    journal.mapId('users', -7, 70)
    expect([drafts.read('d').recordId, drafts.read('other').recordId]).toEqual([70, -7])
  })
})
