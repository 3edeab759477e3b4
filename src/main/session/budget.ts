import { failed } from '@shared/result'
import type { Clock } from './clock'

/**
 * The time a call may take, everything counted: waiting for a renewal, replay, reading the answer. Only the wait for a
 * person to sign in is not: `pause` stops the clock, `resume` lets it run on with what was left.
 */
export interface Budget {
  /** Aborts with a FailureError as its reason: TIMEOUT when the time is over, CANCELLED when the caller gave up. */
  readonly signal: AbortSignal
  pause(): void
  resume(): void
  /** Stops the timer. Call when the call has settled. */
  release(): void
}

/** How long and how patiently a call waits for the session. */
export interface Wait {
  readonly budget: Budget
  /** Nobody has asked for this call: it is no use of the session, and takes nobody to a sign-in window (docs/session.md, "Calls that nobody asked for"). */
  readonly isUnattended?: boolean
}

export function createBudget(clock: Clock, totalMs: number, cancelled?: AbortSignal): Budget {
  const running: Running = { clock, totalMs, controller: new AbortController(), leftMs: totalMs, startedAt: 0, stop: null }
  const stopListening = cancelled ? listenForCancel(running, cancelled) : null
  resume(running)
  return {
    signal: running.controller.signal,
    pause: () => {
      pause(running)
    },
    resume: () => {
      resume(running)
    },
    release: () => {
      pause(running)
      stopListening?.()
    },
  }
}

/** Kept small: a thousand calls that wait at once have one each. */
interface Running {
  readonly clock: Clock
  readonly totalMs: number
  readonly controller: AbortController
  leftMs: number
  startedAt: number
  stop: (() => void) | null
}

function resume(running: Running): void {
  const { clock, totalMs, controller } = running
  if (running.stop || controller.signal.aborted) return
  running.startedAt = clock.monotonicMs()
  running.stop = clock.after(running.leftMs, () => {
    controller.abort(failed('TIMEOUT', `No answer within ${Math.round(totalMs / 1000)} s.`))
  })
}

function pause(running: Running): void {
  if (!running.stop) return
  running.stop()
  running.stop = null
  running.leftMs = Math.max(0, running.leftMs - (running.clock.monotonicMs() - running.startedAt))
}

function listenForCancel({ controller }: Running, cancelled: AbortSignal): () => void {
  const onCancel = (): void => {
    controller.abort(failed('CANCELLED', 'The call was cancelled.'))
  }
  if (cancelled.aborted) onCancel()
  cancelled.addEventListener('abort', onCancel, { once: true })
  return () => {
    cancelled.removeEventListener('abort', onCancel)
  }
}

/** Settles like `promise`, or rejects at once with the signal's reason. The work behind `promise` goes on undisturbed. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason as Error)
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(
      (value) => {
        signal.removeEventListener('abort', onAbort)
        resolve(value)
      },
      (error: unknown) => {
        signal.removeEventListener('abort', onAbort)
        reject(error as Error)
      },
    )
  })
}
