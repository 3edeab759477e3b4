// "Test connection" through Chromium's own network stack: the words that it has for what goes wrong, and the certificate hook.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { createAppWorld } from '../support/app-world'
import { certificatePem, DAY_MS, type MadeCertificate, makeCertificate, privateKeyPem } from '../support/certificates'
import { test } from '../support/shared-app'
import type { ConnectionStep } from '../../src/shared/connection-test'

let folder: string
let servers: Server[]
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-ca-'))
  servers = []
})
test.afterEach(() => {
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true })
})

async function listen(server: Server, scheme: string): Promise<string> {
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `${scheme}://localhost:${(server.address() as AddressInfo).port}`
}
const refuse: RequestListener = (_question, answer) => answer.writeHead(401, { 'content-type': 'application/json' }).end('{"code":50015,"message":""}')
const serveTls = async (leaf: MadeCertificate, chain: readonly MadeCertificate[] = []): Promise<string> =>
  listen(createServer({ key: await privateKeyPem(leaf), cert: [leaf, ...chain].map(certificatePem).join('\n') }, refuse), 'https')

interface Tested {
  readonly line: string
  readonly steps: readonly ConnectionStep[]
}
/** The whole test as a page makes it; also checks that each step was pushed as well, in order. */
async function testIt(page: Page, url: string, extraCaFile: string | null = null): Promise<Tested> {
  const connection = { url, dialect: 'bearer', callBudgetMs: 5000, extraCaFile, allowPlainHttp: true }
  const { answer, pushed } = await page.evaluate(
    async ([testId, given]) => {
      interface Bridge {
        profiles: { test(input: object): Promise<{ ok: boolean; value?: ConnectionStep[] }> }
        on: Record<string, (listener: (payload: { testId: string; step: ConnectionStep }) => void) => () => void>
      }
      const { holdfast } = window as unknown as { holdfast: Bridge }
      const seen: ConnectionStep[] = []
      let off: (() => void) | undefined
      // Answers and pushes come by two roads: the last step may arrive after the answer that holds it.
      const allSeen = new Promise<void>((done) => {
        off = holdfast.on['profiles.testStepped']?.((told) => {
          if (told.testId === testId) seen.push(told.step)
          if (seen.length === 8) done()
        })
      })
      const tested = await holdfast.profiles.test({ testId, connection: given })
      await allSeen
      off?.()
      return { answer: tested, pushed: seen }
    },
    [randomUUID(), connection] as const,
  )
  expect(answer.ok).toBe(true)
  const steps = answer.value ?? []
  expect(pushed).toEqual(steps)
  return { steps, line: steps.map(({ step, state, cause }) => `${step}:${state}${cause ? `(${cause})` : ''}`).join(' ') }
}
const factsOf = ({ steps }: Tested, name: string): ConnectionStep['facts'] | undefined => steps.find(({ step }) => step === name)?.facts

