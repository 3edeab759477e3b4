import type { Fields } from '@shared/merge'
import type { EntryWhy, NotedVerb, Outcome, Verb } from '@shared/outbox'
import { logged, phasesIn, type PhaseNote, type PhaseStep } from '@shared/phase-log'
import { sharersOf } from '@shared/resources/registry'
import type { ResourceName } from '@shared/resources/resource'
import { failed } from '@shared/result'
import type { Sqlite, SqlValue } from '../sqlite/open'
import { ENTRY_FORMAT, isDamaged, type JournalEntry, json, toEntry } from './journal-row'
import { strictly, toBytes } from './sealed-row'
import { findSealed, type FoundRow, insertSealed, selectSealed, sumOf, updateSealed } from './sealed-sql'
import { DRAFTS, JOURNAL, type JournalRow, TEMPORARY_IDS } from './sealed-tables'

/** The journal's statements on one entry. */

/** A wish to change one record, before it has a place in the journal. */
export interface Command {
  readonly resource: ResourceName
  readonly verb: Verb
  /** Negative for a record that is made here. */
  readonly recordId: number
  readonly title: string
  /** The record that the wish started from; null for a new one. */
  readonly base: Fields | null
  readonly edits: Fields
  /** Such as a new user's password. Encrypted with the file, wiped when the entry ends. */
  readonly secret: Fields | null
  /** The draft from which exactly these edits are taken out once they are safe. */
  readonly draftId: string | null
}

/** What was done beside the outbox. */
export interface NotedAct {
  readonly resource: ResourceName
  readonly verb: NotedVerb
  readonly recordId: number
  readonly title: string
}

export type EntryChange = Partial<Pick<JournalEntry, 'state' | 'why' | 'recordId' | 'base' | 'edits' | 'decisions' | 'trace' | 'attempts' | 'sentAt' | 'taken' | 'server'>> & {
  /** What came before the change itself, for its log. */
  readonly phases?: readonly PhaseStep[]
}

/** How an entry ended, beside its outcome. */
export interface EndedWith {
  /** Left out: what stood there stays. Null: nothing is to be said of it. */
  readonly why?: EntryWhy | null
  readonly taken?: readonly string[]
  readonly recordId?: number
  /** What came before the end itself, for its log. */
  readonly phases?: readonly PhaseStep[]
}

/** @param rest As in `selectSealed`. */
export function entriesOf(db: Sqlite, rest: string, params: readonly SqlValue[] = []): JournalEntry[] {
  return selectSealed(db, JOURNAL, rest, params).map(toEntry)
}

/** Throws NOT_FOUND. */
export function entryOf(db: Sqlite, entryId: string): JournalEntry {
  return toEntry(rowOf(db, entryId))
}

/** @param note of the first line of its log. */
export function insert(db: Sqlite, entryId: string, entry: Command, server: string | null, nowMs: number, note?: PhaseNote): JournalEntry {
  const phases = JSON.stringify(logged([], [{ phase: 'queued', ...(note ? { note } : {}) }], nowMs))
  return toEntry({ row: insertRow(db, { ...rowFor(db, entryId, entry, server, nowMs), phases }, entry.secret, {}), seal: 'whole' })
}

/** A row at its beginning. */
function rowFor(db: Sqlite, entryId: string, entry: NotedAct & Pick<Command, 'base' | 'edits' | 'draftId'>, server: string | null, nowMs: number): JournalRow {
  return {
    seq: nextSeq(db),
    entry_id: entryId,
    format: ENTRY_FORMAT,
    resource: entry.resource,
    verb: entry.verb,
    record_id: entry.recordId,
    title: entry.title,
    base: text(entry.base),
    edits: JSON.stringify(entry.edits),
    secret_sum: null,
    draft_id: entry.draftId,
    server,
    state: 'queued',
    outcome: null,
    why: null,
    taken: '[]',
    decisions: '{}',
    trace: null,
    attempts: 0,
    created_at: nowMs,
    sent_at: null,
    ended_at: null,
    phases: '[]',
  }
}

