import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { failed, isFailure } from '@shared/result'
import type { DraftStorage } from '@shared/views'
import type { SecretStore } from '../secrets/secret-store'
import { inMemory, openUserDatabase, type UserDatabase, type UserDatabaseOptions } from './database'
import { createDrafts, type Drafts } from './drafts'
import { createJournal, type Journal } from './journal'
import { adoptHabits, createServerHabits, type ServerHabits } from './server-habits'

/** The store of whoever works on a profile: opened once per user, kept open, closed together. */
export interface UserStores {
  /** The same files and what is held in memory, worked on for another server: what is kept from now on is that one's. */
  on(server: string): UserStores
  /** The store of this user; opens it on first use. Throws STORAGE after `close`. */
  of(userId: number): Promise<UserStore>
  /** Tries again for stores that fell back to memory: what they hold moves into the file once its key is there. Throws STORAGE. */
  retry(): Promise<void>
  /** Titles of drafts and of unsent commands, of any user, that live in memory only and would go with the program. */
  inMemoryTitles(): Promise<string[]>
  /** Resolves when every file is closed. */
  close(): Promise<void>
}

/** The keychain item with the key of one user's data file. `accountPrefix` is `<installation>/<profile>`. */
export function databaseKeyAccount(accountPrefix: string, userId: number): string {
  return `${accountPrefix}/${userId}/db`
}

/** Whose data files lie in a profile's folder, those that were moved aside included. */
export function storedUserIds(folder: string): number[] {
  const names = existsSync(folder) ? readdirSync(folder) : []
  const ids = names.map((name) => /^user-(\d+)\.db/.exec(name)?.[1]).filter((id) => id !== undefined)
  return [...new Set(ids)].map(Number)
}

export interface UserStore {
  readonly userId: number
  readonly drafts: Drafts
  readonly journal: Journal
  readonly habits: ServerHabits
  storage(): DraftStorage
  movedAsideTo(): string | null
  recovered(): UserDatabase['recovered']
  problem(): UserDatabase['problem']
  /** Told when the file was found damaged while it was in use: what was read of it before is no longer how things stand. */
  onRecovered(listener: () => void): () => void
  /** What it takes on the disk, or in memory. */
  bytes(): number
}

export interface UserStoresOptions {
  /** The profile's folder below the data folder. */
  readonly folder: string
  readonly secrets: SecretStore
  /** `<installation>/<profile>`. */
  readonly accountPrefix: string
  readonly wallMs: () => number
  /** The identity of the server that is worked on. */
  readonly server: string
  /** The one that the profile had before this program first changed anything, for files of older programs; null: not known. */
  readonly serverBefore: () => string | null
  readonly examiner: UserDatabaseOptions['examiner']
  /**
   * A file that was in use has vanished or became read-only: from now on this user's work is in memory only. Or it was found
   * damaged, and a fresh one is in its place.
   */
  readonly onLost?: (userId: number) => void
  readonly onFault?: (error: unknown) => void
}

interface Held extends Omit<UserStore, 'drafts' | 'journal' | 'habits'> {
  /** As seen by who works on this server. */
  on(server: string): UserStore
  readonly journal: () => Journal
  replace(next: UserDatabase): void
  readonly database: () => UserDatabase
  /** A row that was read is not what was written. */
  foundDamage(): void
  close(): void
}

