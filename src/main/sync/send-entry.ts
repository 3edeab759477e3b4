import { differences, type KeptField } from '@shared/kept'
import { mergeFields, sameValue } from '@shared/merge'
import type { Fields } from '@shared/merge'
import type { EntryWhy, Trace } from '@shared/outbox'
import type { ResourceDescription, ResourceName, Row } from '@shared/resources/resource'
import { type Failure, failed, FailureError, isFailure } from '@shared/result'
import { type CallOptions, UnansweredError } from '../backend/authorized'
import type { ResourceClient } from '../backend/resources/resource-client'
import type { JournalEntry } from '../store/journal-row'
import { hasTakenAny, takenBefore, without } from './compare-kept'
import { fieldFaults } from './field-faults'
import { makeRecord } from './make-record'
import { afterwards, conflict, lookAt } from './send-parts'
import { withRealIds } from './temporary-ids'

/** What one try has come to. */
export type Verdict =
  /** `row`: as the server has it now; null after a delete. `kept`: what it holds otherwise than it was sent. */
  | { readonly kind: 'done'; readonly row: Row | null; readonly taken: readonly string[]; readonly kept: readonly KeptField[] }
  | { readonly kind: 'conflict'; readonly why: Extract<EntryWhy, { kind: 'conflict' }> }
  /** The server was reached and did nothing. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** Nothing came of it this time: the same entry may be tried again. */
  | { readonly kind: 'later'; readonly failure: Failure }

export interface SendDeps {
  readonly description: ResourceDescription
  readonly client: ResourceClient
  readonly realId: (resource: ResourceName, temporaryId: number) => number | null
  readonly secret: () => Fields | null
  /** Notes durably that a request may have left from now on; what comes after a kill is then looked up, not guessed. `trace`: where to look for a new record. */
  readonly leaving: (trace?: Trace) => Promise<void>
  /** Notes durably that the server took a new record: it is never sent again. Never rejects. */
  readonly accepted: (trace: Trace) => Promise<void>
  /** Whether it took it, also where that could not be written down. */
  readonly wasAccepted: () => boolean
  /** Notes that the new record was looked for once more. */
  readonly looked: (trace: Trace) => Promise<void>
  /** The ids of this resource that other records made here have got. */
  readonly claimedIds: () => ReadonlySet<number>
  /** Notes that the request surely did not leave. */
  readonly notLeft: () => void
  /** Whose work it is; its signal ends the waiting, and what has left is looked after without it. */
  readonly call: CallOptions
  readonly onFault: (error: unknown) => void
}

/**
 * Tries one entry: looks at the record, merges three ways, sends, and looks again, for this API says "success" for a
 * record that is gone, and tells no id on create. Between looking and sending another client may still slip in: this API
 * has no versions to send along. Never throws.
 */
export async function sendEntry(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  try {
    if (entry.verb === 'create') return await makeRecord(deps, entry, entry.edits)
    return entry.verb === 'update' ? await update(deps, entry) : await remove(deps, entry)
  } catch (error) {
    if (error instanceof FailureError) return verdictOf(error.failure)
    deps.onFault(error)
    return { kind: 'refused', failure: failed('INTERNAL', 'This program made a mistake.').failure }
  }
}

/** Failures after which the same entry may go through another time. */
const PASSING: ReadonlySet<Failure['code']> = new Set(['OFFLINE', 'TIMEOUT', 'SERVER', 'UNKNOWN', 'SESSION_ENDED', 'CANCELLED', 'STORAGE', 'BAD_REPLY'])

function verdictOf(failure: Failure): Verdict {
  // A proxy that strips the token's header will do so at the next try as well.
  const isLasting = failure.code === 'BAD_REPLY' && failure.details?.['cause'] === 'header-stripped'
  return PASSING.has(failure.code) && !isLasting ? { kind: 'later', failure } : { kind: 'refused', failure }
}

