import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ListQuery, rowFields } from '../../../src/shared/resources/resource'
import { type User, USERS } from '../../../src/shared/resources/user'
import { openSqlite } from '../../../src/main/sqlite/open'
import { type Cache, createCache } from '../../../src/main/store/cache'
import type { ThreadFile } from '../../../src/main/store/cache-thread'
import { cacheThread } from '../../support/cache-thread'
import { failureOf } from '../../support/client'

const KEY = 'a1'.repeat(32)
let folder: string
let path: string
let opened: Cache[]
let faults: unknown[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-cache-'))
  path = join(folder, 'user-1.cache.db')
  opened = []
  faults = []
})
afterEach(async () => {
  for (const cache of opened) await cache.close()
  rmSync(folder, { recursive: true })
})

function open(more: { key?: string | null; thread?: ThreadFile } = {}): Cache {
  const cache = createCache({ server: { here: '', before: null }, path, key: KEY, thread: cacheThread, onFault: (error) => faults.push(error), ...more })
  opened.push(cache)
  return cache
}
const user = (id: number, more: Partial<User> = {}): User => ({ ...USERS.blank, id, username: `user${id}`, email: `u${id}@example.com`, roleIds: [2], createdAt: 1_600_000_000 + id, ...more })
const users = (count: number): User[] => Array.from({ length: count }, (_, index) => user(index + 1))
const query = (more: Partial<ListQuery> = {}): ListQuery => ({ page: 1, pageSize: 20, sort: [], filter: {}, ...more })
const role = (id: number) => ({ id, name: `role${id}`, remark: '', status: 'enabled' as const, scope: 0, listorder: 99, createdAt: null, updatedAt: null })

describe('rows in the cache', () => {
  it('are there again for the next run, with the time at which they were fetched', async () => {
    const first = open()
    await first.putRows('users', [user(4, { username: '王伟' })], 1000)
    await first.close()
    const second = open()
    expect(await second.get('users', 4)).toEqual({ row: user(4, { username: '王伟' }), fetchedAt: 1000 })
    expect(await second.get('users', 5)).toBeNull()
  })

  it('take the place of what was held of the same record, and go when the record went', async () => {
    const cache = open()
    await cache.putRows('users', users(3), 1000)
    await cache.putRows('users', [user(2, { tel: '1' })], 2000)
    await cache.removeRow('users', 3)
    expect(await cache.get('users', 2)).toEqual({ row: user(2, { tel: '1' }), fetchedAt: 2000 })
    expect(await cache.ids('users')).toEqual([1, 2])
  })

  it('say nothing of a resource that was never seen, and an empty list of one that is known to be empty', async () => {
    const cache = open()
    expect(await cache.list('roles', query())).toBeNull()
    await cache.replaceAll('roles', [], 1000)
    expect(await cache.list('roles', query())).toEqual({ rows: [], total: 0, fetchedAt: 1000, isComplete: true })
  })

  it('are as old as the oldest of the page; an empty page is as old as what it was looked for in', async () => {
    const cache = open()
    await cache.putRows('users', users(30), 2000)
    await cache.putRows('users', [user(25)], 1000)
    expect(await cache.list('users', query())).toMatchObject({ total: 30, fetchedAt: 2000, isComplete: false })
    expect(await cache.list('users', query({ page: 2 }))).toMatchObject({ fetchedAt: 1000 })
    expect(await cache.list('users', query({ filter: { username: 'nobody' } }))).toMatchObject({ rows: [], total: 0, fetchedAt: 1000 })
  })

  it('count as whole only when all of them came: what is not among them goes', async () => {
    const cache = open()
    await cache.putRows('roles', [role(1), role(9)], 1000)
    expect((await cache.list('roles', query()))?.isComplete).toBe(false)
    await cache.replaceAll('roles', [role(1), role(2)], 2000)
    expect(await cache.list('roles', query())).toEqual({ rows: [role(1), role(2)], total: 2, fetchedAt: 2000, isComplete: true })
  })

  it('keep a record that came while all others were being fetched', async () => {
    const cache = open()
    await cache.putRows('users', users(4), 1000)
    await cache.putRows('users', [user(7)], 3000)
    await cache.keepOnly('users', [1, 2], 2000)
    expect(await cache.ids('users')).toEqual([1, 2, 7])
    expect((await cache.list('users', query()))?.isComplete).toBe(true)
  })

  it('do not count as whole when the cache was emptied while they were being fetched page by page', async () => {
    const cache = open()
    await cache.putRows('users', users(2), 2000)
    await cache.clear()
    await cache.putRows('users', [user(3)], 2000)
    await cache.keepOnly('users', [1, 2, 3], 1000)
    expect((await cache.list('users', query()))?.isComplete).toBe(false)
  })

  it('of two whole lists put at once are those of the later one', async () => {
    const cache = open()
    const [many, few] = [users(1200), [user(1), user(2), user(1300)]]
    await Promise.all([cache.replaceAll('users', many, 1000), cache.replaceAll('users', few, 1000)])
    expect(await cache.ids('users')).toEqual([1, 2, 1300])
  })

  it('cannot be asked for by a field that is not theirs: its name would become SQL', async () => {
    const cache = open()
    await cache.putRows('users', users(1), 1000)
    expect(await failureOf(cache.list('users', query({ sort: [{ field: 'id; DROP TABLE rows_users', direction: 'asc' }] })))).toMatchObject({ code: 'VALIDATION' })
    expect(await failureOf(cache.list('users', query({ filter: { password: 'x' } })))).toMatchObject({ code: 'VALIDATION' })
  })

  it('hold no field that is not of the record, such as a password', async () => {
    const cache = open()
    await cache.putRows('users', [{ ...user(1), password: 'Secret-9431' }], 1000)
    await cache.close()
    const file = openSqlite({ path, key: KEY, migrations: [''] })
    expect(file.all<{ row: string }>('SELECT row FROM rows_users').map(({ row }) => JSON.parse(row) as unknown)).toEqual([user(1)])
    file.close()
  })
})

