import type { Sqlite } from '../sqlite/open'
import { beginAnew, openCacheFile } from './cache-file'
import type { CacheCall, CacheInput, CacheOutput, CacheStart } from './cache-messages'
import { type CacheTables, createCacheTables, type Descriptions, UnreadableRowError } from './cache-tables'

/** Answers the calls of the cache from its file, and begins the file anew when it turns out to be damaged. */
export interface CacheService {
  /** Throws the driver's errors; after one that means damage the cache is empty and works. */
  answer<Call extends CacheCall>(call: Call, input: CacheInput<Call>): CacheOutput<Call>
}

export function createCacheService(start: CacheStart, descriptions: Descriptions): CacheService {
  let db: Sqlite = openCacheFile(start, descriptions)
  let tables = createCacheTables(db, descriptions)
  const replace = (): void => {
    db.close()
    db = beginAnew(start, descriptions)
    tables = createCacheTables(db, descriptions)
  }
  return {
    answer: (call, input) => {
      if (call === 'close') {
        db.close()
        return null as CacheOutput<typeof call>
      }
      const work = tables[call as keyof CacheTables] as (input: unknown) => CacheOutput<typeof call>
      try {
        return work(input)
      } catch (error) {
        if (isDamage(error)) replace()
        throw error
      }
    },
  }
}

function isDamage(error: unknown): boolean {
  if (error instanceof UnreadableRowError) return true
  return error instanceof Error && /not a database|malformed|corrupt|hmac|disk I\/O/i.test(error.message)
}
