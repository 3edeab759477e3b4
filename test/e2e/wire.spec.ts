// What leaves this program on the wire, byte by byte: names of headers, and the version of HTTP, in every partition.
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createSecureServer } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { ConnectionStep } from '../../src/shared/connection-test'
import { type AppWorld, type AppWorldOptions, createAppWorld } from '../support/app-world'
import { type HelloWatch, watchClientHellos } from '../support/client-hello'
import { halfCloseAfter, resetAfter } from '../support/fault-kinds'
import type { RunningApp } from '../support/launch-app'
import { answerOf, submitting } from '../support/page-bridge'
import { readyApp, test } from '../support/shared-app'
import { createTestTls } from '../support/test-tls'

let world: AppWorld
const closing: (() => unknown)[] = []
test.afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const LIST = { page: 1, pageSize: 20, sort: [], filter: {} }

/** Reads, then writes: a user whose phone is changed. */
async function readAndWrite({ workspace }: RunningApp): Promise<void> {
  const { row } = await answerOf(workspace, 'users.get', { id: 5 })
  expect(await answerOf(workspace, 'users.save', { ...submitting(1), id: 5, base: row, edits: { tel: '12345' } })).toMatchObject({ kind: 'done' })
}

async function testOf({ workspace }: RunningApp, connection: object, profileId: string | null = null): Promise<ConnectionStep[]> {
  const usual = { dialect: 'bearer', callBudgetMs: 8000, extraCaFile: null, allowPlainHttp: true }
  return answerOf(workspace, 'profiles.test', { testId: randomUUID(), profileId, connection: { ...usual, ...connection } as never })
}
const lineOf = (steps: readonly ConnectionStep[]): string => steps.map(({ step, state, cause }) => `${step}:${state}${cause ? `(${cause})` : ''}`).join(' ')

for (const dialect of ['bearer', 'x-token'] as const) {
  test(`F58: a server that reads header names in their usual case only is read, written and tested (${dialect})`, async () => {
    const name = dialect === 'bearer' ? 'Authorization' : 'X-Token'
    world = await ownWorld({ backend: { quirks: { exactHeaderNames: true } }, profile: { dialect } })
    const app = await world.launch()
    await app.signIn('admin', world.passwords.admin)
    await expect(app.workspace.locator('[data-testid^="row-"]').first()).toBeVisible()
    await readAndWrite(app)
    const steps = await testOf(app, { url: world.proxy.url, dialect }, 'test')
    expect(lineOf(steps)).toContain('api:ok clock:ok')
    expect(steps.find(({ step }) => step === 'api')?.facts).toMatchObject({ header: name })

    const named = (method: string, path: string): readonly string[] => world.proxy.requests.find((request) => request.method === method && request.path.endsWith(path))?.names ?? []
    expect(named('POST', '/sys/user/login')).toEqual(expect.arrayContaining(['Content-Type', 'Accept']))
    expect(named('GET', '/sys/user/users')).toEqual(expect.arrayContaining([name, 'Accept']))
    expect(named('PUT', '/sys/user/users')).toEqual(expect.arrayContaining([name, 'Content-Type', 'Accept', 'Idempotency-Key', 'Connection']))
    // None of all the requests had a name in lower case, whichever partition and hook it went through.
    const lower = world.proxy.requests.flatMap(({ names }) => names).filter((text) => text === text.toLowerCase())
    expect([...new Set(lower)]).toEqual([])
  })
}

test('F58: a token header that is removed or renamed on the way is named by the connection test, before and after a sign-in', async ({ world: ofWorker, app }) => {
  world = ofWorker
  const renaming = await listen(
    createServer((question, answer) => {
      // A gateway that writes every name in lower case, before a server that looks for exactly `Authorization`.
      const isRefused = question.url?.includes('/sys/user/users')
      answer.writeHead(isRefused ? 403 : 401, { 'content-type': 'application/json' }).end('{"code":50015,"message":"request_headers has not token info."}')
    }),
  )
  const steps = await testOf(app, { url: renaming })
  expect(lineOf(steps)).toContain('http:ok api:failed(headerLost)')
  expect(steps.find(({ step }) => step === 'api')?.facts).toMatchObject({ header: 'Authorization' })
  expect(lineOf(await testOf(app, { url: world.proxy.url }, 'test'))).toContain('api:ok')
  await world.backend.control.setQuirks({ tokenRefusedWithoutHeader: true })
  expect(lineOf(await testOf(app, { url: world.proxy.url }, 'test'))).toContain('api:failed(headerLost)')
})

