import type { DraftInput } from '@shared/drafts'
import type { ServerHabit } from '@shared/kept'
import type { Fields } from '@shared/merge'
import type { EntryView, OutboxChange, OutboxStanding, OutboxSummary, WriteResult } from '@shared/outbox'
import type { PhaseStep } from '@shared/phase-log'
import { RESOURCES } from '@shared/resources/registry'
import type { ResourceName, Row } from '@shared/resources/resource'
import { failed, FailureError } from '@shared/result'
import type { ResourceClient } from '../../backend/resources/resource-client'
import type { Clock } from '../../session/clock'
import type { WorkStamp } from '../../session/session'
import type { Command, Journal } from '../../store/journal'
import type { JournalEntry } from '../../store/journal-row'
import { append } from './append'
import { dependenciesOf } from './dependencies'
import { createHolds, type WritePolicy } from './hold'
import { journalInLines } from './phase-lines'
import { createOutboxNews } from './news'
import { waitingFor } from './places'
import { sendDeps, type Verdict } from './one-try'
import { createOutboxQueue, type OutboxQueue } from './queue'
import { createScheduler, createTurns, type Scheduler } from './scheduler'
import { sendEntry } from './send-entry'
import { settle } from './settle'
import type { GoingParts } from './tree-order'
import { isTreeStep } from './tree-step'
import { createWaiters, queued } from './waiters'

/** The commands of one user on one server: the only way to write, online too. Each takes the road that `createOutbox` shows from top to bottom. */
export interface Outbox {
  readonly userId: number
  /**
   * Appends the command durably before anything is sent, then waits for how its first try ends. What could not be done
   * now is queued, and that is no failure. A failure that is told here ends the entry: the form keeps the edits. Throws
   * `FailureError`: STORAGE (nothing was kept), REFUSED, FORBIDDEN, CONFLICT and NOT_FOUND with `details`, SESSION_ENDED,
   * CANCELLED.
   */
  submit(command: Command, how: { stamp: WorkStamp; signal?: AbortSignal | undefined }): Promise<WriteResult>
  readonly queue: OutboxQueue
  readonly scheduler: Scheduler
  summary(): OutboxSummary
  /** The same, with what else is told of it as a whole, and the revision that an answer of this moment has. */
  standing(): OutboxStanding
  /** All of them: for what looks once. Pages read by pages. */
  views(): EntryView[]
  viewOf(entry: JournalEntry): EntryView
  setPaused(isPaused: boolean): void
  /** Something may have changed; told at once. */
  onChange(listener: () => void): () => void
  /** What has changed, told together with what else changes at about the same time. */
  onNews(listener: (change: OutboxChange) => void): () => void
  /** Something that may let entries go has changed: session, network, a person's decision. */
  wake(): void
  /** The journal has moved into its file: reads it again. */
  reload(): void
  /** Before the data file is closed. Nothing more is sent; what is under way is looked up at the next start; who waits is told that it is queued. */
  close(): void
}

export interface OutboxDeps {
  readonly userId: number
  readonly journal: Journal
  readonly clientOf: (resource: ResourceName) => ResourceClient
  readonly clock: Clock
  readonly random?: () => number
  /** Whose work begins just now, and whether a session is running for it. */
  readonly stamp: () => WorkStamp
  readonly isSessionOpen: () => boolean
  readonly isOffline: () => boolean
  readonly policy: WritePolicy
  /** The server's record after a write (null: it is gone), for the cache and for pages. */
  readonly onRow: (resource: ResourceName, id: number, row: Row | null, temporaryId: number | null) => void
  /** Subtracts what was sent from a draft, or removes it when nothing is left. Never throws. */
  readonly settleDraft: (draftId: string, sent: Fields, newBase: Fields) => void
  /** Keeps what was typed, and sent when nobody waited, and the server keeps otherwise. Throws STORAGE. */
  readonly keepTyped: (draft: Omit<DraftInput, 'owner'>) => void
  /** The server has shown what it does to texts. Never throws. */
  readonly noteHabits: (habits: readonly ServerHabit[]) => void
  readonly onFault: (error: unknown) => void
  /** The program's log, for the phases of entries (`phase-lines.ts`). */
  readonly phaseLog?: ((line: string) => void) | undefined
}

