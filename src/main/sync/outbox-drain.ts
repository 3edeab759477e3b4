import { isTemporaryId } from '@shared/resources/resource'
import { RESOURCES } from '@shared/resources/registry'
import type { Clock } from '../session/clock'
import type { Journal } from '../store/journal'
import type { JournalEntry } from '../store/journal-row'
import type { OutboxBook } from './outbox-book'
import { temporaryReferences } from './temporary-ids'

/** Entries of different records that are on their way at one time: one socket each, and the server is not flooded. */
const MAX_ON_THE_WAY = 4
const LONGEST_DELAY_MS = 60_000
const JITTER = 0.2

/** Decides which entry goes next, one sender for all windows of a profile: first in first out for each record, different records independently. */
export interface Drain {
  /** Starts whatever may start now. */
  wake(): void
  isBusy(entryId: string): boolean
  /** Puts an entry off after a try that came to nothing: 1, 2, 4 … 60 s, with jitter. */
  putOff(entryId: string): void
  nextAttemptAt(entryId: string): number | null
  /** The network is back, or a person asks: what was put off may go at once. */
  forgetDelays(): void
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
  const delays = new Map<string, { tries: number; untilMs: number }>()
  let stopTimer: (() => void) | null = null
  let isClosed = false

  const isDue = (entry: JournalEntry): boolean => (delays.get(entry.entryId)?.untilMs ?? 0) <= clock.monotonicMs()
  const start = (entry: JournalEntry): void => {
    busy.add(entry.entryId)
    void attempt(entry).finally(() => {
      busy.delete(entry.entryId)
      wake()
    })
  }
  const wake = (): void => {
    if (isClosed) return
    for (const id of delays.keys()) if (!book.get(id)) delays.delete(id)
    for (const head of book.heads()) {
      const mustWait = busy.size >= MAX_ON_THE_WAY && !isUrgent(head)
      if (mustWait || busy.has(head.entryId) || !isDue(head)) continue
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
    const waits = [...delays].filter(([id]) => !busy.has(id)).map(([, { untilMs }]) => untilMs - clock.monotonicMs())
    const next = Math.min(...waits.filter((ms) => ms > 0))
    stopTimer = Number.isFinite(next) ? clock.after(next, wake) : null
  }
  return {
    wake,
    isBusy: (entryId) => busy.has(entryId),
    putOff: (entryId) => {
      const tries = delays.get(entryId)?.tries ?? 0
      const delayMs = Math.min(LONGEST_DELAY_MS, 1000 * 2 ** tries) * (1 - JITTER / 2 + JITTER * random())
      delays.set(entryId, { tries: tries + 1, untilMs: clock.monotonicMs() + delayMs })
    },
    nextAttemptAt: (entryId) => {
      const delay = delays.get(entryId)
      return delay ? clock.wallMs() + Math.max(0, delay.untilMs - clock.monotonicMs()) : null
    },
    forgetDelays: () => {
      for (const [id, { tries }] of delays) delays.set(id, { tries, untilMs: 0 })
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
