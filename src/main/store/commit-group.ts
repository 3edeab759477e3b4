import type { Sqlite } from '../sqlite/open'
import { storing } from './storing'

/** Writes that may wait for the end of this turn of the event loop, or a moment longer: one transaction, and so one disk sync, for all of them. */
export interface CommitGroup {
  /** Durable when it resolves, with what `read` found directly after it. Rejects with STORAGE, and then nothing of the group was written. */
  soon<T>(work: () => void, read: () => T): Promise<T>
  /** The same, for what nobody waits for: with the next group, and in a moment if none comes. */
  later<T>(work: () => void, read: () => T): Promise<T>
  /** Writes now what was put off. Never throws: who waits for it is told. */
  flush(): void
}

interface Member {
  readonly work: () => void
  /** Reads what it resolves with: later the file may be another one. */
  committed(): void
  reject(error: unknown): void
}

/** Between the end of one entry and the leaving of the next there is one look at the server: both then share a disk sync. */
const LATER_MS = 50

export function createCommitGroup(db: Sqlite): CommitGroup {
  let members: Member[] = []
  let timer: NodeJS.Timeout | null = null
  let turn: NodeJS.Immediate | null = null
  const flush = (): void => {
    if (timer) clearTimeout(timer)
    if (turn) clearImmediate(turn)
    timer = turn = null
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
  const join = <T>(work: () => void, read: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      const committed = (): void => {
        try {
          resolve(storing(read))
        } catch (error) {
          reject(error)
        }
      }
      members.push({ work, committed, reject })
    })
  return {
    soon: (work, read) => {
      turn ??= setImmediate(flush)
      return join(work, read)
    },
    later: (work, read) => {
      timer ??= setTimeout(flush, LATER_MS)
      return join(work, read)
    },
    flush,
  }
}
