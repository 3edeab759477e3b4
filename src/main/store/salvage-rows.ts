import { randomUUID } from 'node:crypto'
import { decisionsSchema, type EntryWhy } from '@shared/outbox'
import { z } from 'zod'
import type { Sqlite } from '../sqlite/open'
import { changesIn } from './counted-file'
import { ENTRY_FORMAT } from './journal-row'
import { withSteps } from './journal-sql'
import { type RawRow, readSealed, type ReadRow, sealedColumns, type SealedTable, strictly, toBytes } from './sealed-row'
import { insertSealed, selectSealed, sumOf, updateSealed } from './sealed-sql'
import { type DraftRow, DRAFTS, JOURNAL, type JournalRow, KEPT_VIEWS, TEMPORARY_IDS } from './sealed-tables'

/** What came over. */
export interface Salvaged {
  readonly drafts: number
  /** Changes that have not come to their end. */
  readonly pending: number
  /** Drafts and changes among them that are not what was written. */
  readonly damaged: number
}

export interface SalvageOptions {
  /** As in `SalvageOrder`. */
  readonly changes: number
  readonly skip: readonly string[]
  /** Unix milliseconds. */
  readonly nowMs: number
  /** Told before each step that may be the last one of this process. */
  readonly noteAt: (place: string) => void
}

/**
 * Takes over every row that can be read, in one transaction. What is not what was written comes along without a checksum, to
 * be looked at; and every change that has not come to its end is held, because nobody knows whether it has come to one since.
 *
 * @param source null: nothing of it can be opened.
 */
export function salvageRows(source: Sqlite | null, target: Sqlite, options: SalvageOptions): Salvaged {
  return target.transaction(() => {
    if (source) {
      for (const read of rowsOf(source, DRAFTS, options)) takeDraft(target, read)
      for (const read of rowsOf(source, JOURNAL, options)) takeEntry(source, target, read)
      for (const { row, seal } of rowsOf(source, TEMPORARY_IDS, options)) if (seal === 'whole') insertSealed(target, TEMPORARY_IDS, row, { or: 'IGNORE' })
      for (const { row, seal } of rowsOf(source, KEPT_VIEWS, options)) if (seal === 'whole') insertSealed(target, KEPT_VIEWS, row, { or: 'IGNORE' })
    }
    const pending = holdOpen(target, options.nowMs)
    target.run('UPDATE file_state SET changes = ?', [Math.max(options.changes, source ? countIn(source) : 0) + 1])
    const drafts = selectSealed(target, DRAFTS, '')
    const damaged = [...drafts, ...selectSealed(target, JOURNAL, "WHERE state <> 'done'")].filter(({ seal }) => seal !== 'whole')
    return { drafts: drafts.length, pending, damaged: damaged.length }
  })
}

function countIn(source: Sqlite): number {
  try {
    const count = changesIn(source)
    return Number.isSafeInteger(count) ? count : 0
  } catch {
    return 0
  }
}

const HELD = { kind: 'parked', cause: 'recovered' } as const satisfies EntryWhy

/** Every open change waits for a person, and counts as sent: what the server has is looked up before it goes. Returns how many there are. */
export function holdOpen(db: Sqlite, nowMs: number): number {
  const open = selectSealed(db, JOURNAL, "WHERE state <> 'done'")
  for (const found of open) {
    const { row, seal } = found
    if (seal !== 'whole' || row.format !== ENTRY_FORMAT) continue
    const decisions = decisionsSchema.catch(decisionsSchema.parse({})).parse(json(row.decisions))
    updateSealed(db, JOURNAL, {
      ...found,
      row: {
        ...row,
        state: 'parked',
        why: JSON.stringify(HELD),
        attempts: Math.max(1, row.attempts),
        decisions: JSON.stringify({ ...decisions, released: false, recovered: true }),
        phases: withSteps(row.phases, [{ phase: 'held', note: HELD.cause }], nowMs),
      },
    })
  }
  return open.length
}

const isId = (text: string | null): boolean => z.uuid().safeParse(text).success

