import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { failed } from '@shared/result'
import type { SecretStore } from '../secrets/secret-store'
import { openUserDatabase, type UserDatabase, type UserDatabaseOptions } from './database'
import { createHeld, type Held, type HeldOptions, type UserStore } from './held-store'

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

export interface UserStoresOptions extends HeldOptions {
  /** The profile's folder below the data folder. */
  readonly folder: string
  readonly secrets: SecretStore
  /** `<installation>/<profile>`. */
  readonly accountPrefix: string
  /** The identity of the server that is worked on. */
  readonly server: string
  /** The one that the profile had before this program first changed anything, for files of older programs; null: not known. */
  readonly serverBefore: () => string | null
  readonly examiner: UserDatabaseOptions['examiner']
  readonly machine?: UserDatabaseOptions['machine']
  /** The program's log: how each data file was found. One line; nothing of what it holds. */
  readonly log?: ((line: string) => void) | undefined
}

export function createUserStores(options: UserStoresOptions): UserStores {
  const held = new Map<number, Promise<Held>>()
  let isClosed = false
  const open = async (userId: number, isInsisted: boolean): Promise<UserDatabase> => {
    const opened = await openUserDatabase(
      {
        path: join(options.folder, `user-${userId}.db`),
        secrets: options.secrets,
        keyAccount: databaseKeyAccount(options.accountPrefix, userId),
        wallMs: options.wallMs,
        serverBefore: options.serverBefore(),
        examiner: options.examiner,
        machine: options.machine,
        onDamage: () => {
          void held.get(userId)?.then(({ foundDamage }) => {
            foundDamage()
          })
        },
        onMigrated: (from, to) =>
          options.log?.(from === 0 ? `The data file of user ${userId} was made, with schema ${to}.` : `The data file of user ${userId} was migrated from schema ${from} to ${to}.`),
      },
      isInsisted,
    )
    options.log?.(openedLine(userId, opened))
    return opened
  }
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
      await Promise.all(
        opened.map((opening) =>
          opening.then(
            (store) => {
              store.close()
            },
            () => undefined,
          ),
        ),
      )
    },
  })
  return storesOn(options.server)
}

function titlesIn(held: Held): string[] {
  const { drafts, journal } = held.on('')
  return [...new Set([...drafts.list(), ...journal.open()].map(({ title }) => title))]
}

function openedLine(userId: number, { storage, problem, recovered }: UserDatabase): string {
  const came = recovered ? `; recovered: ${recovered.drafts} drafts, ${recovered.pending} pending changes, ${recovered.damaged} damaged` : ''
  return `The data of user ${userId} is ${storage}${problem === null ? '' : ` (${problem})`}${came}.`
}