export function createUserStores(options: UserStoresOptions): UserStores {
  const held = new Map<number, Promise<Held>>()
  let isClosed = false
  const open = (userId: number, isInsisted: boolean): Promise<UserDatabase> =>
    openUserDatabase({
      path: join(options.folder, `user-${userId}.db`),
      secrets: options.secrets,
      keyAccount: databaseKeyAccount(options.accountPrefix, userId),
      wallMs: options.wallMs,
      serverBefore: options.serverBefore(),
      examiner: options.examiner,
      onDamage: () => {
        void held.get(userId)?.then(({ foundDamage }) => { foundDamage() })
      },
    }, isInsisted)
  const heldOf = (userId: number): Promise<Held> => {
    const known = held.get(userId)
    if (known) return known
    // What comes late must not make a file and a key anew that have just been removed.
    if (isClosed) return Promise.reject(failed('STORAGE', 'The local data file is closed.', { details: { cause: 'closed' } }))
    const opening = open(userId, false).then((database) => createHeld(userId, database, options))
    held.set(userId, opening)
    opening.catch(() => held.delete(userId))
    return opening
  }
  const storesOn = (server: string): UserStores => ({
    on: storesOn,
    of: async (userId) => (await heldOf(userId)).on(server),
    retry: async () => {
      for (const [userId, opening] of held) {
        const store = await opening
        if (store.storage() === 'durable') continue
        const next = await open(userId, true)
        // Closed, or moved by another try, while the keychain was asked.
        if (next.storage !== 'durable' || isClosed || store.storage() === 'durable') {
          next.close()
          continue
        }
        try {
          store.replace(next)
        } catch (error) {
          next.close()
          throw error
        }
      }
    },
    inMemoryTitles: async () => {
      const stores = await Promise.all([...held.values()].map((opening) => opening.catch(() => null)))
      return stores.flatMap((store) => (store?.storage() === 'memory-only' ? titlesIn(store) : []))
    },
    close: async () => {
      isClosed = true
      const opened = [...held.values()]
      held.clear()
      await Promise.all(opened.map((opening) => opening.then((store) => { store.close() }, () => undefined)))
    },
  })
  return storesOn(options.server)
}

function titlesIn(held: Held): string[] {
  const { drafts, journal } = held.on('')
  return [...new Set([...drafts.list(), ...journal.open()].map(({ title }) => title))]
}

function createHeld(userId: number, first: UserDatabase, { wallMs, onLost, onFault = () => undefined }: UserStoresOptions): Held {
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
  const about: Omit<UserStore, 'drafts' | 'journal' | 'habits'> = {
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

/** Runs what uses the file: in a fresh one, once it is found damaged, and in memory, once it is lost. */
interface Kept {
  read<T>(work: () => T): T
  write<T>(work: () => T): T
  /** Of something that is there: throws STORAGE where it had to be recovered. */
  change<T>(work: () => T): T
  changeSoon<T>(work: () => Promise<T>): Promise<T>
}

/** The drafts that are in use just now, behind some that stay the same. */
function draftsThrough(current: () => Drafts, kept: Kept): Drafts {
  return {
    keep: (draft, server) => kept.write(() => current().keep(draft, server)),
    adopt: (draft) => { kept.write(() => { current().adopt(draft) }) },
    list: () => kept.read(() => current().list()),
    read: (draftId) => kept.read(() => current().read(draftId)),
    discard: (draftId) => { kept.write(() => { current().discard(draftId) }) },
    settle: (draftId, sent, newBase, differences) => { kept.write(() => { current().settle(draftId, sent, newBase, differences) }) },
  }
}

/** The habits that are noted where the drafts are just now. */
function habitsThrough(current: () => ServerHabits, kept: Kept): ServerHabits {
  return {
    list: () => kept.read(() => current().list()),
    note: (shown) => { kept.write(() => { current().note(shown) }) },
  }
}

/** The journal that is in use just now, behind one that stays the same. */
function journalThrough(whole: () => Journal, server: string | null, kept: Kept): Journal {
  const current = (): Journal => whole().on(server)
  return {
    server,
    on: (other) => journalThrough(whole, other, kept),
    append: (entry, merged) => kept.write(() => current().append(entry, merged)),
    adopt: (other) => { kept.write(() => { current().adopt(other) }) },
    everything: () => kept.read(() => current().everything()),
    open: () => kept.read(() => current().open()),
    read: (entryId) => kept.read(() => current().read(entryId)),
    secretOf: (entryId) => kept.read(() => current().secretOf(entryId)),
    change: (entryId, change) => kept.change(() => current().change(entryId, change)),
    changeAll: (changes) => kept.change(() => current().changeAll(changes)),
    end: (entryIds, outcome, more) => { kept.write(() => { current().end(entryIds, outcome, more) }) },
    flush: () => { current().flush() },
    changeSoon: (entryId, change) => kept.changeSoon(() => current().changeSoon(entryId, change)),
    endSoon: (entryId, outcome, more) => kept.changeSoon(() => current().endSoon(entryId, outcome, more)),
    realId: (resource, temporaryId) => kept.read(() => current().realId(resource, temporaryId)),
    mappedIds: () => kept.read(() => current().mappedIds()),
    mapId: (...names) => { kept.write(() => { current().mapId(...names) }) },
    history: (filter) => kept.read(() => current().history(filter)),
  }
}
