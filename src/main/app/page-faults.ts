import type { ParsedInput } from '@shared/bridge/contract'
import type { ScopedLog } from '../log'

/** In one minute at most: a page that is not itself any more must not push everything else out of the log. */
const MOST_IN_A_MINUTE = 30
const MINUTE_MS = 60_000

/**
 * What went wrong inside of a page, as a line of the log with the id that the page shows. One line each, whatever it quotes:
 * it must not look like lines of ours. Beyond the limit only how many there were is written, with the next that is.
 *
 * @param nowMs Monotonic milliseconds.
 */
export function createPageFaults(log: Pick<ScopedLog, 'warn'>, nowMs: () => number): (fault: ParsedInput<'app.noteFault'>) => void {
  let since = nowMs()
  let written = 0
  let leftOut = 0
  return ({ id, where, text, count }) => {
    if (nowMs() - since >= MINUTE_MS) {
      since = nowMs()
      written = 0
    }
    if (written >= MOST_IN_A_MINUTE) {
      leftOut++
      return
    }
    written++
    if (leftOut > 0) log.warn(`${leftOut} more faults of pages were left out.`)
    leftOut = 0
    log.warn(`[${id}] ${where}${count > 1 ? ` (${count} times by now)` : ''}: ${text}`)
  }
}
