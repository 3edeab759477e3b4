import type { SealedTable } from './sealed-row'

/** The tables that hold somebody's work and how they left their pages, and the columns that the checksum of each row covers. */

/** The journal's columns, without the secret: that is read when it is sent, and not before. */
export interface JournalRow {
  readonly seq: number
  readonly entry_id: string
  readonly format: number
  readonly resource: string
  readonly verb: string
  readonly record_id: number
  readonly title: string
  readonly base: string | null
  readonly edits: string
  /** A checksum of the secret, in hex: what is read of it later has to fit. */
  readonly secret_sum: string | null
  readonly draft_id: string | null
  readonly server: string | null
  readonly state: string
  readonly outcome: string | null
  readonly why: string | null
  readonly taken: string
  readonly decisions: string
  readonly trace: string | null
  readonly attempts: number
  readonly created_at: number
  readonly sent_at: number | null
  readonly ended_at: number | null
  /** As JSON; null for an entry of an older program. */
  readonly phases: string | null
}

export const JOURNAL: SealedTable<JournalRow> = {
  name: 'journal',
  texts: ['entry_id', 'resource', 'verb', 'title', 'base', 'edits', 'secret_sum', 'draft_id', 'server', 'state', 'outcome', 'why', 'taken', 'decisions', 'trace'],
  integers: ['seq', 'format', 'record_id', 'attempts', 'created_at', 'sent_at', 'ended_at'],
  later: ['phases'],
}

export interface DraftRow {
  readonly draft_id: string
  readonly resource: string
  readonly record_id: number
  readonly title: string
  readonly base: string
  readonly edits: string
  readonly marks: string | null
  readonly cursor_field: string | null
  readonly kept_at: number
  readonly server: string | null
}

export const DRAFTS: SealedTable<DraftRow> = {
  name: 'drafts',
  texts: ['draft_id', 'resource', 'title', 'base', 'edits', 'marks', 'cursor_field', 'server'],
  integers: ['record_id', 'kept_at'],
}

export interface TemporaryIdRow {
  readonly resource: string
  readonly temporary_id: number
  readonly real_id: number
  readonly server: string | null
}

export const TEMPORARY_IDS: SealedTable<TemporaryIdRow> = {
  name: 'temporary_ids',
  texts: ['resource', 'server'],
  integers: ['temporary_id', 'real_id'],
}

/** How a user left a page of a server, as JSON. */
export interface KeptViewRow {
  readonly server: string
  readonly page: string
  readonly view: string
}

export const KEPT_VIEWS: SealedTable<KeptViewRow> = {
  name: 'kept_views',
  texts: ['server', 'page', 'view'],
  integers: [],
}
