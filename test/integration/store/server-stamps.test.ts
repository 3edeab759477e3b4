// F72: what older programs kept does not say which API path it was made for. It gets the one that the profile had, in one
// transaction with the schema's step, and a copy of the file is made before.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyOf } from '../../../src/main/sqlite/migrate'
import { NewerSchemaError, openSqlite, type Sqlite } from '../../../src/main/sqlite/open'
import { openUserDatabase } from '../../../src/main/store/database'
import { examineHere } from '../../../src/main/store/examiner'
import { createDrafts } from '../../../src/main/store/drafts'
import { createJournal } from '../../../src/main/store/journal'
import { MIGRATIONS } from '../../../src/main/store/schema'
import type { MigrationOrder, MigrationReport } from '../../support/migration-process'
import { forkStoreProcess } from '../../support/store-process'
import { keychainWith } from '../../support/store-process-child'

const KEY = 'e'.repeat(64)
const HERE = 'https://h.example/staging/api/v2'
/** The schema before servers were told apart by their path. */
const OLD = MIGRATIONS.findIndex((step) => typeof step !== 'string')

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-stamps-'))
  path = join(folder, 'user-1.db')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const openOld = (at = path): Sqlite => openSqlite({ path: at, key: KEY, migrations: MIGRATIONS.slice(0, OLD) })
const openNow = (serverBefore: string | null = HERE): Sqlite => openSqlite({ path, key: KEY, migrations: MIGRATIONS, context: { serverBefore } })
const copy = (): string => copyOf(path, OLD)

