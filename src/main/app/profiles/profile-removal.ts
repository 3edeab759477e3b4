import { rm } from 'node:fs/promises'
import type { SecretStore } from '../../secrets/secret-store'
import type { Forgotten, ProfilesStore } from '../../settings/profiles'
import { witnessAccount } from '../../store/opening-witness'
import { databaseKeyAccount, storedUserIds } from '../../store/user-store'
import { profileFolder } from './profile-runtime'
import { accountPrefix, tokensAccount } from './profile-vault'

/** Removes what a profile leaves behind in the keychain and on the disk. */
export interface ProfileRemoval {
  /**
   * Takes the profile out of the list, with a mark in the same write of what is still to be removed.
   *
   * @param endSession Ends its session and closes its files; runs between the mark and the removal.
   */
  forget(profileId: string, deletesData: boolean, endSession: () => Promise<void>): Promise<void>
  /** Goes on with what an earlier run, or a keychain that did not answer, left undone. Never throws. */
  resume(): Promise<void>
}

export interface ProfileRemovalDeps {
  readonly profiles: ProfilesStore
  readonly secrets: SecretStore
  readonly dataFolder: string
  readonly onFault: (error: unknown) => void
}

export function createProfileRemoval(deps: ProfileRemovalDeps): ProfileRemoval {
  const { profiles, dataFolder } = deps
  return {
    forget: async (profileId, deletesData, endSession) => {
      const lastUser = profiles.find(profileId)?.lastUser
      const userIds = deletesData ? [...new Set([...storedUserIds(profileFolder(dataFolder, profileId)), ...(lastUser ? [lastUser.userId] : [])])] : []
      const forgotten: Forgotten = { id: profileId, deletesData, userIds }
      profiles.forget(forgotten)
      await endSession()
      await remove(deps, forgotten)
    },
    resume: async () => {
      for (const forgotten of profiles.forgotten()) await remove(deps, forgotten).catch(deps.onFault)
    },
  }
}

/** Secrets first: what stays behind after a crash in between cannot be opened. The mark stays until all of it is done. */
async function remove({ profiles, secrets, dataFolder }: ProfileRemovalDeps, { id, deletesData, userIds }: Forgotten): Promise<void> {
  const keys = userIds.map((userId) => databaseKeyAccount(accountPrefix(profiles, id), userId)).flatMap((key) => [key, witnessAccount(key)])
  let isDone = true
  for (const account of [tokensAccount(profiles, id), ...keys]) isDone = (await secrets.remove(account)) && isDone
  if (deletesData) await rm(profileFolder(dataFolder, id), { recursive: true, force: true, maxRetries: 3 })
  if (isDone) profiles.endProfileRemoval(id)
}