test('F59: every partition offers http/1.1 and nothing else: reads, writes, sign-in, the connection test and third-party sign-in', async () => {
  world = await ownWorld({ wire: 'tls' })
  const watch = await watching(world.proxy.url)
  const { app, caFile } = await launchBehind(watch)
  const grown = async (what: string, act: () => Promise<unknown>): Promise<void> => {
    const before = watch.offers.length
    await act()
    await expect.poll(() => watch.offers.length, { message: what }).toBeGreaterThan(before)
  }
  // The providers were asked for by the sign-in window, on the partition of reads.
  await expect.poll(() => watch.offers.length).toBeGreaterThan(0)
  await grown('sign-in', () => app.signIn('admin', world.passwords.admin))
  await expect(app.workspace.locator('[data-testid^="row-"]').first()).toBeVisible()
  await grown('a write', () => readAndWrite(app))
  await grown('the test', () => testOf(app, { url: watch.url, extraCaFile: caFile }))
  expect(watch.offers.filter((offer) => offer.join() !== 'http/1.1')).toEqual([])
  expect(world.proxy.requests.every(({ headers }) => headers[':method'] === undefined)).toBe(true)
})

test.describe('on a server that speaks TLS and offers HTTP/2', () => {
  test.beforeAll(async () => {
    world = await createAppWorld({ wire: 'tls' })
  })
  test.afterAll(() => world.close())

  for (const [name, fault] of [
    ['reset', resetAfter],
    ['half closed', halfCloseAfter],
  ] as const) {
    test(`F59: over TLS with HTTP/2 offered, a new user whose connection is ${name} before the answer is there once, and told once`, async () => {
      const app = await readyApp(world)
      await readAndWrite(app)
      const before = await world.backend.control.userCount()
      world.proxy.on({ method: 'POST', path: '/sys/user/users', times: 1 }, fault())
      const values = { username: `made.once.${name.length}`, password: 'Fresh-Passw0rd', roleIds: [2], departmentIds: [] }
      expect(await answerOf(app.workspace, 'users.create', { ...submitting(1), id: -101, values })).toMatchObject({ kind: 'done', row: { username: values.username } })
      expect((await answerOf(app.workspace, 'outbox.list', { limit: 200 })).entries).toEqual([])
      expect(await world.backend.control.userCount()).toBe(before + 1)
      expect(world.proxy.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/sys/user/users'))).toHaveLength(1)
      const { total } = await answerOf(app.workspace, 'users.list', { ...LIST, filter: { username: values.username } })
      expect(total).toBe(1)
    })
  }

  test('F59: a server that speaks HTTP/2 only has a cause of its own', async () => {
    const tls = await createTestTls()
    const server = createSecureServer({ key: tls.key, cert: tls.cert, allowHTTP1: false })
    const url = (await listen(server as unknown as Server)).replace('http:', 'https:')
    const caFile = join(world.dataDir, 'h2-only-ca.pem')
    writeFileSync(caFile, tls.ca)
    const app = await readyApp(world)
    await app.electron.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
    }, caFile)
    await answerOf(app.workspace, 'profiles.chooseCaFile')
    const steps = await testOf(app, { url, extraCaFile: caFile })
    expect(lineOf(steps), JSON.stringify(steps)).toContain('failed(http2Only)')
  })
})

async function ownWorld(options: AppWorldOptions): Promise<AppWorld> {
  const own = await createAppWorld(options)
  closing.push(() => own.close())
  return own
}

async function listen(server: Server): Promise<string> {
  closing.push(() => server.close())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

/** The app with a profile that leads to the watch, which stands before the world's own server. */
async function launchBehind(watch: HelloWatch): Promise<{ app: RunningApp; caFile: string }> {
  const file = join(world.dataDir, 'profiles.json')
  const { value } = JSON.parse(readFileSync(file, 'utf8')) as { value: { profiles: { origin: string; extraCaFile: string }[] } }
  const profiles = value.profiles.map((profile) => ({ ...profile, origin: watch.url }))
  writeFileSync(file, JSON.stringify({ value: { ...value, profiles } }))
  return { app: await world.launch(), caFile: profiles[0]?.extraCaFile ?? '' }
}

async function watching(target: string): Promise<HelloWatch> {
  const watch = await watchClientHellos(target)
  closing.push(watch.close)
  return watch
}