/** A file as the program before this one left it: entries of the profile's server, of one before it, and of nobody knows where. */
function leaveOld(): void {
  const db = openOld()
  const entry = (id: string, origin: string): void => {
    db.run(
      `INSERT INTO journal (entry_id, format, resource, verb, record_id, title, base, edits, secret, origin, state, created_at) VALUES (?, 1, 'users', 'create', -7, ?, NULL, '{"tel":"王 2"}', '{"password":"Fresh-Passw0rd"}', ?, 'queued', 1)`,
      [id, id, origin],
    )
  }
  entry('here', 'https://h.example')
  entry('elsewhere', 'https://old.example')
  entry('nowhere', '')
  db.run("INSERT INTO drafts VALUES ('d', 'users', 4, 'four', '{}', '{\"tel\":\"1\"}', NULL, 1)")
  db.run("INSERT INTO temporary_ids VALUES ('users', -7, 42)")
  // The file is the whole of it, so that it can be put back as it was.
  db.all('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
}

function expectStamped(db: Sqlite): void {
  const servers = createJournal(db, Date.now)
    .everything()
    .map(({ entryId, server }) => [entryId, server])
  expect(servers).toEqual([
    ['here', HERE],
    ['elsewhere', 'https://old.example/*'],
    ['nowhere', null],
  ])
  expect(createDrafts(db, Date.now).list()).toMatchObject([{ draftId: 'd', server: HERE }])
  expect(createJournal(db, Date.now, HERE).realId('users', -7)).toBe(42)
  expect(createJournal(db, Date.now, 'https://h.example/prod/api/v2').realId('users', -7)).toBeNull()
  expect(createJournal(db, Date.now).secretOf('here')).toEqual({ password: 'Fresh-Passw0rd' })
}

describe('F72: a data file of an older program', () => {
  it('F72: is stamped with the path that the profile had; what came before another change of the address, or from nowhere, is equal to no server', () => {
    leaveOld()
    const db = openNow()
    expectStamped(db)
    db.close()
  })

  it("F72: whose profile's address is not known belongs to no server", () => {
    leaveOld()
    const db = openNow(null)
    expect(
      createJournal(db, Date.now)
        .everything()
        .map(({ server }) => server),
    ).toEqual(['https://h.example/*', 'https://old.example/*', null])
    expect(createDrafts(db, Date.now).list()).toMatchObject([{ server: null }])
    db.close()
  })

  it("F72: of the demo is the demo's, whose address was never noted", () => {
    leaveOld()
    const db = openNow('')
    expect(createJournal(db, Date.now).read('nowhere').server).toBe('')
    db.close()
  })

  it('F72: is copied before its rows are rewritten: for its owner alone, whole, without passwords, and one generation only', () => {
    leaveOld()
    const older = copyOf(path, OLD - 1)
    openOld(older).close()
    openNow().close()
    expect(
      readdirSync(folder)
        .filter((name) => !/-(wal|shm)$/.test(name))
        .sort(),
    ).toEqual(['user-1.db', copy().slice(folder.length + 1)])
    expect(statSync(copy()).mode & 0o777).toBe(0o600)
    expect(readFileSync(copy()).includes('Fresh-Passw0rd')).toBe(false)
    const db = openOld(copy())
    expect(db.all('SELECT entry_id, origin, edits, secret FROM journal ORDER BY seq')).toEqual(
      [
        ['here', 'https://h.example'],
        ['elsewhere', 'https://old.example'],
        ['nowhere', ''],
      ].map(([entry_id, origin]) => ({ entry_id, origin, edits: '{"tel":"王 2"}', secret: null })),
    )
    expect(db.all('SELECT draft_id FROM drafts')).toEqual([{ draft_id: 'd' }])
    db.close()
  })

  it('F72: that was made just now is not copied', () => {
    openNow().close()
    openNow().close()
    expect(existsSync(copy())).toBe(false)
  })

  it('F72: that cannot be copied is not changed: it is left as it is, and told', async () => {
    leaveOld()
    // In the place of the copy that is being made.
    mkdirSync(join(`${copy()}.tmp`, 'full'), { recursive: true })
    const opened = await openUserDatabase({ examiner: examineHere, path, secrets: keychainWith(KEY), keyAccount: 'k', wallMs: Date.now, serverBefore: HERE })
    expect(opened).toMatchObject({ storage: 'memory-only', problem: 'unopenable' })
    opened.db.close()
    const db = openOld()
    expect(db.get('SELECT count(*) AS n FROM journal')).toEqual({ n: 3 })
    db.close()
  })

  it('F72: goes from the old program to the new one, back and forth: the old one is told and changes nothing, the new one finds everything', async () => {
    leaveOld()
    openNow().close()
    expect(() => openOld()).toThrow(NewerSchemaError)
    const db = openNow('https://h.example/prod/api/v2')
    // What was stamped stays so, whatever the old program has done with the address meanwhile.
    expectStamped(db)
    db.close()
  })
})

describe('F72: killed while a file is brought up to date', () => {
  const run = (order: MigrationOrder) => {
    const program = forkStoreProcess<MigrationReport>('migration-process')
    program.tell(order)
    return program
  }
  const isDone = (report: MigrationReport): report is Extract<MigrationReport, { kind: 'done' }> => report.kind === 'done'
  const isStanding = (report: MigrationReport): report is Extract<MigrationReport, { kind: 'moment' }> => report.kind === 'moment'

  it('F72: before each change on the disk and each statement, between and inside the steps: the next start finds the old file or the new one, and all rows', async () => {
    leaveOld()
    const whole = join(folder, 'whole.db')
    cpSync(path, whole)
    const through = run({ path, key: KEY, serverBefore: HERE, standAt: null })
    const { moments } = await through.reported(isDone)
    await through.kill()
    expect(moments).toBeGreaterThan(10)
    for (let standAt = 1; standAt <= moments; standAt += 1) {
      for (const name of readdirSync(folder)) if (name.startsWith('user-1.db')) rmSync(join(folder, name))
      cpSync(whole, path)
      const program = run({ path, key: KEY, serverBefore: HERE, standAt })
      const { what } = await program.reported(isStanding)
      await program.kill()
      const db = openNow()
      expectStamped(db)
      expect(db.get('PRAGMA integrity_check'), what).toEqual({ integrity_check: 'ok' })
      db.close()
      expect(existsSync(copy()), what).toBe(true)
      expect(
        readdirSync(folder).filter((name) => name.includes('.tmp')),
        what,
      ).toEqual([])
    }
  }, 240_000)
})