describe('whole answers in the cache', () => {
  it('are kept by name, the newest of each', async () => {
    const cache = open()
    expect(await cache.getAnswer('account')).toBeNull()
    await cache.putAnswer('account', { username: 'admin' }, 1000)
    await cache.putAnswer('account', { username: 'admin', roles: [1] }, 2000)
    expect(await cache.getAnswer('account')).toEqual({ value: { username: 'admin', roles: [1] }, fetchedAt: 2000 })
  })
})

describe('the cache file', () => {
  const bytesOnDisk = (): string =>
    readdirSync(folder)
      .map((file) => readFileSync(join(folder, file)).toString('latin1'))
      .join('')

  it('shows no user name of its rows, neither in the file nor in its log', async () => {
    const cache = open()
    await cache.putRows(
      'users',
      users(600).map((row) => ({ ...row, username: `unmistakable-${row.id}` })),
      1000,
    )
    await cache.putAnswer('account', { username: 'unmistakable-admin' }, 1000)
    expect(bytesOnDisk()).not.toContain('unmistakable')
    await cache.close()
    expect(statSync(path).size).toBeGreaterThan(100_000)
    expect(bytesOnDisk()).not.toContain('unmistakable')
    expect(bytesOnDisk()).not.toContain('SQLite format 3')
  })

  it('stays as it is while there is no key: work goes on in memory', async () => {
    const first = open()
    await first.putRows('users', users(2), 1000)
    await first.close()
    const before = readFileSync(path)
    const keyless = open({ key: null })
    expect(await keyless.list('users', query())).toBeNull()
    await keyless.putRows('users', [user(9)], 2000)
    expect(await keyless.ids('users')).toEqual([9])
    await keyless.close()
    expect(readFileSync(path)).toEqual(before)
    expect(await open().ids('users')).toEqual([1, 2])
  })

  it('is begun anew when its key does not open it', async () => {
    const first = open()
    await first.putRows('users', users(2), 1000)
    await first.close()
    const second = open({ key: 'b2'.repeat(32) })
    expect(await second.list('users', query())).toBeNull()
    await second.putRows('users', [user(3)], 2000)
    await second.close()
    expect(await open({ key: 'b2'.repeat(32) }).ids('users')).toEqual([3])
    expect(readdirSync(folder).filter((name) => !/\.db(-wal|-shm)?$/.test(name))).toEqual([])
  })

  it('is begun anew when it is no database at all', async () => {
    writeFileSync(path, Buffer.alloc(8192, 7))
    const cache = open()
    expect(await cache.list('users', query())).toBeNull()
    await cache.putRows('users', users(2), 1000)
    await cache.close()
    expect(await open().ids('users')).toEqual([1, 2])
  })

  it('is begun anew when damage in its middle shows: one call fails, the next finds it empty', async () => {
    const first = open()
    await first.putRows('users', users(3000), 1000)
    await first.close()
    const bytes = readFileSync(path)
    bytes.fill(0x5a, bytes.length / 2)
    writeFileSync(path, bytes)
    const second = open()
    expect((await second.get('users', 1))?.row).toEqual(user(1))
    expect(await failureOf(second.list('users', query({ filter: { username: 'user' } })))).toMatchObject({ code: 'STORAGE' })
    expect(await second.list('users', query())).toBeNull()
    await second.putRows('users', [user(3)], 2000)
    expect(await second.ids('users')).toEqual([3])
  })

  it('is begun anew when it was made for other fields', async () => {
    const first = open()
    await first.putRows('users', users(2), 1000)
    await first.close()
    const file = openSqlite({ path, key: KEY, migrations: [''] })
    file.run('UPDATE about SET schema = ?', ['of another version'])
    file.close()
    const second = open()
    expect(await second.list('users', query())).toBeNull()
    await second.putRows('users', users(3), 1000)
    await second.close()
    expect(await open().ids('users')).toEqual([1, 2, 3])
  })

  it('is begun anew at once when the rows have got another field since, also one that no list asks for', async () => {
    const fields = rowFields(USERS)
    const first = open()
    await first.putRows('users', users(2), 1000)
    await first.close()
    const file = openSqlite({ path, key: KEY, migrations: [''] })
    // As the program before the last field wrote it.
    const schema = file.get<{ schema: string }>('SELECT schema FROM about')?.schema ?? ''
    const before = schema.replace(fields.join(', '), fields.slice(0, -1).join(', '))
    expect(before).not.toBe(schema)
    file.run('UPDATE about SET schema = ?', [before])
    file.close()
    expect(await open().list('users', query())).toBeNull()
  })

  it('gives way to memory where no file can be made', async () => {
    writeFileSync(join(folder, 'a-file'), '')
    const cache = createCache({ server: { here: '', before: null }, path: join(folder, 'a-file', 'user-1.cache.db'), key: KEY, thread: cacheThread, onFault: (error) => faults.push(error) })
    opened.push(cache)
    await cache.putRows('users', users(2), 1000)
    expect(await cache.ids('users')).toEqual([1, 2])
  })

  it('shrinks by the rows fetched longest ago, and keeps what is held whole', async () => {
    const cache = open()
    await cache.replaceAll('roles', [role(1)], 1)
    await cache.putRows('users', users(4000), 1000)
    await cache.putRows('users', users(1000), 2000)
    const before = await cache.size()
    expect(before.rows).toBe(4001)
    await cache.shrink(Math.round(before.bytes / 3))
    const after = await cache.size()
    expect(after.bytes).toBeLessThanOrEqual(before.bytes / 3)
    expect((await cache.ids('users')).filter((id) => id <= 1000)).toHaveLength(1000)
    expect(await cache.ids('roles')).toEqual([1])
    await cache.close()
    expect(statSync(path).size).toBeLessThanOrEqual(before.bytes / 3)
  })

  it('is empty after it was cleared', async () => {
    const cache = open()
    await cache.replaceAll('users', users(3), 1000)
    await cache.putAnswer('account', {}, 1000)
    await cache.clear()
    expect([await cache.list('users', query()), await cache.getAnswer('account'), (await cache.size()).rows]).toEqual([null, null, 0])
  })
})

