import type { Sqlite } from '../sqlite/open'
import { storing } from './storing'

/** Writes that may wait for the end of this turn of the event loop, or a moment longer: one transaction, and so one disk sync, for all of them. */
export interface CommitGroup {
  /** Durable when it resolves, with what the work gave. Rejects with STORAGE, and then nothing of the group was written. */
  soon<T>(work: () => T): Promise<T>
  /** The same, for what nobody waits for: with the next group, and in a moment if none comes. `after` runs directly after the commit. */
  later(work: () => void, after: () => void): Promise<void>
  /** Writes now what was put off. Never throws: who waits for it is told. */
  flush(): void
}

interface Member {
  readonly work: () => void
  /** Directly after the commit: later the file may be another one. */
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
  const join = <T>(work: () => T, after: (given: T) => T): Promise<T> =>
    new Promise((resolve, reject) => {
      let given: T
      const committed = (): void => {
        try {
          resolve(storing(() => after(given)))
        } catch (error) {
          reject(error)
        }
      }
      members.push({
        work: () => {
          given = work()
        },
        committed,
        reject,
      })
    })
  return {
    soon: (work) => {
      turn ??= setImmediate(flush)
      return join(work, (given) => given)
    },
    later: (work, after) => {
      timer ??= setTimeout(flush, LATER_MS)
      return join(work, after)
    },
    flush,
  }
}
