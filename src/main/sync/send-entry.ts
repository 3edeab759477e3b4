import { mergeFields, sameValue } from '@shared/merge'
import type { Fields } from '@shared/merge'
import type { EntryWhy } from '@shared/outbox'
import { parseKeepingNames } from '@shared/resources/kept-names'
import type { ResourceDescription, ResourceName, Row } from '@shared/resources/resource'
import { type Failure, failed, FailureError, isFailure } from '@shared/result'
import { type CallOptions, UnansweredError } from '../backend/authorized'
import type { ResourceClient } from '../backend/resources/resource-client'
import type { JournalEntry } from '../store/journal-row'
import { fieldFaults } from './field-faults'
import { withRealIds } from './temporary-ids'

/** What one try has come to. */
export type Verdict =
  /** `row`: as the server has it now; null after a delete. */
  | { readonly kind: 'done'; readonly row: Row | null; readonly taken: readonly string[] }
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
  /** Notes durably that a request may have left from now on; what comes after a kill is then looked up, not guessed. */
  readonly leaving: () => Promise<void>
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
    if (entry.verb === 'create') return await create(deps, entry, entry.edits)
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
  const merge = mergeFields(entry.base ?? {}, wanted, theirs)
  const open = merge.clashes.filter((field) => !(field in entry.decisions.mine && sameValue(entry.decisions.mine[field], theirs[field])))
  if (open.length > 0) return conflict('fields', theirs, open)
  const { edits } = merge
  if (Object.keys(edits).length === 0) return { kind: 'done', row: theirs, taken: merge.taken }
  const holds = async (): Promise<boolean> => {
    const row = await deps.client.get(entry.recordId, afterwards(deps))
    return Object.entries(edits).every(([field, value]) => sameValue(value, row[field]))
  }
  await write(deps, () => deps.client.update(theirs, edits, { ...deps.call, idempotencyKey: entry.entryId }), holds)
  const row = await readBack(deps, entry.recordId, { ...theirs, ...edits })
  return row ? { kind: 'done', row, taken: merge.taken } : conflict('gone', null, Object.keys(edits))
}

/** The record was deleted there, and the person wants it back: made anew from what was known of it. */
async function restore(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  const { id: _, ...known } = entry.base ?? {}
  const parsed = parseKeepingNames(deps.description.createSchema, { ...known, ...entry.edits, ...deps.secret() }, deps.description.nameFields)
  if (parsed.success) return create(deps, entry, parsed.data)
  const fields = fieldFaults(parsed.error)
  return { kind: 'refused', failure: failed('VALIDATION', 'To make this record anew, more is needed than is known of it.', { fields }).failure }
}

async function create(deps: SendDeps, entry: JournalEntry, fields: Fields): Promise<Verdict> {
  const { description, client } = deps
  const values = withRealIds(description, { ...fields, ...deps.secret() }, deps.realId)
  const key = Object.fromEntries(description.naturalKey.map((field) => [field, values[field]]))
  const [known] = await client.find(key, deps.call)
  if (known) return entry.attempts > 0 && isMadeFrom(deps, values, known) ? made(known) : conflict('taken', known, description.naturalKey)
  const isThere = async (): Promise<boolean> => (await client.find(key, afterwards(deps))).length > 0
  await write(deps, () => client.create(values, { ...deps.call, idempotencyKey: entry.entryId }), isThere)
  const row = newest(await client.find(key, afterwards(deps)))
  // The server said yes, and the record cannot be found: it is looked for again before anything else is done.
  if (!row) throw failed('UNKNOWN', 'The server took this record, and it cannot be found there.')
  return made(row)
}

/** Whether a record that is there is the one that an earlier try, whose answer was lost, has made. */
function isMadeFrom({ description }: SendDeps, values: Fields, row: Row): boolean {
  return Object.entries(values).every(([field, value]) => description.secretFields.includes(field) || !(field in row) || sameValue(value, row[field]))
}

function made(row: Row): Verdict {
  return { kind: 'done', row, taken: [] }
}

function newest(rows: readonly Row[]): Row | undefined {
  return rows.toSorted((a, b) => b.id - a.id)[0]
}

async function remove(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  const theirs = await lookAt(deps, entry.recordId, deps.call)
  if (!theirs) return { kind: 'done', row: null, taken: [] }
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
  const left = await readBack(deps, entry.recordId, null)
  return left ? { kind: 'refused', failure: failed('REFUSED', 'The server said yes, and the record is still there.').failure } : { kind: 'done', row: null, taken: [] }
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

/** Looking up what has left goes on when the person gave up waiting. */
function afterwards({ call }: SendDeps): CallOptions {
  const { signal: _, ...rest } = call
  return rest
}

/** The record, or null when the server has none of this id. */
async function lookAt({ client }: SendDeps, id: number, call: CallOptions): Promise<Row | null> {
  try {
    return await client.get(id, call)
  } catch (error) {
    if (isFailure(error, 'NOT_FOUND')) return null
    throw error
  }
}

/** The record after a write; what was written stands when it cannot be read just now. */
async function readBack(deps: SendDeps, id: number, written: Row | null): Promise<Row | null> {
  try {
    return await lookAt(deps, id, afterwards(deps))
  } catch {
    return written
  }
}

function conflict(kind: Extract<EntryWhy, { kind: 'conflict' }>['conflict'], theirs: Row | null, fields: readonly string[]): Verdict {
  return { kind: 'conflict', why: { kind: 'conflict', conflict: kind, theirs, fields: [...fields] } }
}
