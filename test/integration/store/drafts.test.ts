import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKeychain, type KeychainDriver } from '../../../src/main/secrets/keychain'
import { openSqlite } from '../../../src/main/sqlite/open'
import type { Command } from '../../../src/main/store/journal'
import { examineHere } from '../../../src/main/store/examiner'
import { MIGRATIONS } from '../../../src/main/store/schema'
import { createUserStores, type UserStores } from '../../../src/main/store/user-store'
import { createOutboxQueue } from '../../../src/main/sync/outbox/queue'
import { failureOf } from '../../support/client'

let folder: string
let items: Map<string, string>
let driver: KeychainDriver
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-store-'))
  items = new Map()
  driver = {
    getPassword: (_s, account) => Promise.resolve(items.get(account) ?? null),
    setPassword: (_s, account, value) => Promise.resolve(void items.set(account, value)),
    deletePassword: (_s, account) => Promise.resolve(items.delete(account)),
  }
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

async function stores(load: () => Promise<KeychainDriver | null> = () => Promise.resolve(driver)): Promise<UserStores & { retryKeychain: () => Promise<unknown> }> {
  const secrets = createKeychain({ load })
  await secrets.probe()
  const made = createUserStores({ examiner: examineHere, folder, secrets, accountPrefix: 'i/p', wallMs: () => 1000, server: '', serverBefore: () => '' })
  return { ...made, retryKeychain: () => secrets.probe() }
}
const draft = (edits: Record<string, unknown>, title = 'wangwei') => ({
  draftId: randomUUID(),
  resource: 'users' as const,
  recordId: 4,
  title,
  base: { tel: '1' },
  edits,
  cursorField: 'tel',
})
const command = (recordId: number, more: Partial<Command> = {}): Command => ({
  resource: 'users',
  verb: 'update',
  recordId,
  title: `user ${recordId}`,
  base: { tel: '1' },
  edits: { tel: '2' },
  secret: null,
  draftId: null,
  ...more,
})
/** The keychain is locked: it answers, and has nothing. Returns how it is unlocked. */
const lock = (): (() => void) => {
  const saved = new Map(items)
  items.clear()
  return () => {
    for (const [account, value] of saved) items.set(account, value)
  }
}
const fullDisk = (path: string): void => {
  const db = openSqlite({ path, key: items.get('i/p/1/db') ?? '', migrations: MIGRATIONS })
  db.exec("CREATE TRIGGER full BEFORE INSERT ON journal WHEN NEW.record_id = 8 BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
  db.close()
}

describe('drafts on the disk', () => {
  it('are there again for the next run, whole', async () => {
    const first = await stores()
    const kept = draft({ tel: '王 2' })
    expect((await first.of(1)).drafts.keep(kept)).toEqual({ keptAt: 1000 })
    await first.close()
    const second = await (await stores()).of(1)
    expect(second.storage()).toBe('durable')
    expect(second.drafts.read(kept.draftId)).toMatchObject({ edits: { tel: '王 2' }, base: { tel: '1' }, cursorField: 'tel', title: 'wangwei' })
  })

  it('are committed with WAL and synchronous=FULL: a kill cannot show a missing fsync, so it is asserted', async () => {
    const db = openSqlite({ path: join(folder, 'pragmas.db'), key: 'a'.repeat(64), migrations: [] })
    expect(db.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' })
    expect(db.get('PRAGMA synchronous')).toEqual({ synchronous: 2 })
    expect(db.get('PRAGMA secure_delete')).toEqual({ secure_delete: 1 })
    db.close()
  })

  it('cannot be read in the file without the key', async () => {
    const open = await stores()
    ;(await open.of(1)).drafts.keep(draft({ tel: 'unmistakable-marker-9431' }, 'title-marker-5522'))
    for (const file of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, file)).toString('latin1')
      expect(bytes).not.toContain('unmistakable-marker-9431')
      expect(bytes).not.toContain('title-marker-5522')
      expect(bytes).not.toContain('SQLite format 3')
    }
    expect(readdirSync(folder).length).toBeGreaterThan(0)
    await open.close()
  })

  it('belong to one user each', async () => {
    const open = await stores()
    ;(await open.of(1)).drafts.keep(draft({ tel: '2' }))
    expect((await open.of(2)).drafts.list()).toEqual([])
    await open.close()
  })

  it('lose exactly what a save sent, and are removed when nothing is left', async () => {
    const open = await stores()
    const { drafts } = await open.of(1)
    const kept = draft({ tel: '2', email: 'later@example.com' })
    drafts.keep(kept)
    drafts.settle(kept.draftId, { tel: '2' }, { tel: '2', email: '' })
    expect(drafts.read(kept.draftId)).toMatchObject({ edits: { email: 'later@example.com' }, base: { tel: '2', email: '' } })
    drafts.settle(kept.draftId, { email: 'later@example.com' }, { tel: '2', email: 'later@example.com' })
    expect(drafts.list()).toEqual([])
    await open.close()
  })
})