/** Ended from the first moment on: there is no state in which anything would send it. */
export function noteIn(db: Sqlite, entryId: string, done: NotedAct, why: EntryWhy, server: string | null, nowMs: number): JournalEntry {
  const row = rowFor(db, entryId, { ...done, base: null, edits: {}, draftId: null }, server, nowMs)
  const phases = JSON.stringify(logged([], [{ phase: 'sending' }], nowMs))
  return toEntry({ row: insertRow(db, { ...row, state: 'done', outcome: 'told', why: text(why), attempts: 1, sent_at: nowMs, ended_at: nowMs, phases }, null, {}), seal: 'whole' })
}

/** Takes over an entry of another store. One that is here already stays as it is. */
export function adoptOne(db: Sqlite, entry: JournalEntry, secret: Fields | null): void {
  const row: JournalRow = {
    seq: nextSeq(db),
    entry_id: entry.entryId,
    format: ENTRY_FORMAT,
    resource: entry.resource,
    verb: entry.verb,
    record_id: entry.recordId,
    title: entry.title,
    base: text(entry.base),
    edits: JSON.stringify(entry.edits),
    secret_sum: null,
    draft_id: entry.draftId,
    server: entry.server,
    state: entry.state,
    outcome: entry.outcome,
    why: text(entry.why),
    taken: JSON.stringify(entry.taken),
    decisions: JSON.stringify(entry.decisions),
    trace: text(entry.trace),
    attempts: entry.attempts,
    created_at: entry.createdAt,
    sent_at: entry.sentAt,
    ended_at: entry.endedAt,
    phases: JSON.stringify(entry.phases),
  }
  insertRow(db, row, secret, { or: 'IGNORE', isDamaged: isDamaged(entry) })
}

function insertRow(db: Sqlite, row: JournalRow, secret: Fields | null, how: Parameters<typeof insertSealed>[3]): JournalRow {
  const secretText = text(secret)
  const sealed = { ...row, secret_sum: secretText === null ? null : sumOf(db.mac, secretText) }
  insertSealed(db, JOURNAL, sealed, how)
  if (secretText !== null) db.run('UPDATE journal SET secret = ? WHERE entry_id = ? AND secret_sum IS NOT NULL', [secretText, row.entry_id])
  return sealed
}

/** The place in line is covered by the checksum, so it is known before the row is written. It is never used again. */
function nextSeq(db: Sqlite): number {
  return db.get<{ seq: number }>("SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'journal'), 0), coalesce((SELECT max(seq) FROM journal), 0)) + 1 AS seq")?.seq ?? 1
}

export function endOne(db: Sqlite, entryId: string, outcome: Outcome, nowMs: number, { why, taken, recordId, phases = [] }: EndedWith): void {
  const found = rowOf(db, entryId)
  const { row } = found
  // What is not what was written may say of a secret that there is none.
  if (row.secret_sum !== null || found.seal !== 'whole') db.run('UPDATE journal SET secret = NULL WHERE rowid = ?', [found.rowid])
  updateSealed(db, JOURNAL, {
    ...found,
    row: {
      ...row,
      state: 'done',
      outcome,
      secret_sum: null,
      ended_at: nowMs,
      why: why === undefined ? row.why : text(why),
      taken: taken ? JSON.stringify(taken) : row.taken,
      record_id: recordId ?? row.record_id,
      phases: withSteps(row.phases, [...phases, endOf(outcome, why ?? null)], nowMs),
    },
  })
}

/** Returns the entry as it was written. Throws NOT_FOUND. */
export function changeOne(db: Sqlite, entryId: string, { phases = [], ...change }: EntryChange, nowMs: number): JournalEntry {
  const found = rowOf(db, entryId)
  const steps = [...phases, ...stepsOf(change)]
  const changed = { ...found, row: { ...found.row, ...columnsOf(change), ...(steps.length > 0 ? { phases: withSteps(found.row.phases, steps, nowMs) } : {}) } }
  updateSealed(db, JOURNAL, changed)
  return toEntry(changed)
}

