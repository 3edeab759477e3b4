import { createProfileRuntime, type ProfileRuntime, type ProfileRuntimeDeps } from './profile-runtime'

/** One runtime per profile, made at first use and started at once: all windows of a profile share its session. */
export interface ProfileRuntimes {
  of(profileId: string): ProfileRuntime
  /** Those that were used in this run. */
  all(): readonly ProfileRuntime[]
  close(): void
}

export function createProfileRuntimes(deps: ProfileRuntimeDeps, onMade: (runtime: ProfileRuntime) => void): ProfileRuntimes {
  const made = new Map<string, ProfileRuntime>()
  return {
    of: (profileId) => {
      const known = made.get(profileId)
      if (known) return known
      const runtime = createProfileRuntime(deps, profileId)
      made.set(profileId, runtime)
      void runtime.session.start()
      onMade(runtime)
      return runtime
    },
    all: () => [...made.values()],
    close: () => {
      for (const runtime of made.values()) runtime.close()
      made.clear()
    },
  }
}