describe('F57: the key of the data file', () => {
  it('absent while the file exists: the file stays untouched, no new key is made, work goes on in memory', async () => {
    const first = await stores()
    const kept = draft({ tel: '2' })
    ;(await first.of(1)).drafts.keep(kept)
    await first.close()
    const unlock = lock()
    const bytes = readFileSync(join(folder, 'user-1.db'))
    const locked = await stores()
    const store = await locked.of(1)
    expect(store.storage()).toBe('memory-only')
    expect(items.size).toBe(0)
    expect(readFileSync(join(folder, 'user-1.db')).equals(bytes)).toBe(true)
    const typedMeanwhile = draft({ tel: '3' }, 'typed meanwhile')
    store.drafts.keep(typedMeanwhile)
    await locked.retry()
    expect(store.storage()).toBe('memory-only')
    unlock()
    await locked.retry()
    expect(store.storage()).toBe('durable')
    expect(
      store.drafts
        .list()
        .map(({ draftId }) => draftId)
        .sort(),
    ).toEqual([kept.draftId, typedMeanwhile.draftId].sort())
    await locked.close()
  })

  it('absent, then there: commands that were queued meanwhile move into the file, behind those that are in it', async () => {
    const first = await stores()
    const before = (await first.of(1)).journal.append(command(5))
    await first.close()
    const unlock = lock()
    const locked = await stores()
    const store = await locked.of(1)
    const queue = createOutboxQueue(store.journal)
    const made = queue.append(command(-7, { verb: 'create', base: null, secret: { password: 'Fresh-Passw0rd' } }), [])
    queue.append(command(-8, { edits: { departmentIds: [-10] } }), [])
    store.journal.mapId('departments', -10, 77)
    expect(await locked.inMemoryTitles()).toEqual(['user -7', 'user -8'])
    unlock()
    await locked.retry()
    queue.reload()
    expect(queue.all().map(({ recordId, state }) => [recordId, state])).toEqual([
      [5, 'queued'],
      [-7, 'queued'],
      [-8, 'queued'],
    ])
    expect(await locked.inMemoryTitles()).toEqual([])
    queue.end([before.entryId], 'ok')
    await locked.close()
    const { journal } = await (await stores()).of(1)
    expect(journal.open().map(({ recordId }) => recordId)).toEqual([-7, -8])
    expect(journal.read(made.entryId)).toMatchObject({ title: 'user -7', edits: { tel: '2' }, hasSecret: true })
    expect(journal.secretOf(made.entryId)).toEqual({ password: 'Fresh-Passw0rd' })
    expect(journal.realId('departments', -10)).toBe(77)
  })

  it('absent, then there, and the disk is full: commands stay in memory, none of them stands in both places', async () => {
    const first = await stores()
    ;(await first.of(1)).journal.append(command(5))
    await first.close()
    fullDisk(join(folder, 'user-1.db'))
    const unlock = lock()
    const locked = await stores()
    const store = await locked.of(1)
    store.journal.append(command(7))
    store.journal.append(command(8))
    unlock()
    expect(await failureOf(locked.retry())).toMatchObject({ code: 'STORAGE', details: { cause: 'disk-full' } })
    expect(store.storage()).toBe('memory-only')
    expect(store.journal.open().map(({ recordId }) => recordId)).toEqual([7, 8])
    await locked.close()
    expect((await (await stores()).of(1)).journal.open().map(({ recordId }) => recordId)).toEqual([5])
  })

  for (const [name, harm] of [
    ['a wrong key', () => items.set('i/p/1/db', 'f'.repeat(64))],
    [
      'a damaged file',
      () => {
        writeFileSync(join(folder, 'user-1.db'), Buffer.alloc(8192, 7))
      },
    ],
  ] as const) {
    it(`${name}: the file is moved aside under its date, the person is told, and work goes on in a fresh one`, async () => {
      const first = await stores()
      ;(await first.of(1)).drafts.keep(draft({ tel: '2' }))
      ;(await first.of(1)).journal.append(command(5))
      await first.close()
      for (const suffix of ['-wal', '-shm']) rmSync(join(folder, `user-1.db${suffix}`), { force: true })
      harm()
      const bytes = readFileSync(join(folder, 'user-1.db'))
      const second = await stores()
      const store = await second.of(1)
      expect(store.storage()).toBe('durable')
      expect(store.movedAsideTo()).toContain('user-1.db.unreadable-')
      expect(readFileSync(store.movedAsideTo() ?? '').equals(bytes)).toBe(true)
      expect([store.drafts.list(), store.journal.everything()]).toEqual([[], []])
      store.journal.append(command(6))
      await second.close()
    })
  }

  it('a file of a newer program, or one that cannot be opened, is left untouched; work goes on in memory and it is told', async () => {
    const first = await stores()
    ;(await first.of(1)).drafts.keep(draft({ tel: '2' }))
    await first.close()
    const db = openSqlite({ path: join(folder, 'user-1.db'), key: items.get('i/p/1/db') ?? '', migrations: MIGRATIONS })
    db.exec('PRAGMA user_version = 99')
    db.close()
    const bytes = readFileSync(join(folder, 'user-1.db'))
    const second = await (await stores()).of(1)
    expect([second.storage(), second.problem()]).toEqual(['memory-only', 'newer-schema'])
    expect(readdirSync(folder).some((name) => name.includes('unreadable'))).toBe(false)
    expect(readFileSync(join(folder, 'user-1.db')).equals(bytes)).toBe(true)
  })

  it('no keychain at all: memory only, and no file is made', async () => {
    const open = await stores(() => Promise.resolve(null))
    const store = await open.of(1)
    store.drafts.keep(draft({ tel: '2' }))
    expect(store.storage()).toBe('memory-only')
    expect(readdirSync(folder)).toEqual([])
    await open.close()
  })
})
