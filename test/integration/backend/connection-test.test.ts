// "Test connection" against real servers on this machine, over Node's network in place of Chromium's.
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createSecureServer } from 'node:http2'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { apiPathsOf } from '../../../src/shared/server-address'
import type { ConnectionStep } from '../../../src/shared/connection-test'
import { type TestNetwork, type TestTarget, testConnection } from '../../../src/main/backend/connection-test/connection-test'
import { isHttp2Only } from '../../../src/main/backend/http2-only'
import { SecretToken } from '../../../src/main/session/secret-token'
import { createSystemClock } from '../../../src/main/session/clock'
import { certificatePem, DAY_MS, makeCertificate, privateKeyPem } from '../../support/certificates'
import { createVirtualClock } from '../../support/virtual-clock'
import { startTestBackend } from '../../support/test-backend'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function listen(server: Pick<Server, 'listen' | 'address' | 'close'>, scheme = 'http'): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => server.close())
  return `${scheme}://localhost:${(server.address() as AddressInfo).port}`
}
const serve = (listener: RequestListener): Promise<string> => listen(createHttpServer(listener))

interface Network extends TestNetwork {
  isClosed: boolean
}
function nodeNetwork(some: Partial<TestNetwork> = {}): Network {
  const network: Network = {
    isClosed: false,
    resolveProxy: () => Promise.resolve('DIRECT'),
    resolveHost: () => Promise.resolve(['127.0.0.1']),
    fetch,
    certificate: () => null,
    isHttp2Only,
    redirectedTo: () => null,
    close: () => {
      network.isClosed = true
    },
    ...some,
  }
  return network
}
const target = (origin: string, some: Partial<TestTarget> = {}): TestTarget => ({ origin, apiPath: '/api/v2', dialect: 'bearer', callBudgetMs: 5000, extraCa: null, isPlainHttp: false, ...some })

async function test(
  origin: string,
  {
    network = nodeNetwork(),
    clock = createSystemClock(),
    signal = new AbortController().signal,
    ...some
  }: Partial<TestTarget> & { network?: Network; clock?: ReturnType<typeof createSystemClock>; signal?: AbortSignal } = {},
) {
  const told: ConnectionStep[] = []
  const steps = await testConnection(target(origin, some), { network, clock, signal, onStep: (step) => told.push(step) })
  expect(told).toEqual(steps)
  expect(network.isClosed).toBe(true)
  return steps
}
/** `step:state` of all eight, with the cause behind it. */
const line = (steps: readonly ConnectionStep[]): string => steps.map(({ step, state, cause }) => `${step}:${state}${cause ? `(${cause})` : ''}`).join(' ')
const demo = async (quirks: object = {}): Promise<string> => {
  const backend = await startTestBackend({ generatedUsers: 1, quirks })
  closing.push(backend.close)
  return backend.url
}

