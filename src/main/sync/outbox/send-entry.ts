import { differences, isTaken, judge, type KeptField } from '@shared/kept'
import { type Fields, isNoSetChange, mergeFields, openSetChange, sameValue, setChange } from '@shared/merge'
import type { EntryWhy } from '@shared/outbox'
import { fieldFaults, parseKeepingNames } from '@shared/resources/kept-names'
import type { Row } from '@shared/resources/resource'
import { failed, FailureError, isFailure } from '@shared/result'
import { UnansweredError } from '../../backend/authorized'
import { saidBy } from '../../backend/failed-write'
import type { JournalEntry } from '../../store/journal-row'
import { otherRecord } from '../reads/same-record'
import { withKnownIds, withRealIds } from './temporary-ids'
import { failedTry, notCarriedOut, withoutSecrets } from './failed-try'
import { makeRecord } from './make-record'
import { takenBack } from './places'
import { afterwards, codeOf, conflict, keyOf, lookAt, type SendDeps, type Verdict } from './one-try'

/**
 * Tries one entry. Prepare: looks at the record, and merges three ways. Send. Reconcile: looks again, for this API says
 * "success" for a record that is gone, and tells no id on create; what was not answered is looked up. Between looking and sending another client may still slip in: this API
 * has no versions to send along. Never throws.
 */
export async function sendEntry(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  try {
    if (entry.verb === 'create') return await makeRecord(deps, entry, entry.edits)
    if (entry.verb === 'update') return await update(deps, entry)
    if (entry.verb === 'remove') return await remove(deps, entry)
    // What is only told in the journal has ended, and is none of the outbox's.
    throw failed('INTERNAL', 'This is not to be sent.')
  } catch (error) {
    if (error instanceof FailureError) return failedTry(entry, withoutSecrets(error.failure, entry.hasSecret ? deps.secret : null), deps.isAwaited)
    deps.onFault(error)
    return { kind: 'refused', failure: failed('INTERNAL', 'This program made a mistake.').failure }
  }
}

async function update(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  const prepared = await prepareUpdate(deps, entry)
  if (prepared.kind !== 'ready') return prepared
  const { theirs, edits } = prepared
  await send(
    deps,
    () => deps.client.update(theirs, edits, { ...deps.call, idempotencyKey: keyOf(entry) }),
    () => hasUpdated(deps, entry, prepared),
  )
  return reconcileUpdate(deps, entry, prepared)
}

/** What is going to be written, and over what. */
interface ReadyUpdate {
  readonly kind: 'ready'
  readonly theirs: Row
  readonly edits: Fields
  /** Fields that only someone else has changed. */
  readonly taken: readonly string[]
  /** Fields that an earlier sending of this entry has changed, in the server's own way. */
  readonly own: readonly KeptField[]
  /** Why a row is not the record that was meant; null: it is. */
  readonly strangerIn: (row: Row) => Extract<EntryWhy, { kind: 'conflict' }> | null
}

/** Prepare: the record as it is there, whether it is the same one, the ids of what was made here, and the merge. */
async function prepareUpdate(deps: SendDeps, entry: JournalEntry): Promise<ReadyUpdate | Verdict> {
  const theirs = await lookAt(deps, entry.recordId, deps.call)
  const wanted = withRealIds(deps.description, entry.edits, deps.realId)
  if (!theirs) {
    if (entry.decisions.restore) return restore(deps, entry)
    // It may have left before, and not have been put back yet: whoever made it anew would have it twice.
    const before = entry.attempts > 0 && entry.base ? { ...entry.base, ...entry.decisions.mine, id: entry.recordId } : null
    return (before && (await takenBack(deps, entry, before, wanted))) ?? conflict('gone', null, Object.keys(entry.edits))
  }
  const strangerIn: ReadyUpdate['strangerIn'] = (row) => otherRecord(deps.description, { ...entry, edits: wanted }, row)
  const stranger = strangerIn(theirs)
  if (stranger) return { kind: 'conflict', why: stranger }
  const { setFields } = deps.description
  const own = takenBefore(entry, withoutSets(wanted, setFields), theirs)
  // What was taken out of a set may have been made here, too.
  const base = withKnownIds(deps.description, entry.base ?? {}, deps.realId)
  const merge = mergeFields(base, without(wanted, own), theirs, setFields)
  const open = merge.clashes.filter((field) => !(field in entry.decisions.mine && sameValue(entry.decisions.mine[field], theirs[field])))
  if (open.length > 0) return conflict('fields', theirs, open)
  const { edits, taken } = merge
  if (entry.attempts > 0) deps.note('lookedUp', Object.keys(edits).length === 0 ? 'found' : 'notFound')
  if (taken.length > 0) deps.note('merged')
  if (Object.keys(edits).length === 0) return { kind: 'done', row: theirs, taken, kept: own }
  return { kind: 'ready', theirs, edits, taken, own, strangerIn }
}

/** Without an answer: any one of the fields is a sign that the server acted; what it has left undone is named, not sent without end. */
async function hasUpdated(deps: SendDeps, { recordId }: JournalEntry, { theirs, edits, strangerIn }: ReadyUpdate): Promise<boolean> {
  const row = await deps.client.get(recordId, afterwards(deps))
  return !strangerIn(asSent(edits, row, theirs)) && hasTakenAny(edits, row, theirs, deps.description.setFields)
}

