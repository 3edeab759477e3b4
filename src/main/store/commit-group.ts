import type { Sqlite } from '../sqlite/open'
import { storing } from './storing'

/** Writes that may wait for the end of this turn of the event loop: one transaction, and so one disk sync, for all of them. */
export interface CommitGroup {
  /** Durable when it resolves, with what `read` found directly after it. Rejects with STORAGE, and then nothing of the group was written. */
  soon<T>(work: () => void, read: () => T): Promise<T>
  /** Writes now what was put off. Never throws: who waits for it is told. */
  flush(): void
}

interface Member {
  readonly work: () => void
  /** Reads what it resolves with: later the file may be another one. */
  committed(): void
  reject(error: unknown): void
}

export function createCommitGroup(db: Sqlite): CommitGroup {
  let members: Member[] = []
  const flush = (): void => {
    if (members.length === 0) return
    const group = members
    members = []
    try {
      storing(() => {
        db.transaction(() => {
          for (const { work } of group) work()
        })
      })
    } catch (error) {
      for (const { reject } of group) reject(error)
      return
    }
    for (const { committed } of group) committed()
  }
  return {
    soon: (work, read) =>
      new Promise((resolve, reject) => {
        if (members.length === 0) setImmediate(flush)
        const committed = (): void => {
          try {
            resolve(storing(read))
          } catch (error) {
            reject(error)
          }
        }
        members.push({ work, committed, reject })
      }),
    flush,
  }
}
