import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failed } from '@shared/result'
import { type Cache, createCache } from './cache'
import type { CacheStart } from './cache-messages'
import type { ThreadFile } from './cache-thread'

/** The caches of one server's users: each opened at its first use and kept open, in a thread of its own. */
export interface UserCaches {
  /** Throws STORAGE after `close`. */
  of(userId: number): Promise<Cache>
  /**
   * Empties this user's cache: the one that is open, and else the file, also where there is no key to open it with. Throws STORAGE
   * where that does not work.
   */
  clear(userId: number): Promise<void>
  /** The keychain works again: caches that had to live in memory are opened from their files at their next use. */
  retry(): Promise<void>
  /** Resolves when every file is closed. Safe to call twice. */
  close(): Promise<void>
}

export interface UserCachesOptions {
  /** The profile's folder below the data folder; null: in memory. */
  readonly folder: string | null
  /** As in `CacheOptions`. */
  readonly server: CacheStart['server']
  /** The key of the user's data file, which encrypts the cache too; null when there is none to be had. Never makes one. */
  readonly keyOf: (userId: number) => Promise<string | null>
  readonly thread: ThreadFile
  /** What each may take, in bytes; what was fetched longest ago goes first. Left out: no limit. */
  readonly limitBytes?: number
  readonly onFault: (error: unknown) => void
}

interface Opened {
  readonly cache: Cache
  readonly isInMemory: boolean
}

/** Far more than 50,000 users need. */
export const CACHE_LIMIT_BYTES = 200_000_000

export function createUserCaches({ folder, server, keyOf, thread, limitBytes, onFault }: UserCachesOptions): UserCaches {
  const opened = new Map<number, Promise<Opened>>()
  let isClosed = false
  const requireOpen = (): void => {
    if (isClosed) throw failed('STORAGE', 'The cache is closed.', { details: { cause: 'closed' } })
  }
  const open = async (userId: number): Promise<Opened> => {
    const key = folder === null ? null : await keyOf(userId)
    const path = folder === null || key === null ? null : join(folder, `user-${userId}.cache.db`)
    requireOpen()
    const cache = createCache({ path, key, server, thread, onFault })
    // A cache that cannot be used says why itself.
    if (limitBytes !== undefined) cache.shrink(limitBytes).catch(() => undefined)
    return { cache, isInMemory: path === null }
  }
  return {
    of: async (userId) => {
      // What comes late must not make a file anew that has just been removed.
      requireOpen()
      const known = opened.get(userId) ?? open(userId)
      opened.set(userId, known)
      known.catch(() => opened.delete(userId))
      return (await known).cache
    },
    clear: async (userId) => {
      requireOpen()
      const known = await opened.get(userId)?.catch(() => undefined)
      await known?.cache.clear()
      if (folder === null || known?.isInMemory === false) return
      await removeCacheFiles(folder, userId).catch(() => {
        throw failed('STORAGE', 'A cache could not be removed.')
      })
    },
    retry: async () => {
      for (const [userId, opening] of opened) {
        const { cache, isInMemory } = await opening
        if (!isInMemory || folder === null || (await keyOf(userId)) === null) continue
        opened.delete(userId)
        await cache.close()
      }
    },
    close: async () => {
      isClosed = true
      const all = [...opened.values()]
      opened.clear()
      await Promise.all(
        all.map((opening) =>
          opening.then(
            ({ cache }) => cache.close(),
            () => undefined,
          ),
        ),
      )
    },
  }
}

/** Whose cache a file is, or the log that SQLite keeps beside it; null: another file. */
export function cacheUserOf(name: string): number | null {
  const userId = /^user-(\d+)\.cache\.db/.exec(name)?.[1]
  return userId === undefined ? null : Number(userId)
}

/** Removes the caches below this profile's folder, or only this user's; none of them may be open. Throws the file system's error. */
export async function removeCacheFiles(folder: string, userId?: number): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const isMeant = (owner: number | null): boolean => owner !== null && (userId === undefined || owner === userId)
  for (const name of names) if (isMeant(cacheUserOf(name))) await rm(join(folder, name), { force: true, maxRetries: 3 })
}
