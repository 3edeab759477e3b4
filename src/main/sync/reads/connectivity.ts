import type { ConnectionView, OfflineReason } from '@shared/views'
import type { Clock } from '../../session/clock'

const LONGEST_PROBE_MS = 30_000
const TELL_SYNCED_EVERY_MS = 30_000
/** Interfaces that go up and down give many hints a second. */
const HINTS_APART_MS = 1000

/** Whether the server can be reached, by evidence alone: answers that were this API's, and failures to get one. */
export interface Connectivity {
  view(): ConnectionView
  onChange(listener: (view: ConnectionView) => void): () => void
  /** What a call has just shown; where it did not get through, why, as far as that is known. */
  evidence(isReachable: boolean, reason?: OfflineReason | null): void
  /** Asks now, or joins the asking that is under way. Never throws. */
  check(): Promise<void>
  /**
   * Something else (the operating system, the browser engine) thinks that the network has come or gone. It is never
   * believed: they know of cables, not of this server. It may only bring the next asking forward. Resolves when that asking
   * is over, or at once when the last hint was less than a second ago. Never throws.
   */
  hint(): Promise<void>
  close(): void
}

export interface ConnectivityDeps {
  readonly clock: Clock
  /** One cheap request without a token; true when what answers is this API, else why it does not, or false. */
  readonly probe: () => Promise<boolean | OfflineReason>
}

export function createConnectivity({ clock, probe }: ConnectivityDeps): Connectivity {
  const listeners = new Set<(view: ConnectionView) => void>()
  let view: ConnectionView = { state: 'unknown', syncedAt: null, since: null, reason: null }
  let toldSyncedAt = 0
  let attempts = 0
  let stopTimer: (() => void) | null = null
  let isClosed = false
  /** How many calls have shown that the server is there. */
  let answers = 0
  let checking: Promise<void> | null = null
  let hintedAtMs = -Infinity

  const become = (next: ConnectionView): void => {
    // `syncedAt` moves with every answer; pages hear of it with a change of state, or twice a minute.
    const isNews = next.state !== view.state || next.reason?.cause !== view.reason?.cause || (next.syncedAt ?? 0) - toldSyncedAt >= TELL_SYNCED_EVERY_MS
    view = next
    if (!isNews) return
    toldSyncedAt = next.syncedAt ?? 0
    for (const listener of listeners) listener(view)
  }
  const evidence = (isReachable: boolean, reason: OfflineReason | null = null): void => {
    if (isClosed) return
    if (isReachable) {
      answers += 1
      rest()
      become({ state: 'online', syncedAt: clock.wallMs(), since: null, reason: null })
      return
    }
    become({ state: 'offline', syncedAt: view.syncedAt, since: view.since ?? clock.wallMs(), reason: reason ?? view.reason })
    schedule()
  }
  /** No asking is due, and the next row of them begins with the shortest pause. */
  const rest = (): void => {
    stopTimer?.()
    stopTimer = null
    attempts = 0
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
  const ask = async (): Promise<void> => {
    const before = answers
    const shown = await probe().catch(() => false)
    // What a call has shown meanwhile is newer than an asking that got lost.
    if (shown === true || answers === before) evidence(shown === true, typeof shown === 'object' ? shown : null)
  }
  const check = (): Promise<void> => {
    checking ??= ask().finally(() => {
      checking = null
    })
    return checking
  }
  const hint = async (): Promise<void> => {
    const nowMs = clock.monotonicMs()
    if (isClosed || nowMs - hintedAtMs < HINTS_APART_MS) return
    hintedAtMs = nowMs
    rest()
    await check()
  }

  return {
    view: () => view,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    evidence,
    check,
    hint,
    close: () => {
      isClosed = true
      stopTimer?.()
    },
  }
}