function takeDraft(target: Sqlite, { row, seal }: ReadRow<DraftRow>): void {
  if (seal === 'whole') {
    insertSealed(target, DRAFTS, row, { or: 'IGNORE' })
    return
  }
  // A damaged row needs a name by which it can be looked at and discarded.
  const isNamed = isId(row.draft_id) && selectSealed(target, DRAFTS, 'WHERE draft_id = ?', [row.draft_id]).length === 0
  insertSealed(target, DRAFTS, { ...filled(DRAFTS, row, ['marks', 'cursor_field', 'server']), draft_id: isNamed ? row.draft_id : randomUUID() }, { or: 'IGNORE', isDamaged: true })
}

function takeEntry(source: Sqlite, target: Sqlite, { row, seal }: ReadRow<JournalRow>): void {
  const secret = seal === 'whole' && row.secret_sum !== null ? secretOf(source, row.seq, row.secret_sum) : null
  if (seal === 'whole' && (row.secret_sum === null || secret !== null)) {
    insertSealed(target, JOURNAL, { ...row, secret_sum: secret === null ? null : sumOf(target.mac, secret) }, { or: 'IGNORE' })
    if (secret !== null) target.run('UPDATE journal SET secret = ? WHERE seq = ?', [secret, row.seq])
    return
  }
  const isNamed = isId(row.entry_id) && selectSealed(target, JOURNAL, 'WHERE entry_id = ?', [row.entry_id]).length === 0
  const whole = filled(JOURNAL, row, ['base', 'draft_id', 'server', 'outcome', 'why', 'trace', 'sent_at', 'ended_at', 'phases'])
  insertSealed(target, JOURNAL, { ...whole, secret_sum: null, entry_id: isNamed ? row.entry_id : randomUUID() }, { or: 'IGNORE', isDamaged: true })
}

function secretOf(source: Sqlite, seq: number, sum: string): string | null {
  try {
    const bytes = toBytes(source.get<{ secret: ArrayBuffer | null }>('SELECT CAST(secret AS BLOB) AS secret FROM journal WHERE seq = ?', [seq])?.secret ?? null)
    const text = bytes && strictly(bytes)
    return text && sumOf(source.mac, text) === sum ? text : null
  } catch {
    return null
  }
}

/** A damaged row may lack what no row may lack. */
function filled<Row extends object>(table: SealedTable<Row>, row: Row, mayLack: readonly (keyof Row)[]): Row {
  const given = (column: keyof Row & string, instead: string | number): unknown => row[column] ?? (mayLack.includes(column) ? null : instead)
  return Object.fromEntries([...[...table.texts, ...(table.later ?? [])].map((column) => [column, given(column, '')]), ...table.integers.map((column) => [column, given(column, 0)])]) as Row
}

/** After so many places in a row at which nothing can be read, the rest of a gap is given up: a page holds fewer. */
const MOST_MISSES = 300

/** All rows that can be had: from the front, from the back, and what lies between them one by one. */
function* rowsOf<Row>(db: Sqlite, table: SealedTable<Row>, { skip, noteAt }: SalvageOptions): Generator<ReadRow<Row>> {
  const sql = `SELECT rowid AS rowid_, ${sealedColumns(table)} FROM ${table.name} NOT INDEXED`
  const read = (place: string, rest: string, params: readonly number[]): (RawRow & { rowid_: number }) | null | 'broken' => {
    if (skip.includes(place)) return 'broken'
    noteAt(place)
    try {
      return db.get<RawRow & { rowid_: number }>(`${sql} ${rest} LIMIT 1`, params) ?? null
    } catch {
      return 'broken'
    }
  }
  const seen = new Set<number>()
  const ends: [number, number] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
  for (const [end, sign, order] of [
    [0, '>', 'ASC'],
    [1, '<', 'DESC'],
  ] as const) {
    for (;;) {
      const raw = read(`${table.name} ${order} ${ends[end]}`, `WHERE rowid ${sign} ? ORDER BY rowid ${order}`, [ends[end]])
      if (raw === null) return
      if (raw === 'broken' || seen.has(raw.rowid_)) break
      ends[end] = raw.rowid_
      seen.add(raw.rowid_)
      yield readSealed(table, db.mac, raw)
    }
  }
  let misses = 0
  for (let rowid = Math.max(ends[0], 0) + 1; rowid < ends[1] && misses < MOST_MISSES; rowid += 1) {
    const raw = seen.has(rowid) ? null : read(`${table.name} AT ${rowid}`, 'WHERE rowid = ?', [rowid])
    misses = raw === null || raw === 'broken' ? misses + 1 : 0
    if (raw !== null && raw !== 'broken') yield readSealed(table, db.mac, raw)
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
