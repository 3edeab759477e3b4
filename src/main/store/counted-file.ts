import type { Sqlite } from '../sqlite/open'
import { type DataMark, noteMark, writeMark } from './data-mark'

export interface CountedFile {
  /** The file; each write counts as one change of it, in the same transaction. */
  readonly db: Sqlite
  /** The mark as it stands. */
  mark(): DataMark
}

export interface CountedFileOptions {
  readonly path: string
  /** The file has held work before. Otherwise its mark is made before the first change. */
  readonly isMarked: boolean
  /** As in `DataMark`. */
  readonly machine: string | null
  /** A row that was read is not what was written. */
  readonly onDamage: () => void
  /** Runs the work after some seconds without a call of this; returns how it is stopped. */
  readonly afterRest: AfterRest
}

export type AfterRest = (work: () => void) => () => void

const REST_MS = 3000

export const afterSomeRest: AfterRest = (work) => {
  const timer = setTimeout(work, REST_MS)
  timer.unref()
  return () => {
    clearTimeout(timer)
  }
}

/**
 * Before the first change is acknowledged, the mark of the file is on the disk; after each, it has the new count. That is not
 * synced: a mark that lost a moment to a power cut says less than it could, and never something wrong.
 */
export function countedFile(file: Sqlite, { path, isMarked: wasMarked, machine, onDamage, afterRest }: CountedFileOptions): CountedFile {
  let mark: DataMark = { changes: changesIn(file), closed: null, recovering: null, machine }
  let isMarked = false
  let stopRest: (() => void) | null = null
  const ensureMark = (): void => {
    if (isMarked) return
    writeMark(path, mark)
    isMarked = true
  }
  // What is open is not what it was when it was closed.
  if (wasMarked) ensureMark()
  const counted = (): void => {
    mark = { ...mark, changes: mark.changes + 1 }
    try {
      noteMark(path, mark, false)
    } catch {
      // The change itself is on the disk. Before the next one the mark is made anew.
      isMarked = false
    }
    stopRest?.()
    stopRest = afterRest(() => {
      try {
        file.all('PRAGMA wal_checkpoint(PASSIVE)')
      } catch {
        // What is in the log is safe there as well.
      }
    })
  }
  const transaction: Sqlite['transaction'] = (work) => {
    ensureMark()
    const done = file.transaction(() => {
      const result = work()
      file.run('UPDATE file_state SET changes = ?', [mark.changes + 1])
      return result
    })
    counted()
    return done
  }
  let depth = 0
  const db: Sqlite = {
    ...file,
    run: (sql, params) => (depth > 0 ? file.run(sql, params) : db.transaction(() => file.run(sql, params))),
    transaction: (work) => {
      depth += 1
      try {
        return transaction(work)
      } finally {
        depth -= 1
      }
    },
    noteDamage: onDamage,
    close: () => {
      stopRest?.()
      return file.close()
    },
  }
  return { db, mark: () => mark }
}

export function changesIn(db: Pick<Sqlite, 'get'>): number {
  return db.get<{ changes: number }>('SELECT CAST(changes AS INTEGER) AS changes FROM file_state')?.changes ?? 0
}
