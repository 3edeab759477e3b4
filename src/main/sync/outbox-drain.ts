import { isTemporaryId } from '@shared/resources/resource'
import { RESOURCES } from '@shared/resources/registry'
import type { Clock } from '../session/clock'
import type { Journal } from '../store/journal'
import type { JournalEntry } from '../store/journal-row'
import type { OutboxBook } from './outbox-book'
import { createPace, type PutOffCause } from './outbox-pace'
import { temporaryReferences } from './temporary-ids'

/** Decides which entry goes next, one sender for all windows of a profile: first in first out for each record, different records independently. */
export interface Drain {
  /** Starts whatever may start now. */
  wake(): void
  isBusy(entryId: string): boolean
  /** Puts an entry off after a try that came to nothing. `atLeastMs`: what the server asked for. */
  putOff(entryId: string, cause?: PutOffCause, atLeastMs?: number): void
  /** A write was answered, and carried out: the server takes writes. */
  wentThrough(): void
  /** Unix milliseconds; null: as soon as it can. */
  nextAttemptAt(entryId: string): number | null
  /** The server was out of reach and has answered. Says nothing about writes: what was put off goes sooner, not at once. */
  networkIsBack(): void
  /** Somebody has signed in: what was put off for want of a session may go. */
  sessionIsBack(): void
  /** A person asks: these may go at once. Without ids: all. */
  forgetDelays(entryIds?: readonly string[]): void
  close(): void
}

export interface DrainDeps {
  readonly book: OutboxBook
  readonly realId: Journal['realId']
  readonly clock: Clock
  readonly random: () => number
  /** Whether this entry may be started just now: session, network, pause, and whether somebody waits for it. */
  readonly mayStart: (entry: JournalEntry) => boolean
  /** Somebody waits for this one: it does not stand in line behind a long queue of other records. */
  readonly isUrgent: (entry: JournalEntry) => boolean
  /** Tries it; resolves when that try is over. Never rejects. */
  readonly attempt: (entry: JournalEntry) => Promise<void>
  /** Whatever could start just now has started. */
  readonly onWoken: () => void
  /** Told of an entry that could not be looked at or started: the journal could not be written. The others go on. */
  readonly onFault: (error: unknown) => void
}

export function createDrain({ book, realId, clock, random, mayStart, isUrgent, attempt, onWoken, onFault }: DrainDeps): Drain {
  const busy = new Set<string>()
  const pace = createPace({ clock, random })
  let stopTimer: (() => void) | null = null
  let isClosed = false

  const mayGo = (entry: JournalEntry): boolean =>
    !busy.has(entry.entryId) && pace.isDue(entry.entryId) && (isUrgent(entry) || pace.hasRoom(entry.entryId, busy.size))
  const start = (entry: JournalEntry): void => {
    busy.add(entry.entryId)
    pace.started(entry.entryId)
    void attempt(entry).finally(() => {
      busy.delete(entry.entryId)
      wake()
    })
  }
  const wake = (): void => {
    if (isClosed) return
    pace.forget((entryId) => book.get(entryId) !== undefined)
    for (const head of book.heads()) {
      if (!mayGo(head)) continue
      try {
        const entry = unblocked(book, realId, head)
        if (entry && mayStart(entry)) start(entry)
      } catch (error) {
        onFault(error)
      }
    }
    schedule()
    onWoken()
  }
  const schedule = (): void => {
    stopTimer?.()
    const next = pace.nextDueMs((entryId) => !busy.has(entryId))
    stopTimer = next === null ? null : clock.after(next - clock.monotonicMs(), wake)
  }
  return {
    wake,
    isBusy: (entryId) => busy.has(entryId),
    putOff: (entryId, cause = 'server', atLeastMs = 0) => {
      // Tries of an earlier run count: a start of the program is no reason to begin with a second again.
      pace.putOff(entryId, { cause, tries: Math.max(0, (book.get(entryId)?.attempts ?? 0) - 1), atLeastMs })
    },
    wentThrough: pace.wentThrough,
    nextAttemptAt: (entryId) => {
      const dueAtMs = pace.dueAtMs(entryId)
      return dueAtMs === null ? null : clock.wallMs() + Math.max(0, dueAtMs - clock.monotonicMs())
    },
    networkIsBack: pace.networkIsBack,
    sessionIsBack: pace.sessionIsBack,
    forgetDelays: (entryIds) => {
      pace.askedFor(entryIds ?? null)
    },
    close: () => {
      isClosed = true
      stopTimer?.()
    },
  }
}

/**
 * The entry, if it waits for nothing but its turn. What stands on a record made here waits until the server has that one,
 * and is blocked, with the entry it hangs on, when it is not going to.
 */
function unblocked(book: OutboxBook, realId: Journal['realId'], entry: JournalEntry): JournalEntry | null {
  // `sending`, and nobody is at it: how the last try ended could not be written down. It is looked up like `unknown`.
  if (!['queued', 'unknown', 'sending', 'blocked'].includes(entry.state)) return null
  const missing = temporaryReferences(RESOURCES[entry.resource], entry.edits).filter(({ resource, id }) => realId(resource, id) === null)
  if (entry.verb !== 'create' && isTemporaryId(entry.recordId)) missing.push({ resource: entry.resource, id: entry.recordId })
  const makers = missing.map(({ resource, id }) => book.lane(resource, id).find(({ verb }) => verb === 'create'))
  const hopeless = makers.find((maker) => !maker || maker.state === 'refused' || maker.state === 'blocked')
  if (makers.length > 0 && makers.includes(hopeless)) {
    const on = hopeless?.entryId ?? null
    const isKnown = entry.state === 'blocked' && entry.why?.kind === 'blocked' && entry.why.on === on
    if (!isKnown) book.change(entry.entryId, { state: 'blocked', why: { kind: 'blocked', on } })
    return null
  }
  if (makers.length > 0) return null
  return entry.state === 'blocked' ? book.change(entry.entryId, { state: 'queued', why: null }) : entry
}

/** The entries of others that this one waits for. */
export function dependenciesOf(book: OutboxBook, realId: Journal['realId'], entry: JournalEntry): string[] {
  const makers = temporaryReferences(RESOURCES[entry.resource], entry.edits)
    .filter(({ resource, id }) => realId(resource, id) === null)
    .flatMap(({ resource, id }) => book.lane(resource, id).slice(0, 1))
  const earlier = book.laneOf(entry).filter(({ seq }) => seq < entry.seq)
  return [...new Set([...makers, ...earlier].map(({ entryId }) => entryId))]
}
