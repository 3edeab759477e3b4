import { requireKnownFields } from '@shared/resources/apply-query'
import type { ListQuery, ResourceDescription } from '@shared/resources/resource'
import type { Sqlite, SqlValue } from '../sqlite/open'
import { columnOf, tableOf } from './cache-schema'

/** Read as bytes, and decoded by us: the driver ends the whole process over a text that is no UTF-8. */
export interface StoredRow {
  readonly row: ArrayBuffer
  readonly fetched_at: number
}

/**
 * One page of the rows held, by the grammar of `applyQuery`, which is the measure of this: columns are compared without
 * the case of Latin letters, ties go by id. Throws VALIDATION on a field that is not the resource's to ask by: names of
 * columns come from its description only.
 */
export function readPage(db: Sqlite, description: ResourceDescription, query: ListQuery): { rows: StoredRow[]; total: number } {
  requireKnownFields(description, query)
  const table = tableOf(description)
  const { where, params } = conditions(description, query)
  const order = orderBy(description, query)
  const total = db.get<{ total: number }>(`SELECT count(*) AS total FROM ${table} ${where}`, params)?.total ?? 0
  // The inner query sorts keys alone; whole rows are read for the page only.
  const page = `SELECT id FROM ${table} ${where} ORDER BY ${order} LIMIT ? OFFSET ?`
  const rows = db.all<StoredRow>(`SELECT CAST(row AS BLOB) AS row, CAST(fetched_at AS INTEGER) AS fetched_at FROM ${table} WHERE id IN (${page}) ORDER BY ${order}`, [
    ...params,
    query.pageSize,
    (query.page - 1) * query.pageSize,
  ])
  return { rows, total }
}

function orderBy({ defaultSort }: ResourceDescription, { sort }: ListQuery): string {
  const asked = sort.length > 0 ? sort : defaultSort
  const parts = asked.map(({ field, direction }) => `${columnOf(field)} COLLATE NOCASE ${direction === 'desc' ? 'DESC' : 'ASC'}`)
  return [...parts, 'id'].join(', ')
}

function conditions({ filters }: ResourceDescription, { filter }: ListQuery): { where: string; params: SqlValue[] } {
  const parts: string[] = []
  const params: SqlValue[] = []
  for (const [field, value] of Object.entries(filter)) {
    if (value === undefined || value === '') continue
    if (filters[field] === 'contains') {
      parts.push(`instr(lower(${columnOf(field)}), lower(?)) > 0`)
      params.push(value)
    } else {
      // The plus takes away what SQLite would do to make a text and a number comparable.
      parts.push(`(+${columnOf(field)} COLLATE NOCASE = ? OR ${columnOf(field)} = ?)`)
      params.push(value, /^-?\d{1,15}$/.test(value) ? Number(value) : null)
    }
  }
  return { where: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', params }
}

/** The form in which a field is compared and sorted. */
export function columnValue(value: unknown): SqlValue {
  if (typeof value === 'number' || typeof value === 'string') return value
  return value === null || value === undefined ? null : String(value)
}
