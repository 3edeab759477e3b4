import { z } from 'zod'
import { CONFLICT_KINDS, ENTRY_STATES, type EntryState, OUTCOMES, PARK_CAUSES } from './entry-states'
import { keptFieldSchema } from './kept'
import { MOST_PHASES, phaseSchema } from './phase-log'
import { failureSchema } from './result'
import { resourceNameSchema, type Row } from './resources/resource'

export { ENTRY_STATES, type EntryState, OUTCOMES, type Outcome, PARK_CAUSES } from './entry-states'

/** What pages may know of commands on their way to the server. A secret of a command never leaves main. */

const fieldsSchema = z.record(z.string(), z.unknown())

const VERBS = ['create', 'update', 'remove'] as const
export type Verb = (typeof VERBS)[number]

/** What the journal tells of: every command, and what was done beside the outbox, of which it has a line that has ended. */
export const NOTED_VERBS = [...VERBS, 'resetPassword'] as const
export type NotedVerb = (typeof NOTED_VERBS)[number]

/** What became of a write: done, or safe in the outbox and on its way as soon as it can be. */
export function writeResultSchema<Of extends z.ZodType>(row: Of) {
  return z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('done'),
      /** The record as the server has it now; null after a deletion. */
      row: row.nullable(),
      /** Fields that someone else had changed meanwhile and that were kept as theirs. */
      taken: z.array(z.string()).readonly(),
      /** Fields that the server holds otherwise than they were sent. */
      kept: z.array(keptFieldSchema).readonly(),
    }),
    /** `because`: why it could not be done at once; null when it was not tried (offline, to be reviewed, behind another). */
    z.object({ kind: z.literal('queued'), entryId: z.string(), because: failureSchema.nullable() }),
  ])
}

export type WriteResult<Of = Row> = z.infer<ReturnType<typeof writeResultSchema<z.ZodType<Of>>>>

/** The records that a new one may have become. */
const whichSchema = z.object({
  candidates: z.array(fieldsSchema),
  /** The server said that it took it. Otherwise the answer was lost, and it may not be there at all. */
  isAccepted: z.boolean(),
})

export const entryWhySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('conflict'), conflict: z.enum(CONFLICT_KINDS), theirs: fieldsSchema.nullable(), fields: z.array(z.string()), which: whichSchema.optional() }),
  /** It went through, and the server keeps something else than was sent. */
  z.object({ kind: z.literal('kept'), kept: z.array(keptFieldSchema) }),
  z.object({ kind: z.literal('failure'), failure: failureSchema }),
  z.object({ kind: z.literal('parked'), cause: z.enum(PARK_CAUSES) }),
  /** `on`: the entry that makes the record which this one needs. */
  z.object({ kind: z.literal('blocked'), on: z.string().nullable() }),
])
export type EntryWhy = z.infer<typeof entryWhySchema>

/** What is known of a new record that may have left. */
export const traceSchema = z.object({
  /** The highest id on the server directly before it was sent first: whatever was made of it lies above. */
  ceiling: z.number().int(),
  /** The server said yes: from then on it is only looked for, and never sent again. */
  isAccepted: z.boolean(),
  /** How often it was looked for since the yes, and not found. */
  looks: z.number().int(),
  /** The record that a person has chosen. */
  chosenId: z.number().int().nullable(),
})
export type Trace = z.infer<typeof traceSchema>

/** What a person has said about an entry. A choice holds only for the server's value that it was made about. */
export const decisionsSchema = z.object({
  /** Field -> the server's value that "mine" was chosen against. */
  mine: fieldsSchema.default({}),
  /** Make the record anew that was deleted there. */
  restore: z.boolean().default(false),
  /** Delete although it was changed there: the server's row that was seen. */
  removeChanged: fieldsSchema.nullable().default(null),
  /** The record that has the id now is the one that was meant: what made it known to the person who said so. */
  sameRecord: fieldsSchema.nullable().default(null),
  /** Send it, although it would wait for a person's word. */
  released: z.boolean().default(false),
  /** Not said by anybody: it stood in a file that had to be recovered, and waits for a person to release it. */
  recovered: z.boolean().optional(),
  /** Not said by anybody: how often a yes of the server's was taken back, the record put where it had been. None left out. */
  takenBack: z.number().int().optional(),
})
export type Decisions = z.infer<typeof decisionsSchema>

export const entryViewSchema = z.object({
  entryId: z.string(),
  /** The order of submission. */
  seq: z.number().int(),
  resource: resourceNameSchema,
  verb: z.enum(NOTED_VERBS),
  /** Negative: temporary. */
  recordId: z.number().int(),
  /** What people know the record by. */
  title: z.string(),
  state: z.enum(ENTRY_STATES),
  outcome: z.enum(OUTCOMES).nullable(),
  why: entryWhySchema.nullable(),
  /** The record before, as far as it was known; null for a new one. */
  base: fieldsSchema.nullable(),
  /** The changed fields, or all of a new record; never a secret. */
  edits: fieldsSchema,
  hasSecret: z.boolean(),
  /** Fields that someone else had changed meanwhile and that were kept as theirs. */
  taken: z.array(z.string()),
  /** How often a request may have left. */
  attempts: z.number().int(),
  /** A person has said that it may go. */
  isReleased: z.boolean(),
  /** Entries that have to be done first. */
  dependsOn: z.array(z.string()),
  /** Unix milliseconds. */
  createdAt: z.number(),
  sentAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** The identity of the server that it was made for; null where that is not known. */
  server: z.string().nullable(),
  /** What it went through, oldest first; empty for an entry of an older version. */
  phases: z.array(phaseSchema).max(MOST_PHASES),
  /** When it is tried again by itself. */
  nextAttemptAt: z.number().nullable(),
})
export type EntryView = z.infer<typeof entryViewSchema>

export const outboxSummarySchema = z.object({
  /** Goes by itself when it can. */
  waiting: z.number().int(),
  /** Conflicts, refusals, blocked and parked entries. */
  needsYou: z.number().int(),
  isPaused: z.boolean(),
})
export type OutboxSummary = z.infer<typeof outboxSummarySchema>

/** So many entries at most are in one answer, and in one push. */
export const OUTBOX_PAGE = 200

/** How the outbox stands: what is told with each answer and each push. */
export const outboxStandingSchema = z.object({
  /** Grows with each change. Of two things told of an entry, that of the higher one counts. */
  revision: z.number().int(),
  summary: outboxSummarySchema,
  /** So many "send all" has anything to do with. */
  sendable: z.number().int(),
  /** When the oldest of them was submitted, Unix milliseconds; null while nothing is open. */
  oldestAt: z.number().nullable(),
  /** The server takes no writes just now: until when everything is held back, Unix milliseconds. */
  heldUntil: z.number().nullable(),
})
export type OutboxStanding = z.infer<typeof outboxStandingSchema>

/** What has changed since the push before it. */
export const outboxChangeSchema = outboxStandingSchema.extend({
  /** The revision that this leads on from: who knows less has missed something, or there was more than one push holds, and asks again. */
  since: z.number().int(),
  changed: z.array(entryViewSchema).max(OUTBOX_PAGE),
  /** Ids of entries that are done. */
  removed: z.array(z.string()).max(OUTBOX_PAGE),
  /** Kinds of records whose lists look otherwise: what the outbox lays over them is another. */
  overlaid: z.array(resourceNameSchema),
})
export type OutboxChange = z.infer<typeof outboxChangeSchema>

/** States in which an entry waits for a person. */
export const NEEDS_YOU: ReadonlySet<EntryState> = new Set(['conflict', 'refused', 'blocked', 'parked'])