describe('the way to a server', () => {
  it('is walked to its end where this API answers, in order, without a token of anybody', async () => {
    const steps = await test(await demo())
    expect(line(steps)).toBe('address:ok dns:ok proxy:ok tcp:ok tls:skipped http:ok api:ok clock:ok')
    expect(steps[1]?.facts).toEqual({ addresses: '127.0.0.1' })
    expect(steps[6]?.facts).toEqual({ status: '401', code: '50015' })
  })
  it('warns of plain http to another machine that was agreed to, and goes on', async () => {
    expect(line(await test(await demo(), { isPlainHttp: true }))).toMatch(/^address:warning\(plainHttp\) dns:ok .* clock:ok$/)
  })
  it('ends at a name that nobody knows', async () => {
    const network = nodeNetwork({ resolveHost: () => Promise.reject(new Error('net::ERR_NAME_NOT_RESOLVED')) })
    const steps = await test('https://nowhere.invalid', { network })
    expect(line(steps)).toBe('address:ok dns:failed(nameNotFound) proxy:skipped tcp:skipped tls:skipped http:skipped api:skipped clock:skipped')
    expect(steps[1]?.facts).toEqual({ error: 'ERR_NAME_NOT_RESOLVED' })
  })
  it('ends where nothing listens', async () => {
    const server = createHttpServer()
    const origin = await listen(server)
    await new Promise((done) => server.close(done))
    expect(line(await test(origin))).toBe('address:ok dns:ok proxy:ok tcp:failed(refused) tls:skipped http:skipped api:skipped clock:skipped')
  })
  it('ends where the connection breaks, and where something else than HTTP answers', async () => {
    const breaks = await listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())) as unknown as Server)
    expect(line(await test(breaks))).toContain('tcp:ok tls:skipped http:failed(reset)')
    const other = { network: nodeNetwork({ fetch: () => Promise.reject(new Error('net::ERR_INVALID_HTTP_RESPONSE')) }) }
    expect(line(await test(breaks, other))).toContain('http:failed(notHttp)')
  })
  it.each<[string, RequestListener, string]>([
    ['a web page', (_q, a) => a.writeHead(200, { 'content-type': 'text/html' }).end('<html>Accept the terms</html>'), 'http:ok api:failed(captivePortal) clock:skipped'],
    ['another API', (_q, a) => a.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"up"}'), 'http:ok api:failed(otherApi) clock:skipped'],
    ['nothing there', (_q, a) => a.writeHead(404).end('Not Found'), 'http:ok api:failed(notFound) clock:skipped'],
    ['a server that fails', (_q, a) => a.writeHead(503).end(), 'http:failed(serverError) api:skipped clock:skipped'],
    ['a redirect', (_q, a) => a.writeHead(302, { location: 'http://portal.example.com/' }).end(), 'http:failed(redirected) api:skipped clock:skipped'],
  ])('names %s', async (_name, listener, expected) => {
    expect(line(await test(await serve(listener)))).toContain(expected)
  })
  it('tells the other dialect where the server tells the difference, and warns of nothing where it does not', async () => {
    // Today's vue-php-admin: a token header that it does not know is no token header.
    const onlyBearer = await serve((question, answer) => {
      const isSeen = question.url?.endsWith('/info') || question.headers.authorization !== undefined
      answer.writeHead(isSeen ? 401 : 403, { 'content-type': 'application/json' }).end('{"code":50015}')
    })
    expect(line(await test(onlyBearer, { dialect: 'x-token' }))).toContain('api:warning(otherDialect) clock:ok')
    expect(line(await test(onlyBearer, { dialect: 'bearer' }))).toContain('api:ok')
    expect(line(await test(await demo(), { dialect: 'x-token' }))).toContain('api:ok')
  })
  it('F58: names a token header that does not arrive, in either dialect, and with the header that was sent', async () => {
    for (const [dialect, header] of [
      ['bearer', 'Authorization'],
      ['x-token', 'X-Token'],
    ] as const) {
      const steps = await test(await demo({ tokenRefusedWithoutHeader: true }), { dialect })
      expect(line(steps)).toContain('api:failed(headerLost) clock:skipped')
      expect(steps[6]?.facts).toMatchObject({ header })
    }
    // A gateway that refuses in its own words says nothing about the header.
    const gateway = await serve((question, answer) => {
      const isInfo = question.url?.endsWith('/info') === true
      answer.writeHead(isInfo ? 401 : 403, { 'content-type': isInfo ? 'application/json' : 'text/html' }).end(isInfo ? '{"code":50015}' : '<html>Forbidden</html>')
    })
    expect(line(await test(gateway))).toContain('api:ok')
  })
  it('F58: a header in lower case is lost before a server that reads names as they came', async () => {
    const lower: typeof fetch = (input, init) => fetch(input, { ...init, headers: Object.fromEntries([...new Headers(init?.headers)].map(([name, value]) => [name.toLowerCase(), value])) })
    const origin = await demo({ exactHeaderNames: true })
    expect(line(await test(origin, { network: nodeNetwork({ fetch: lower }) }))).toContain('api:failed(headerLost)')
    expect(line(await test(origin))).toContain('api:ok clock:ok')
  })
  it('F63: the token of a running session proves that its header arrives, or that the other one would', async () => {
    const token = new SecretToken('of-a-session')
    // No telling by status alone: 401 for whatever it does not find, as the original's own controllers do.
    const reader = (name: string) =>
      serve((question, answer) => {
        const isTaken = String(question.headers[name]).endsWith('of-a-session')
        answer.writeHead(isTaken ? 200 : 401, { 'content-type': 'application/json' }).end(isTaken ? '{"code":20000,"data":{"items":[],"total":0}}' : '{"code":50015}')
      })
    const reads = await reader('authorization')
    expect((await test(reads, { token }))[6]).toMatchObject({ state: 'ok', cause: null, facts: { header: 'Authorization' } })
    expect(line(await test(reads, { token, dialect: 'x-token' }))).toContain('api:failed(otherDialect)')
    expect(line(await test(reads, { dialect: 'x-token' }))).toContain('api:ok')
    expect(line(await test(await demo({ tokenRefusedWithoutHeader: true }), { token }))).toContain('api:failed(headerLost)')
  })
  it('tells of a clock that is wrong', async () => {
    const system = createSystemClock()
    expect(line(await test(await demo(), { clock: { ...system, wallMs: () => system.wallMs() + 3_600_000 } }))).toContain('clock:warning(clockAhead)')
  })
})

