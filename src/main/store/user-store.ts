import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { failed, isFailure } from '@shared/result'
import type { DraftStorage } from '@shared/views'
import type { SecretStore } from '../secrets/secret-store'
import { inMemory, openUserDatabase, type UserDatabase } from './database'
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
  problem(): UserDatabase['problem']
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
  /** A file that was in use has vanished or became read-only: from now on this user's work is in memory only. */
  readonly onLost?: (userId: number) => void
}

interface Held extends Omit<UserStore, 'drafts' | 'journal' | 'habits'> {
  /** As seen by who works on this server. */
  on(server: string): UserStore
  readonly journal: () => Journal
  replace(next: UserDatabase): void
  readonly database: () => UserDatabase
}

export function createUserStores(options: UserStoresOptions): UserStores {
  const held = new Map<number, Promise<Held>>()
  let isClosed = false
  const open = (userId: number): Promise<UserDatabase> =>
    openUserDatabase({
      path: join(options.folder, `user-${userId}.db`),
      secrets: options.secrets,
      keyAccount: databaseKeyAccount(options.accountPrefix, userId),
      wallMs: options.wallMs,
      serverBefore: options.serverBefore(),
    })
  const heldOf = (userId: number): Promise<Held> => {
    const known = held.get(userId)
    if (known) return known
    // What comes late must not make a file and a key anew that have just been removed.
    if (isClosed) return Promise.reject(failed('STORAGE', 'The local data file is closed.', { details: { cause: 'closed' } }))
    const opening = open(userId).then((database) => createHeld(userId, database, options))
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
        const next = await open(userId)
        // Closed, or moved by another try, while the keychain was asked.
        if (next.storage !== 'durable' || isClosed || store.storage() === 'durable') {
          next.db.close()
          continue
        }
        try {
          store.replace(next)
        } catch (error) {
          next.db.close()
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
      await Promise.all(opened.map((opening) => opening.then(closeFile, () => undefined)))
    },
  })
  return storesOn(options.server)
}

function closeFile({ journal, database }: Held): void {
  journal().flush()
  database().db.close()
}

function titlesIn(held: Held): string[] {
  const { drafts, journal } = held.on('')
  return [...new Set([...drafts.list(), ...journal.open()].map(({ title }) => title))]
}

function createHeld(userId: number, first: UserDatabase, { wallMs, onLost }: UserStoresOptions): Held {
  let database = first
  let journal = createJournal(first.db, wallMs)
  const replace = (next: UserDatabase): void => {
    journal.flush()
    const [before, after] = [createDrafts(database.db, wallMs), createDrafts(next.db, wallMs)]
    for (const { draftId } of before.list()) after.adopt(before.read(draftId))
    const nextJournal = createJournal(next.db, wallMs)
    // Last, and whole or not at all: an entry that stood in both places could be sent from both.
    nextJournal.adopt(journal)
    adoptHabits(database.db, next.db)
    database.db.close()
    database = next
    journal = nextJournal
  }
  /** What is open of a vanished or read-only file can still be read: it goes on in memory. Throws STORAGE when it cannot. */
  const goOnInMemory = (): void => {
    const next = inMemory('lost')
    try {
      replace(next)
    } catch (error) {
      next.db.close()
      throw error
    }
    onLost?.(userId)
  }
  const kept: Kept = (work) => {
    if (!database.isInPlace()) goOnInMemory()
    try {
      return work()
    } catch (error) {
      if (database.storage !== 'durable' || !isFailure(error, 'STORAGE') || error.failure.details?.['cause'] !== 'read-only') throw error
      goOnInMemory()
      return work()
    }
  }
  const about: Omit<UserStore, 'drafts' | 'journal' | 'habits'> = {
    userId,
    storage: () => database.storage,
    movedAsideTo: () => database.movedAsideTo,
    problem: () => database.problem,
    bytes: () => database.db.get<{ bytes: number }>('SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()')?.bytes ?? 0,
  }
  return {
    ...about,
    database: () => database,
    journal: () => journal,
    on: (server) => ({
      ...about,
      drafts: draftsThrough(() => createDrafts(database.db, wallMs, server), kept),
      journal: journalThrough(() => journal, server, kept),
      habits: habitsThrough(() => createServerHabits(database.db, server)),
    }),
    replace,
  }
}

/** Runs what writes, in the file or, once that is lost, in memory. */
type Kept = <T>(work: () => T) => T

/** The drafts that are in use just now, behind some that stay the same. */
function draftsThrough(current: () => Drafts, kept: Kept): Drafts {
  return {
    keep: (draft, server) => kept(() => current().keep(draft, server)),
    adopt: (draft) => { kept(() => { current().adopt(draft) }) },
    list: () => current().list(),
    read: (draftId) => current().read(draftId),
    discard: (draftId) => { kept(() => { current().discard(draftId) }) },
    settle: (draftId, sent, newBase, differences) => { kept(() => { current().settle(draftId, sent, newBase, differences) }) },
  }
}

/** The habits that are noted where the drafts are just now. */
function habitsThrough(current: () => ServerHabits): ServerHabits {
  return {
    list: () => current().list(),
    note: (shown) => { current().note(shown) },
  }
}

/** The journal that is in use just now, behind one that stays the same. */
function journalThrough(whole: () => Journal, server: string | null, kept: Kept): Journal {
  const current = (): Journal => whole().on(server)
  return {
    server,
    on: (other) => journalThrough(whole, other, kept),
    append: (entry, merged) => kept(() => current().append(entry, merged)),
    adopt: (other) => { kept(() => { current().adopt(other) }) },
    everything: () => current().everything(),
    open: () => current().open(),
    read: (entryId) => current().read(entryId),
    secretOf: (entryId) => current().secretOf(entryId),
    change: (entryId, change) => kept(() => current().change(entryId, change)),
    changeAll: (changes) => kept(() => current().changeAll(changes)),
    end: (entryIds, outcome, more) => { kept(() => { current().end(entryIds, outcome, more) }) },
    flush: () => { current().flush() },
    changeSoon: (entryId, change) => kept(() => current().changeSoon(entryId, change)),
    endSoon: (entryId, outcome, more) => kept(() => current().endSoon(entryId, outcome, more)),
    realId: (resource, temporaryId) => current().realId(resource, temporaryId),
    mappedIds: () => current().mappedIds(),
    mapId: (...names) => { kept(() => { current().mapId(...names) }) },
    history: (filter) => current().history(filter),
  }
}
