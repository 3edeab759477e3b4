import type { BrowserWindow } from 'electron'
import type { Clock } from '../../session/clock'

/** How long a window that is shown is waited for. One that is covered, minimised, or on another desktop draws nothing, and its page says nothing. */
const LONGEST_WAIT_MS = 1_000

type Painted = Pick<BrowserWindow, 'once'>

/** What waits until the page of a new window is on screen: two windows that draw at once keep a person waiting for both. */
export interface FirstPaints {
  /** Runs `then` once: when the page says that it is on screen, at the latest a second after the window is shown, and not at all when it has closed before. */
  after(window: Painted, then: () => void): void
  /** The page of this window is on screen, for the first time or after it was loaded again. */
  noted(window: Painted): void
}

export function createFirstPaints(clock: Pick<Clock, 'after'>): FirstPaints {
  const waiting = new Map<Painted, () => void>()
  return {
    after: (window, then) => {
      let stop = (): void => undefined
      const end = (): boolean => {
        stop()
        return waiting.delete(window)
      }
      const run = (): void => {
        if (end()) then()
      }
      waiting.set(window, run)
      window.once('show', () => {
        if (waiting.has(window)) stop = clock.after(LONGEST_WAIT_MS, run)
      })
      window.once('closed', end)
    },
    noted: (window) => waiting.get(window)?.(),
  }
}