test("names what Chromium meets on the way, and leaves the profile's own session alone", async ({ world, app: { workspace } }) => {
  await expect(workspace.getByTestId('users-grid')).toBeVisible()
  const good = await testIt(workspace, world.proxy.url)
  expect(good.line).toBe('address:ok dns:ok proxy:ok tcp:ok tls:skipped http:ok api:ok clock:ok')
  expect(factsOf(good, 'proxy')).toEqual({ proxy: 'DIRECT' })
  expect(factsOf(good, 'dns')).toEqual({ addresses: '127.0.0.1' })

  expect((await testIt(workspace, 'https://nowhere.invalid')).line).toContain('dns:failed(nameNotFound) proxy:skipped')
  const portal = await listen(
    createHttpServer((_q, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<html>Accept the terms</html>')),
    'http',
  )
  expect((await testIt(workspace, portal)).line).toContain('http:ok api:failed(captivePortal)')
  expect((await testIt(workspace, portal.replace('http', 'https'))).line).toContain('tls:failed(tlsProtocol)')
  const away = await testIt(
    workspace,
    await listen(
      createHttpServer((_q, answer) => answer.writeHead(302, { location: 'http://portal.example.com/hello?q=1' }).end()),
      'http',
    ),
  )
  expect(away.line).toContain('http:failed(redirected)')
  expect(factsOf(away, 'http')).toEqual({ location: 'http://portal.example.com' })
  await world.proxy.down()
  expect((await testIt(workspace, world.proxy.url)).line).toContain('tcp:failed(refused) tls:skipped')
  await world.proxy.up()
  expect((await testIt(workspace, world.proxy.url)).line).toContain('api:ok')
  // One partition for each test: what one was refused, or was trusted with, does not decide the next.
  expect((await world.backend.control.counts()).refresh).toBe(0)
})

test('over TLS: under the extra CA that the person chose, each defect of a certificate has its own name', async ({ app: { workspace, electron } }) => {
  const authority = await makeCertificate({ name: 'Company CA', isCa: true })
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, certificatePem(authority))
  const leafOf = (wish: Partial<Parameters<typeof makeCertificate>[0]>) => makeCertificate({ name: 'localhost', issuer: authority, hosts: ['localhost'], ...wish })
  const goodLeaf = await leafOf({})
  const good = await serveTls(goodLeaf)
  // The page names the file, but nobody has chosen it yet.
  expect((await testIt(workspace, good, caFile)).line).toContain('tls:failed(caFileUnreadable)')
  await electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, caFile)
  const chosen = await workspace.evaluate(() => (window as unknown as { holdfast: { profiles: { chooseCaFile(): Promise<unknown> } } }).holdfast.profiles.chooseCaFile())
  expect(chosen).toMatchObject({ ok: true, value: { file: caFile, subject: 'CN=Company CA' } })

  const trusted = await testIt(workspace, good, caFile)
  expect(trusted.line).toBe('address:ok dns:ok proxy:ok tcp:ok tls:ok http:ok api:ok clock:ok')
  expect(factsOf(trusted, 'tls')?.['issuer']).toContain('Company CA')
  expect(Date.parse(factsOf(trusted, 'tls')?.['validTo'] ?? '')).toBeGreaterThan(Date.now())
  const without = await testIt(workspace, good)
  expect(without.line).toContain('tcp:ok tls:failed(certificateAuthority) http:skipped')
  expect(factsOf(without, 'tls')).toMatchObject({ error: 'ERR_CERT_AUTHORITY_INVALID' })
  expect((await testIt(workspace, await serveTls(await leafOf({ hosts: ['other.example.com'] })), caFile)).line).toContain('tls:failed(certificateHost)')
  expect((await testIt(workspace, await serveTls(await leafOf({ from: -2 * DAY_MS, to: -DAY_MS })), caFile)).line).toContain('tls:failed(certificateDate)')
  expect((await testIt(workspace, await serveTls(await leafOf({ issuer: goodLeaf }), [goodLeaf]), caFile)).line).toContain('tls:failed(certificateIssuer)')
  expect((await testIt(workspace, await serveTls(await leafOf({ usage: 'client' })), caFile)).line).toContain('tls:failed(certificateUsage)')
})

test("behind a proxy, names and connections are the proxy's, and its own troubles have names", async () => {
  const proxy = createHttpServer((question, answer) => {
    if (question.url?.startsWith('http://asks.example.com')) answer.writeHead(407, { 'proxy-authenticate': 'Basic realm="x"' }).end()
    else refuse(question, answer)
  })
  proxy.on('connect', (_question, socket) => {
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  const { port } = new URL(await listen(proxy, 'http'))
  const world = await createAppWorld()
  // Chromium looks at these variables only where no desktop has proxy settings of its own.
  const { workspace } = await world.launch({ env: { http_proxy: `http://127.0.0.1:${port}`, https_proxy: `http://127.0.0.1:${port}`, no_proxy: '', XDG_CURRENT_DESKTOP: '' } })
  const good = await testIt(workspace, 'http://admin.example.com')
  expect(good.line).toBe('address:warning(plainHttp) dns:proxied proxy:ok tcp:proxied tls:skipped http:ok api:ok clock:ok')
  expect(factsOf(good, 'proxy')).toEqual({ proxy: `PROXY 127.0.0.1:${port}` })
  expect((await testIt(workspace, 'https://admin.example.com')).line).toContain('proxy:failed(proxyRefused) tcp:skipped')
  expect((await testIt(workspace, 'http://asks.example.com')).line).toContain('proxy:failed(proxyAsksForSignIn)')
  servers.forEach((server) => server.close())
  proxy.closeAllConnections()
  expect((await testIt(workspace, 'http://admin.example.com')).line).toContain('proxy:failed(proxyUnreachable)')
  await world.close()
})
