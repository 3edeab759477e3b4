import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProcessOptions } from '../../src/main/demo/options'
import { type BackendProcess, startBackendProcess } from './backend-process'
import { createFaultProxy, type FaultProxy } from './fault-proxy'
import { launchApp, type LaunchOptions, type RunningApp } from './launch-app'

/** A back-end in a process of its own, the fault proxy before it, and a data folder that knows this one server. */
export interface AppWorld {
  readonly backend: BackendProcess
  readonly proxy: FaultProxy
  readonly dataDir: string
  /** Random, so that a search of everything can find it if it leaked. */
  readonly passwords: { readonly admin: string; readonly test: string }
  launch(options?: Partial<LaunchOptions>): Promise<RunningApp>
  close(): Promise<void>
}

export interface AppWorldOptions {
  readonly backend?: Partial<ProcessOptions>
  readonly locale?: 'en' | 'zh-CN'
  readonly theme?: 'light' | 'dark'
  readonly profile?: Readonly<Record<string, unknown>>
}

export async function createAppWorld({ backend: backendOptions, locale = 'en', theme = 'light', profile = {} }: AppWorldOptions = {}): Promise<AppWorld> {
  const passwords = { admin: password(), test: password() }
  const backend = await startBackendProcess({ generatedUsers: 120, accounts: passwords, ...backendOptions })
  const proxy = await createFaultProxy({ target: backend.url })
  const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'))
  writeSettings(dataDir, 'preferences', { locale, theme, density: 'comfortable' })
  writeSettings(dataDir, 'profiles', profilesFor(proxy.url, profile))
  const running: RunningApp[] = []
  return {
    backend,
    proxy,
    dataDir,
    passwords,
    launch: async (options) => {
      const app = await launchApp({ dataDir, ...options })
      running.push(app)
      return app
    },
    close: async () => {
      for (const app of running) await app.kill()
      await proxy.close()
      await backend.close()
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

function password(): string {
  return `Pw-${randomBytes(12).toString('hex')}`
}

/** The files are electron-store's: the value under one key. */
function writeSettings(folder: string, name: string, value: unknown): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ value }), { mode: 0o600 })
}

function profilesFor(origin: string, more: Readonly<Record<string, unknown>>) {
  const profile = {
    id: 'test', name: 'Test server', origin, apiPath: '/api/v2', dialect: 'bearer', isDemo: false,
    callBudgetMs: 15_000, extraCaFile: null, lastUser: null, staySignedIn: true, ...more,
  }
  return { installationId: randomUUID(), currentId: 'test', profiles: [profile] }
}
