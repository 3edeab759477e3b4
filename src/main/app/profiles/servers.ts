import type { TestNetwork } from '../../backend/connection-test/connection-test'
import type { ServersPort } from '../../bridge/servers-port'
import type { SecretStore } from '../../secrets/secret-store'
import type { Clock } from '../../session/clock'
import type { ProfilesStore } from '../../settings/profiles'
import type { FindAddress } from './address-finder'
import { createCaFiles } from './ca-files'
import { type ConnectionTesterDeps, createConnectionTester } from './connection-tester'
import type { FileDialogs } from '../file-dialogs'
import { createProfileRemoval } from './profile-removal'
import { createProfileFiles } from './profile-files'
import type { ProfileRuntimes } from './profile-runtimes'
import { createServerList } from './server-list'
import { createSignOuts } from './sign-outs'
import type { Workspace, Workspaces } from '../windows/workspaces'

/** Everything that can be done with servers, from its parts. */
export interface Servers extends ServersPort<Workspace> {
  /** Ends what an earlier run began to forget; after the keychain has been asked. Never throws. */
  resumeProfileRemoval(): Promise<void>
}

export interface ServersDeps {
  readonly profiles: ProfilesStore
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly dataFolder: string
  readonly runtimes: ProfileRuntimes
  readonly workspaces: Workspaces
  readonly dialogs: FileDialogs
  /** A network for one connection test; `extraCa` is PEM text, or null. */
  readonly testNetwork: (extraCa: string | null) => TestNetwork
  /** Where the API of a new address is looked for. */
  readonly findAddress: FindAddress
  readonly openWindow: (profileId: string) => void
  /** Tells every page that the list has changed. */
  readonly tell: () => void
  readonly onFault: (error: unknown) => void
}

/** A token goes to the server that it was made by, and to no other that a form may name. */
function tokenOf({ profiles, runtimes }: ServersDeps): ConnectionTesterDeps['tokenOf'] {
  return (profileId, { origin, apiPath }) => {
    const profile = profiles.find(profileId)
    if (!profile || profile.isDemo || profile.origin !== origin || profile.apiPath !== apiPath) return null
    return runtimes.known(profileId)?.session.tokenToTest() ?? null
  }
}

export function createServers(deps: ServersDeps): Servers {
  const { profiles, dialogs, clock, tell } = deps
  const caFiles = createCaFiles(profiles)
  const profileRemoval = createProfileRemoval(deps)
  const signOuts = createSignOuts(deps)
  const files = createProfileFiles({ profiles, dialogs })
  return {
    ...createServerList({ ...deps, caFiles, profileRemoval, signOuts }),
    signOut: signOuts.signOut,
    signOutEverywhere: signOuts.signOutEverywhere,
    export: ({ window }) => files.export(window),
    import: async ({ window }) => {
      const done = await files.import(window)
      if (done && done.added.length > 0) tell()
      return done
    },
    chooseCaFile: async ({ window }) => {
      const file = await dialogs.caFile(window)
      return file === null ? null : caFiles.chosen(file)
    },
    test: createConnectionTester({ clock, caFiles, network: deps.testNetwork, tokenOf: tokenOf(deps) }),
    resumeProfileRemoval: profileRemoval.resume,
  }
}