/** Reconcile: what the server has made of it. */
async function reconcileUpdate(deps: SendDeps, entry: JournalEntry, { theirs, edits, taken, own, strangerIn }: ReadyUpdate): Promise<Verdict> {
  const row = await readAfter(deps, entry.recordId)
  if (!row) return (await takenBack(deps, entry, theirs, edits)) ?? conflict('gone', null, Object.keys(edits))
  // A name that the server keeps in its own way does not make it another record.
  const after = strangerIn(asSent(edits, row, theirs))
  return after ? { kind: 'conflict', why: after } : { kind: 'done', row, taken, kept: [...own, ...differences(edits, row, theirs, true, deps.description.setFields)] }
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
  const verdict = await prepareRemove(deps, entry)
  if (verdict) return verdict
  // Another record may have got the id in the same moment: then the one that was meant is gone, too.
  const isGone = async (): Promise<boolean> => {
    const row = await lookAt(deps, entry.recordId, afterwards(deps))
    return row === null || otherRecord(deps.description, entry, row) !== null
  }
  try {
    await send(deps, () => deps.client.remove(entry.recordId, { ...deps.call, idempotencyKey: entry.entryId }), isGone)
  } catch (error) {
    // Someone else was faster: some servers refuse to delete what is not there.
    if (!isFailure(error, 'REFUSED') || !(await isGone())) throw error
  }
  return reconcileRemove(deps, entry)
}

/** Null: it is there, is the same one, and as it was when the person deleted it. */
async function prepareRemove(deps: SendDeps, entry: JournalEntry): Promise<Verdict | null> {
  const theirs = await lookAt(deps, entry.recordId, deps.call)
  if (entry.attempts > 0) deps.note('lookedUp', theirs ? 'notFound' : 'found')
  if (!theirs) return { kind: 'done', row: null, taken: [], kept: [] }
  const stranger = otherRecord(deps.description, entry, theirs)
  if (stranger) return { kind: 'conflict', why: stranger }
  const seen = entry.decisions.removeChanged ?? entry.base ?? {}
  const changed = Object.keys(seen).filter((field) => !sameValue(seen[field], theirs[field]))
  return changed.length > 0 ? conflict('changed', theirs, changed) : null
}

async function reconcileRemove(deps: SendDeps, entry: JournalEntry): Promise<Verdict> {
  const left = await lookAt(deps, entry.recordId, afterwards(deps)).catch(() => null)
  const after = left && otherRecord(deps.description, entry, left)
  if (after) return { kind: 'conflict', why: after }
  return left ? { kind: 'refused', failure: failed('REFUSED', 'The server said yes, and the record is still there.').failure } : { kind: 'done', row: null, taken: [], kept: [] }
}

/** Sends a write. Without an answer the question "did it happen?" is looked up; throws why it did not, or UNKNOWN. */
async function send(deps: SendDeps, write: () => Promise<void>, hasHappened: () => Promise<boolean>): Promise<void> {
  await deps.leaving()
  try {
    await write()
  } catch (error) {
    if (!(error instanceof UnansweredError)) {
      deps.notLeft()
      throw error
    }
    deps.note('unanswered', codeOf(error.reason))
    const happened = await hasHappened().catch(() => {
      throw failed('UNKNOWN', 'The answer was lost on the way, and the record cannot be read just now.', { details: saidBy(error.reason) })
    })
    deps.note('lookedUp', happened ? 'found' : 'notFound')
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

/**
 * Of an update that may have left before: fields that the server holds in a form that it has made of what was sent. They are
 * our own work, not somebody else's, and sending them again would change nothing.
 */
function takenBefore({ attempts, base }: JournalEntry, wanted: Fields, theirs: Row): KeptField[] {
  return attempts === 0 ? [] : differences(wanted, theirs, base ?? {}, false).filter(({ cause }) => isTaken(cause))
}

function without(fields: Fields, kept: readonly KeptField[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !kept.some((other) => other.field === field)))
}

/** Fields of which what is wanted is one value; of the sets what is still to be done is seen by itself, try by try. */
function withoutSets(fields: Fields, setFields: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !setFields.includes(field)))
}

/**
 * Whether a write whose answer was lost has changed any field, in the server's own way. `before`: its row until then. A
 * set has to be as it was wanted: the original writes the grants one by one, and what is left of them is merged and sent again.
 */
function hasTakenAny(edits: Fields, row: Row, before: Row, setFields: readonly string[]): boolean {
  const sets = setFields.filter((field) => field in edits)
  if (sets.length > 0) return sets.every((field) => isNoSetChange(openSetChange(setChange(before[field], edits[field]), row[field])))
  return Object.entries(edits).some(([field, value]) => isTaken(judge(value, row[field], before[field] ?? null, false)))
}

/** The row as if the server had kept every field as it was sent that it holds in a form made of it: for telling records apart by their names. */
function asSent(edits: Fields, row: Row, before: Row): Row {
  const own = Object.entries(edits).filter(([field, value]) => field in row && isTaken(judge(value, row[field], before[field] ?? null, true)))
  return { ...row, ...Object.fromEntries(own), id: row.id }
}
