import { join } from 'node:path'
import type { DraftStorage } from '@shared/views'
import type { SecretStore } from '../secrets/secret-store'
import { openUserDatabase, type UserDatabase } from './database'
import { createDrafts, type Drafts } from './drafts'

/** The store of whoever works on a profile: opened once per user, kept open, closed together. */
export interface UserStores {
  /** The store of this user; opens it on first use. */
  of(userId: number): Promise<UserStore>
  /** Tries again for stores that fell back to memory: their drafts move into the file once its key is there. */
  retry(): Promise<void>
  /** Titles of drafts, of any user, that live in memory only and would go with the program. */
  inMemoryTitles(): Promise<string[]>
  close(): void
}

export interface UserStore {
  readonly userId: number
  readonly drafts: Drafts
  storage(): DraftStorage
  movedAsideTo(): string | null
  problem(): UserDatabase['problem']
}

export interface UserStoresOptions {
  /** The profile's folder below the data folder. */
  readonly folder: string
  readonly secrets: SecretStore
  /** `<installation>/<profile>`. */
  readonly accountPrefix: string
  readonly wallMs: () => number
}

interface Held extends UserStore {
  replace(next: UserDatabase): void
  readonly database: () => UserDatabase
}

export function createUserStores(options: UserStoresOptions): UserStores {
  const held = new Map<number, Promise<Held>>()
  const open = (userId: number): Promise<UserDatabase> =>
    openUserDatabase({
      path: join(options.folder, `user-${userId}.db`),
      secrets: options.secrets,
      keyAccount: `${options.accountPrefix}/${userId}/db`,
      wallMs: options.wallMs,
    })
  return {
    of: (userId) => {
      const known = held.get(userId)
      if (known) return known
      const opening = open(userId).then((database) => createHeld(userId, database, options.wallMs))
      held.set(userId, opening)
      opening.catch(() => held.delete(userId))
      return opening
    },
    retry: async () => {
      for (const [userId, opening] of held) {
        const store = await opening
        if (store.storage() === 'durable') continue
        const next = await open(userId)
        if (next.storage === 'durable') store.replace(next)
        else next.db.close()
      }
    },
    inMemoryTitles: async () => {
      const stores = await Promise.all([...held.values()].map((opening) => opening.catch(() => null)))
      return stores.flatMap((store) => (store?.storage() === 'memory-only' ? store.drafts.list().map(({ title }) => title) : []))
    },
    close: () => {
      for (const opening of held.values()) void opening.then((store) => { store.database().db.close() }, () => undefined)
      held.clear()
    },
  }
}

function createHeld(userId: number, first: UserDatabase, wallMs: () => number): Held {
  let database = first
  let drafts = createDrafts(first.db, wallMs)
  return {
    userId,
    storage: () => database.storage,
    movedAsideTo: () => database.movedAsideTo,
    problem: () => database.problem,
    database: () => database,
    drafts: {
      keep: (draft) => drafts.keep(draft),
      adopt: (draft) => { drafts.adopt(draft) },
      list: () => drafts.list(),
      read: (draftId) => drafts.read(draftId),
      discard: (draftId) => { drafts.discard(draftId) },
      settle: (draftId, sent, newBase) => { drafts.settle(draftId, sent, newBase) },
    },
    replace: (next) => {
      const durable = createDrafts(next.db, wallMs)
      for (const { draftId } of drafts.list()) durable.adopt(drafts.read(draftId))
      database.db.close()
      database = next
      drafts = durable
    },
  }
}
