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
}

/** A row, and whether it is what was written. */
export interface ReadRow<Row> {
  readonly row: Row
  /** `found`: the checksum does not fit. `known`: it has none, because it did not fit when the file was salvaged. */
  readonly seal: 'whole' | 'found' | 'known'
}

/** As the driver gives it. */
export type RawRow = Readonly<Record<string, ArrayBuffer | Uint8Array | null>>
type Value = string | number | null

/** The columns of such a table as bytes, for a SELECT. */
export function sealedColumns<Row>({ texts, integers }: SealedTable<Row>): string {
  return [...texts, ...integers, 'checksum'].map((column) => `CAST(${column} AS BLOB) AS ${column}`).join(', ')
}

/** Reads what `sealedColumns` gives. Never throws: of a damaged row as much is there as can be read. */
export function readSealed<Row>(table: SealedTable<Row>, mac: Mac, raw: RawRow): ReadRow<Row> {
  const { row, isReadable } = decoded(table, raw)
  const checksum = toBytes(raw['checksum'] ?? null)
  if (checksum === null) return { row, seal: 'known' }
  return { row, seal: isReadable && sameBytes(checksum, sealOfRaw(table, mac, raw)) ? 'whole' : 'found' }
}

/** The checksum that belongs to a row as it is written. */
export function sealOf<Row extends object>(table: SealedTable<Row>, mac: Mac, row: Row): Uint8Array {
  const values = row as Readonly<Record<string, Value>>
  return mac(
    covered(table, (column) => {
      const value = values[column] ?? null
      return value === null ? null : Buffer.from(String(value))
    }),
  )
}

/** The checksum of a row that an older program wrote without one; null where it cannot be read as it is. */
export function sealOfOld<Row>(table: SealedTable<Row>, mac: Mac, raw: RawRow): Uint8Array | null {
  return decoded(table, raw).isReadable ? sealOfRaw(table, mac, raw) : null
}

function sealOfRaw<Row>(table: SealedTable<Row>, mac: Mac, raw: RawRow): Uint8Array {
  return mac(covered(table, (column) => toBytes(raw[column] ?? null)))
}

function decoded<Row>({ texts, integers }: SealedTable<Row>, raw: RawRow): { row: Row; isReadable: boolean } {
  const read: Record<string, Value> = {}
  let isReadable = true
  for (const column of [...texts, ...integers]) {
    const bytes = toBytes(raw[column] ?? null)
    const text = bytes && strictly(bytes)
    const number = text === null || text === undefined || texts.includes(column) ? 0 : integerIn(text)
    if (text === undefined || number === undefined) isReadable = false
    if (texts.includes(column)) read[column] = bytes && (text ?? LOOSE.decode(bytes))
    else read[column] = bytes && (number ?? 0)
  }
  return { row: read as Row, isReadable }
}

/** Each value behind its length: two rows that differ anywhere are never covered by the same bytes. */
function covered<Row>({ name, texts, integers }: SealedTable<Row>, bytes: (column: string) => Uint8Array | null): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from(name)]
  for (const column of [...texts, ...integers]) {
    const value = bytes(column)
    parts.push(Buffer.from(value ? `\n${column} ${value.length}:` : `\n${column} -`))
    if (value) parts.push(value)
  }
  return Buffer.concat(parts)
}

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const LOOSE = new TextDecoder('utf-8', { ignoreBOM: true })

/** The text of these bytes; undefined where they are no UTF-8. */
export function strictly(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes)
  } catch {
    return undefined
  }
}

function integerIn(text: string): number | undefined {
  const number = Number(text)
  return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : undefined
}

/** The driver gives bytes as an ArrayBuffer. */
export function toBytes(value: ArrayBuffer | Uint8Array | null): Uint8Array | null {
  return value instanceof ArrayBuffer ? new Uint8Array(value) : value
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
