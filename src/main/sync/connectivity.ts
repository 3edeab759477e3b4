import type { ConnectionView } from '@shared/views'
import type { Clock } from '../session/clock'

const LONGEST_PROBE_MS = 30_000
const TELL_SYNCED_EVERY_MS = 30_000

/** Whether the server can be reached, by evidence alone: answers that were this API's, and failures to get one. */
export interface Connectivity {
  view(): ConnectionView
  onChange(listener: (view: ConnectionView) => void): () => void
  /** What a call has just shown. */
  evidence(isReachable: boolean): void
  /** Asks now. Never throws. */
  check(): Promise<void>
  close(): void
}

export interface ConnectivityDeps {
  readonly clock: Clock
  /** One cheap request without a token; true when what answers is this API. */
  readonly probe: () => Promise<boolean>
}

export function createConnectivity({ clock, probe }: ConnectivityDeps): Connectivity {
  const listeners = new Set<(view: ConnectionView) => void>()
  let view: ConnectionView = { state: 'unknown', syncedAt: null, since: null }
  let toldSyncedAt = 0
  let attempts = 0
  let stopTimer: (() => void) | null = null
  let isClosed = false

  const become = (next: ConnectionView): void => {
    // `syncedAt` moves with every answer; pages hear of it with a change of state, or twice a minute.
    const isNews = next.state !== view.state || (next.syncedAt ?? 0) - toldSyncedAt >= TELL_SYNCED_EVERY_MS
    view = next
    if (!isNews) return
    toldSyncedAt = next.syncedAt ?? 0
    for (const listener of listeners) listener(view)
  }
  const evidence = (isReachable: boolean): void => {
    if (isClosed) return
    if (isReachable) {
      stopTimer?.()
      stopTimer = null
      attempts = 0
      become({ state: 'online', syncedAt: clock.wallMs(), since: null })
      return
    }
    become({ state: 'offline', syncedAt: view.syncedAt, since: view.since ?? clock.wallMs() })
    schedule()
  }
  const schedule = (): void => {
    if (stopTimer || isClosed) return
    const delayMs = Math.min(LONGEST_PROBE_MS, 1000 * 2 ** attempts)
    attempts += 1
    stopTimer = clock.after(delayMs, () => {
      stopTimer = null
      void check()
    })
  }
  const check = async (): Promise<void> => {
    evidence(await probe().catch(() => false))
  }

  return {
    view: () => view,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    evidence,
    check,
    close: () => {
      isClosed = true
      stopTimer?.()
    },
  }
}
