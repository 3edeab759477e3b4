import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createUserCaches, type UserCaches } from '../../../src/main/store/cache-by-user'
import { cacheThread } from '../../support/cache-thread'
import { failureOf } from '../../support/client'

let folder: string
let keys: Map<number, string>
let caches: UserCaches
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-caches-'))
  keys = new Map([
    [1, 'a1'.repeat(32)],
    [2, 'b2'.repeat(32)],
  ])
  caches = open()
})
afterEach(async () => {
  await caches.close()
  rmSync(folder, { recursive: true })
})
const open = (): UserCaches =>
  createUserCaches({
    server: { here: '', before: null },
    folder,
    keyOf: (userId) => Promise.resolve(keys.get(userId) ?? null),
    thread: cacheThread,
    onFault: (error) => {
      throw error
    },
  })

describe("the caches of a server's users", () => {
  it('are one for each user, in a file of its own', async () => {
    await (await caches.of(1)).putAnswer('account', 'first', 1)
    expect(await (await caches.of(2)).getAnswer('account')).toBeNull()
    expect(await caches.of(1)).toBe(await caches.of(1))
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.db'))
        .sort(),
    ).toEqual(['user-1.cache.db', 'user-2.cache.db'])
    await caches.close()
    caches = open()
    expect(await (await caches.of(1)).getAnswer('account')).toEqual({ value: 'first', fetchedAt: 1 })
  })

  it('live in memory while the keychain gives no key, and in the file after it works again', async () => {
    await (await caches.of(1)).putAnswer('account', 'on the disk', 1)
    await caches.close()
    const key = keys.get(1) ?? ''
    keys.delete(1)
    caches = open()
    const inMemory = await caches.of(1)
    expect(await inMemory.getAnswer('account')).toBeNull()
    await caches.retry()
    expect(await caches.of(1)).toBe(inMemory)
    keys.set(1, key)
    await caches.retry()
    expect(await (await caches.of(1)).getAnswer('account')).toEqual({ value: 'on the disk', fetchedAt: 1 })
    const onDisk = await caches.of(1)
    await caches.retry()
    expect(await caches.of(1)).toBe(onDisk)
    expect(await failureOf(inMemory.getAnswer('account'))).toMatchObject({ code: 'STORAGE' })
  })

  it('are emptied on the disk too, while the keychain gives no key: what lies there would be back with the key', async () => {
    await (await caches.of(1)).putAnswer('account', 'on the disk', 1)
    await (await caches.of(2)).putAnswer('account', 'of another', 1)
    await caches.close()
    const key = keys.get(1) ?? ''
    keys.delete(1)
    caches = open()
    await (await caches.of(1)).putAnswer('account', 'in memory', 2)
    await caches.clear(1)
    expect(await (await caches.of(1)).getAnswer('account')).toBeNull()
    keys.set(1, key)
    await caches.retry()
    expect(await (await caches.of(1)).getAnswer('account')).toBeNull()
    expect(await (await caches.of(2)).getAnswer('account')).toMatchObject({ value: 'of another' })
  })

  it('are emptied without being opened, and open ones where they are', async () => {
    await (await caches.of(1)).putAnswer('account', 'first', 1)
    const still = await caches.of(1)
    await caches.clear(1)
    expect([await still.getAnswer('account'), await caches.of(1)]).toEqual([null, still])
    await still.putAnswer('account', 'second', 2)
    await caches.close()
    caches = open()
    await caches.clear(1)
    expect(readdirSync(folder).filter((name) => name.startsWith('user-1.'))).toEqual([])
    expect(await (await caches.of(1)).getAnswer('account')).toBeNull()
  })

  it('are asked for again when the key could not be looked for', async () => {
    let isHanging = true
    const trying = createUserCaches({
      server: { here: '', before: null },
      folder,
      keyOf: () => (isHanging ? Promise.reject(new Error('hanging')) : Promise.resolve(null)),
      thread: cacheThread,
      onFault: () => undefined,
    })
    await expect(trying.of(1)).rejects.toThrow('hanging')
    isHanging = false
    expect(await (await trying.of(1)).getAnswer('account')).toBeNull()
    await trying.close()
  })
})
