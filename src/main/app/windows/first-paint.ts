import type { BrowserWindow } from 'electron'
import type { Clock } from '../../session/clock'

/** How long a window that is shown is waited for. One that is covered, minimised, or on another desktop draws nothing, and its page says nothing. */
const LONGEST_WAIT_MS = 1_000

type Painted = Pick<BrowserWindow, 'once'>

/** What waits until the page of a new window is on screen: two windows that draw at once keep a person waiting for both. */
export interface FirstPaints {
  /** Runs `then` once, never before the window is shown: when its page says that it is on screen, at the latest a second later, and not at all when it has closed before. */
  after(window: Painted, then: () => void): void
  /** The page of this window is on screen, for the first time or after it was loaded again. */
  noted(window: Painted): void
}

export function createFirstPaints(clock: Pick<Clock, 'after'>): FirstPaints {
  const waiting = new Map<Painted, () => void>()
  return {
    after: (window, then) => {
      window.once('show', () => {
        const run = (): void => {
          if (end()) then()
        }
        const stop = clock.after(LONGEST_WAIT_MS, run)
        const end = (): boolean => {
          stop()
          return waiting.delete(window)
        }
        waiting.set(window, run)
        window.once('closed', end)
      })
    },
    noted: (window) => waiting.get(window)?.(),
  }
}
