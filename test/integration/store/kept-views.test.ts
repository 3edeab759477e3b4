// How a person left the pages: kept per user and server in the encrypted file, and nowhere else.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createKeychain } from '../../../src/main/secrets/keychain'
import { openSqlite } from '../../../src/main/sqlite/open'
import { examineHere } from '../../../src/main/store/examiner'
import { MIGRATIONS } from '../../../src/main/store/schema'
import { createUserStores, type UserStores } from '../../../src/main/store/user-store'
import { filesBelow, placesWith } from '../../support/secret-search'

const HERE = 'https://one.example.com/api/v2'
const THERE = 'https://two.example.com/api/v2'
const view = { username: '张三丰-filter', sort: [{ field: 'username', direction: 'desc' }], page: 3, pageSize: null }

let folder: string
let items: Map<string, string>
let isLocked: boolean
const opened: UserStores[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-views-'))
  items = new Map()
  isLocked = false
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((stores) => stores.close()))
  rmSync(folder, { recursive: true, force: true })
})

async function open(name = 'profile', server = HERE): Promise<UserStores> {
  const once = <T>(run: () => T): Promise<T> => (isLocked ? Promise.reject(new Error('locked')) : Promise.resolve(run()))
  const secrets = createKeychain({
    load: () =>
      Promise.resolve({
        getPassword: (_service: string, account: string) => once(() => items.get(account) ?? null),
        setPassword: (_service: string, account: string, value: string) => once(() => void items.set(account, value)),
        deletePassword: (_service: string, account: string) => once(() => items.delete(account)),
      }),
  })
  await secrets.probe()
  const stores = createUserStores({ examiner: examineHere, folder: join(folder, name), secrets, accountPrefix: 'i/p', wallMs: () => 1000, server, serverBefore: () => HERE })
  opened.push(stores)
  return {
    ...stores,
    retry: async () => {
      await secrets.probe()
      await stores.retry()
    },
  }
}

it('a view is there again after a start in good order and after a kill, the last one that was kept', async () => {
  const stores = await open()
  const { views } = await stores.of(1)
  expect(views.all()).toEqual({})
  views.keep('users', { page: 9 })
  views.keep('users', view)
  views.keep('start', { path: '/sys/user' })
  cpSync(join(folder, 'profile'), join(folder, 'killed'), { recursive: true })
  await stores.close()
  for (const name of ['profile', 'killed']) {
    // The keychain's count of openings belongs to one folder only.
    items.delete('i/p/1/db/changes')
    expect((await (await open(name)).of(1)).views.all(), name).toEqual({ users: view, start: { path: '/sys/user' } })
  }
})

it('another user, and another server of the same user, have views of their own; clearing takes those of one server', async () => {
  const stores = await open()
  ;(await stores.of(1)).views.keep('users', view)
  expect((await stores.of(2)).views.all()).toEqual({})
  const there = (await stores.on(THERE).of(1)).views
  expect(there.all()).toEqual({})
  there.keep('users', { page: 2 })
  ;(await stores.of(1)).views.clear()
  expect([(await stores.of(1)).views.all(), there.all()]).toEqual([{}, { users: { page: 2 } }])
})

it('no file of the data folder holds a word of a filter that can be read, nor the page it belongs to', async () => {
  const stores = await open()
  ;(await stores.of(1)).views.keep('users', view)
  expect(placesWith(['张三丰-filter', 'username'], filesBelow(folder, ''))).toEqual([])
  await stores.close()
  expect(placesWith(['张三丰-filter', 'username'], filesBelow(folder, ''))).toEqual([])
  // The search finds what lies there openly.
  expect(placesWith(['张三丰-filter'], [['control', Buffer.from(JSON.stringify(view))]])).toEqual(['control'])
})

it('what was kept in memory while the keychain was locked goes into the file with the rest, over what was there', async () => {
  const before = await open()
  ;(await before.of(1)).views.keep('users', { page: 1 })
  await before.close()
  isLocked = true
  const stores = await open()
  const store = await stores.of(1)
  store.views.keep('users', view)
  expect(store.storage()).toBe('memory-only')
  isLocked = false
  await stores.retry()
  expect([store.storage(), store.views.all()]).toEqual(['durable', { users: view }])
})

it('of damaged, unknown or oversized rows each is left out by itself, and no pending change is held for it', async () => {
  const stores = await open()
  const { views } = await stores.of(1)
  for (const name of ['users', 'departments', 'journal', 'start'] as const) views.keep(name, { page: 2 })
  await stores.close()
  const db = openSqlite({ path: join(folder, 'profile', 'user-1.db'), key: items.get('i/p/1/db') ?? '', migrations: MIGRATIONS })
  db.run("UPDATE kept_views SET view = '{\"page\":3}' WHERE page = 'users'")
  db.run("UPDATE kept_views SET view = CAST(X'FF' AS TEXT) WHERE page = 'departments'")
  db.close()
  const store = await (await open()).of(1)
  expect(store.views.all()).toEqual({ journal: { page: 2 }, start: { page: 2 } })
  expect([store.recovered(), store.storage()]).toEqual([null, 'durable'])
  store.views.keep('users', view)
  expect(store.views.all()).toMatchObject({ users: view })
})

it('a file that had to be recovered brings the views along', async () => {
  const stores = await open()
  const store = await stores.of(1)
  store.views.keep('users', view)
  const entry = { resource: 'users' as const, verb: 'update' as const, recordId: 5, title: 'ada', base: { id: 5, tel: '' }, edits: { tel: '3' }, secret: null, draftId: null }
  store.journal.append(entry, [])
  await stores.close()
  const db = openSqlite({ path: join(folder, 'profile', 'user-1.db'), key: items.get('i/p/1/db') ?? '', migrations: MIGRATIONS })
  db.run("UPDATE journal SET title = 'bob'")
  db.close()
  const again = await (await open()).of(1)
  expect(again.journal.open()).toHaveLength(1)
  expect(again.recovered()).toMatchObject({ damaged: 1 })
  expect(again.views.all()).toEqual({ users: view })
})
