import type { DraftInput } from '@shared/drafts'
import { habitsIn, type KeptField, marksOf, type ServerHabit } from '@shared/kept'
import { pickFields, sameValue } from '@shared/merge'
import type { EntryWhy } from '@shared/outbox'
import { RESOURCES, sharersOf } from '@shared/resources/registry'
import type { PhaseStep } from '@shared/phase-log'
import type { ResourceName, Row } from '@shared/resources/resource'
import { assertNever, type Failure, failed, FailureError } from '@shared/result'
import type { JournalEntry } from '../../store/journal-row'
import { decidedIdentity } from '../reads/same-record'
import type { Verdict } from './one-try'
import { PARENT_WAITS } from './places'
import type { OutboxQueue } from './queue'
import type { Scheduler } from './scheduler'
import { queued, type Waiter } from './waiters'

export interface SettleParts {
  readonly queue: OutboxQueue
  readonly scheduler: Scheduler
  /** What the try went through and is not written down yet: it goes with the change that is. */
  readonly phases: readonly PhaseStep[]
  readonly onRow: (resource: ResourceName, id: number, row: Row | null, temporaryId: number | null) => void
  /** Keeps what was typed and the server keeps otherwise, for the next opening of the record. Throws STORAGE. */
  readonly keepTyped: (draft: Omit<DraftInput, 'owner'>) => void
  readonly noteHabits: (habits: readonly ServerHabit[]) => void
  readonly onFault: (error: unknown) => void
}

/** Writes down what a try has come to, then tells the one who waits. Throws STORAGE when it cannot be written; then nobody was told. */
export function settle(parts: SettleParts, entry: JournalEntry, verdict: Verdict, waiter: Waiter | null): void {
  const { queue, phases } = parts
  switch (verdict.kind) {
    case 'done':
      parts.scheduler.wentThrough()
      settleDone(parts, entry, verdict, waiter)
      return
    case 'conflict':
      settleConflict(parts, entry, verdict.why, waiter)
      return
    case 'refused':
      if (waiter) tell(parts, entry, waiter, verdict.failure, { kind: 'failure', failure: verdict.failure })
      else queue.change(entry.entryId, { state: 'refused', why: { kind: 'failure', failure: verdict.failure }, phases })
      return
    case 'later':
      settleLater(parts, entry, verdict.failure, waiter)
      return
    default:
      assertNever(verdict)
  }
}

/** The row, its draft, the server's habits, the entry; then who waits, what comes after it, and pages. */
function settleDone(parts: SettleParts, entry: JournalEntry, verdict: Extract<Verdict, { kind: 'done' }>, waiter: Waiter | null): void {
  const { queue, onRow, onFault } = parts
  const { row, taken } = verdict
  const isNew = row !== null && row.id !== entry.recordId
  if (isNew) queue.rename(entry.resource, entry.recordId, row.id)
  const kept = row ? stillWanted(queue, entry, row, verdict.kept) : []
  const why: EntryWhy | null = verdict.kept.length > 0 ? { kind: 'kept', kept: [...verdict.kept] } : null
  const more = { taken, phases: parts.phases, ...(isNew ? { recordId: row.id } : {}), ...(why ? { why } : {}) }
  if (row && kept.length > 0 && !waiter) parts.keepTyped(typedDraft(entry, row, kept))
  if (why) parts.noteHabits(habitsIn(verdict.kept))
  // A long queue would pay one disk sync for each; nobody is told of these, and a lost one is looked up at the next start.
  if (waiter || entry.hasSecret || why) queue.end([entry.entryId], 'ok', more)
  else queue.endSoon(entry.entryId, 'ok', more).catch(onFault)
  waiter?.resolve({ kind: 'done', row, taken, kept })
  if (row) rebaseLater(queue, entry, row)
  onRow(entry.resource, row?.id ?? entry.recordId, row, isNew ? entry.recordId : null)
}

/** Without what a later entry of the same record changes anyway. */
function stillWanted(queue: OutboxQueue, entry: JournalEntry, row: Row, kept: readonly KeptField[]): readonly KeptField[] {
  const later = queue.recordQueue(entry.resource, row.id).filter(({ seq }) => seq > entry.seq)
  return kept.filter(({ field }) => !later.some(({ verb, edits }) => verb === 'remove' || field in edits))
}

/** One draft for one entry, however often its end is tried. */
function typedDraft(entry: JournalEntry, row: Row, kept: readonly KeptField[]): Omit<DraftInput, 'owner'> {
  const edits = Object.fromEntries(kept.map(({ field, sent }) => [field, sent]))
  return { draftId: entry.entryId, resource: entry.resource, recordId: row.id, title: entry.title.slice(0, 200), base: row, edits, marks: marksOf(kept), cursorField: null }
}

