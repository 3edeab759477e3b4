import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProcessOptions } from './backend/process-options'
import { type BackendProcess, startBackendProcess } from './backend-process'
import { createFaultProxy, type FaultProxy } from './fault-proxy'
import { launchApp, type LaunchOptions, type RunningApp } from './launch-app'
import { createTestTls, type TestTls } from './test-tls'

/** A back-end in a process of its own and the fault proxy before it, known to the app as one profile. */
export interface WorldServer {
  /** The profile's id. */
  readonly id: string
  readonly backend: BackendProcess
  readonly proxy: FaultProxy
  /** Random, so that a search of everything can find it if it leaked. */
  readonly passwords: { readonly admin: string; readonly test: string }
}

/** One server or several, and a data folder that knows them. Without further words, `backend` and the like are the first's. */
export interface AppWorld extends Omit<WorldServer, 'id'> {
  readonly servers: readonly [WorldServer, ...WorldServer[]]
  readonly dataDir: string
  launch(options?: Partial<LaunchOptions>): Promise<RunningApp>
  /** The one launched last, as long as it runs. */
  running(): RunningApp | undefined
  close(): Promise<void>
}

export interface AppWorldOptions {
  /** For each of the servers. */
  readonly backend?: Partial<ProcessOptions>
  /** The profiles' ids; one, `test`, by default. The first is the one that opens. */
  readonly servers?: readonly [string, ...string[]]
  readonly locale?: 'en' | 'zh-CN'
  readonly theme?: 'light' | 'dark'
  /** Rows of a page of a list; 20 by default, whatever the window's size. */
  readonly pageSize?: 'window' | 20
  /** `tls`: the servers speak TLS under an extra CA of the profiles, and offer HTTP/2, as an ordinary nginx does. */
  readonly wire?: 'http' | 'tls'
  /** Further fields of the first profile. */
  readonly profile?: Readonly<Record<string, unknown>>
}

export async function createAppWorld({ backend, servers: ids = ['test'], locale = 'en', theme = 'light', pageSize = 20, wire = 'http', profile = {} }: AppWorldOptions = {}): Promise<AppWorld> {
  const [firstId, ...otherIds] = ids
  const tls = wire === 'tls' ? await createTestTls('offered') : undefined
  const servers = await Promise.all([startServer(firstId, backend, tls), ...otherIds.map((id) => startServer(id, backend, tls))] as const)
  const [first] = servers
  const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'))
  writeSettings(dataDir, 'preferences', { locale, theme, density: 'comfortable', pageSize })
  const extraCaFile = tls ? join(dataDir, 'test-ca.pem') : null
  if (tls && extraCaFile) writeFileSync(extraCaFile, tls.ca)
  writeSettings(dataDir, 'profiles', profilesFor(servers, extraCaFile, profile))
  const running: RunningApp[] = []
  return {
    backend: first.backend,
    proxy: first.proxy,
    passwords: first.passwords,
    servers,
    dataDir,
    launch: async (options) => {
      const app = await launchApp({ dataDir, ...options })
      running.push(app)
      return app
    },
    running: () => {
      const last = running.at(-1)
      return last?.isRunning() ? last : undefined
    },
    close: async () => {
      for (const app of running) await app.kill()
      for (const { proxy, backend: process } of servers) {
        await proxy.close()
        await process.close()
      }
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

async function startServer(id: string, options: Partial<ProcessOptions> = {}, tls?: TestTls): Promise<WorldServer> {
  const passwords = { admin: password(), test: password() }
  const backend = await startBackendProcess({ generatedUsers: 120, accounts: passwords, ...options })
  return { id, backend, proxy: await createFaultProxy({ target: backend.url, tls }), passwords }
}

function password(): string {
  return `Pw-${randomBytes(12).toString('hex')}`
}

/** The files are electron-store's: the value under one key. */
function writeSettings(folder: string, name: string, value: unknown): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ value }), { mode: 0o600 })
}

function profilesFor(servers: readonly WorldServer[], extraCaFile: string | null, more: Readonly<Record<string, unknown>>) {
  const profiles = servers.map(({ id, proxy }, index) => ({
    id,
    name: index === 0 ? 'Test server' : `Test server ${index + 1}`,
    origin: proxy.url,
    apiPath: '/api/v2',
    dialect: 'bearer',
    isDemo: false,
    callBudgetMs: 15_000,
    extraCaFile,
    lastUser: null,
    staySignedIn: true,
    ...(index === 0 ? more : {}),
  }))
  return { installationId: randomUUID(), currentId: servers[0]?.id, profiles }
}
