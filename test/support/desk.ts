import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAddressFinder } from '../../src/main/app/profiles/address-finder'
import type { FileDialogs } from '../../src/main/app/file-dialogs'
import { createProfileRuntimes } from '../../src/main/app/profiles/profile-runtimes'
import { createServers } from '../../src/main/app/profiles/servers'
import { createWorkspaces, type Workspace } from '../../src/main/app/windows/workspaces'
import type { TestNetwork } from '../../src/main/backend/connection-test/connection-test'
import type { ControlledBackend } from './backend/controlled-backend'
import { createKeychain, type KeychainDriver } from '../../src/main/secrets/keychain'
import { openProfiles } from '../../src/main/settings/profiles'
import { isLoopback } from '../../src/shared/server-address'
import { createFakeWindows, fakeOf } from './fake-windows'
import { createFaultProxy, type FaultProxy } from './fault-proxy'
import { examineHere } from '../../src/main/store/examiner'
import { cacheThread } from './cache-thread'
import { createVirtualClock } from './virtual-clock'
import { startTestBackend } from './test-backend'

interface DeskServer {
  readonly server: ControlledBackend
  readonly proxy: FaultProxy
}

/** A data folder, a keychain, and servers: what stays when the program ends. */
export interface Desk {
  readonly folder: string
  /** What the keychain holds. */
  readonly items: Map<string, string>
  readonly keychain: DeskKeychain
  readonly servers: Readonly<Record<string, DeskServer>>
  /** What stands before the server of this profile. */
  proxy(id: string): FaultProxy
  /** One run of main's own parts, with windows that are no windows. */
  start(): Promise<Run>
  close(): Promise<void>
}

interface DeskKeychain {
  isRefusing: boolean
  /** While it is set, writing waits for it. */
  writing: Promise<void> | null
  /** Writes that have been asked for. */
  writes: number
}

export type Run = Awaited<ReturnType<typeof startRun>>

/** A desk with one profile for each id, in that order. */
export async function createDesk(...ids: readonly string[]): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-desk-'))
  const items = new Map<string, string>()
  const keychain: DeskKeychain = { isRefusing: false, writing: null, writes: 0 }
  const servers: Record<string, DeskServer> = {}
  for (const id of ids) {
    const server = await startTestBackend({ signingKey: randomUUID() + randomUUID(), generatedUsers: 5 })
    servers[id] = { server, proxy: await createFaultProxy({ target: server.url }) }
  }
  const profiles = ids.map((id) => ({
    id,
    name: id,
    origin: servers[id]?.proxy.url ?? '',
    apiPath: '/api/v2',
    dialect: 'bearer',
    isDemo: false,
    callBudgetMs: 15_000,
    extraCaFile: null,
    lastUser: null,
    staySignedIn: true,
  }))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'profiles.json'), JSON.stringify({ value: { currentId: ids[0], profiles } }))
  const runs: Run[] = []
  return {
    folder,
    items,
    keychain,
    servers,
    proxy: (id) => {
      const server = servers[id]
      if (!server) throw new Error(`no server ${id} on this desk`)
      return server.proxy
    },
    start: async () => {
      const run = await startRun(folder, driverOver(items, keychain))
      runs.push(run)
      return run
    },
    close: async () => {
      for (const run of runs) run.runtimes.close()
      for (const { server, proxy } of Object.values(servers)) {
        await proxy.close()
        await server.close()
      }
      rmSync(folder, { recursive: true, maxRetries: 3 })
    },
  }
}

function driverOver(items: Map<string, string>, keychain: DeskKeychain): KeychainDriver {
  const once = <T>(run: () => T): Promise<T> => (keychain.isRefusing ? Promise.reject(new Error('locked')) : Promise.resolve(run()))
  return {
    getPassword: (_s, account) => once(() => items.get(account) ?? null),
    setPassword: async (_s, account, value) => {
      keychain.writes += 1
      await keychain.writing
      return once(() => void items.set(account, value))
    },
    deletePassword: (_s, account) => once(() => items.delete(account)),
  }
}

/** What the person does in the system's dialogs. */
interface Choices {
  file: string | null
  agrees: boolean
  asked: string[]
}

async function startRun(folder: string, driver: KeychainDriver) {
  const clock = createVirtualClock()
  const profiles = openProfiles(folder, () => clock.wallMs())
  const secrets = createKeychain({ load: () => Promise.resolve(driver) })
  await secrets.probe()
  const faults: unknown[] = []
  const onFault = (error: unknown): void => {
    faults.push(error)
  }
  const logged: string[] = []
  const told = { changes: 0 }
  const runtimes = createProfileRuntimes(
    {
      profiles,
      secrets,
      clock,
      dataFolder: folder,
      onFault,
      log: (line) => void logged.push(line),
      network: () => ({ readFetch: fetch, writeFetch: fetch, redirectedTo: () => null, closeReads: () => Promise.resolve(), close: () => undefined }),
      demoOrigin: () => Promise.reject(new Error('no demo here')),
      promptFor: (id) => workspaces.promptFor(id),
      cacheThread,
      examiner: examineHere,
    },
    () => undefined,
  )
  const [windows, signIns] = [createFakeWindows(), createFakeWindows()]
  const quitting = { is: false }
  const workspaces = createWorkspaces({
    createWindow: () => windows.make(),
    createSignInWindow: signIns.make,
    fitSignInWindow: () => undefined,
    runtimeOf: runtimes.of,
    isQuitting: () => quitting.is,
    onChange: () => undefined,
    onTurned: () => undefined,
    onFront: ({ runtime }) => {
      profiles.setCurrent(runtime().profileId)
    },
  })
  const choices: Choices = { file: null, agrees: false, asked: [] }
  const choose = (): Promise<string | null> => Promise.resolve(choices.file)
  const dialogs: FileDialogs = {
    toExport: choose,
    toExportLog: choose,
    toExportServerLog: choose,
    toImport: choose,
    caFile: choose,
    confirmPlainHttp: (_window, names) => {
      choices.asked.push(...names)
      return Promise.resolve(choices.agrees)
    },
  }
  const servers = createServers({
    profiles,
    secrets,
    clock,
    dataFolder: folder,
    runtimes,
    workspaces,
    dialogs,
    onFault,
    testNetwork: () => {
      throw new Error('no test here')
    },
    findAddress: createAddressFinder({ clock, network: localNetwork }),
    openWindow: (id) => {
      workspaces.open(id)
    },
    tell: () => {
      told.changes += 1
    },
  })
  return {
    clock,
    profiles,
    secrets,
    runtimes,
    workspaces,
    servers,
    choices,
    told,
    faults,
    /** What the program's log was told. */
    logged,
    quitting,
    /** The sign-in windows that are open. */
    signIns: signIns.open,
    /** Opens a window on a profile that somebody is signed in to. */
    signedIn: async (id: string): Promise<Workspace> => {
      const workspace = workspaces.open(id)
      await workspace.runtime().session.start()
      await workspace.runtime().session.signIn({ kind: 'password', username: 'admin', password: 'admin', staySignedIn: true })
      return workspace
    },
  }
}

/** Reaches the servers of the desk; nothing else is on this network. */
export function localNetwork(): Pick<TestNetwork, 'fetch' | 'close'> {
  return {
    fetch: (input, init) => {
      const { hostname } = new URL(input instanceof Request ? input.url : input)
      return isLoopback(hostname) ? fetch(input, init) : Promise.reject(new Error('net::ERR_NAME_NOT_RESOLVED'))
    },
    close: () => undefined,
  }
}

export function pushesTo({ window }: Workspace, name: string): unknown[] {
  return fakeOf(window).pushes(name)
}
