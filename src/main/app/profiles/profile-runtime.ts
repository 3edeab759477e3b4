import { join } from 'node:path'
import { failed } from '@shared/result'
import { isSameServer } from '@shared/server-identity'
import type { AnswerReader } from '../../backend/answer-reader'
import { createAuthHttp } from '../../backend/auth-http'
import { createAuthorized } from '../../backend/authorized'
import { createCaptchaSource } from '../../backend/captcha'
import { readExtraCa } from '../../backend/certificates/certificate-check'
import { createHttp } from '../../backend/http'
import { createProviderPages } from '../../backend/oauth-pages'
import { probeApi } from '../../backend/probe'
import type { ProfileNetwork, ProfileNetworkOptions } from '../../backend/profile-network'
import { createRestartableReads } from '../../backend/restartable-reads'
import type { ProfilePort } from '../../bridge/workspace-port'
import type { SecretStore } from '../../secrets/secret-store'
import type { Clock } from '../../session/clock'
import type { SignInPrompt } from '../../session/ports'
import { createSession } from '../../session/session'
import { serverOf } from '../../settings/profile-schema'
import type { Profile, ProfilesStore } from '../../settings/profiles'
import type { ThreadFile } from '../../store/cache-thread'
import { CACHE_LIMIT_BYTES, createUserCaches, type UserCaches } from '../../store/cache-by-user'
import type { Examiner } from '../../store/examiner'
import type { UserStore } from '../../store/held-store'
import { createUserStores, databaseKeyAccount, type UserStores } from '../../store/user-store'
import { createConnectivity } from '../../sync/reads/connectivity'
import { createProfileData, type ProfileData } from '../../sync/profile-data'
import { type ClosableTransport, createProfileTransport } from './profile-transport'
import { followUnsent } from './unsent-notes'
import { accountPrefix, createProfileVault } from './profile-vault'

/** Everything that works for one profile (server + account), whatever the number of windows on it. */
export interface ProfileRuntime extends ProfilePort, Pick<ProfileData, 'onRecord'> {
  /** Known also when the profile has left the list. */
  readonly profileId: string
  /** The network is another one, or has been away (sleep): what hangs on dead connections is asked anew. Never rejects. */
  networkChanged(): Promise<void>
  /** Closes files and connections; resolves when no file is open any more. What is on its way is looked up at the next start. */
  close(): Promise<void>
  /**
   * Signs out for good, because the profile's server is another one from now on or the profile has left the list: calls in
   * flight end SESSION_ENDED, writes that may have left stay in the outbox, and nothing that still comes from here is
   * stored. When it resolves nothing of it works any more; the data files stay open, for who comes next.
   */
  retire(): Promise<void>
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
  /** The program of the cache's thread. */
  readonly cacheThread: ThreadFile
  /** Reads long answers in a thread; without it main parses them itself. */
  readonly answers?: AnswerReader
  /** Looks through data files that may be damaged. */
  readonly examiner: Examiner
  /** This computer (app/machine-id.ts): work that comes from another one waits for a person. */
  readonly machine?: string
  /** The data file of somebody's work was lost while it was in use: windows are told that drafts are in memory only. */
  readonly onStorageLost?: (profileId: string) => void
  readonly onFault: (error: unknown) => void
  /** The program's log, for requests that failed. */
  readonly log?: (line: string) => void
  /** The same, for what becomes of pending changes and of data files. */
  readonly note?: ((scope: 'outbox' | 'data', line: string) => void) | undefined
}

const REFRESH_TIMEOUT_MS = 10_000
/** For what is asked beside the form: a slow server shows its form without it. */
const EXTRAS_TIMEOUT_MS = 4000

