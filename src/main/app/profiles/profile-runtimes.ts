import { removeCacheFiles } from '../../store/cache-by-user'
import type { UserStores } from '../../store/user-store'
import { createProfileRuntime, profileFolder, type ProfileRuntime, type ProfileRuntimeDeps } from './profile-runtime'

/** One runtime per profile, made at first use and started at once: all windows of a profile share its session. */
export interface ProfileRuntimes {
  of(profileId: string): ProfileRuntime
  /** The one that was made in this run, if any. */
  known(profileId: string): ProfileRuntime | null
  /** Those that were used in this run. */
  all(): readonly ProfileRuntime[]
  /** Signs the runtime out and lets go of it, because its profile is gone. Resolves when its files are closed. */
  retire(profileId: string): Promise<void>
  /**
   * Signs the runtime out and puts a new one in its place at once, because its profile leads elsewhere now. Drafts and the
   * outbox stay; what was read from the server before goes, also where no runtime was made in this run.
   */
  replace(profileId: string): Promise<void>
  close(): void
}

export function createProfileRuntimes(deps: ProfileRuntimeDeps, onMade: (runtime: ProfileRuntime) => void): ProfileRuntimes {
  const made = new Map<string, ProfileRuntime>()
  const start = (profileId: string, stores?: (server: string) => UserStores): ProfileRuntime => {
    const runtime = createProfileRuntime(deps, profileId, stores)
    made.set(profileId, runtime)
    void runtime.session.start()
    onMade(runtime)
    return runtime
  }
  return {
    of: (profileId) => made.get(profileId) ?? start(profileId),
    known: (profileId) => made.get(profileId) ?? null,
    all: () => [...made.values()],
    retire: async (profileId) => {
      const runtime = made.get(profileId)
      if (!runtime) return
      made.delete(profileId)
      // Signed out first: what is under way has no session left to go on in when its files close.
      await runtime.retire()
      await runtime.close()
    },
    replace: async (profileId) => {
      const before = made.get(profileId)
      const ended = (async () => {
        await before?.retire()
        // Rows of the server before would pass for rows of the one that is there now.
        await removeCacheFiles(profileFolder(deps.dataFolder, profileId)).catch(deps.onFault)
      })()
      // Without a wait between the two: the new session reads the vault when the mark of the old one stands.
      if (before) start(profileId, (server) => storesAfter(ended, before.stores.on(server)))
      await ended
    },
    close: () => {
      for (const runtime of made.values()) void runtime.close()
      made.clear()
    },
  }
}

/** The same stores, opened only when nobody from before works in them any more: two outboxes over one journal would send twice. */
function storesAfter(ended: Promise<void>, stores: UserStores): UserStores {
  return {
    ...stores,
    on: (server) => storesAfter(ended, stores.on(server)),
    of: async (userId) => {
      await ended
      return stores.of(userId)
    },
    retry: async () => {
      await ended
      await stores.retry()
    },
  }
}
