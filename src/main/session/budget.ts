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
}

export function createBudget(clock: Clock, totalMs: number, cancelled?: AbortSignal): Budget {
  const controller = new AbortController()
  let leftMs = totalMs
  let startedAt = 0
  let stop: (() => void) | null = null

  const resume = (): void => {
    if (stop || controller.signal.aborted) return
    startedAt = clock.monotonicMs()
    stop = clock.after(leftMs, () => {
      controller.abort(failed('TIMEOUT', `No answer within ${Math.round(totalMs / 1000)} s.`))
    })
  }
  const pause = (): void => {
    if (!stop) return
    stop()
    stop = null
    leftMs = Math.max(0, leftMs - (clock.monotonicMs() - startedAt))
  }
  const onCancel = (): void => {
    controller.abort(failed('CANCELLED', 'The call was cancelled.'))
  }

  if (cancelled?.aborted) onCancel()
  cancelled?.addEventListener('abort', onCancel, { once: true })
  resume()
  return {
    signal: controller.signal,
    pause,
    resume,
    release: () => {
      pause()
      cancelled?.removeEventListener('abort', onCancel)
    },
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
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort)
    })
  })
}
