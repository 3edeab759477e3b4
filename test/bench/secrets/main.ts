import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { ElectronApplication, Page } from '@playwright/test'
import { launchApp } from '../../support/launch-app'
import { type Copies, copiesInTree } from './memory'

const ROUNDS = 3
const WAIT_MS = 10_000

/**
 * Signs in with a random password, forces a collection, waits ten seconds, and counts the copies of it in the memory of the
 * app. The password is made in the page and told by the request that arrives: typed by a driver, it would go through main's
 * memory on its way to the page as well.
 */
const rounds: Copies[][] = []
for (let round = 1; round <= ROUNDS; round += 1) {
  rounds.push(await measured())
  console.log(`round ${round}: ${shown(rounds.at(-1) ?? [])}`)
}
const names = [...new Set(rounds.flat().map(({ process: name }) => name))]
console.log(`\nCopies of the password ${WAIT_MS / 1000} s after a forced collection, median of ${ROUNDS}:`)
console.log(`${'process'.padEnd(44)} ${'UTF-8'.padStart(6)} ${'UTF-16'.padStart(7)}`)
for (const name of names) console.log(`${name.padEnd(44)} ${String(median(name, 'utf8')).padStart(6)} ${String(median(name, 'utf16')).padStart(7)}`)

async function measured(): Promise<Copies[]> {
  const server = await startServer()
  const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-secrets-'))
  writeSettings(dataDir, server.origin)
  const app = await launchApp({ dataDir })
  try {
    await app.workspace.evaluate(() => (window as unknown as { holdfast: { session: { signIn(): Promise<unknown> } } }).holdfast.session.signIn())
    const page = await app.signInWindow()
    // The window may be gone before the click has been told of.
    const [password] = await Promise.all([server.password, page.waitForEvent('close'), signInFrom(page).catch(() => undefined)])
    await collect(app.electron)
    await setTimeout(WAIT_MS)
    return await copiesInTree(app.electron.process().pid ?? 0, password)
  } finally {
    await app.kill()
    await server.close()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** No function within: the compiler would give it a name by a helper that the page does not have. */
function signInFrom(page: Page): Promise<void> {
  return page.evaluate(() => {
    const password = `Pw-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
    for (const [name, value] of [
      ['username', 'admin'],
      ['password', password],
    ]) {
      const field = document.querySelector<HTMLInputElement>(`[data-testid=signin-${name}]`)
      if (field) field.value = value ?? ''
      field?.dispatchEvent(new Event('input', { bubbles: true }))
    }
    document.querySelector<HTMLButtonElement>('[data-testid=signin-submit]')?.click()
  })
}

/** Of main's heap, and of the heaps of pages. */
async function collect(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(() => {
    const { setFlagsFromString } = process.getBuiltinModule('node:v8')
    const { runInNewContext } = process.getBuiltinModule('node:vm')
    setFlagsFromString('--expose-gc')
    const gc = runInNewContext('gc') as () => void
    for (let times = 0; times < 4; times += 1) gc()
  })
}

/** Takes any password, and tells the one that came. */
async function startServer(): Promise<{ origin: string; password: Promise<string>; close: () => Promise<void> }> {
  let tell: (password: string) => void = () => undefined
  const password = new Promise<string>((resolve) => {
    tell = resolve
  })
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const isSignIn = request.url?.endsWith('/sys/user/login') === true
      if (isSignIn) tell((JSON.parse(Buffer.concat(chunks).toString('utf8')) as { password: string }).password)
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ code: 20000, type: 'success', message: '', data: isSignIn ? { token: tokenOf('a'), refresh_token: tokenOf('r') } : answerTo(request.url ?? '') }))
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    password,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
      })
    },
  }
}

function tokenOf(kind: string): string {
  const now = Math.floor(Date.now() / 1000)
  return `e30.${Buffer.from(JSON.stringify({ user_id: '1', kind, iat: now, exp: now + 3600 })).toString('base64url')}.c2ln`
}

function answerTo(url: string): unknown {
  if (url.includes('/sys/user/info')) return { id: 1, username: 'admin', roles: [], ctrlperm: [], asyncRouterMap: [] }
  return url.includes('/users') || url.includes('/roles') ? { items: [], total: 0 } : []
}

function writeSettings(dataDir: string, origin: string): void {
  const profiles = [{ id: 'test', name: 'Test server', origin, apiPath: '/api/v2', dialect: 'bearer', isDemo: false, callBudgetMs: 15_000, extraCaFile: null, lastUser: null, staySignedIn: true }]
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(join(dataDir, 'preferences.json'), JSON.stringify({ value: { locale: 'en', theme: 'light', density: 'comfortable' } }), { mode: 0o600 })
  writeFileSync(join(dataDir, 'profiles.json'), JSON.stringify({ value: { currentId: 'test', profiles } }), { mode: 0o600 })
}

function median(name: string, form: 'utf8' | 'utf16'): number {
  const counts = rounds.map((copies) => copies.filter((one) => one.process === name).reduce((sum, one) => sum + one[form], 0)).sort((a, b) => a - b)
  return counts[Math.floor(counts.length / 2)] ?? 0
}

function shown(copies: readonly Copies[]): string {
  return (
    copies
      .filter(({ utf8, utf16 }) => utf8 + utf16 > 0)
      .map(({ process: name, utf8, utf16 }) => `${name} ${utf8} + ${utf16}`)
      .join(', ') || 'none anywhere'
  )
}