describe('an address with a path', () => {
  /** The API below one path of a host that answers everything else with its own page, as a single-page web client is served. */
  const below = (path: string, status = 200): Promise<string> =>
    serve((question, answer) => {
      if (question.url?.startsWith(`${path}/sys/`)) answer.writeHead(401, { 'content-type': 'application/json' }).end('{"code":50015}')
      else answer.writeHead(status, { 'content-type': 'text/html' }).end('<html>Welcome</html>')
    })
  const places = (typed: string) => {
    const [apiPath, ...otherPaths] = apiPathsOf(new URL(typed, 'http://h'))
    return { apiPath, otherPaths }
  }
  it.each([
    ['/ruoyi/', '/ruoyi/api/v2'],
    ['/admin/#/login', '/admin/index.php/api/v2'],
    ['/backend/index.php', '/backend/api/v2'],
    ['/a/b/c', '/a/api/v2'],
    ['/admin/', '/api/v2'],
    ['/', '/index.php/api/v2'],
  ])('%s leads to the API at %s', async (typed, apiPath) => {
    for (const status of [200, 404]) {
      const steps = await test(await below(apiPath, status), places(typed))
      expect(steps[6]).toMatchObject({ state: 'ok', facts: { apiPath } })
    }
  })
  it('goes on to the next place where the typed one redirects', async () => {
    const origin = await serve((question, answer) => {
      if (question.url?.startsWith('/api/v2/')) answer.writeHead(401, { 'content-type': 'application/json' }).end('{"code":50015}')
      else answer.writeHead(302, { location: '/login' }).end()
    })
    expect((await test(origin, places('/admin/')))[6]).toMatchObject({ state: 'ok', facts: { apiPath: '/api/v2' } })
  })
  it('is not called a captive portal where the API is nowhere below it', async () => {
    for (const status of [200, 404]) {
      const steps = await test(await below('/elsewhere', status), places('/ruoyi/'))
      expect(line(steps)).toContain('http:ok api:failed(notBelowPath)')
      expect(steps[6]?.facts['tried']).toBe('/ruoyi/api/v2, /ruoyi/index.php/api/v2, /api/v2, /index.php/api/v2')
    }
  })
  it('asks nobody further once there is no connection', async () => {
    let asked = 0
    const network = nodeNetwork({ fetch: () => Promise.reject(new Error(`net::ERR_CONNECTION_REFUSED ${(asked += 1)}`)) })
    expect(line(await test('http://localhost:1', { network, ...places('/a/b/') }))).toContain('tcp:failed(refused)')
    expect(asked).toBe(1)
  })
})

describe('behind a proxy', () => {
  it("names and connections are the proxy's; what goes wrong there is its step", async () => {
    const [proxyOf, fails] = [(proxy: string) => ({ resolveProxy: () => Promise.resolve(proxy) }), (word: string) => ({ fetch: () => Promise.reject(new Error(`net::${word}`)) })]
    const steps = await test(await demo(), { network: nodeNetwork(proxyOf('PROXY proxy.example.com:3128; DIRECT')) })
    expect(line(steps)).toBe('address:ok dns:proxied proxy:ok tcp:proxied tls:skipped http:ok api:ok clock:ok')
    expect(steps[2]?.facts).toEqual({ proxy: 'PROXY proxy.example.com:3128' })
    const away = await test('https://a.example.com', { network: nodeNetwork({ ...proxyOf('PROXY p:1'), ...fails('ERR_PROXY_CONNECTION_FAILED') }) })
    expect(line(away)).toBe('address:ok dns:proxied proxy:failed(proxyUnreachable) tcp:skipped tls:skipped http:skipped api:skipped clock:skipped')
    const asks = await test('http://a.example.com', { network: nodeNetwork({ ...proxyOf('PROXY p:1'), fetch: () => Promise.resolve(new Response(null, { status: 407 })) }) })
    expect(line(asks)).toContain('proxy:failed(proxyAsksForSignIn)')
  })
})

