import { differences } from '@shared/kept'
import { mergeFields, sameValue } from '@shared/merge'
import type { Fields } from '@shared/merge'
import type { EntryWhy } from '@shared/outbox'
import { parseKeepingNames } from '@shared/resources/kept-names'
import type { Row } from '@shared/resources/resource'
import { failed, FailureError, isFailure } from '@shared/result'
import { UnansweredError } from '../../backend/authorized'
import { saidBy } from '../../backend/failed-write'
import type { JournalEntry } from '../../store/journal-row'
import { asSent, hasTakenAny, takenBefore, without, withoutSets } from './compare-kept'
import { failedTry, notCarriedOut, withoutSecrets } from './failed-try'
import { fieldFaults } from './field-faults'
import { makeRecord } from './make-record'
import { otherRecord } from '../reads/same-record'
import { afterwards, conflict, lookAt, type SendDeps, type Verdict } from './one-try'
import { withKnownIds, withRealIds } from './temporary-ids'

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
    if (error instanceof FailureError) return failedTry(entry, withoutSecrets(error.failure, entry.hasSecret ? deps.secret : null), deps.isAwaited)
    deps.onFault(error)
    return { kind: 'refused', failure: failed('INTERNAL', 'This program made a mistake.').failure }
  }
}

async function update(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  const theirs = await lookAt(deps, entry.recordId, deps.call)
  if (!theirs) return entry.decisions.restore && deps.description.verbs.includes('create') ? restore(deps, entry) : conflict('gone', null, Object.keys(entry.edits))
  const wanted = withRealIds(deps.description, entry.edits, deps.realId)
  const strangerIn = (row: Row): Extract<EntryWhy, { kind: 'conflict' }> | null => otherRecord(deps.description, { ...entry, edits: wanted }, row)
  const stranger = strangerIn(theirs)
  if (stranger) return { kind: 'conflict', why: stranger }
  const { setFields } = deps.description
  const own = takenBefore(entry, withoutSets(wanted, setFields), theirs)
  // What was taken out of a set may have been made here, too.
  const base = withKnownIds(deps.description, entry.base ?? {}, deps.realId)
  const merge = mergeFields(base, without(wanted, own), theirs, setFields)
  const open = merge.clashes.filter((field) => !(field in entry.decisions.mine && sameValue(entry.decisions.mine[field], theirs[field])))
  if (open.length > 0) return conflict('fields', theirs, open)
  const { edits } = merge
  if (Object.keys(edits).length === 0) return { kind: 'done', row: theirs, taken: merge.taken, kept: own }
  // Any one of them is a sign that the server acted; what it has left undone is named, not sent without end.
  const holds = async (): Promise<boolean> => {
    const row = await deps.client.get(entry.recordId, afterwards(deps))
    return !strangerIn(asSent(edits, row, theirs)) && hasTakenAny(edits, row, theirs, setFields)
  }
  await write(deps, () => deps.client.update(theirs, edits, { ...deps.call, idempotencyKey: entry.entryId }), holds)
  const row = await readAfter(deps, entry.recordId)
  if (!row) return conflict('gone', null, Object.keys(edits))
  // A name that the server keeps in its own way does not make it another record.
  const after = strangerIn(asSent(edits, row, theirs))
  return after ? { kind: 'conflict', why: after } : { kind: 'done', row, taken: merge.taken, kept: [...own, ...differences(edits, row, theirs, true, setFields)] }
}

/** The record was deleted there, and the person wants it back: made anew from what was known of it. */
async function restore(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  const { id: _, ...known } = entry.base ?? {}
  const parsed = parseKeepingNames(deps.description.createSchema, { ...known, ...entry.edits, ...deps.secret() }, deps.description.nameFields)
  if (parsed.success) return makeRecord(deps, entry, openFields(deps, parsed.data))
  const fields = fieldFaults(parsed.error)
  return { kind: 'refused', failure: failed('VALIDATION', 'To make this record anew, more is needed than is known of it.', { fields }).failure }
}

async function remove(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  const theirs = await lookAt(deps, entry.recordId, deps.call)
  if (!theirs) return { kind: 'done', row: null, taken: [], kept: [] }
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
  const left = await lookAt(deps, entry.recordId, afterwards(deps)).catch(() => null)
  const after = left && otherRecord(deps.description, entry, left)
  if (after) return { kind: 'conflict', why: after }
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
      throw failed('UNKNOWN', 'The answer was lost on the way, and the record cannot be read just now.', { details: saidBy(error.reason) })
    })
    if (!happened) throw notCarriedOut(error.reason)
  }
}

/** The record after a yes. Unread, it is not done: the server may keep something else than was sent. Throws UNKNOWN. */
async function readAfter(deps: SendDeps, id: number): Promise<Row | null> {
  return lookAt(deps, id, afterwards(deps)).catch(() => {
    throw failed('UNKNOWN', 'The server took this change, and the record cannot be read again just now.')
  })
}

/** Without the secrets, which the journal holds apart. */
function openFields({ description }: SendDeps, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !description.secretFields.includes(field)))
}
