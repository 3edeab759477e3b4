import { isFailure } from '@shared/result'
import type { DraftStorage } from '@shared/views'
import { inMemory, type UserDatabase } from './database'
import { createDrafts, type Drafts } from './drafts'
import { createJournal, type Journal } from './journal'
import { draftsThrough, habitsThrough, journalThrough, type Kept, viewsThrough } from './kept-through'
import { adoptViews, createKeptViews, type KeptViews } from './kept-views'
import { adoptHabits, createServerHabits, type ServerHabits } from './server-habits'

/** What one user has kept on one server. */
export interface UserStore {
  readonly userId: number
  readonly drafts: Drafts
  readonly journal: Journal
  readonly habits: ServerHabits
  readonly views: KeptViews
  storage(): DraftStorage
  movedAsideTo(): string | null
  recovered(): UserDatabase['recovered']
  problem(): UserDatabase['problem']
  /** Told when the file was found damaged while it was in use: what was read of it before is no longer how things stand. */
  onRecovered(listener: () => void): () => void
  /** What it takes on the disk, or in memory. */
  bytes(): number
}

/** The store of one user, whatever becomes of its file: it may be replaced, found damaged, or lost, under those who use it. */
export interface Held extends Omit<UserStore, 'drafts' | 'journal' | 'habits' | 'views'> {
  /** As seen by who works on this server. */
  on(server: string): UserStore
  readonly journal: () => Journal
  replace(next: UserDatabase): void
  readonly database: () => UserDatabase
  /** A row that was read is not what was written. */
  foundDamage(): void
  close(): void
}

export interface HeldOptions {
  readonly wallMs: () => number
  /**
   * A file that was in use has vanished or became read-only: from now on this user's work is in memory only. Or it was found
   * damaged, and a fresh one is in its place.
   */
  readonly onLost?: (userId: number) => void
  readonly onFault?: (error: unknown) => void
}

export function createHeld(userId: number, first: UserDatabase, { wallMs, onLost, onFault = () => undefined }: HeldOptions): Held {
  let database = first
  let journal = createJournal(first.db, wallMs)
  let isClosed = false
  const listeners = new Set<() => void>()
  const replace = (next: UserDatabase): void => {
    journal.flush()
    const [before, after] = [createDrafts(database.db, wallMs), createDrafts(next.db, wallMs)]
    for (const { draftId } of before.list()) after.adopt(before.read(draftId))
    const nextJournal = createJournal(next.db, wallMs)
    // Last, and whole or not at all: an entry that stood in both places could be sent from both.
    nextJournal.adopt(journal)
    adoptHabits(database.db, next.db)
    adoptViews(database.db, next.db)
    database.close()
    database = next
    journal = nextJournal
  }
  /** What is open of a vanished or read-only file can still be read: it goes on in memory. Throws STORAGE when it cannot. */
  const goOnInMemory = (): void => {
    const next = inMemory('lost')
    try {
      replace(next)
    } catch (error) {
      next.close()
      throw error
    }
    onLost?.(userId)
  }
  /** Goes on in a fresh file with what can be read. Whoever has read something before is told, once this turn is over. */
  const recover = (): void => {
    journal.flush()
    database = database.recover()
    journal = createJournal(database.db, wallMs)
    queueMicrotask(() => {
      for (const listener of listeners) listener()
      onLost?.(userId)
    })
  }
  const isDamagedBy = (error: unknown): boolean => database.storage === 'durable' && causeOf(error) === 'damaged'
  const again = <T>(error: unknown, work: () => T): T => {
    if (isDamagedBy(error)) recover()
    else if (database.storage === 'durable' && causeOf(error) === 'read-only') goOnInMemory()
    else throw error
    return work()
  }
  const kept: Kept = {
    write: (work) => {
      if (!database.isInPlace()) goOnInMemory()
      try {
        return work()
      } catch (error) {
        return again(error, work)
      }
    },
    // What is to be changed is held by the recovery: whoever wanted to change it has to look at it again.
    change: (work) => {
      if (!database.isInPlace()) goOnInMemory()
      try {
        return work()
      } catch (error) {
        if (isDamagedBy(error)) recover()
        else return again(error, work)
        throw error
      }
    },
    changeSoon: async (work) => {
      if (!database.isInPlace()) goOnInMemory()
      const mine = database
      try {
        return await work()
      } catch (error) {
        if (mine === database && isDamagedBy(error)) recover()
        throw error
      }
    },
    read: (work) => {
      try {
        return work()
      } catch (error) {
        if (!isDamagedBy(error)) throw error
        recover()
        return work()
      }
    },
  }
  const about: Omit<UserStore, 'drafts' | 'journal' | 'habits' | 'views'> = {
    userId,
    storage: () => database.storage,
    movedAsideTo: () => database.movedAsideTo,
    recovered: () => database.recovered,
    problem: () => database.problem,
    bytes: () => database.db.get<{ bytes: number }>('SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()')?.bytes ?? 0,
    onRecovered: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  let isFound = false
  return {
    ...about,
    database: () => database,
    journal: () => journal,
    on: (server) => ({
      ...about,
      drafts: draftsThrough(() => createDrafts(database.db, wallMs, server), kept),
      journal: journalThrough(() => journal, server, kept),
      habits: habitsThrough(() => createServerHabits(database.db, server), kept),
      views: viewsThrough(() => createKeptViews(database.db, server), kept),
    }),
    replace,
    // What was read shows the damage already; the file is changed when nobody is in the middle of something.
    foundDamage: () => {
      if (isFound) return
      isFound = true
      setImmediate(() => {
        if (isClosed || database.storage !== 'durable') return
        try {
          recover()
          isFound = false
        } catch (error) {
          onFault(error)
        }
      })
    },
    close: () => {
      isClosed = true
      journal.flush()
      database.close()
    },
  }
}

function causeOf(error: unknown): unknown {
  return isFailure(error, 'STORAGE') ? error.failure.details?.['cause'] : null
}
