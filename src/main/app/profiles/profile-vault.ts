import type { SecretStore } from '../../secrets/secret-store'
import type { TokenVault } from '../../session/ports'
import { createTokenVault } from '../../session/token-vault'
import type { ProfilesStore } from '../../settings/profiles'

export interface ProfileVaultDeps {
  readonly profiles: ProfilesStore
  readonly secrets: SecretStore
}

/** What the keychain items of a profile begin with. */
export function accountPrefix({ installationId }: ProfilesStore, profileId: string): string {
  return `${installationId}/${profileId}`
}

/** The keychain item with a profile's tokens; `<prefix>/tokens`. */
export function tokensAccount(profiles: ProfilesStore, profileId: string): string {
  return `${accountPrefix(profiles, profileId)}/tokens`
}

/**
 * The vault of one profile for one server, with its mark in the list of profiles. A profile that has left the list, or leads
 * to another server by now, has nothing that counts.
 */
export function createProfileVault({ profiles, secrets }: ProfileVaultDeps, profileId: string, here: string): TokenVault {
  const isVoid = (): boolean => profiles.find(profileId)?.isVaultVoid ?? true
  return createTokenVault(
    secrets,
    tokensAccount(profiles, profileId),
    {
      isSet: isVoid,
      set: (isVaultVoid) => {
        if (isVoid() !== isVaultVoid) profiles.change(profileId, { isVaultVoid })
      },
    },
    { here, before: profiles.serverBefore(profileId) },
  )
}
