import { serverOf } from '../../settings/profile-schema'
import type { ProfilesStore } from '../../settings/profiles'
import { removeCacheFiles } from '../../store/cache-by-user'
import { cacheKept, signOutOf, type SignOutWish } from '../../sync/signing-out'
import { profileFolder } from './profile-runtime'
import type { ProfileRuntimes } from './profile-runtimes'
import { createProfileVault, type ProfileVaultDeps } from './profile-vault'

/** Signing out of profiles, whether or not they were used in this run. Drafts and pending changes stay; caches do unless they are to go. */
export interface SignOuts {
  /** Throws STORAGE as `signOutOf`. */
  signOut(profileId: string, wish: SignOutWish): Promise<void>
  /** How many profiles there are; every one is signed out, also where the keychain does not answer just now. */
  signOutEverywhere(wish: SignOutWish): Promise<number>
  /** For a profile without a session in this run: its tokens do not count any more and leave the keychain. */
  emptyVault(profileId: string): Promise<void>
}

export function createSignOuts(deps: ProfileVaultDeps & { readonly profiles: ProfilesStore; readonly runtimes: ProfileRuntimes; readonly dataFolder: string }): SignOuts {
  const { profiles, runtimes } = deps
  const emptyVault = async (profileId: string): Promise<void> => {
    const profile = profiles.find(profileId)
    if (profile) await createProfileVault(deps, profileId, serverOf(profile)).clear()
  }
  /** Of a server that was not used in this run no cache is open: its file can go as it is. */
  const removeCache = async (profileId: string): Promise<void> => {
    const lastUser = profiles.find(profileId)?.lastUser
    if (!lastUser) return
    try {
      await removeCacheFiles(profileFolder(deps.dataFolder, profileId), lastUser.userId)
    } catch {
      throw cacheKept()
    }
  }
  const signOut = async (profileId: string, wish: SignOutWish): Promise<void> => {
    const runtime = runtimes.known(profileId)
    if (runtime) return signOutOf(runtime, wish)
    await emptyVault(profileId)
    if (wish.clearsCache) await removeCache(profileId)
  }
  return {
    emptyVault,
    signOut,
    signOutEverywhere: async (wish) => {
      const all = profiles.list()
      // All at once: sessions end, and marks stand, before the first answer of the keychain is waited for.
      const ends = await Promise.allSettled(all.map(({ id }) => signOut(id, wish)))
      const failure = ends.find((end) => end.status === 'rejected')
      if (failure) throw failure.reason
      return all.length
    },
  }
}
