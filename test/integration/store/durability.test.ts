// F54, and the pragmas on which every "it is kept" stands.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Row } from '../../../src/shared/resources/resource'
import { NotDurableError, openSqlite, type Sqlite } from '../../../src/main/sqlite/open'
import { openUserDatabase } from '../../../src/main/store/database'
import { examineHere } from '../../../src/main/store/examiner'
import { createDrafts, type Drafts } from '../../../src/main/store/drafts'
import { MIGRATIONS } from '../../../src/main/store/schema'
import { failureOf, until } from '../../support/client'
import { createOutboxWorld, newUser, type OutboxWorld } from '../../support/outbox-world'
import { keychainWith } from '../../support/store-process-child'

const KEY = 'e'.repeat(64)
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-durability-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('a file that would not be durable', () => {
  it('is not used, and nothing is written to it', () => {
    // Without locks SQLite has no shared memory and falls back from WAL, and says nothing: as on some network drives.
    const withoutWal = `file:${join(folder, 'user-1.db')}?nolock=1`
    expect(() => openSqlite({ path: withoutWal, migrations: MIGRATIONS })).toThrow(NotDurableError)
    const db = openSqlite({ path: join(folder, 'user-1.db'), migrations: [] })
    expect(db.all('SELECT name FROM sqlite_master')).toEqual([])
    db.close()
  })

  it('because its log cannot be made turns into work in memory, which is told; nothing is moved aside', async () => {
    mkdirSync(join(folder, 'user-1.db-wal'))
    const made = await openUserDatabase({ examiner: examineHere, serverBefore: '', path: join(folder, 'user-1.db'), secrets: keychainWith(KEY), keyAccount: 'i/p/1/db', wallMs: () => 0 })
    expect([made.storage, made.problem, made.movedAsideTo]).toEqual(['memory-only', 'unopenable', null])
    expect(readdirSync(folder).filter((name) => name.includes('unreadable'))).toEqual([])
    made.db.close()
  })
})

describe('F54: the disk is full', () => {
  const DRAFT_ID = '0f0e7c1e-6d65-4a07-9d0f-5c3c2ad1a101'
  const TOO_MUCH = 'x'.repeat(200_000)
  let db: Sqlite
  let world: OutboxWorld
  let drafts: Drafts
  let base: Row
  beforeEach(async () => {
    db = openSqlite({ path: join(folder, 'user-1.db'), key: KEY, migrations: MIGRATIONS })
    world = await createOutboxWorld({}, { db })
    base = await world.row('users', 5)
    drafts = createDrafts(db, Date.now)
    world.isOffline = true
    await submit({ tel: '1' })
    await world.submit({ resource: 'users', verb: 'create', recordId: -7, title: 'waits', ...newUser('waits') })
    drafts.keep({ draftId: DRAFT_ID, resource: 'users', recordId: 5, title: 'five', base, edits: { email: 'typed@example.com' }, cursorField: 'email' })
    world.isOffline = false
    world.proxy.forgetRequests()
    db.exec(`PRAGMA max_page_count = ${db.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0}`)
  })
  afterEach(async () => {
    await world.close()
    db.close()
  })
  const submit = (edits: Record<string, unknown>, recordId = 5) => world.submit({ resource: 'users', verb: 'update', recordId, base, edits })
  const DISK_FULL = { code: 'STORAGE', details: { cause: 'disk-full' } }

  it('is told at once; nothing is sent, nothing is queued, the draft and the older entries stay', async () => {
    const before = world.journal.everything()
    expect(await failureOf(submit({ email: TOO_MUCH }, 6))).toMatchObject(DISK_FULL)
    expect(world.proxy.requests).toEqual([])
    expect(world.journal.everything()).toEqual(before)
    expect(world.outbox.views().map(({ recordId, state }) => [recordId, state])).toEqual([
      [5, 'queued'],
      [-7, 'queued'],
    ])
    expect(drafts.read(DRAFT_ID)).toMatchObject({ edits: { email: 'typed@example.com' } })
  })

  it('leaves the entry that the new one would have stood for, to be sent as it is', async () => {
    expect(await failureOf(submit({ email: TOO_MUCH }))).toMatchObject(DISK_FULL)
    expect(world.outbox.views()[0]).toMatchObject({ recordId: 5, state: 'queued', edits: { tel: '1' } })
    world.restart()
    expect(world.outbox.views()[0]).toMatchObject({ recordId: 5, state: 'queued', edits: { tel: '1' } })
  })

  it('is told to the form as well, which still holds what was typed; the draft before stays', () => {
    expect(() => drafts.keep({ draftId: DRAFT_ID, resource: 'users', recordId: 5, title: 'five', base, edits: { email: TOO_MUCH }, cursorField: null })).toThrow(
      expect.objectContaining({ failure: expect.objectContaining(DISK_FULL) as unknown }) as Error,
    )
    expect(drafts.read(DRAFT_ID)).toMatchObject({ edits: { email: 'typed@example.com' } })
  })

  it('and when there is room again, the same save goes through, and so does all that waited', async () => {
    expect(await failureOf(submit({ listorder: 7, email: TOO_MUCH }, 6))).toMatchObject(DISK_FULL)
    db.exec('PRAGMA max_page_count = 100000')
    base = await world.row('users', 6)
    expect(await submit({ listorder: 7 }, 6)).toMatchObject({ kind: 'done', row: { listorder: 7 } })
    await world.settle()
    await until(() => world.outbox.views().length === 0)
    expect(world.server.control.user(5)?.tel).toBe('1')
    expect(world.server.control.userByName('waits')).toBeDefined()
  })
})
