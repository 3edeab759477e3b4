import type { LogsResource } from '../../backend/resources/logs'
import { during } from './background-fill'

/**
 * Reading the server's log. It is not cached: it holds what everybody does, it grows by the second, and a page of it may be
 * larger than all else together. Without a network there is none; what a page shows stays there.
 *
 * @param onCall A person's call begins; what it returns is called when it has ended.
 */
export function createLogReads(logs: LogsResource, onCall: () => () => void): LogsResource {
  return {
    list: (asked, options) => during(onCall, () => logs.list(asked, options)),
    get: (id, options) => during(onCall, () => logs.get(id, options)),
    // A list that follows the log asks by itself: nobody waits for it, nothing gives way to it, and it keeps no session alive.
    newer: (asked, options) => logs.newer(asked, { ...options, isUnattended: true }),
  }
}
