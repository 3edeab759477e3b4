import { serverOf } from '../../settings/profile-schema'
import type { ProfilesStore } from '../../settings/profiles'
import type { ProfileRuntimes } from './profile-runtimes'
import { createProfileVault, type ProfileVaultDeps } from './profile-vault'

/** Signing out of profiles, whether or not they were used in this run. Drafts and caches stay. */
export interface SignOuts {
  signOut(profileId: string): Promise<void>
  /** How many profiles there are; every one is signed out, also where the keychain does not answer just now. */
  signOutEverywhere(): Promise<number>
  /** For a profile without a session in this run: its tokens do not count any more and leave the keychain. */
  emptyVault(profileId: string): Promise<void>
}

export function createSignOuts(deps: ProfileVaultDeps & { readonly profiles: ProfilesStore; readonly runtimes: ProfileRuntimes }): SignOuts {
  const { profiles, runtimes } = deps
  const emptyVault = async (profileId: string): Promise<void> => {
    const profile = profiles.find(profileId)
    if (profile) await createProfileVault(deps, profileId, serverOf(profile)).clear()
  }
  const signOut = async (profileId: string): Promise<void> => {
    const runtime = runtimes.known(profileId)
    await (runtime ? runtime.session.signOut() : emptyVault(profileId))
  }
  return {
    emptyVault,
    signOut,
    signOutEverywhere: async () => {
      const all = profiles.list()
      // All at once: sessions end, and marks stand, before the first answer of the keychain is waited for.
      await Promise.all(all.map(({ id }) => signOut(id)))
      return all.length
    },
  }
}
