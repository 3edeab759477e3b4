import type { Sqlite } from '../sqlite/open'
import { storing } from './storing'

/** Writes that may wait for the end of this turn of the event loop, or a moment longer: one transaction, and so one disk sync, for all of them. */
export interface CommitGroup {
  /** Durable when it resolves. Rejects with STORAGE, and then nothing of the group was written. */
  soon(work: () => void): Promise<void>
  /** The same, for what nobody waits for: with the next group, and in a moment if none comes. */
  later(work: () => void): Promise<void>
  /** Writes now what was put off. Never throws: who waits for it is told. */
  flush(): void
}

interface Member {
  readonly work: () => void
  resolve(): void
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
    for (const { resolve } of group) resolve()
  }
  const join = (work: () => void): Promise<void> =>
    new Promise((resolve, reject) => {
      members.push({ work, resolve, reject })
    })
  return {
    soon: (work) => {
      turn ??= setImmediate(flush)
      return join(work)
    },
    later: (work) => {
      timer ??= setTimeout(flush, LATER_MS)
      return join(work)
    },
    flush,
  }
}
