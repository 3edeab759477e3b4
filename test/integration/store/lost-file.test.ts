import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createKeychain } from '../../../src/main/secrets/keychain'
import { openSqlite } from '../../../src/main/sqlite/open'
import { examineHere } from '../../../src/main/store/examiner'
import { MIGRATIONS } from '../../../src/main/store/schema'
import { createUserStores, type UserStores } from '../../../src/main/store/user-store'

const first = '31d71193-b31f-4070-b484-b237be3234eb'
const second = '31d71193-b31f-4070-b484-b237be3234ec'
const draft = (draftId: string, tel: string) => ({ draftId, resource: 'users' as const, recordId: 5, title: 'ada', base: { id: 5, tel: '' }, edits: { tel }, cursorField: null })
const entry = { resource: 'users' as const, verb: 'update' as const, recordId: 5, title: 'ada', base: { id: 5, tel: '' }, edits: { tel: '3' }, secret: { password: 'S3cret-word' }, draftId: null }

let folder: string
let stores: UserStores
let lost: number[]
let logged: string[]
let items: Map<string, string>
let openStores: () => UserStores

/** The keychain of one run of the program, in memory: the store's files are what is tried here. */
function keychain() {
  items = new Map<string, string>()
  return createKeychain({
    load: () =>
      Promise.resolve({
        getPassword: (_service: string, account: string) => Promise.resolve(items.get(account) ?? null),
        setPassword: (_service: string, account: string, value: string) => Promise.resolve(void items.set(account, value)),
        deletePassword: (_service: string, account: string) => Promise.resolve(items.delete(account)),
      }),
  })
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-lost-'))
  lost = []
  logged = []
  const secrets = keychain()
  await secrets.probe()
  openStores = () =>
    createUserStores({
      examiner: examineHere,
      folder: join(folder, 'profile'),
      secrets,
      accountPrefix: 'i/p',
      wallMs: () => 1000,
      server: '',
      serverBefore: () => '',
      onLost: (userId) => lost.push(userId),
      log: (line) => void logged.push(line),
    })
  stores = openStores()
})

afterEach(async () => {
  await stores.close()
  rmSync(folder, { recursive: true, force: true })
})

const LOSSES: readonly (readonly [how: string, lose: () => void])[] = [
  [
    'was deleted',
    () => {
      rmSync(join(folder, 'profile'), { recursive: true })
    },
  ],
  [
    'was moved away',
    () => {
      renameSync(join(folder, 'profile'), join(folder, 'elsewhere'))
    },
  ],
]

it('is told in the log when it is made and when it is opened, by number and state alone', async () => {
  const store = await stores.of(1)
  store.drafts.keep(draft(first, '13900000001'))
  await stores.close()
  await openStores().of(1)
  expect(logged).toEqual([`The data file of user 1 was made, with schema ${MIGRATIONS.length}.`, 'The data of user 1 is durable.', 'The data of user 1 is durable.'])
})

it.each(LOSSES)('F79: a data folder that %s while in use: everything goes on in memory, is told once, and is called durable no more', async (_how, lose) => {
  const store = await stores.of(1)
  store.drafts.keep(draft(first, '1'))
  const { entryId } = store.journal.append(entry, [])
  expect(store.storage()).toBe('durable')
  lose()
  store.drafts.keep(draft(second, '2'))
  expect(store.storage()).toBe('memory-only')
  expect(store.problem()).toBe('lost')
  expect(lost).toEqual([1])
  expect(
    store.drafts
      .list()
      .map(({ draftId }) => draftId)
      .sort(),
  ).toEqual([first, second])
  expect(store.journal.open().map(({ edits }) => edits)).toEqual([{ tel: '3' }])
  expect(store.journal.secretOf(entryId)).toEqual(entry.secret)
  store.journal.change(entryId, { state: 'refused' })
  expect(lost).toEqual([1])
  expect(await stores.inMemoryTitles()).toEqual(['ada'])
})

it('F79: a disk that became read-only: what is typed next is kept in memory, and so is all that was there', async () => {
  const store = await stores.of(1)
  store.drafts.keep(draft(first, '1'))
  await stores.close()
  // In SQLite's own words for it, whatever user the tests run as.
  const db = openSqlite({ path: join(folder, 'profile', 'user-1.db'), key: items.get('i/p/1/db') ?? '', migrations: MIGRATIONS })
  db.exec("CREATE TRIGGER read_only BEFORE INSERT ON drafts BEGIN SELECT RAISE(ABORT, 'attempt to write a readonly database'); END")
  db.close()
  stores = openStores()
  const again = await stores.of(1)
  expect(again.storage()).toBe('durable')
  again.drafts.keep(draft(second, '2'))
  expect(again.storage()).toBe('memory-only')
  expect(again.drafts.list()).toHaveLength(2)
  expect(lost).toEqual([1])
})

it('F79: once the folder can be written again, Retry brings everything back to the disk', async () => {
  const store = await stores.of(1)
  store.drafts.keep(draft(first, '1'))
  rmSync(join(folder, 'profile'), { recursive: true })
  store.drafts.keep(draft(second, '2'))
  await stores.retry()
  expect(store.storage()).toBe('durable')
  expect(existsSync(join(folder, 'profile', 'user-1.db'))).toBe(true)
  expect(store.drafts.list()).toHaveLength(2)
  expect(await stores.inMemoryTitles()).toEqual([])
})

it('F79: what was put off for the same disk sync is not lost with the file', async () => {
  const store = await stores.of(1)
  const { entryId } = store.journal.append(entry, [])
  const changed = store.journal.changeSoon(entryId, { state: 'sending', attempts: 1 })
  rmSync(join(folder, 'profile'), { recursive: true })
  store.drafts.keep(draft(first, '1'))
  await changed
  expect(store.journal.read(entryId)).toMatchObject({ state: 'sending', attempts: 1 })
})
