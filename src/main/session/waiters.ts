import { untilAborted, type Wait } from './budget'

/** Calls held through the death of the refresh token, in the order in which they came. Each settles exactly once. */
export interface Waiters<T> {
  readonly count: number
  /** Waits outside the call's time budget: waiting for a person has no deadline, but can be cancelled. */
  add(wait: Wait): Promise<T>
  releaseAll(value: T): void
  rejectAll(reason: Error): void
}

interface Waiter<T> {
  resolve(value: T): void
  reject(reason: Error): void
}

export function createWaiters<T>(onCount: () => void): Waiters<T> {
  const waiting = new Set<Waiter<T>>()
  const settleAll = (settle: (waiter: Waiter<T>) => void): void => {
    const all = [...waiting]
    waiting.clear()
    for (const waiter of all) settle(waiter)
    if (all.length > 0) onCount()
  }
  return {
    get count() {
      return waiting.size
    },
    add: async ({ budget }) => {
      let entry: Waiter<T> | undefined
      const turn = new Promise<T>((resolve, reject) => {
        entry = { resolve, reject }
        waiting.add(entry)
      })
      budget.pause()
      onCount()
      try {
        return await untilAborted(turn, budget.signal)
      } finally {
        if (entry && waiting.delete(entry)) onCount()
        budget.resume()
      }
    },
    releaseAll: (value) => {
      settleAll((waiter) => {
        waiter.resolve(value)
      })
    },
    rejectAll: (reason) => {
      settleAll((waiter) => {
        waiter.reject(reason)
      })
    },
  }
}