function settleConflict(parts: SettleParts, entry: JournalEntry, why: Extract<EntryWhy, { kind: 'conflict' }>, waiter: Waiter | null): void {
  const { queue, onRow, phases } = parts
  // What may be on the server stays an entry: whoever got it back in a form would send it again.
  if (waiter && why.conflict === 'which') {
    queue.change(entry.entryId, { state: 'conflict', why, phases })
    waiter.resolve(queued(entry.entryId))
  } else if (waiter) tell(parts, entry, waiter, conflictFailure(why), why)
  else queue.change(entry.entryId, { state: 'conflict', why, phases })
  // The server has it no more, whatever becomes of the edits: no list goes on showing it.
  if (why.conflict === 'gone') onRow(entry.resource, entry.recordId, null, null)
}

/** Somebody was told, and has the edits: the entry is closed, so that the same work does not wait in two places. */
function tell({ queue, phases }: SettleParts, entry: JournalEntry, waiter: Waiter, failure: Failure, why: JournalEntry['why']): void {
  queue.end([entry.entryId], 'told', { why, phases })
  waiter.reject(new FailureError(failure))
}

function settleLater(parts: SettleParts, entry: JournalEntry, failure: Failure, waiter: Waiter | null): void {
  const { queue, scheduler } = parts
  const mayHaveLeft = (queue.get(entry.entryId)?.attempts ?? 0) > 0
  const isAboutSession = failure.code === 'SESSION_ENDED' || failure.code === 'CANCELLED'
  if (waiter && isAboutSession && !mayHaveLeft) return tell(parts, entry, waiter, failure, { kind: 'failure', failure })
  const phases: readonly PhaseStep[] = [...parts.phases, { phase: 'putOff', note: failure.code }]
  queue.change(entry.entryId, { state: mayHaveLeft ? 'unknown' : 'queued', why: isAboutSession ? null : { kind: 'failure', failure }, phases })
  const wished = failure.details?.['retryAfterMs']
  const isAboutTurn = failure.details?.['cause'] === PARENT_WAITS
  const cause = isAboutTurn ? 'turn' : 'server'
  scheduler.putOff(entry.entryId, isAboutSession ? 'session' : cause, typeof wished === 'number' ? wished : 0)
  waiter?.resolve(queued(entry.entryId, failure))
}

function conflictFailure(why: Extract<EntryWhy, { kind: 'conflict' }>): Failure {
  const details = { theirs: why.theirs, fields: why.fields, conflict: why.conflict }
  if (why.conflict === 'gone') return failed('NOT_FOUND', 'This record no longer exists on the server.', { details }).failure
  if (why.conflict === 'otherRecord') return failed('CONFLICT', 'The number of this record belongs to another one by now.', { details }).failure
  return failed('CONFLICT', why.conflict === 'taken' ? 'There is a record of this name.' : 'Someone else changed this record.', { details }).failure
}

/**
 * What was submitted later on the same record stands on what has just been done, not on the record before it: otherwise
 * this program's own change would look like somebody else's. `row` is the record after `entry`.
 */
export function rebaseLater(queue: OutboxQueue, entry: JournalEntry, row: Row): void {
  if (entry.verb === 'create') rebaseParts(queue, entry, row)
  const { setFields } = RESOURCES[entry.resource]
  for (const later of queue.recordQueue(entry.resource, row.id)) {
    if (later.base === null || later.seq < entry.seq) continue
    const base = { ...later.base }
    // Of a set what counts is what the later one puts in and takes out, which its own base and edits say: neither is touched.
    const isOwnSet = (field: string): boolean => setFields.includes(field) && field in later.edits
    for (const field of entry.verb === 'create' ? Object.keys(row) : Object.keys(entry.edits)) {
      if (isOwnSet(field)) continue
      const before = entry.verb === 'create' ? entry.edits[field] : entry.base?.[field]
      const sawOwn = sameValue(base[field], entry.edits[field])
      if (entry.verb === 'create' || sawOwn || sameValue(base[field], before)) base[field] = row[field]
    }
    queue.change(later.entryId, { base: { ...base, ...decidedIdentity(RESOURCES[entry.resource], entry, row) } })
  }
}

/** What was submitted of parts of a record that has just been made, such as the grants of a new role, knows it as it was typed, not as the server keeps it. */
function rebaseParts(queue: OutboxQueue, { resource }: JournalEntry, row: Row): void {
  for (const part of sharersOf(resource).filter((sharer) => sharer !== resource)) {
    for (const { entryId, base } of queue.recordQueue(part, row.id)) {
      if (base) queue.change(entryId, { base: { ...base, ...pickFields(row, Object.keys(base)) } })
    }
  }
}