/**
 * The road of one entry (docs/offline.md, "The road of an entry"), phase by phase: append, hold, wait for its turn, try
 * (prepare, send, reconcile), settle, report. Each phase is a file; here stands in which order they come, and what lets an
 * entry out of each.
 */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { journal, clock, policy } = deps
  /** Entries that the server took, also where that could not be written down. */
  const accepted = new Set<string>()
  const listeners = new Set<() => void>()
  let isPaused = false
  let isClosed = false
  const changed = (): void => {
    for (const listener of listeners) listener()
  }

  // Start: what the journal has kept. What was made for another server is held before anything looks at it.
  const queue = createOutboxQueue(deps.phaseLog ? journalInLines(journal, deps.phaseLog, () => clock.monotonicMs()) : journal)
  const holds = createHolds({ queue, server: journal.server, policy, onParked: changed, onFault: deps.onFault })
  holds.holdMoved()
  // The program ended between writing an entry down and telling its form: the work is here, and not in the draft as well.
  for (const { draftId, edits, base } of queue.all()) if (draftId !== null) deps.settleDraft(draftId, edits, { ...base, ...edits })

  // 1. Append, then hold what this server's profile holds, then wait.
  const submit: Outbox['submit'] = async (command, { stamp, signal }) => {
    if (signal?.aborted) throw failed('CANCELLED', 'The call was cancelled.')
    if (isClosed || stamp.userId !== deps.userId) throw failed('SESSION_ENDED', 'This work belongs to another user or server.')
    const entry = append({ queue, journal, isInUse, isOffline: deps.isOffline }, command)
    changed()
    if (!entry) {
      // What stood on it has to be looked at, and nothing that goes on its way will say so.
      scheduler.wake()
      return { kind: 'done', row: null, taken: [], kept: [] }
    }
    if (holds.holdAtOnce(entry) || deps.isOffline()) {
      changed()
      return queued(entry.entryId)
    }
    return waiters.wait(entry, { stamp, signal: signal ?? null }, scheduler.wake)
  }
  const isInUse = (entryId: string): boolean => scheduler.isBusy(entryId) || waiters.of(entryId) !== null

  // 2. Wait for its turn: the scheduler says which comes next, this whether it may go at all.
  const isOpen = (): boolean => !isPaused && !deps.isOffline() && deps.isSessionOpen()
  const mayStart = (entry: JournalEntry): boolean => {
    // Somebody waits: it is tried whatever the state of things, and they are told what came of it.
    if (waiters.of(entry.entryId)) return true
    return isOpen() && holds.mayGo(entry)
  }
  const going: GoingParts = { queue, realId: journal.realId, isHeld: (entry) => !isInUse(entry.entryId) && policy.parks(entry) !== null }

  // 3. Try: prepare, send, reconcile (`send-entry.ts`, `make-record.ts`).
  const turns = createTurns()
  const tryOnce = (entry: JournalEntry, trail: PhaseStep[]): Promise<Verdict> => {
    const parts = sendDeps({ ...deps, queue, entry, waiter: waiters.of(entry.entryId), accepted, isClosed: () => isClosed, trail })
    const send = async (): Promise<Verdict> => waitingFor(going, entry, await sendEntry(parts, entry))
    return turnsOf(entry).reduceRight<typeof send>((work, turn) => () => turns.take(turn, work), send)()
  }

  // 4. Settle, and report: who waits is told once it is written down.
  const attempt = async (entry: JournalEntry): Promise<void> => {
    const trail: PhaseStep[] = []
    const verdict = await tryOnce(entry, trail)
    // The program ends, or the data file has been closed: the next start looks at what the journal says.
    if (isClosed) return
    const waiter = waiters.take(entry.entryId)
    try {
      settle({ ...deps, queue, scheduler, phases: trail }, entry, verdict, waiter)
    } catch (error) {
      // The journal could not be written. The entry is tried again, which finds out what the server has.
      scheduler.putOff(entry.entryId)
      waiter?.resolve(queued(entry.entryId, error instanceof FailureError ? error.failure : null))
      deps.onFault(error)
    }
    changed()
  }

  const waiters = createWaiters({ queue, isBusy: (entryId) => scheduler.isBusy(entryId), onTakenBack: changed })
  const scheduler: Scheduler = createScheduler({
    ...going,
    ...{ clock, isOpen, mayStart, attempt },
    random: deps.random ?? Math.random,
    urgent: waiters.entryIds,
    park: holds.park,
    onWoken: () => {
      waiters.releaseStuck()
    },
    onDelays: (entryIds) => {
      news.note(entryIds)
    },
    onFault: deps.onFault,
  })

  // What pages are told meanwhile.
  const viewOf = (entry: JournalEntry): EntryView => ({
    ...entry,
    taken: [...entry.taken],
    phases: [...entry.phases],
    isReleased: entry.decisions.released === true,
    dependsOn: dependenciesOf(queue, journal.realId, entry),
    nextAttemptAt: scheduler.nextAttemptAt(entry.entryId),
  })
  const summary = (): OutboxSummary => {
    const { needsYou } = queue.counts()
    return { waiting: queue.size - needsYou, needsYou, isPaused }
  }
  const news = createOutboxNews({
    ...{ queue, clock, viewOf },
    standing: () => ({ summary: summary(), sendable: queue.counts().sendable, oldestAt: queue.oldestAt(), heldUntil: scheduler.heldUntil() }),
    onFault: deps.onFault,
  })

  return {
    userId: deps.userId,
    ...{ queue, scheduler, submit, summary, viewOf },
    standing: news.standing,
    views: () => queue.all().map(viewOf),
    setPaused: (next) => {
      isPaused = next
      news.noteStanding()
      changed()
      scheduler.wake()
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onNews: news.onChange,
    wake: () => {
      scheduler.wake()
    },
    reload: () => {
      queue.reload()
      holds.holdMoved()
      scheduler.wake()
    },
    close: () => {
      isClosed = true
      scheduler.close()
      news.close()
      waiters.releaseAll()
      journal.flush()
    },
  }
}

/** The lines in which this entry waits for the one before it to end, one after the other: whatever takes two takes that of the grants last. */
function turnsOf(entry: JournalEntry): ResourceName[] {
  const { resource, verb, decisions } = entry
  // Of two records that are made at one time it would be harder to say which is which. And between the look at a tree and the
  // write nothing else of it may leave: below what is deleted in that moment a new record would never be seen again.
  const isPlaced = verb === 'create' || decisions.restore || isTreeStep(entry)
  // Grants are sent as a whole: one of what is deleted between looking and sending would have all of them refused.
  const isGranted = Object.entries(RESOURCES.grants.references).some(([field, named]) => field !== 'id' && named === resource)
  const isOfGrants = resource === 'grants' || (verb === 'remove' && isGranted)
  return [...new Set([...(isPlaced ? [resource] : []), ...(isOfGrants ? (['grants'] as const) : [])])]
}
