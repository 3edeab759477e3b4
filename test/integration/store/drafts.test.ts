import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKeychain, type KeychainDriver } from '../../../src/main/secrets/keychain'
import { openSqlite } from '../../../src/main/sqlite/open'
import { MIGRATIONS } from '../../../src/main/store/schema'
import { createUserStores, type UserStores } from '../../../src/main/store/user-store'

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
  const made = createUserStores({ folder, secrets, accountPrefix: 'i/p', wallMs: () => 1000 })
  return { ...made, retryKeychain: () => secrets.probe() }
}
const draft = (edits: Record<string, unknown>, title = 'wangwei') => ({
  draftId: randomUUID(), resource: 'users' as const, recordId: 4, title, base: { tel: '1' }, edits, cursorField: 'tel',
})

describe('drafts on the disk', () => {
  it('are there again for the next run, whole', async () => {
    const first = await stores()
    const kept = draft({ tel: '王 2' })
    expect((await first.of(1)).drafts.keep(kept)).toEqual({ keptAt: 1000 })
    first.close()
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
    open.close()
  })

  it('belong to one user each', async () => {
    const open = await stores()
    ;(await open.of(1)).drafts.keep(draft({ tel: '2' }))
    expect((await open.of(2)).drafts.list()).toEqual([])
    open.close()
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
    open.close()
  })
})

describe('the key of the data file', () => {
  it('absent while the file exists: the file stays untouched, no new key is made, work goes on in memory', async () => {
    const first = await stores()
    const kept = draft({ tel: '2' })
    ;(await first.of(1)).drafts.keep(kept)
    first.close()
    const saved = new Map(items)
    items.clear()
    const bytes = readFileSync(join(folder, 'user-1.db'))
    const locked = await stores()
    const store = await locked.of(1)
    expect(store.storage()).toBe('memory-only')
    expect(items.size).toBe(0)
    expect(readFileSync(join(folder, 'user-1.db')).equals(bytes)).toBe(true)
    const typedMeanwhile = draft({ tel: '3' }, 'typed meanwhile')
    store.drafts.keep(typedMeanwhile)
    for (const [account, value] of saved) items.set(account, value)
    await locked.retry()
    expect(store.storage()).toBe('durable')
    expect(store.drafts.list().map(({ draftId }) => draftId).sort()).toEqual([kept.draftId, typedMeanwhile.draftId].sort())
    locked.close()
  })

  for (const [name, harm] of [
    ['a wrong key', () => items.set('i/p/1/db', 'f'.repeat(64))],
    ['a damaged file', () => { writeFileSync(join(folder, 'user-1.db'), Buffer.alloc(8192, 7)) }],
  ] as const) {
    it(`${name}: the file is moved aside under its date, the person is told, and work goes on in a fresh one`, async () => {
      const first = await stores()
      ;(await first.of(1)).drafts.keep(draft({ tel: '2' }))
      first.close()
      for (const suffix of ['-wal', '-shm']) rmSync(join(folder, `user-1.db${suffix}`), { force: true })
      harm()
      const second = await stores()
      const store = await second.of(1)
      expect(store.storage()).toBe('durable')
      expect(store.movedAsideTo()).toContain('user-1.db.unreadable-')
      expect(existsSync(store.movedAsideTo() ?? '')).toBe(true)
      expect(store.drafts.list()).toEqual([])
      second.close()
    })
  }

  it('a file of a newer program, or one that cannot be opened, is left untouched; work goes on in memory and it is told', async () => {
    const first = await stores()
    ;(await first.of(1)).drafts.keep(draft({ tel: '2' }))
    first.close()
    const db = openSqlite({ path: join(folder, 'user-1.db'), key: items.get('i/p/1/db') ?? '', migrations: MIGRATIONS })
    db.exec('PRAGMA user_version = 99')
    db.close()
    const second = await (await stores()).of(1)
    expect([second.storage(), second.problem()]).toEqual(['memory-only', 'newer-schema'])
    expect(readdirSync(folder).some((name) => name.includes('unreadable'))).toBe(false)
  })

  it('no keychain at all: memory only, and no file is made', async () => {
    const open = await stores(() => Promise.resolve(null))
    const store = await open.of(1)
    store.drafts.keep(draft({ tel: '2' }))
    expect(store.storage()).toBe('memory-only')
    expect(readdirSync(folder)).toEqual([])
    open.close()
  })
})
