/** A record of one user's work on one server, as `profile/user/resource/id`. */
type RecordKey = string

/**
 * Which window edits which record. Two windows could hold a draft each of one record, and the second save would meet the
 * first one's as a conflict: so a second window is sent to the form that is open already.
 */
export interface OpenEditors {
  /** The window that has the record now: `windowId` itself, or another that was first. */
  claim(windowId: number, record: RecordKey): number
  release(windowId: number, record: RecordKey): void
  /** The window's page went away: closed, reloaded, crashed, or turned to another server. */
  releaseAll(windowId: number): void
}

export function createOpenEditors(): OpenEditors {
  const holders = new Map<RecordKey, number>()
  return {
    claim: (windowId, record) => {
      const holder = holders.get(record) ?? windowId
      holders.set(record, holder)
      return holder
    },
    release: (windowId, record) => {
      if (holders.get(record) === windowId) holders.delete(record)
    },
    releaseAll: (windowId) => {
      for (const [record, holder] of holders) if (holder === windowId) holders.delete(record)
    },
  }
}
