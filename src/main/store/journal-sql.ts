import type { Fields } from '@shared/merge'
import type { EntryWhy, Outcome, Verb } from '@shared/outbox'
import type { ResourceName } from '@shared/resources/resource'
import type { Sqlite, SqlValue } from '../sqlite/open'
import { ENTRY_FORMAT, type JournalEntry } from './journal-row'

/** The journal's statements on one entry. */

/** A command before it has a place in the journal. */
export interface NewEntry {
  readonly resource: ResourceName
  readonly verb: Verb
  readonly recordId: number
  readonly title: string
  readonly base: Fields | null
  readonly edits: Fields
  /** Such as a new user's password. Encrypted with the file, wiped when the entry ends. */
  readonly secret: Fields | null
  /** The draft that the edits came from. */
  readonly draftId: string | null
}

export type EntryChange = Partial<Pick<JournalEntry, 'state' | 'why' | 'recordId' | 'base' | 'edits' | 'decisions' | 'trace' | 'attempts' | 'sentAt' | 'taken' | 'server'>>

/** What `toEntry` reads: never a secret. */
export const COLUMNS = `seq, entry_id, format, resource, verb, record_id, title, base, edits, secret IS NOT NULL AS has_secret, draft_id, server, state, outcome,
  why, taken, decisions, trace, attempts, created_at, sent_at, ended_at`

export function insert(db: Sqlite, entryId: string, entry: NewEntry, server: string | null, nowMs: number): void {
  db.run(
    `INSERT INTO journal (entry_id, format, resource, verb, record_id, title, base, edits, secret, draft_id, server, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?)`,
    [entryId, ENTRY_FORMAT, entry.resource, entry.verb, entry.recordId, entry.title, text(entry.base), JSON.stringify(entry.edits), text(entry.secret), entry.draftId, server, nowMs],
  )
}

export function adoptOne(db: Sqlite, entry: JournalEntry, secret: Fields | null): void {
  db.run(
    `INSERT OR IGNORE INTO journal (entry_id, format, resource, verb, record_id, title, base, edits, secret, draft_id, server, state, outcome, why, taken, decisions, trace, attempts, created_at, sent_at, ended_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      entry.entryId, ENTRY_FORMAT, entry.resource, entry.verb, entry.recordId, entry.title, text(entry.base), JSON.stringify(entry.edits), text(secret),
      entry.draftId, entry.server, entry.state, entry.outcome, text(entry.why), JSON.stringify(entry.taken), JSON.stringify(entry.decisions), text(entry.trace), entry.attempts, entry.createdAt, entry.sentAt, entry.endedAt,
    ],
  )
}

export function endOne(db: Sqlite, entryId: string, outcome: Outcome, nowMs: number, more: { readonly why?: EntryWhy | null; readonly taken?: readonly string[]; readonly recordId?: number }): void {
  db.run(
    `UPDATE journal SET state = 'done', outcome = ?, secret = NULL, ended_at = ?, why = COALESCE(?, why), taken = COALESCE(?, taken), record_id = COALESCE(?, record_id) WHERE entry_id = ?`,
    [outcome, nowMs, text(more.why ?? null), more.taken ? JSON.stringify(more.taken) : null, more.recordId ?? null, entryId],
  )
}

export function changeOne(db: Sqlite, entryId: string, change: EntryChange): void {
  const { sets, params } = assignments(change)
  db.run(`UPDATE journal SET ${sets.join(', ')} WHERE entry_id = ?`, [...params, entryId])
}

const CHANGE_COLUMNS = {
  state: 'state', why: 'why', recordId: 'record_id', base: 'base', edits: 'edits', decisions: 'decisions', trace: 'trace', attempts: 'attempts', sentAt: 'sent_at', taken: 'taken', server: 'server',
} as const satisfies Record<keyof EntryChange, string>
const PLAIN: ReadonlySet<string> = new Set(['state', 'recordId', 'attempts', 'sentAt', 'server'])

function assignments(change: EntryChange): { sets: string[]; params: SqlValue[] } {
  const entries = Object.entries(change) as [keyof EntryChange, unknown][]
  return {
    sets: entries.map(([key]) => `${CHANGE_COLUMNS[key]} = ?`),
    params: entries.map(([key, value]) => (PLAIN.has(key) ? (value as SqlValue) : text(value))),
  }
}

function text(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}
