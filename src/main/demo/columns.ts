import type { Sqlite, SqlValue } from '../sqlite/open'
import { BadQueryError } from './reply'
import { type Body, idOf } from './request-body'
import type { DemoWorld } from './world'

/** What a client may write into a table: column name -> kind. Everything else in a body is refused. */
export type WritableColumns = Readonly<Record<string, 'text' | 'number' | 'number or null'>>

/** Column values of a body, checked. Both lists have the same order. */
export interface ColumnValues {
  readonly names: readonly string[]
  readonly values: readonly SqlValue[]
}

/**
 * Picks the columns of a body. The original passes unknown keys on to SQL, whose error the client then sees; here they
 * are refused with the same words, before any SQL is made. Throws `BadQueryError`.
 *
 * @param ignored keys that belong to the request but are no columns.
 */
export function columnValues(body: Body, writable: WritableColumns, ignored: readonly string[]): ColumnValues {
  const names = Object.keys(body).filter((key) => !ignored.includes(key))
  const unknown = names.find((name) => !Object.hasOwn(writable, name))
  if (unknown !== undefined) throw new BadQueryError(`Unknown column '${unknown}' in 'SET'`)
  return { names, values: names.map((name) => columnValue(name, body[name], writable[name] ?? 'text')) }
}

/**
 * The columns of a body as the tables keep them: checked, and their texts as `storedText` has them. Throws `BadQueryError`.
 *
 * @param ignored keys that belong to the request but are no columns.
 */
export function storedColumns({ hooks }: Pick<DemoWorld, 'hooks'>, body: Body, writable: WritableColumns, ignored: readonly string[]): ColumnValues {
  const { names, values } = columnValues(body, writable, ignored)
  return { names, values: values.map((value) => (typeof value === 'string' ? hooks.storedText(value) : value)) }
}

function columnValue(name: string, value: unknown, kind: WritableColumns[string]): SqlValue {
  if (value === null && kind === 'number or null') return null
  if (value === null) throw new BadQueryError(`Column '${name}' cannot be null`)
  if (kind === 'text') {
    if (typeof value === 'string' || typeof value === 'number') return String(value)
    throw new BadQueryError(`Incorrect string value for column '${name}'`)
  }
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number
  throw new BadQueryError(`Incorrect integer value for column '${name}'`)
}

/** Inserts one row and returns its id. Names come from a `WritableColumns` table or from code, never from a request. */
export function insertRow(db: Sqlite, table: string, columns: ColumnValues): number {
  const names = columns.names.map((name) => `"${name}"`).join(', ')
  const marks = columns.names.map(() => '?').join(', ')
  return db.run(`INSERT INTO ${table} (${names}) VALUES (${marks})`, columns.values).lastInsertRowid
}

/** Changes the named columns of one row; false when there is no such row. */
export function updateRow(db: Sqlite, table: string, id: number, columns: ColumnValues): boolean {
  if (columns.names.length === 0) return db.get(`SELECT 1 FROM ${table} WHERE id = ?`, [id]) !== undefined
  const sets = columns.names.map((name) => `"${name}" = ?`).join(', ')
  return db.run(`UPDATE ${table} SET ${sets} WHERE id = ?`, [...columns.values, id]).changes > 0
}

/** Adds columns that the server sets itself. */
export function withColumns(columns: ColumnValues, more: Readonly<Record<string, SqlValue>>): ColumnValues {
  return { names: [...columns.names, ...Object.keys(more)], values: [...columns.values, ...Object.values(more)] }
}

/** The id that a body must name. Throws `BadQueryError`. */
export function requiredId(body: Body, key = 'id'): number {
  const id = idOf(body[key])
  if (id === undefined) throw new BadQueryError(`Undefined array key "${key}"`)
  return id
}

/** A list of ids in a body, numbers or numeric strings, each once. Throws `BadQueryError` on anything else. */
export function idList(body: Body, key: string): number[] {
  const value = body[key]
  if (!Array.isArray(value)) throw new BadQueryError(`Undefined array key "${key}"`)
  const ids = value.map((item) => {
    const id = idOf(item)
    if (id === undefined) throw new BadQueryError(`Incorrect integer value for '${key}'`)
    return id
  })
  return [...new Set(ids)]
}
