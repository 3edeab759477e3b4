import { type Failure, failed, FailureError } from '@shared/result'
import type { ResourceName, Row } from '@shared/resources/resource'
import type { JournalEntry } from '../store/journal-row'
import type { OutboxBook } from './outbox-book'
import type { Drain } from './outbox-drain'
import { queued, type Waiter } from './outbox-waiters'
import { rebaseLater } from './rebase'
import type { Verdict } from './send-entry'

export interface OutcomeParts {
  readonly book: OutboxBook
  readonly drain: Drain
  readonly onRow: (resource: ResourceName, id: number, row: Row | null, temporaryId: number | null) => void
  readonly onFault: (error: unknown) => void
}

/** Writes down what a try has come to, then tells the one who waits. Throws STORAGE when it cannot be written; then nobody was told. */
export function conclude(parts: OutcomeParts, entry: JournalEntry, verdict: Verdict, waiter: Waiter | null): void {
  const { book } = parts
  switch (verdict.kind) {
    case 'done':
      parts.drain.wentThrough()
      done(parts, entry, verdict, waiter)
      return
    case 'conflict':
      if (waiter) tell(book, entry, waiter, conflictFailure(verdict.why), verdict.why)
      else book.change(entry.entryId, { state: 'conflict', why: verdict.why })
      // The server has it no more, whatever becomes of the edits: no list goes on showing it.
      if (verdict.why.conflict === 'gone') parts.onRow(entry.resource, entry.recordId, null, null)
      return
    case 'refused':
      if (waiter) tell(book, entry, waiter, verdict.failure, { kind: 'failure', failure: verdict.failure })
      else book.change(entry.entryId, { state: 'refused', why: { kind: 'failure', failure: verdict.failure } })
      return
    case 'later':
      later(parts, entry, verdict.failure, waiter)
  }
}

function done({ book, onRow, onFault }: OutcomeParts, entry: JournalEntry, verdict: Extract<Verdict, { kind: 'done' }>, waiter: Waiter | null): void {
  const { row, taken } = verdict
  const isNew = row !== null && row.id !== entry.recordId
  if (isNew) book.rename(entry.resource, entry.recordId, row.id)
  const more = { taken, ...(isNew ? { recordId: row.id } : {}) }
  // A long queue would pay one disk sync for each; nobody is told of these, and a lost one is looked up at the next start.
  if (waiter || entry.hasSecret) book.end([entry.entryId], 'ok', more)
  else book.endSoon(entry.entryId, 'ok', more).catch(onFault)
  waiter?.resolve(verdict)
  if (row) rebaseLater(book, entry, row)
  onRow(entry.resource, row?.id ?? entry.recordId, row, isNew ? entry.recordId : null)
}

/** Somebody was told, and has the edits: the entry is closed, so that the same work does not wait in two places. */
function tell(book: OutboxBook, entry: JournalEntry, waiter: Waiter, failure: Failure, why: JournalEntry['why']): void {
  book.end([entry.entryId], 'told', { why })
  waiter.reject(new FailureError(failure))
}

function later({ book, drain }: OutcomeParts, entry: JournalEntry, failure: Failure, waiter: Waiter | null): void {
  const mayHaveLeft = (book.get(entry.entryId)?.attempts ?? 0) > 0
  const isAboutSession = failure.code === 'SESSION_ENDED' || failure.code === 'CANCELLED'
  if (waiter && isAboutSession && !mayHaveLeft) return tell(book, entry, waiter, failure, { kind: 'failure', failure })
  book.change(entry.entryId, { state: mayHaveLeft ? 'unknown' : 'queued', why: isAboutSession ? null : { kind: 'failure', failure } })
  const wished = failure.details?.['retryAfterMs']
  drain.putOff(entry.entryId, isAboutSession ? 'session' : 'server', typeof wished === 'number' ? wished : 0)
  waiter?.resolve(queued(entry.entryId, failure))
}

function conflictFailure(why: Extract<Verdict, { kind: 'conflict' }>['why']): Failure {
  const details = { theirs: why.theirs, fields: why.fields, conflict: why.conflict }
  if (why.conflict === 'gone') return failed('NOT_FOUND', 'This record no longer exists on the server.', { details }).failure
  if (why.conflict === 'otherRecord') return failed('CONFLICT', 'The number of this record belongs to another one by now.', { details }).failure
  return failed('CONFLICT', why.conflict === 'taken' ? 'There is a record of this name.' : 'Someone else changed this record.', { details }).failure
}
