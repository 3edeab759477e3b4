import { isUtf8 } from 'node:buffer'
import type { Mac } from '../sqlite/open'

/**
 * Rows that carry a keyed checksum over all of their columns. A changed bit in the file is shown by nothing else: the
 * cipher decrypts it to something, and SQLite takes that for a value. The driver ends the whole process over a text that
 * is no UTF-8, so nothing of these tables is ever read as text: each column comes as bytes, and is decoded here.
 */

/** A table of rows with a checksum; the columns in the order in which they are covered. */
export interface SealedTable<Row> {
  readonly name: string
  readonly texts: readonly (keyof Row & string)[]
  readonly integers: readonly (keyof Row & string)[]
  /**
   * Texts that came with a later schema. One is covered, under its name, only where it is there: so a row that was written
   * before is whole as it stands, and the step that adds the column changes no row.
   */
  readonly later?: readonly (keyof Row & string)[]
}

/** A row, and whether it is what was written. */
export interface ReadRow<Row> {
  readonly row: Row
  /** `found`: the checksum does not fit. `known`: it has none, because it did not fit when the file was salvaged. */
  readonly seal: 'whole' | 'found' | 'known'
}

/** As the driver gives it: the bytes of all columns and of the checksum, as SQL literals (`X'…'` or `NULL`) in one plain text. */
export interface RawRow {
  readonly sealed: string
}
type Value = string | number | null

/** The columns of such a table as bytes, for a SELECT. One text is many times faster to fetch than a buffer for each. */
export function sealedColumns<Row>(table: SealedTable<Row>): string {
  const literals = [...columnsOf(table), 'checksum'].map((column) => `quote(CAST(${column} AS BLOB))`)
  return `${literals.join(" || ',' || ")} AS sealed`
}

/** Reads what `sealedColumns` gives. Never throws: of a damaged row as much is there as can be read. */
export function readSealed<Row>(table: SealedTable<Row>, mac: Mac, raw: RawRow): ReadRow<Row> {
  const { values, checksum } = bytesOf(raw)
  const { row, isReadable } = decoded(table, values)
  if (checksum === null) return { row, seal: 'known' }
  return { row, seal: isReadable && mac(covered(table, values)).equals(checksum) ? 'whole' : 'found' }
}

/** The checksum that belongs to a row as it is written. */
export function sealOf<Row extends object>(table: SealedTable<Row>, mac: Mac, row: Row): Uint8Array {
  const values = row as Readonly<Record<string, Value>>
  return mac(
    covered(
      table,
      columnsOf(table).map((column) => {
        const value = values[column] ?? null
        return value === null ? null : Buffer.from(String(value))
      }),
    ),
  )
}

/** The checksum of a row that an older program wrote without one; null where it cannot be read as it is. */
export function sealOfOld<Row>(table: SealedTable<Row>, mac: Mac, raw: RawRow): Uint8Array | null {
  const { values } = bytesOf(raw)
  return decoded(table, values).isReadable ? mac(covered(table, values)) : null
}

/** In the order in which they are covered, and written. */
export function columnsOf<Row>({ texts, integers, later = [] }: SealedTable<Row>): readonly (keyof Row & string)[] {
  return [...texts, ...integers, ...later]
}

function bytesOf({ sealed }: RawRow): { readonly values: readonly (Buffer | null)[]; readonly checksum: Buffer | null } {
  const all = sealed.split(',').map((literal) => (literal === 'NULL' ? null : Buffer.from(literal.slice(2, -1), 'hex')))
  return { values: all.slice(0, -1), checksum: all.at(-1) ?? null }
}

function decoded<Row>(table: SealedTable<Row>, values: readonly (Buffer | null)[]): { row: Row; isReadable: boolean } {
  const read: Record<string, Value> = {}
  let isReadable = true
  const { texts, integers } = table
  columnsOf(table).forEach((column, at) => {
    const bytes = values[at] ?? null
    if (bytes === null) {
      read[column] = null
      return
    }
    if (!isUtf8(bytes)) isReadable = false
    const text = bytes.toString('utf8')
    if (at < texts.length || at >= texts.length + integers.length) {
      read[column] = text
      return
    }
    const number = integerIn(text)
    if (number === undefined) isReadable = false
    read[column] = number ?? 0
  })
  return { row: read as Row, isReadable }
}

const NULL_LENGTH = 0xffffffff

/** The table's name, then each value behind its length: two rows that differ anywhere are never covered by the same bytes. */
function covered<Row>({ name, texts, integers, later = [] }: SealedTable<Row>, given: readonly (Buffer | null)[]): Buffer {
  const start = Buffer.from(`${name}\n`)
  const always = texts.length + integers.length
  const values = [...given.slice(0, always), ...later.flatMap((column, at) => (given[always + at] ? [Buffer.from(column), given[always + at] ?? null] : []))]
  const all = Buffer.allocUnsafe(values.reduce((sum, value) => sum + 4 + (value?.length ?? 0), start.length))
  let at = start.copy(all, 0)
  for (const value of values) {
    at = all.writeUInt32BE(value ? value.length : NULL_LENGTH, at)
    if (value) at += value.copy(all, at)
  }
  return all
}

/** The text of these bytes; undefined where they are no UTF-8. */
export function strictly(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : undefined
}

function integerIn(text: string): number | undefined {
  const number = Number(text)
  return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : undefined
}

/** The driver gives bytes as an ArrayBuffer. */
export function toBytes(value: ArrayBuffer | Uint8Array | null): Buffer | null {
  if (value === null) return null
  return value instanceof ArrayBuffer ? Buffer.from(value) : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}