describe("the cache's thread", () => {
  it('starts with the first call, and is gone after close', async () => {
    const idle = open()
    await idle.close()
    expect(existsSync(path)).toBe(false)
    expect(await failureOf(idle.ids('users'))).toMatchObject({ code: 'STORAGE', details: { cause: 'closed' } })
  })

  it('that dies fails its calls with STORAGE, is started again, and is given up when it cannot work here', async () => {
    const thread: ThreadFile = { file: new URL('data:text/javascript,process.exit(3)') }
    const cache = open({ thread })
    for (let death = 0; death < 5; death += 1) {
      expect(await failureOf(cache.ids('users'))).toMatchObject({ code: 'STORAGE', details: { cause: 'died' } })
    }
    expect(await failureOf(cache.ids('users'))).toMatchObject({ code: 'STORAGE', details: { cause: 'dead' } })
  })

  it('goes on with the same file after a death', async () => {
    const mortal = new URL(
      `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads'
      const post = parentPort.postMessage.bind(parentPort)
      parentPort.postMessage = (reply) => { if (reply.id === 2) throw new Error('struck down'); post(reply) }
      await import(${JSON.stringify(cacheThread.file.href)})
    `)}`,
    )
    const cache = open({ thread: { file: mortal, execArgv: cacheThread.execArgv ?? [] } })
    await cache.putRows('users', users(2), 1000)
    const both = [cache.get('users', 1), cache.get('users', 2)].map((call) => failureOf(call))
    for (const failure of await Promise.all(both)) expect(failure).toMatchObject({ code: 'STORAGE', details: { cause: 'died' } })
    expect(await cache.ids('users')).toEqual([1, 2])
    expect(faults.map((fault) => (fault as Error).message)).toEqual(['struck down'])
  })
})