/** @param storesFor Those of the runtime before it, for this one's server: they hold drafts that may live in memory only. Opened when absent. */
export function createProfileRuntime(deps: ProfileRuntimeDeps, profileId: string, storesFor: (server: string) => UserStores = (server) => storesOf(deps, profileId, server)): ProfileRuntime {
  const { profiles, clock } = deps
  const profile = (): Profile => found(profiles.find(profileId))
  // This session's tokens go to this server and to no other, whatever the profile says later (docs/session.md, "The token goes to its own server").
  const first = profile()
  const server = serverOf(first)
  const stores = storesFor(server)
  const wire = createProfileTransport(
    () => connectionOf(profile(), first),
    async (connection) => transportOf(deps, profileId, first.isDemo ? await deps.demoOrigin() : first.origin, connection),
  )
  const reads = createRestartableReads(wire)
  const { transport } = reads
  const session = createSession({
    http: createAuthHttp(transport, { clock, timeoutMs: REFRESH_TIMEOUT_MS }),
    vault: createProfileVault(deps, profileId, server),
    clock,
    prompt: deps.promptFor(profileId),
    lastUser: first.lastUser,
    rememberUser: (lastUser) => {
      profiles.change(profileId, { lastUser })
    },
  })
  const connectivity = createConnectivity({ clock, probe: () => probeApi(reads.probing, clock) })
  const authorized = createAuthorized({
    session,
    transport,
    clock,
    // Asked at each call: a changed time limit holds from the next one on.
    get defaultBudgetMs() {
      return profile().callBudgetMs
    },
    onEvidence: connectivity.evidence,
    onDoubt: () => void connectivity.check(),
    log: deps.log,
  })
  const caches = cachesOf(deps, profileId, stores, server)
  const data = createProfileData({
    authorized,
    session,
    connectivity,
    stores,
    caches,
    clock,
    writeMode: () => profile().writeMode,
    isProduction: () => profile().label === 'production',
    server,
    onFault: deps.onFault,
    phaseLog: deps.note && ((line) => deps.note?.('outbox', line)),
  })
  const endNotes = followUnsent({ profileId, profiles, session, outboxes: data.outboxes, clock })
  const store = async (): Promise<UserStore | null> => {
    const { userId } = session.view()
    return userId === null ? null : stores.of(userId)
  }

  return {
    profileId,
    server,
    profile,
    session,
    providerPages: createProviderPages(transport, { clock, timeoutMs: EXTRAS_TIMEOUT_MS }),
    captcha: createCaptchaSource(transport, { clock, timeoutMs: EXTRAS_TIMEOUT_MS }),
    connectivity,
    stores,
    store,
    ...data,
    caches,
    networkChanged: () => reads.restart(connectivity.hint),
    close: async () => {
      // The outbox comes first: it writes down what it has put off, and has no use for its file afterwards.
      endNotes()
      data.close()
      connectivity.close()
      wire.close()
      // Neither waits for the other: at the end of the program only what is done at once is done.
      await Promise.all([stores.close(), caches.close()])
    },
    retire: async () => {
      connectivity.close()
      await session.signOut()
      endNotes()
      data.close()
      wire.close()
      await caches.close()
    },
  }
}

function storesOf({ profiles, secrets, clock, dataFolder, examiner, machine, onStorageLost, onFault, note }: ProfileRuntimeDeps, profileId: string, server: string): UserStores {
  return createUserStores({
    folder: profileFolder(dataFolder, profileId),
    secrets,
    accountPrefix: accountPrefix(profiles, profileId),
    wallMs: () => clock.wallMs(),
    server,
    serverBefore: () => profiles.serverBefore(profileId),
    examiner,
    machine,
    onLost: () => {
      onStorageLost?.(profileId)
      note?.('data', 'A data file was lost or found damaged while it was in use.')
    },
    onFault,
    log:
      note &&
      ((line) => {
        note('data', line)
      }),
  })
}

/** The caches lie beside the data files and have their keys; where those live in memory, so do these. */
function cachesOf({ profiles, secrets, dataFolder, cacheThread, onFault }: ProfileRuntimeDeps, profileId: string, stores: UserStores, server: string): UserCaches {
  const keyOf = async (userId: number): Promise<string | null> => {
    const isDurable = (await stores.of(userId)).storage() === 'durable'
    return isDurable ? secrets.read(databaseKeyAccount(accountPrefix(profiles, profileId), userId)) : null
  }
  return createUserCaches({
    folder: profileFolder(dataFolder, profileId),
    server: { here: server, before: profiles.serverBefore(profileId) },
    keyOf,
    thread: cacheThread,
    limitBytes: CACHE_LIMIT_BYTES,
    onFault,
  })
}

/** Where a profile's data files lie. */
export function profileFolder(dataFolder: string, profileId: string): string {
  return join(dataFolder, 'profiles', profileId)
}

/** What of a profile decides how requests are made; a change takes effect with the next one. */
type Connection = Pick<Profile, 'apiPath' | 'dialect' | 'extraCaFile'>

/** @param first The profile as this runtime began: another path than one more spelling of its own is another server. */
function connectionOf({ dialect, extraCaFile, ...now }: Profile, first: Profile): Connection {
  const isStill = now.apiPath === first.apiPath || isSameServer(serverOf(now), serverOf(first))
  const { apiPath } = isStill ? now : first
  return { apiPath, dialect, extraCaFile }
}

function transportOf(deps: ProfileRuntimeDeps, profileId: string, origin: string, { apiPath, dialect, extraCaFile }: Connection): ClosableTransport {
  const extraCa = extraCaFile === null || !origin.startsWith('https:') ? null : readCa(extraCaFile)
  const network = deps.network({ profileId, extraCa })
  return { ...createHttp({ origin, apiPath, dialect, ...network, ...(deps.answers ? { answers: deps.answers } : {}) }), closeReads: network.closeReads, close: network.close }
}

function readCa(file: string): string {
  const read = readExtraCa(file)
  if (typeof read === 'string') throw failed('STORAGE', 'The CA file of this server cannot be read.', { details: { cause: 'ca-file' } })
  return read.pem
}

function found(profile: Profile | null): Profile {
  if (!profile) throw failed('NOT_FOUND', 'This server is no longer in the list.')
  return profile
}
