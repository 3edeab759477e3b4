import type { Mac, Sqlite, SqlValue } from '../sqlite/open'
import { columnsOf, type RawRow, readSealed, type ReadRow, sealedColumns, type SealedTable, sealOf } from './sealed-row'

/** Statements on tables of sealed rows. A row is read, changed in memory and written whole, with its checksum, in one statement. */

export interface FoundRow<Row> extends ReadRow<Row> {
  readonly rowid: number
}

/** @param rest What follows FROM: conditions, order, limit. Says so at `db.noteDamage` where a row is not what was written. */
export function selectSealed<Row>(db: Sqlite, table: SealedTable<Row>, rest: string, params: readonly SqlValue[] = []): FoundRow<Row>[] {
  const rows = db.all<RawRow & { rowid_: number }>(`SELECT rowid AS rowid_, ${sealedColumns(table)} FROM ${table.name} ${rest}`, params)
  const read = rows.map((raw) => ({ rowid: raw.rowid_, ...readSealed(table, db.mac, raw) }))
  if (read.some(({ seal }) => seal === 'found')) db.noteDamage()
  return read
}

/** The row with this name. A damaged index may not lead to it: then the whole table is looked through, and it is said. */
export function findSealed<Row>(db: Sqlite, table: SealedTable<Row>, column: keyof Row & string, name: string): FoundRow<Row> | undefined {
  const where = `WHERE ${column} = ?`
  const known = selectSealed(db, table, where, [name])[0]
  if (known) return known
  const found = selectSealed(db, table, `NOT INDEXED ${where}`, [name])[0]
  if (found) db.noteDamage()
  return found
}

export function insertSealed<Row extends object>(db: Sqlite, table: SealedTable<Row>, row: Row, how: { readonly or?: 'IGNORE' | 'REPLACE'; readonly isDamaged?: boolean } = {}): void {
  const columns = columnsOf(table)
  db.run(`INSERT ${how.or ? `OR ${how.or} ` : ''}INTO ${table.name} (${columns.join(', ')}, checksum) VALUES (${columns.map(() => '?').join(', ')}, ?)`, [
    ...valuesOf(table, row),
    how.isDamaged ? null : sealOf(table, db.mac, row),
  ])
}

/** Writes the whole row anew. One that is damaged stays so: a checksum over what is wrong would make it right. */
export function updateSealed<Row extends object>(db: Sqlite, table: SealedTable<Row>, { rowid, row, seal }: FoundRow<Row>): void {
  const sets = [...columnsOf(table), 'checksum'].map((column) => `${column} = ?`)
  db.run(`UPDATE ${table.name} SET ${sets.join(', ')} WHERE rowid = ?`, [...valuesOf(table, row), seal === 'whole' ? sealOf(table, db.mac, row) : null, rowid])
}

function valuesOf<Row extends object>(table: SealedTable<Row>, row: Row): SqlValue[] {
  return columnsOf(table).map((column) => (row[column] ?? null) as SqlValue)
}

/** The checksum of one value that is kept apart from its row. */
export function sumOf(mac: Mac, text: string): string {
  return mac(Buffer.from(`alone\n${text}`)).toString('hex')
}
