import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failed } from '@shared/result'
import { createAuthHttp } from '../backend/auth-http'
import { createAuthorized } from '../backend/authorized'
import { createHttp } from '../backend/http'
import { probeApi } from '../backend/probe'
import type { ProfileNetwork, ProfileNetworkOptions } from '../backend/profile-network'
import { createAccountResource } from '../backend/resources/account'
import { createOptionsResource } from '../backend/resources/options'
import { createUsersResource } from '../backend/resources/users'
import { lazyTransport, type Transport } from '../backend/transport'
import type { ProfilePort } from '../bridge/workspace-port'
import type { SecretStore } from '../secrets/secret-store'
import type { Clock } from '../session/clock'
import type { SignInPrompt } from '../session/ports'
import { createSession } from '../session/session'
import { createTokenVault } from '../session/token-vault'
import type { Profile, ProfilesStore } from '../settings/profiles'
import { createUserStores, type UserStore } from '../store/user-store'
import { createCommands } from '../sync/commands'
import { createConnectivity } from '../sync/connectivity'
import { createReads } from '../sync/reads'

/** Everything that works for one profile (server + account), whatever the number of windows on it. */
export interface ProfileRuntime extends ProfilePort {
  close(): void
}

export interface ProfileRuntimeDeps {
  readonly profiles: ProfilesStore
  readonly secrets: SecretStore
  readonly clock: Clock
  /** The data folder. */
  readonly dataFolder: string
  readonly network: (options: ProfileNetworkOptions) => ProfileNetwork
  /** Starts the embedded back-end once and tells its origin. */
  readonly demoOrigin: () => Promise<string>
  readonly promptFor: (profileId: string) => SignInPrompt
  readonly onFault: (error: unknown) => void
}

const REFRESH_TIMEOUT_MS = 10_000

export function createProfileRuntime(deps: ProfileRuntimeDeps, profileId: string): ProfileRuntime {
  const { profiles, secrets, clock } = deps
  const profile = (): Profile => found(profiles.find(profileId))
  const accountPrefix = `${profiles.installationId}/${profileId}`
  const origin = (): Promise<string> => (profile().isDemo ? deps.demoOrigin() : Promise.resolve(profile().origin))
  const transport = lazyTransport(async () => transportOf(deps, profile(), await origin()))

  const session = createSession({
    http: createAuthHttp(transport, { clock, timeoutMs: REFRESH_TIMEOUT_MS }),
    vault: createTokenVault(secrets, `${accountPrefix}/tokens`, {
      isSet: () => profile().isVaultVoid,
      set: (isVaultVoid) => {
        if (profile().isVaultVoid !== isVaultVoid) profiles.change(profileId, { isVaultVoid })
      },
    }),
    clock,
    prompt: deps.promptFor(profileId),
    lastUser: profile().lastUser,
    rememberUser: (lastUser) => {
      profiles.change(profileId, { lastUser })
    },
  })
  const connectivity = createConnectivity({ clock, probe: () => probeApi(transport, clock) })
  const authorized = createAuthorized({
    session,
    transport,
    clock,
    defaultBudgetMs: profile().callBudgetMs,
    onEvidence: connectivity.evidence,
  })
  const users = createUsersResource(authorized)
  const stores = createUserStores({
    folder: join(deps.dataFolder, 'profiles', profileId),
    secrets,
    accountPrefix,
    wallMs: () => clock.wallMs(),
  })
  const store = async (): Promise<UserStore | null> => {
    const { userId } = session.view()
    return userId === null ? null : stores.of(userId)
  }

  return {
    profile,
    session,
    connectivity,
    stores,
    store,
    reads: createReads({ account: createAccountResource(authorized), users, options: createOptionsResource(authorized), clock }),
    commands: createCommands({
      users,
      stamp: session.stamp,
      settleDraft: async (userId, draftId, sent, newBase) => {
        try {
          ;(await stores.of(userId)).drafts.settle(draftId, sent, newBase)
        } catch (error) {
          // The save went through; a draft that holds what is saved already costs a look, not an edit.
          deps.onFault(error)
        }
      },
    }),
    close: () => {
      connectivity.close()
      stores.close()
    },
  }
}

function transportOf(deps: ProfileRuntimeDeps, profile: Profile, origin: string): Transport {
  const extraCa = profile.extraCaFile === null ? null : readCa(profile.extraCaFile)
  const network = deps.network({ profileId: profile.id, extraCa })
  return createHttp({ origin, apiPath: profile.apiPath, dialect: profile.dialect, ...network })
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw failed('STORAGE', 'The CA file of this server cannot be read.', { details: { cause: 'ca-file' } })
  }
}

function found(profile: Profile | null): Profile {
  if (!profile) throw failed('NOT_FOUND', 'This server is no longer in the list.')
  return profile
}
