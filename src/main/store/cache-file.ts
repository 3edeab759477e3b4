import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { openSqlite, type Sqlite } from '../sqlite/open'
import type { CacheStart } from './cache-messages'
import { cacheSchema } from './cache-schema'
import type { Descriptions } from './cache-tables'

/** Losing the last moments of a cache costs nothing, so it need not wait for the disk; 32 MB of pages stay decrypted. */
const PRAGMAS = 'PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768'

/**
 * Opens the cache. A file that cannot be read, or was made for other resources or fields, is deleted and begun anew; where
 * no file can be had, the cache lives in memory.
 */
export function openCacheFile({ path, key }: CacheStart, descriptions: Descriptions): Sqlite {
  if (path === null || key === null) return open(':memory:', null, descriptions)
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return open(path, key, descriptions)
  } catch {
    return beginAnew({ path, key }, descriptions)
  }
}

/** Deletes the file and makes a new one; where that fails, one in memory. */
export function beginAnew({ path, key }: CacheStart, descriptions: Descriptions): Sqlite {
  try {
    if (path === null || key === null) return open(':memory:', null, descriptions)
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
    return open(path, key, descriptions)
  } catch {
    return open(':memory:', null, descriptions)
  }
}

/** The file was made by a program with other resources or fields. */
class OtherSchemaError extends Error {
  override readonly name = 'OtherSchemaError'
}

function open(path: string, key: string | null, descriptions: Descriptions): Sqlite {
  const schema = cacheSchema(Object.values(descriptions))
  const db = openSqlite({ path, ...(key === null ? {} : { key }), migrations: [schema] })
  try {
    db.exec(PRAGMAS)
    const known = db.get<{ schema: string }>('SELECT schema FROM about')?.schema
    if (known === undefined) db.run('INSERT INTO about (schema) VALUES (?)', [schema])
    else if (known !== schema) throw new OtherSchemaError()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
