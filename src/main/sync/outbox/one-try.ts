import type { KeptField } from '@shared/kept'
import type { Fields } from '@shared/merge'
import type { EntryWhy, Trace } from '@shared/outbox'
import type { Phase, PhaseNote, PhaseStep } from '@shared/phase-log'
import { RESOURCES } from '@shared/resources/registry'
import type { ResourceDescription, ResourceName, Row } from '@shared/resources/resource'
import { failed, FailureError, isFailure } from '@shared/result'
import type { CallOptions } from '../../backend/authorized'
import type { ResourceClient } from '../../backend/resources/resource-client'
import type { Clock } from '../../session/clock'
import type { WorkStamp } from '../../session/session'
import type { Journal } from '../../store/journal'
import type { JournalEntry } from '../../store/journal-row'
import type { FailedTry } from './failed-try'
import type { OutboxQueue } from './queue'
import type { Waiter } from './waiters'

/** What one try has come to. */
export type Verdict =
  /** `row`: as the server has it now; null after a delete. `kept`: what it holds otherwise than it was sent. */
  | { readonly kind: 'done'; readonly row: Row | null; readonly taken: readonly string[]; readonly kept: readonly KeptField[] }
  | { readonly kind: 'conflict'; readonly why: Extract<EntryWhy, { kind: 'conflict' }> }
  | FailedTry

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
  /**
   * Notes durably that what the server said yes to is undone from now on. Returns the key to do so with; the next try has another
   * one than the last, or the server would repeat its yes and do nothing.
   */
  readonly takingBack: () => Promise<string>
  /** Notes that the request surely did not leave. */
  readonly notLeft: () => void
  /** Somebody waits for what comes of this try. */
  readonly isAwaited: boolean
  /** Whose work it is; its signal ends the waiting, and what has left is looked after without it. */
  readonly call: CallOptions
  readonly onFault: (error: unknown) => void
  /** Notes what this try went through; it is written with the next change of the entry, never by itself. */
  readonly note: (phase: Phase['phase'], note?: PhaseNote) => void
}

type Conflict = Extract<EntryWhy, { kind: 'conflict' }>

/** Looking up what has left goes on when the person gave up waiting. */
export function afterwards({ call }: SendDeps): CallOptions {
  const { signal: _, ...rest } = call
  return rest
}

/** What a log may say of a failure. */
export function codeOf(reason: Error): PhaseNote {
  return reason instanceof FailureError ? reason.failure.code : 'INTERNAL'
}

/** The record, or null when the server has none of this id. */
export async function lookAt({ client }: SendDeps, id: number, call: CallOptions): Promise<Row | null> {
  try {
    return await client.get(id, call)
  } catch (error) {
    if (isFailure(error, 'NOT_FOUND')) return null
    throw error
  }
}

export function conflict(kind: Conflict['conflict'], theirs: Row | null, fields: readonly string[], which?: Conflict['which']): Verdict {
  return { kind: 'conflict', why: { kind: 'conflict', conflict: kind, theirs, fields: [...fields], ...(which ? { which } : {}) } }
}

/** Under which a server carries this change out once. A yes that was taken back is no answer to the next try. */
export function keyOf({ entryId, decisions: { takenBack = 0 } }: Pick<JournalEntry, 'entryId' | 'decisions'>): string {
  return takenBack === 0 ? entryId : `${entryId}-${takenBack}`
}

export interface SendParts {
  readonly userId: number
  readonly journal: Journal
  readonly clientOf: (resource: ResourceName) => ResourceClient
  readonly clock: Clock
  readonly stamp: () => WorkStamp
  readonly onFault: (error: unknown) => void
  readonly queue: OutboxQueue
  readonly entry: JournalEntry
  readonly waiter: Waiter | null
  readonly accepted: Set<string>
  readonly isClosed: () => boolean
  /** What this try went through so far, and is not written down yet. */
  readonly trail: PhaseStep[]
}

/** What one try of an entry works with: what it does is written down, until the outbox is closed. */
export function sendDeps(parts: SendParts): SendDeps {
  const { queue, entry, waiter, accepted, isClosed, journal, clock, trail } = parts
  const { entryId } = entry
  const note: SendDeps['note'] = (phase, why) => {
    trail.push({ phase, ...(why ? { note: why } : {}), at: clock.wallMs() })
  }
  return {
    description: RESOURCES[entry.resource],
    client: parts.clientOf(entry.resource),
    realId: journal.realId,
    secret: () => journal.secretOf(entryId),
    leaving: async (trace) => {
      // Nothing leaves that could not be written down.
      if (isClosed()) throw failed('CANCELLED', 'The program ends.')
      await queue.changeSoon(entryId, { state: 'sending', attempts: entry.attempts + 1, sentAt: clock.wallMs(), ...(trace ? { trace } : {}), phases: trail.splice(0) })
    },
    accepted: async (trace) => {
      accepted.add(entryId)
      note('accepted')
      if (!isClosed()) await queue.changeSoon(entryId, { trace, phases: trail.splice(0) }).catch(parts.onFault)
    },
    wasAccepted: () => accepted.has(entryId),
    looked: async (trace) => {
      if (!isClosed()) await queue.changeSoon(entryId, { trace, phases: trail.splice(0) })
    },
    claimedIds: () => queue.claimedIds(entry.resource),
    takingBack: async () => {
      if (isClosed()) throw failed('CANCELLED', 'The program ends.')
      const takenBack = (entry.decisions.takenBack ?? 0) + 1
      await queue.changeSoon(entryId, { decisions: { ...entry.decisions, takenBack }, phases: trail.splice(0) })
      return `${entryId}-back-${takenBack}`
    },
    notLeft: () => {
      if (!isClosed()) queue.change(entryId, { state: entry.attempts > 0 ? 'unknown' : 'queued', attempts: entry.attempts, trace: entry.trace })
    },
    isAwaited: waiter !== null,
    call: { stamp: waiter?.stamp ?? ownStamp(parts), ...(waiter?.signal ? { signal: waiter.signal } : {}) },
    onFault: parts.onFault,
    note,
  }
}

/** Nobody waits: the entry goes out as its own user, or not at all. */
function ownStamp({ stamp, userId }: SendParts): WorkStamp {
  return { ...stamp(), userId }
}
