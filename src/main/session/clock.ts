/** Time, injected so that tests run it by hand. Elapsed time is always monotonic: wall clocks jump (NTP, sleep, people). */
export interface Clock {
  /** Milliseconds since some fixed point; never goes back. */
  monotonicMs(): number
  /** Unix milliseconds, for showing and storing only. */
  wallMs(): number
  /** Calls `run` once after `delayMs`; returns what cancels it. */
  after(delayMs: number, run: () => void): () => void
}

export function createSystemClock(): Clock {
  return {
    monotonicMs: () => performance.now(),
    wallMs: () => Date.now(),
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs)
      return () => {
        clearTimeout(timer)
      }
    },
  }
}
