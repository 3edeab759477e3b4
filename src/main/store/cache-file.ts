import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { openSqlite, type Sqlite } from '../sqlite/open'
import type { CacheStart } from './cache-messages'
import { cacheSchema } from './cache-schema'
import type { Descriptions } from './cache-tables'

/** Losing the last moments of a cache costs nothing, so it need not wait for the disk; 32 MB of pages stay decrypted. */
const PRAGMAS = 'PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768'

/**
 * Opens the cache. A file that cannot be read, or was made for another server, other resources or fields, is deleted and
 * begun anew; where no file can be had, the cache lives in memory.
 */
export function openCacheFile(start: CacheStart, descriptions: Descriptions): Sqlite {
  const { path, key, server } = start
  if (path === null || key === null) return open(':memory:', null, server, descriptions)
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return open(path, key, server, descriptions)
  } catch {
    return beginAnew(start, descriptions)
  }
}

/** Deletes the file and makes a new one; where that fails, one in memory. */
export function beginAnew({ path, key, server }: CacheStart, descriptions: Descriptions): Sqlite {
  try {
    if (path === null || key === null) return open(':memory:', null, server, descriptions)
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
    return open(path, key, server, descriptions)
  } catch {
    return open(':memory:', null, server, descriptions)
  }
}

/** The file was made for another server, or by a program with other resources or fields. */
class OtherContentError extends Error {
  override readonly name = 'OtherContentError'
}

function open(path: string, key: string | null, { here, before }: CacheStart['server'], descriptions: Descriptions): Sqlite {
  const schema = cacheSchema(Object.values(descriptions))
  const db = openSqlite({ path, ...(key === null ? {} : { key }), migrations: [schema], isAlone: true })
  try {
    db.exec(PRAGMAS)
    const bytes = db.get<{ schema: ArrayBuffer }>('SELECT CAST(schema AS BLOB) AS schema FROM about')?.schema
    const known = bytes && new TextDecoder().decode(bytes)
    // Older programs wrote the schema alone.
    const wanted = `${schema}\n-- ${here}`
    if (known === undefined) db.run('INSERT INTO about (schema) VALUES (?)', [wanted])
    else if (known === schema && before === here) db.run('UPDATE about SET schema = ?', [wanted])
    else if (known !== wanted) throw new OtherContentError()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
