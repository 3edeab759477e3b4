import type { WorkspaceHandlers } from '../call-handlers'
import type { WorkspacePort } from '../workspace-port'
import { requireOwner, ownStore } from './owner'
import type { UserStore } from '../../store/held-store'

type DataCall = 'journal.list' | 'journal.export' | 'data.size' | 'data.clearCache' | 'data.servers' | 'data.clearServer' | 'views.read' | 'views.keep'

export interface DataHandlersDeps<Window> {
  /** Asks where, and writes the whole log there. Null: the person chose no file. The dialog may stand there for long: `storeNow` is asked after it. */
  readonly exportJournal: (window: Window, storeNow: () => Promise<UserStore>) => Promise<{ file: string; entries: number } | null>
  /** What the cache may take, in bytes. */
  readonly cacheLimitBytes: number
  /** What lies on this computer of each server. */
  readonly servers: {
    sizes(): { readonly profileId: string; readonly cacheBytes: number; readonly dataBytes: number }[]
    /** Throws NOT_FOUND, and STORAGE where a cache could not be cleared. */
    clear(profileId: string): Promise<void>
  }
}

/** What is kept on this computer for the user who is signed in. */
export function dataHandlers<Window extends WorkspacePort>({ exportJournal, cacheLimitBytes, servers }: DataHandlersDeps<Window>): Pick<WorkspaceHandlers<Window>, DataCall> {
  return {
    'journal.list': async (filter, { window }) => {
      const { journal } = await ownStore(window)
      const outbox = await window.runtime().outboxes.current()
      const entries = journal.history({ limit: filter.limit, ...defined(filter) })
      return entries.map((entry) => outbox?.viewOf(entry) ?? { ...entry, taken: [...entry.taken], phases: [...entry.phases], isReleased: false, dependsOn: [], nextAttemptAt: null })
    },
    'journal.export': async (_input, { window }) => {
      await ownStore(window)
      return exportJournal(window, () => ownStore(window))
    },
    'data.size': async (_input, { window }) => {
      const store = await ownStore(window)
      const cache = await window.runtime().caches.of(store.userId)
      const { bytes, rows } = await cache.size()
      return { dataBytes: store.bytes(), cacheBytes: bytes, cachedRows: rows, cacheLimitBytes }
    },
    'data.clearCache': async (_input, { window }) => {
      const store = await ownStore(window)
      await window.runtime().caches.clear(store.userId)
      store.views.clear()
      return null
    },
    'data.servers': () => servers.sizes(),
    'data.clearServer': async ({ profileId }) => {
      await servers.clear(profileId)
      return null
    },
    'views.read': async (_input, { window }) => (await ownStore(window)).views.all(),
    'views.keep': async ({ owner, name, view }, { window }) => {
      requireOwner(owner, window)
      const { views } = await ownStore(window)
      // Opening the file takes its time: by now the window may show another server.
      requireOwner(owner, window)
      views.keep(name, view)
      return null
    },
  }
}

function defined<T extends object>(some: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)) as { [Key in keyof T]?: Exclude<T[Key], undefined> }
}
