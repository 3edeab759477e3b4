import type { Clock } from '../../src/main/session/clock'

/** Time that a test moves by hand. Timers fire in order while it moves; nothing moves by itself. */
export interface VirtualClock extends Clock {
  /** Moves on by so many milliseconds, firing what falls due, and lets the callbacks' promises settle. */
  advance(ms: number): Promise<void>
  readonly pendingTimers: number
}

export function createVirtualClock(startWallMs = Date.UTC(2026, 10, 23, 9, 0, 0)): VirtualClock {
  let nowMs = 0
  let lastId = 0
  const timers = new Map<number, { dueMs: number; run: () => void }>()
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  return {
    get pendingTimers() {
      return timers.size
    },
    monotonicMs: () => nowMs,
    // Whole milliseconds, as the system's clock gives them.
    wallMs: () => Math.floor(startWallMs + nowMs),
    after: (delayMs, run) => {
      const id = (lastId += 1)
      timers.set(id, { dueMs: nowMs + delayMs, run })
      return () => {
        timers.delete(id)
      }
    },
    advance: async (ms) => {
      const endMs = nowMs + ms
      for (;;) {
        const [next] = [...timers].filter(([, timer]) => timer.dueMs <= endMs).sort((a, b) => a[1].dueMs - b[1].dueMs || a[0] - b[0])
        if (!next) break
        timers.delete(next[0])
        nowMs = Math.max(nowMs, next[1].dueMs)
        next[1].run()
        await settle()
      }
      nowMs = endMs
      await settle()
    },
  }
}
