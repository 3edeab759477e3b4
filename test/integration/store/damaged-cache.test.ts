// F78: a damaged cache is thrown away. Its thread lives in the program's own process: what ends the one ends the other.
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { RESOURCES } from '../../../src/shared/resources/registry'
import { USERS } from '../../../src/shared/resources/user'
import { openSqlite } from '../../../src/main/sqlite/open'
import { createCacheService, type CacheService } from '../../../src/main/store/cache-service'
import { flipBit } from '../../support/damage-world'
import { mulberry32 } from '../../support/offline-fuzz'

const KEY = 'c'.repeat(64)
const SEED = Number(process.env['FUZZ_DAMAGE_SEED'] ?? Math.floor(Math.random() * 1e9))
const FLIPS = 100

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-damaged-cache-'))
  path = join(folder, 'user-1.cache.db')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const user = (id: number) => ({ ...USERS.blank, id, username: `用户${id}`, email: `u${id}@example.com`, roleIds: [2], createdAt: 1_600_000_000 + id })
const open = (): CacheService => createCacheService({ path, key: KEY, server: { here: 'h', before: null } }, RESOURCES)
const query = { page: 1, pageSize: 200, sort: [], filter: {} }

/** Whatever it answers or throws, this process goes on, and the cache works again at once or at the next call. */
function readAll(service: CacheService): void {
  for (const read of [
    () => service.answer('list', { resource: 'users', query }),
    () => service.answer('get', { resource: 'users', id: 7 }),
    () => service.answer('getAnswer', { name: 'account' }),
    () => service.answer('ids', { resource: 'users' }),
  ]) {
    try {
      read()
    } catch (error) {
      expect(error).toBeInstanceOf(Error)
    }
  }
}

function fill(): void {
  const service = open()
  service.answer('putRows', { resource: 'users', rows: Array.from({ length: 40 }, (_, index) => user(index + 1)), fetchedAt: 1000 })
  service.answer('putAnswer', { name: 'account', value: { name: '管理员' }, fetchedAt: 1000 })
  service.answer('close', {})
}

it(`F78: ${FLIPS} single bits turned over in a cache (seed ${SEED}) end nothing`, () => {
  fill()
  copyFileSync(path, `${path}.kept`)
  const random = mulberry32(SEED)
  for (let flip = 0; flip < FLIPS; flip += 1) {
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true })
    copyFileSync(`${path}.kept`, path)
    flipBit(path, Math.floor(random() * statSync(path).size * 8))
    const service = open()
    readAll(service)
    service.answer('close', {})
  }
})

it('F78: a cached text that is no UTF-8 is thrown away with its cache, which is begun anew', () => {
  fill()
  const file = openSqlite({ path, key: KEY, migrations: [''] })
  file.exec("UPDATE rows_users SET row = CAST(x'7b22ff' AS TEXT) WHERE id = 7")
  file.close()
  const service = open()
  expect(() => service.answer('list', { resource: 'users', query })).toThrow(/cannot be read/)
  expect(service.answer('list', { resource: 'users', query })).toBeNull()
  service.answer('putRows', { resource: 'users', rows: [user(1)], fetchedAt: 2000 })
  expect(service.answer('ids', { resource: 'users' })).toEqual([1])
  service.answer('close', {})
})