async function update(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  const theirs = await lookAt(deps, entry.recordId, deps.call)
  if (!theirs) return entry.decisions.restore ? restore(deps, entry) : conflict('gone', null, Object.keys(entry.edits))
  const wanted = withRealIds(deps.description, entry.edits, deps.realId)
  const own = takenBefore(entry, wanted, theirs)
  const merge = mergeFields(entry.base ?? {}, without(wanted, own), theirs)
  const open = merge.clashes.filter((field) => !(field in entry.decisions.mine && sameValue(entry.decisions.mine[field], theirs[field])))
  if (open.length > 0) return conflict('fields', theirs, open)
  const { edits } = merge
  if (Object.keys(edits).length === 0) return { kind: 'done', row: theirs, taken: merge.taken, kept: own }
  // Any one of them is a sign that the server acted; what it has left undone is named, not sent without end.
  const holds = async (): Promise<boolean> => hasTakenAny(edits, await deps.client.get(entry.recordId, afterwards(deps)), theirs)
  await write(deps, () => deps.client.update(theirs, edits, { ...deps.call, idempotencyKey: entry.entryId }), holds)
  const row = await readAfter(deps, entry.recordId)
  return row ? { kind: 'done', row, taken: merge.taken, kept: [...own, ...differences(edits, row, theirs)] } : conflict('gone', null, Object.keys(edits))
}

/** The record was deleted there, and the person wants it back: made anew from what was known of it. */
async function restore(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  const { id: _, ...known } = entry.base ?? {}
  const parsed = deps.description.createSchema.safeParse({ ...known, ...entry.edits, ...deps.secret() })
  if (parsed.success) return makeRecord(deps, entry, withoutSecrets(deps, parsed.data))
  const fields = fieldFaults(parsed.error)
  return { kind: 'refused', failure: failed('VALIDATION', 'To make this record anew, more is needed than is known of it.', { fields }).failure }
}

async function remove(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  const theirs = await lookAt(deps, entry.recordId, deps.call)
  if (!theirs) return { kind: 'done', row: null, taken: [], kept: [] }
  const seen = entry.decisions.removeChanged ?? entry.base ?? {}
  const changed = Object.keys(seen).filter((field) => !sameValue(seen[field], theirs[field]))
  if (changed.length > 0) return conflict('changed', theirs, changed)
  const isGone = async (): Promise<boolean> => (await lookAt(deps, entry.recordId, afterwards(deps))) === null
  try {
    await write(deps, () => deps.client.remove(entry.recordId, { ...deps.call, idempotencyKey: entry.entryId }), isGone)
  } catch (error) {
    // Someone else was faster: some servers refuse to delete what is not there.
    if (!isFailure(error, 'REFUSED') || !(await isGone())) throw error
  }
  const left = await lookAt(deps, entry.recordId, afterwards(deps)).catch(() => null)
  return left ? { kind: 'refused', failure: failed('REFUSED', 'The server said yes, and the record is still there.').failure } : { kind: 'done', row: null, taken: [], kept: [] }
}

/** Sends a write. Without an answer the question "did it happen?" is looked up; throws why it did not, or UNKNOWN. */
async function write(deps: SendDeps, send: () => Promise<void>, hasHappened: () => Promise<boolean>): Promise<void> {
  await deps.leaving()
  try {
    await send()
  } catch (error) {
    if (!(error instanceof UnansweredError)) {
      deps.notLeft()
      throw error
    }
    const happened = await hasHappened().catch(() => {
      throw failed('UNKNOWN', 'The answer was lost on the way, and the record cannot be read just now.')
    })
    if (!happened) throw error.reason
  }
}

/** The record after a yes. Unread, it is not done: the server may keep something else than was sent. Throws UNKNOWN. */
async function readAfter(deps: SendDeps, id: number): Promise<Row | null> {
  return lookAt(deps, id, afterwards(deps)).catch(() => {
    throw failed('UNKNOWN', 'The server took this change, and the record cannot be read again just now.')
  })
}

function withoutSecrets({ description }: SendDeps, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !description.secretFields.includes(field)))
}
