import type { Session } from '../../session/session'
import { isOpen } from '../../session/session-state'
import type { Connectivity } from './connectivity'
import { createFillRound, type FillRound, type FillRoundDeps } from './fill-round'

/** How long nobody must have asked for anything. */
const IDLE_MS = 2000
const REQUESTS_APART_MS = 1000
const ROUNDS_APART_MS = 15 * 60_000

/**
 * Fills the cache while nobody waits for anything: resources that are held whole, then the others page by page up to
 * 50,000 rows; again 15 minutes after a round has ended. One request at a time and at most one a second; none while a
 * person's call runs or ran within the last two seconds, while offline, or without a running session.
 */
export interface BackgroundFill {
  /** A person's call begins: a request of the fill is given up at once. What is returned is called when it has ended. */
  giveWay(): () => void
  /** Gives up at once and for good. */
  close(): void
}

export interface BackgroundFillDeps extends FillRoundDeps {
  readonly session: Pick<Session, 'view' | 'stamp' | 'onChange'>
  readonly connectivity: Pick<Connectivity, 'view' | 'onChange'>
}

/** Work that a person waits for: what is done meanwhile by itself gives way. `giveWay` as the fill has it. */
export async function during<T>(giveWay: () => () => void, work: () => Promise<T>): Promise<T> {
  const end = giveWay()
  try {
    return await work()
  } finally {
    end()
  }
}

export function createBackgroundFill(deps: BackgroundFillDeps): BackgroundFill {
  const { clock, session, connectivity } = deps
  let round: FillRound | null = null
  let epoch = session.stamp().epoch
  let request: AbortController | null = null
  let stopTimer: (() => void) | null = null
  let personsCalls = 0
  let isClosed = false
  // Monotonic milliseconds before which nothing is asked, for each reason.
  let idleAt = clock.monotonicMs() + IDLE_MS
  let nextRequestAt = 0
  let nextRoundAt = 0

  const mayRun = (): boolean => {
    return !isClosed && personsCalls === 0 && isOpen(session.view()) && connectivity.view().state === 'online'
  }
  /** After anything that matters has changed: gives up what may not go on, and sets the time of what comes next. */
  const plan = (): void => {
    stopTimer?.()
    stopTimer = null
    if (epoch !== session.stamp().epoch) {
      // Someone has signed in or out since: what comes next begins from the start.
      epoch = session.stamp().epoch
      round = null
      nextRoundAt = 0
    }
    if (!mayRun()) {
      request?.abort()
      return
    }
    const dueAt = Math.max(idleAt, nextRequestAt, round ? 0 : nextRoundAt)
    if (!request) stopTimer = clock.after(Math.max(0, dueAt - clock.monotonicMs()), () => void ask())
  }
  const ask = async (): Promise<void> => {
    const current = (round ??= createFillRound(deps, session.stamp()))
    request = new AbortController()
    nextRequestAt = clock.monotonicMs() + REQUESTS_APART_MS
    const hasMore = await current.next(request.signal)
    request = null
    if (!hasMore && round === current) {
      round = null
      nextRoundAt = clock.monotonicMs() + ROUNDS_APART_MS
    }
    plan()
  }
  const stopListening = [session.onChange(plan), connectivity.onChange(plan)]
  plan()

  return {
    giveWay: () => {
      personsCalls += 1
      plan()
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        personsCalls -= 1
        idleAt = clock.monotonicMs() + IDLE_MS
        plan()
      }
    },
    close: () => {
      isClosed = true
      for (const stop of stopListening) stop()
      plan()
    },
  }
}
