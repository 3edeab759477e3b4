import type { ResourceDescription } from '@shared/resources/resource'
import type { Sqlite } from '../sqlite/open'
import { tableOf } from './cache-schema'

/** What the cache takes up, in bytes: pages in use, without those that are free. */
export function usedBytes(db: Sqlite): number {
  const pragma = (name: string): number => Number(Object.values(db.get<Record<string, number>>(`PRAGMA ${name}`) ?? {})[0] ?? 0)
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size')
}

/**
 * Removes the rows fetched longest ago until no more than `maxBytes` are in use, or none is left, and gives the room
 * back to the disk. What loses a row is no longer held whole.
 */
export function shrinkRows(db: Sqlite, descriptions: readonly ResourceDescription[], maxBytes: number): void {
  if (usedBytes(db) <= maxBytes) return
  for (const description of descriptions) {
    if (usedBytes(db) <= maxBytes) break
    db.run('DELETE FROM holdings WHERE resource = ?', [description.name])
    while (usedBytes(db) > maxBytes && removeOldest(db, tableOf(description), maxBytes)) continue
  }
  db.exec('VACUUM')
}

/** Removes about the part of the rows that is too much; false when there is none left. */
function removeOldest(db: Sqlite, table: string, maxBytes: number): boolean {
  const count = db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0
  const part = Math.max(1, Math.ceil(count * (1 - maxBytes / usedBytes(db))))
  return db.run(`DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} ORDER BY fetched_at, id LIMIT ?)`, [part]).changes > 0
}