describe('over TLS', () => {
  const seen = { issuer: 'Company CA', validTo: '2027-01-01T00:00:00.000Z' }
  it.each<[string, object, string]>([
    ['an authority that nobody here knows', {}, 'certificateAuthority'],
    ['a certificate that is out of date', { from: -2 * DAY_MS, to: -DAY_MS }, 'certificateDate'],
    ["another host's certificate", { hosts: ['other.example.com'] }, 'certificateHost'],
  ])("names %s, with the certificate's facts", async (_name, wish, cause) => {
    const leaf = await makeCertificate({ name: 'localhost', hosts: ['localhost'], ...wish })
    const server = createTlsServer({ key: await privateKeyPem(leaf), cert: certificatePem(leaf) }, (_q, a) => a.end())
    // Chromium says of all three that it does not know the authority; the finding is what its hook has made of it.
    const finding = ({ certificateAuthority: 'authority', certificateDate: 'date', certificateHost: 'host' } as const)[cause as 'certificateDate']
    const steps = await test(await listen(server, 'https'), { network: nodeNetwork({ certificate: () => ({ ...seen, finding }) }) })
    expect(line(steps)).toBe(`address:ok dns:ok proxy:ok tcp:ok tls:failed(${cause}) http:skipped api:skipped clock:skipped`)
    expect(steps[4]?.facts).toMatchObject(seen)
  })
  it('names a server that speaks plain http on that port', async () => {
    const origin = await serve((_q, a) => a.end('x'))
    const network = nodeNetwork({ fetch: () => Promise.reject(new Error('net::ERR_SSL_PROTOCOL_ERROR')) })
    expect(line(await test(origin.replace('http', 'https'), { network }))).toContain('tcp:ok tls:failed(tlsProtocol)')
  })
  it('F59: names a server that speaks HTTP/2 only, and tells it from a port without TLS', async () => {
    const leaf = await makeCertificate({ name: 'localhost', hosts: ['localhost'] })
    const serving = { key: await privateKeyPem(leaf), cert: certificatePem(leaf) }
    const failing = { fetch: () => Promise.reject(new Error('net::ERR_SSL_PROTOCOL_ERROR')) }
    const only = await listen(createSecureServer({ ...serving, allowHTTP1: false }) as unknown as Server, 'https')
    expect(line(await test(only, { network: nodeNetwork(failing) }))).toContain('tls:failed(http2Only)')
    const both = await listen(createSecureServer({ ...serving, allowHTTP1: true }) as unknown as Server, 'https')
    expect(line(await test(both, { network: nodeNetwork(failing) }))).toContain('tls:failed(tlsProtocol)')
    // Behind a proxy a look of our own would go past it.
    const proxied = nodeNetwork({ ...failing, resolveProxy: () => Promise.resolve('PROXY p:1') })
    expect(line(await test(only, { network: proxied }))).toContain('tls:failed(tlsProtocol)')
  })
  it('sends nothing where the CA file cannot be used', async () => {
    let sent = 0
    const network = nodeNetwork({ fetch: () => Promise.reject(new Error(`sent ${(sent += 1)}`)) })
    expect(line(await test('https://a.example.com', { network, extraCa: 'unreadable' }))).toContain('tcp:skipped tls:failed(caFileUnreadable)')
    expect(line(await test('https://a.example.com', { network: nodeNetwork(), extraCa: 'notACertificate' }))).toContain('tls:failed(caFileNotACertificate)')
    expect(sent).toBe(0)
  })
})

describe('the time of a test', () => {
  const hang = (): Promise<never> => new Promise(() => undefined)
  const hangingFetch: typeof fetch = (_input, init) =>
    new Promise((_done, fail) => {
      init?.signal?.addEventListener('abort', () => {
        fail(new DOMException('over', 'AbortError'))
      })
    })
  it.each<[string, Partial<TestNetwork>, number, string]>([
    ['a proxy script', { resolveProxy: hang }, 10_000, 'dns:skipped proxy:failed(timedOut)'],
    ['a look-up', { resolveHost: hang }, 10_000, 'dns:failed(timedOut) proxy:skipped'],
    ["a server, within the profile's own limit", { fetch: hangingFetch }, 5000, 'tcp:failed(timedOut)'],
  ])('is over when %s does not answer', async (_name, some, limitMs, expected) => {
    const clock = createVirtualClock()
    const network = nodeNetwork(some)
    let isOver = false
    const running = test('https://a.example.com', { network, clock }).finally(() => {
      isOver = true
    })
    await clock.advance(0)
    await clock.advance(limitMs - 1)
    expect(isOver).toBe(false)
    await clock.advance(1)
    expect(line(await running)).toContain(expected)
  })
  it('is over at once when the person gives up, at the step that was under way', async () => {
    for (const [some, expected] of [
      [{ resolveHost: hang }, 'dns:failed(cancelled)'],
      [{ fetch: hangingFetch }, 'proxy:ok tcp:failed(cancelled)'],
    ] as const) {
      const person = new AbortController()
      const clock = createVirtualClock()
      const running = test('https://a.example.com', { network: nodeNetwork(some), clock, signal: person.signal })
      await clock.advance(0)
      person.abort()
      expect(line(await running)).toContain(expected)
    }
  })
})
