import { mergeFields, sameValue } from '@shared/merge'
import type { Fields } from '@shared/merge'
import type { EntryWhy } from '@shared/outbox'
import type { ResourceDescription, ResourceName, Row } from '@shared/resources/resource'
import { failed, FailureError, isFailure } from '@shared/result'
import { type CallOptions, UnansweredError } from '../backend/authorized'
import type { ResourceClient } from '../backend/resources/resource-client'
import type { JournalEntry } from '../store/journal-row'
import { type FailedTry, failedTry, notCarriedOut, withoutSecrets } from './failed-try'
import { fieldFaults } from './field-faults'
import { otherRecord } from './same-record'
import { withRealIds } from './temporary-ids'

/** What one try has come to. */
export type Verdict =
  /** `row`: as the server has it now; null after a delete. */
  | { readonly kind: 'done'; readonly row: Row | null; readonly taken: readonly string[] }
  | { readonly kind: 'conflict'; readonly why: Extract<EntryWhy, { kind: 'conflict' }> }
  | FailedTry

export interface SendDeps {
  readonly description: ResourceDescription
  readonly client: ResourceClient
  readonly realId: (resource: ResourceName, temporaryId: number) => number | null
  readonly secret: () => Fields | null
  /** Notes durably that a request may have left from now on; what comes after a kill is then looked up, not guessed. */
  readonly leaving: () => Promise<void>
  /** Notes that the request surely did not leave. */
  readonly notLeft: () => void
  /** Somebody waits for what comes of this try. */
  readonly isAwaited: boolean
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
    if (error instanceof FailureError) return failedTry(entry, withoutSecrets(error.failure, entry.hasSecret ? deps.secret : null), deps.isAwaited)
    deps.onFault(error)
    return { kind: 'refused', failure: failed('INTERNAL', 'This program made a mistake.').failure }
  }
}

async function update(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  const theirs = await lookAt(deps, entry.recordId, deps.call)
  if (!theirs) return entry.decisions.restore ? restore(deps, entry) : conflict('gone', null, Object.keys(entry.edits))
  const wanted = withRealIds(deps.description, entry.edits, deps.realId)
  const strangerIn = (row: Row): Extract<EntryWhy, { kind: 'conflict' }> | null => otherRecord(deps.description, { ...entry, edits: wanted }, row)
  const stranger = strangerIn(theirs)
  if (stranger) return { kind: 'conflict', why: stranger }
  const merge = mergeFields(entry.base ?? {}, wanted, theirs)
  const open = merge.clashes.filter((field) => !(field in entry.decisions.mine && sameValue(entry.decisions.mine[field], theirs[field])))
  if (open.length > 0) return conflict('fields', theirs, open)
  const { edits } = merge
  if (Object.keys(edits).length === 0) return { kind: 'done', row: theirs, taken: merge.taken }
  const holds = async (): Promise<boolean> => {
    const row = await deps.client.get(entry.recordId, afterwards(deps))
    return !strangerIn(row) && Object.entries(edits).every(([field, value]) => sameValue(value, row[field]))
  }
  await write(deps, () => deps.client.update(theirs, edits, { ...deps.call, idempotencyKey: entry.entryId }), holds)
  const row = await readBack(deps, entry.recordId, { ...theirs, ...edits })
  if (!row) return conflict('gone', null, Object.keys(edits))
  const after = strangerIn(row)
  return after ? { kind: 'conflict', why: after } : { kind: 'done', row, taken: merge.taken }
}

/** The record was deleted there, and the person wants it back: made anew from what was known of it. */
async function restore(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  const { id: _, ...known } = entry.base ?? {}
  const parsed = deps.description.createSchema.safeParse({ ...known, ...entry.edits, ...deps.secret() })
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
  const stranger = otherRecord(deps.description, entry, theirs)
  if (stranger) return { kind: 'conflict', why: stranger }
  const seen = entry.decisions.removeChanged ?? entry.base ?? {}
  const changed = Object.keys(seen).filter((field) => !sameValue(seen[field], theirs[field]))
  if (changed.length > 0) return conflict('changed', theirs, changed)
  // Another record may have got the id in the same moment: then the one that was meant is gone, too.
  const isGone = async (): Promise<boolean> => {
    const row = await lookAt(deps, entry.recordId, afterwards(deps))
    return row === null || otherRecord(deps.description, entry, row) !== null
  }
  try {
    await write(deps, () => deps.client.remove(entry.recordId, { ...deps.call, idempotencyKey: entry.entryId }), isGone)
  } catch (error) {
    // Someone else was faster: some servers refuse to delete what is not there.
    if (!isFailure(error, 'REFUSED') || !(await isGone())) throw error
  }
  const left = await readBack(deps, entry.recordId, null)
  const after = left && otherRecord(deps.description, entry, left)
  if (after) return { kind: 'conflict', why: after }
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
    if (!happened) throw notCarriedOut(error.reason)
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
