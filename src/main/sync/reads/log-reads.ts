import type { LogsResource } from '../../backend/resources/logs'

/**
 * Reading the server's log. It is not cached: it holds what everybody does, it grows by the second, and a page of it may be
 * larger than all else together. Without a network there is none; what a page shows stays there.
 *
 * @param onCall A person's call begins; what it returns is called when it has ended.
 */
export function createLogReads(logs: LogsResource, onCall: () => () => void): LogsResource {
  const asCall = async <T>(work: Promise<T>): Promise<T> => {
    const end = onCall()
    try {
      return await work
    } finally {
      end()
    }
  }
  return {
    list: (asked, options) => asCall(logs.list(asked, options)),
    get: (id, options) => asCall(logs.get(id, options)),
    // A list that follows the log asks by itself: nobody waits for it, nothing gives way to it, and it keeps no session alive.
    newer: (asked, options) => logs.newer(asked, { ...options, isUnattended: true }),
  }
}
