import { LONGEST_RETRY_AFTER_MS } from '../../backend/failures'
import type { Clock } from '../../session/clock'
import { createOrderedIds } from './ordered-ids'

/** Entries of different records that are on their way at one time: one socket each, and the server is not flooded. */
const MAX_ON_THE_WAY = 4
const LONGEST_DELAY_MS = 60_000
const JITTER = 0.2
/** The network came back, or seemed to: no entry is tried again sooner than this after its last try, or its own delay where that is shorter. */
const FLOOR_MS = 5000
/** So many tries in a row that came to nothing, of whichever entries, mean that the server takes no writes just now. */
const TRIES_BEFORE_BRAKE = 3

/** Why an entry is put off: no session to send it with, something of this outbox that has to go first, or anything that lies with the network and the server. */
export type PutOffCause = 'session' | 'turn' | 'server'

/**
 * When what may be tried again. An answer to a read says nothing about writes: only a write that went through, or a person,
 * makes the delays short again. Each entry has a delay of its own (1, 2, 4 … 60 s, with jitter); a row of tries that came to
 * nothing slows all of them down together, to one at a time, so that a long queue is no flood either.
 */
export interface Pace {
  /** Its own delay is over. */
  isDue(entryId: string): boolean
  /** Whether one more may be on its way beside these. What a person has asked for is not held back by what became of others. */
  hasRoom(entryId: string, onTheWay: number): boolean
  /**
   * @param tries how often it has been tried before this time, as far as is known; an earlier run of the program counts too.
   * @param atLeastMs what the server asked for.
   */
  putOff(entryId: string, why: { cause: PutOffCause; tries: number; atLeastMs: number }): void
  /** A write was answered, and carried out. */
  wentThrough(): void
  /** The server was out of reach, and has answered: soon, but never at once after the last try. Returns whose delay has changed. */
  networkIsBack(): string[]
  /** What was put off for want of a session may go. Returns which ones. */
  sessionIsBack(): string[]
  /** A person asks for these: they may go at once. Null: all. Returns which ones. */
  askedFor(entryIds: readonly string[] | null): readonly string[]
  isAskedFor(entryId: string): boolean
  started(entryId: string): void
  /** Until when its own delay holds it back, on the monotonic clock; null: it does not. */
  ownDelayUntilMs(entryId: string): number | null
  /** Until when the row of tries that came to nothing holds back all that nobody has asked for; null: it does not. */
  brakeUntilMs(): number | null
  /** Those whose delay has ended since it was asked last. */
  takeDue(): string[]
  /** When the next delay ends, of an entry or of all; null: there is none. */
  nextDueMs(): number | null
  /** An entry that is no longer there. */
  forget(entryId: string): void
}

interface Delay {
  readonly cause: PutOffCause
  readonly tries: number
  readonly triedAtMs: number
  readonly delayMs: number
  readonly untilMs: number
}

export function createPace({ clock, random }: { readonly clock: Pick<Clock, 'monotonicMs'>; readonly random: () => number }): Pace {
  const delays = new Map<string, Delay>()
  /** Those that wait for the end of their delay, by that moment. */
  const due = createOrderedIds()
  const asked = new Set<string>()
  let failures = 0
  let brake: Pick<Delay, 'triedAtMs' | 'delayMs' | 'untilMs'> | null = null

  const after = (tries: number, atLeastMs: number): Pick<Delay, 'triedAtMs' | 'delayMs' | 'untilMs'> => {
    const triedAtMs = clock.monotonicMs()
    const own = Math.min(LONGEST_DELAY_MS, 1000 * 2 ** tries) * (1 - JITTER / 2 + JITTER * random())
    const delayMs = Math.max(own, Math.min(LONGEST_RETRY_AFTER_MS, atLeastMs))
    return { triedAtMs, delayMs, untilMs: triedAtMs + delayMs }
  }
  const sooner = <Some extends Pick<Delay, 'triedAtMs' | 'delayMs' | 'untilMs'>>(delay: Some): Some => ({
    ...delay,
    untilMs: Math.min(delay.untilMs, delay.triedAtMs + Math.min(delay.delayMs, FLOOR_MS)),
  })
  const set = (entryId: string, delay: Delay): void => {
    delays.set(entryId, delay)
    due.set(entryId, delay.untilMs)
  }
  return {
    isDue: (entryId) => (delays.get(entryId)?.untilMs ?? 0) <= clock.monotonicMs(),
    hasRoom: (entryId, onTheWay) => {
      if (!brake || asked.has(entryId)) return onTheWay < MAX_ON_THE_WAY
      return onTheWay === 0 && brake.untilMs <= clock.monotonicMs()
    },
    putOff: (entryId, { cause, tries, atLeastMs }) => {
      // Who asked for it while it was on its way has had this try.
      asked.delete(entryId)
      const known = Math.max(delays.get(entryId)?.tries ?? 0, tries)
      set(entryId, { cause, tries: known + 1, ...after(known, atLeastMs) })
      if (cause !== 'server') return
      failures += 1
      if (failures >= TRIES_BEFORE_BRAKE) brake = after(failures - TRIES_BEFORE_BRAKE, atLeastMs)
    },
    wentThrough: () => {
      failures = 0
      brake = null
    },
    networkIsBack: () => {
      for (const [entryId, delay] of delays) set(entryId, sooner(delay))
      brake &&= sooner(brake)
      return [...delays.keys()]
    },
    sessionIsBack: () => {
      const going = [...delays].flatMap(([entryId, { cause }]) => (cause === 'session' ? [entryId] : []))
      for (const entryId of going) {
        delays.delete(entryId)
        due.set(entryId, 0)
      }
      return going
    },
    askedFor: (entryIds) => {
      const going = entryIds ?? [...delays.keys()]
      for (const entryId of going) {
        const delay = delays.get(entryId)
        if (delay) delays.set(entryId, { ...delay, untilMs: 0 })
        due.set(entryId, 0)
        asked.add(entryId)
      }
      if (entryIds === null) brake &&= { ...brake, untilMs: 0 }
      return going
    },
    isAskedFor: (entryId) => asked.has(entryId),
    started: (entryId) => {
      asked.delete(entryId)
      due.delete(entryId)
    },
    ownDelayUntilMs: (entryId) => (asked.has(entryId) ? null : (delays.get(entryId)?.untilMs ?? null)),
    brakeUntilMs: () => brake?.untilMs ?? null,
    takeDue: () => due.takeUntil(clock.monotonicMs()),
    nextDueMs: () => {
      // While all are held back, nothing of its own delay goes either.
      if (brake && brake.untilMs > clock.monotonicMs()) return brake.untilMs
      // Also a moment that has just passed: what has come due since it was asked for last goes with the next wake, or never.
      return due.lowest()
    },
    forget: (entryId) => {
      delays.delete(entryId)
      due.delete(entryId)
      asked.delete(entryId)
    },
  }
}