/** A record that was made here is known by the server's id from now on: in the open entries and the drafts of that record and of its parts. */
export function renameIn(
  db: Sqlite,
  { resource, temporaryId, realId, server }: { resource: ResourceName; temporaryId: number; realId: number; server: string | null },
  entryIds?: readonly string[],
): void {
  insertSealed(db, TEMPORARY_IDS, { resource, temporary_id: temporaryId, real_id: realId, server }, { or: 'REPLACE' })
  const where = 'WHERE resource IN (SELECT value FROM json_each(?)) AND record_id = ? AND server IS ?'
  // The record itself, and what is a part of it.
  const resources = JSON.stringify(sharersOf(resource))
  if (entryIds) for (const entryId of entryIds) changeOne(db, entryId, { recordId: realId }, 0)
  else
    for (const found of selectSealed(db, JOURNAL, `${where} AND state <> 'done'`, [resources, temporaryId, server])) updateSealed(db, JOURNAL, { ...found, row: { ...found.row, record_id: realId } })
  // A draft of a record that was made here goes on as a draft of that record.
  for (const found of selectSealed(db, DRAFTS, where, [resources, temporaryId, server])) updateSealed(db, DRAFTS, { ...found, row: { ...found.row, record_id: realId } })
}

/** What is not to be shown to anybody, and only sent. Throws STORAGE where it is not what was written. */
export function secretIn(db: Sqlite, entryId: string): Fields | null {
  const bytes = toBytes(db.get<{ secret: ArrayBuffer | null }>('SELECT CAST(secret AS BLOB) AS secret FROM journal WHERE entry_id = ?', [entryId])?.secret ?? null)
  if (bytes === null) return null
  const secret = strictly(bytes)
  if (secret !== undefined && sumOf(db.mac, secret) === rowOf(db, entryId).row.secret_sum) return JSON.parse(secret) as Fields
  db.noteDamage()
  throw failed('STORAGE', 'A password that waits to be sent cannot be read from the local data file.', { details: { cause: 'damaged' } })
}

function rowOf(db: Sqlite, entryId: string): FoundRow<JournalRow> {
  const found = findSealed(db, JOURNAL, 'entry_id', entryId)
  if (!found) throw failed('NOT_FOUND', 'This entry is no longer in the outbox.')
  return found
}

/** The line of the log that a change is by itself: whoever changes the state so cannot forget it. */
function stepsOf({ state, why }: EntryChange): PhaseStep[] {
  if (state === 'sending') return [{ phase: 'sending' }]
  if (state === 'blocked') return [{ phase: 'blocked' }]
  if (state === 'refused') return [{ phase: 'refused', ...noteOf(why) }]
  if (state === 'conflict') return [{ phase: 'asked', ...noteOf(why) }]
  return state === 'parked' ? [{ phase: 'held', ...noteOf(why) }] : []
}

const ENDS = { ok: 'saved', told: 'told', dropped: 'dropped', merged: 'joined' } as const satisfies Record<Outcome, PhaseStep['phase']>

function endOf(outcome: Outcome, why: EntryWhy | null): PhaseStep {
  return { phase: ENDS[outcome], ...noteOf(why) }
}

/** Its code, kind or cause: words of closed sets, and nothing else of it. */
function noteOf(why: EntryWhy | null | undefined): { readonly note?: PhaseNote } {
  if (why?.kind === 'failure') return { note: why.failure.code }
  if (why?.kind === 'conflict') return { note: why.conflict }
  if (why?.kind === 'parked') return { note: why.cause }
  return why?.kind === 'kept' ? { note: 'kept' } : {}
}

/** A log as a row holds it, with these behind it. */
export function withSteps(log: string | null, steps: readonly PhaseStep[], nowMs: number): string {
  return JSON.stringify(logged(phasesIn(json(log)), steps, nowMs))
}

function columnsOf(change: Omit<EntryChange, 'phases'>): Partial<JournalRow> {
  const { state, recordId, attempts, sentAt, server, ...objects } = change
  const given = {
    state,
    record_id: recordId,
    attempts,
    sent_at: sentAt,
    server,
    ...Object.fromEntries(Object.entries(objects).map(([key, value]) => [key, value === undefined ? undefined : text(value)])),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function text(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}
