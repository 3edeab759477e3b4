import type { ResourceDescription, ResourceName } from '@shared/resources/resource'
import type { Sqlite } from '../sqlite/open'
import { columnValue, readPage, type StoredRow } from './cache-list'
import type { CacheCall, CacheInput, CacheOutput } from './cache-messages'
import { columnOf, queriedFields, tableOf } from './cache-schema'
import { shrinkRows, usedBytes } from './cache-size'

/** What is held of a server, in an open database. Synchronous: made for a thread of its own. */
export type CacheTables = {
  readonly [Call in Exclude<CacheCall, 'close'>]: (input: CacheInput<Call>) => CacheOutput<Call>
}

/** A row in the file is not one of this program: the file is damaged, or was written by another version. */
export class UnreadableRowError extends Error {
  override readonly name = 'UnreadableRowError'
  constructor(name: string) {
    super(`A cached row of ${name} cannot be read.`)
  }
}

export type Descriptions = Readonly<Record<ResourceName, ResourceDescription>>

export function createCacheTables(db: Sqlite, descriptions: Descriptions): CacheTables {
  return { ...rowCalls(db, descriptions), ...listCalls(db, descriptions), ...answerCalls(db), ...sizeCalls(db, descriptions) }
}

function rowCalls(db: Sqlite, descriptions: Descriptions): Pick<CacheTables, 'putRows' | 'keepOnly' | 'removeRow'> {
  return {
    putRows: ({ resource, rows, fetchedAt }) => {
      const description = descriptions[resource]
      const put = putter(db, description)
      db.transaction(() => {
        // By the schema: a field that is not the row's own, such as a password, gets no further.
        for (const row of rows) put(description.rowSchema.parse(row), fetchedAt)
      })
      return null
    },
    keepOnly: ({ resource, ids, fetchedBefore, fetchedAt }) => {
      db.transaction(() => {
        db.run(`DELETE FROM ${tableOf(descriptions[resource])} WHERE fetched_at < ? AND id NOT IN (SELECT value FROM json_each(?))`, [fetchedBefore ?? Number.MAX_SAFE_INTEGER, JSON.stringify(ids)])
        // Emptied meanwhile, or another file than the one that the first of them went to: then not all of them are here.
        const held = db.get<{ n: number }>(`SELECT count(*) AS n FROM ${tableOf(descriptions[resource])} WHERE id IN (SELECT value FROM json_each(?))`, [JSON.stringify(ids)])?.n
        if (held === new Set(ids).size) db.run('INSERT OR REPLACE INTO holdings (resource, whole_at) VALUES (?, ?)', [resource, fetchedAt])
      })
      return null
    },
    removeRow: ({ resource, id }) => {
      db.run(`DELETE FROM ${tableOf(descriptions[resource])} WHERE id = ?`, [id])
      return null
    },
  }
}

function putter(db: Sqlite, description: ResourceDescription): (row: { readonly id: number; readonly [field: string]: unknown }, fetchedAt: number) => void {
  const fields = queriedFields(description)
  const columns = ['id', ...fields.map(columnOf), 'row', 'fetched_at']
  const sql = `INSERT OR REPLACE INTO ${tableOf(description)} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
  return (row, fetchedAt) => {
    db.run(sql, [row.id, ...fields.map((field) => columnValue(row[field])), JSON.stringify(row), fetchedAt])
  }
}

function listCalls(db: Sqlite, descriptions: Descriptions): Pick<CacheTables, 'get' | 'list' | 'ids'> {
  const wholeAt = (resource: ResourceName): number | null => db.get<{ whole_at: number }>('SELECT CAST(whole_at AS INTEGER) AS whole_at FROM holdings WHERE resource = ?', [resource])?.whole_at ?? null
  const oldest = (description: ResourceDescription): number | null => db.get<{ at: number | null }>(`SELECT CAST(min(fetched_at) AS INTEGER) AS at FROM ${tableOf(description)}`)?.at ?? null
  return {
    get: ({ resource, id }) => {
      const stored = db.get<StoredRow>(`SELECT CAST(row AS BLOB) AS row, CAST(fetched_at AS INTEGER) AS fetched_at FROM ${tableOf(descriptions[resource])} WHERE id = ?`, [id])
      return stored ? { row: readRow(descriptions[resource], stored), fetchedAt: stored.fetched_at } : null
    },
    list: ({ resource, query }) => {
      const description = descriptions[resource]
      const whole = wholeAt(resource)
      const heldSince = oldest(description) ?? whole
      if (heldSince === null) return null
      const { rows, total } = readPage(db, description, query)
      // An empty page is as old as what it was looked for in.
      const fetchedAt = rows.length > 0 ? Math.min(...rows.map((row) => row.fetched_at)) : heldSince
      return { rows: rows.map((row) => readRow(description, row)), total, fetchedAt, isComplete: whole !== null }
    },
    ids: ({ resource }) => db.all<{ id: number }>(`SELECT id FROM ${tableOf(descriptions[resource])} ORDER BY id`).map(({ id }) => id),
  }
}

function readRow(description: ResourceDescription, { row }: StoredRow): ReturnType<ResourceDescription['rowSchema']['parse']> {
  try {
    return description.rowSchema.parse(JSON.parse(textOf(row)))
  } catch {
    throw new UnreadableRowError(description.name)
  }
}

/** Throws `TypeError` for bytes that are no UTF-8. */
function textOf(bytes: ArrayBuffer): string {
  return STRICT.decode(bytes)
}

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function answerCalls(db: Sqlite): Pick<CacheTables, 'putAnswer' | 'getAnswer'> {
  return {
    putAnswer: ({ name, value, fetchedAt }) => {
      db.run('INSERT OR REPLACE INTO answers (name, value, fetched_at) VALUES (?, ?, ?)', [name, JSON.stringify(value), fetchedAt])
      return null
    },
    getAnswer: ({ name }) => {
      const stored = db.get<{ value: ArrayBuffer; fetched_at: number }>('SELECT CAST(value AS BLOB) AS value, CAST(fetched_at AS INTEGER) AS fetched_at FROM answers WHERE name = ?', [name])
      if (!stored) return null
      try {
        return { value: JSON.parse(textOf(stored.value)) as unknown, fetchedAt: stored.fetched_at }
      } catch {
        throw new UnreadableRowError(name)
      }
    },
  }
}

function sizeCalls(db: Sqlite, descriptions: Descriptions): Pick<CacheTables, 'size' | 'shrink' | 'clear'> {
  const all = Object.values(descriptions)
  return {
    size: () => ({
      bytes: usedBytes(db),
      rows: all.reduce((sum, description) => sum + (db.get<{ n: number }>(`SELECT count(*) AS n FROM ${tableOf(description)}`)?.n ?? 0), 0),
    }),
    shrink: ({ maxBytes }) => {
      shrinkRows(
        db,
        all.filter(({ isHeldWhole }) => !isHeldWhole),
        maxBytes,
      )
      return null
    },
    clear: () => {
      db.transaction(() => {
        for (const table of [...all.map(tableOf), 'answers', 'holdings']) db.run(`DELETE FROM ${table}`)
      })
      db.exec('VACUUM')
      return null
    },
  }
}
