import { z } from 'zod'
import {
  decisionsSchema,
  entryWhySchema,
  ENTRY_STATES,
  type Decisions,
  type EntryState,
  type EntryWhy,
  NOTED_VERBS,
  type NotedVerb,
  type Outcome,
  OUTCOMES,
  type Trace,
  traceSchema,
} from '@shared/outbox'
import type { Fields } from '@shared/merge'
import { type Phase, phasesIn } from '@shared/phase-log'
import { type ResourceName, resourceNameSchema } from '@shared/resources/resource'
import type { ReadRow } from './sealed-row'
import type { JournalRow } from './sealed-tables'

/** The form of `base`, `edits` and `decisions` that this program writes. An entry of another form is parked, never guessed at. */
export const ENTRY_FORMAT = 1

/** One command ever submitted from here. */
export interface JournalEntry {
  /** Also the idempotency key of everything that is sent for it. */
  readonly entryId: string
  readonly seq: number
  readonly resource: ResourceName
  readonly verb: NotedVerb
  /** Negative: temporary, until the server's own is known. */
  readonly recordId: number
  readonly title: string
  /** Null for a new record. */
  readonly base: Fields | null
  readonly edits: Fields
  readonly hasSecret: boolean
  /** The draft that the edits came from; what is written down here is taken out of it. */
  readonly draftId: string | null
  /** The identity of the server that it was submitted for; null where that is not known. */
  readonly server: string | null
  readonly state: EntryState
  readonly outcome: Outcome | null
  readonly why: EntryWhy | null
  readonly taken: readonly string[]
  readonly decisions: Decisions
  /** Of a new record that may have left: where to look for it. Null: none has, or an older version sent it. */
  readonly trace: Trace | null
  /** How often a request may have left. */
  readonly attempts: number
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly sentAt: number | null
  readonly endedAt: number | null
  /** What it went through, oldest first. */
  readonly phases: readonly Phase[]
}

const fields = z.record(z.string(), z.unknown())
const partsSchema = z.object({
  resource: resourceNameSchema,
  verb: z.enum(NOTED_VERBS),
  base: fields.nullable(),
  edits: fields,
  state: z.enum(ENTRY_STATES),
  outcome: z.enum(OUTCOMES).nullable(),
  why: entryWhySchema.nullable(),
  taken: z.array(z.string()),
  decisions: decisionsSchema,
  trace: traceSchema.nullable(),
})

/**
 * Reads one row. What an older or newer program wrote in another form comes out parked, and so does what is not what was
 * written: it is shown with what can be read of it, and can be dropped, but is never sent.
 */
export function toEntry({ row, seal }: ReadRow<JournalRow>): JournalEntry {
  const plain = {
    entryId: row.entry_id,
    seq: row.seq,
    recordId: row.record_id,
    title: row.title,
    hasSecret: row.secret_sum !== null,
    draftId: row.draft_id,
    server: row.server,
    attempts: row.attempts,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    endedAt: row.ended_at,
    phases: phasesIn(json(row.phases)),
  }
  // What it says about a draft of its own may be wrong as well: nothing is taken out of one for it. Nor is its past shown.
  if (seal !== 'whole') return { ...plain, ...lossless(row), draftId: null, phases: [], ...parked(row, 'damaged') }
  const parts = partsSchema.safeParse({
    resource: row.resource,
    verb: row.verb,
    base: row.base === null ? null : json(row.base),
    edits: json(row.edits),
    state: row.state,
    outcome: row.outcome,
    why: row.why === null ? null : json(row.why),
    taken: json(row.taken),
    decisions: json(row.decisions),
    trace: row.trace === null ? null : json(row.trace),
  })
  if (parts.success && (row.format === ENTRY_FORMAT || row.state === 'done')) return { ...plain, ...parts.data }
  return { ...plain, ...parked(row, 'old-schema') }
}

/** Whether an entry came out of `toEntry` parked because of what it is: shown and dropped it can be, and nothing else. */
export function isUnreadable({ why }: Pick<JournalEntry, 'why'>): boolean {
  return why?.kind === 'parked' && (why.cause === 'old-schema' || why.cause === 'damaged')
}

/** Whether it is not what was written: not even which record it is about can be relied on. */
export function isDamaged({ why }: Pick<JournalEntry, 'why'>): boolean {
  return why?.kind === 'parked' && why.cause === 'damaged'
}

/** Values that a damaged row may lack, though no whole one does. */
function lossless(row: JournalRow): Pick<JournalEntry, 'entryId' | 'title' | 'recordId' | 'attempts' | 'createdAt'> {
  const some = row as { readonly [Column in keyof JournalRow]: JournalRow[Column] | null }
  return { entryId: some.entry_id ?? `damaged-${row.seq}`, title: some.title ?? '', recordId: some.record_id ?? 0, attempts: some.attempts ?? 0, createdAt: some.created_at ?? 0 }
}

function parked(
  row: JournalRow,
  cause: 'old-schema' | 'damaged',
): Omit<JournalEntry, 'entryId' | 'seq' | 'recordId' | 'title' | 'hasSecret' | 'draftId' | 'server' | 'attempts' | 'createdAt' | 'sentAt' | 'endedAt' | 'phases'> {
  const readable = fields.safeParse(json(row.edits))
  return {
    resource: resourceNameSchema.safeParse(row.resource).data ?? 'users',
    verb: z.enum(NOTED_VERBS).safeParse(row.verb).data ?? 'update',
    base: null,
    edits: readable.data ?? {},
    state: row.state === 'done' ? 'done' : 'parked',
    outcome: row.state === 'done' ? 'dropped' : null,
    why: { kind: 'parked', cause },
    taken: [],
    decisions: decisionsSchema.parse({}),
    trace: null,
  }
}

/** What a column holds; undefined where it is no JSON. */
export function json(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
