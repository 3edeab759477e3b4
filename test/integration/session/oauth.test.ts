import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ControlledBackend } from '../../support/backend/controlled-backend'
import type { ThirdPartySetup } from '../../support/backend/third-party'
import { createHttp } from '../../../src/main/backend/http'
import { createAuthHttp } from '../../../src/main/backend/auth-http'
import { createTestClient, failureOf, stateReached, until } from '../../support/client'
import { freePort, linkOnPage } from '../../support/provider-page'
import { createSignInDesk, type SignInDesk } from '../../support/sign-in-desk'
import { createVirtualClock } from '../../support/virtual-clock'
import { startTestBackend } from '../../support/test-backend'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const LINKED = 'admin@holdfast.example'
const ELSEWHERE = 'https://admin.company.example/#/auth-redirect'

async function open(setup: Partial<ThirdPartySetup> | null = {}) {
  const server: ControlledBackend = await startTestBackend({ generatedUsers: 5 })
  closing.push(() => server.close())
  const port = await freePort()
  const redirectUri = `http://127.0.0.1:${port}/callback`
  server.control.updateUser(1, { email: LINKED })
  if (setup) server.control.setThirdParty('github', { authorizeUrl: `${server.url}/oauth/github`, redirectUri, email: LINKED, ...setup })
  const clock = createVirtualClock()
  const client = createTestClient({ url: server.url, clock })
  const desk = createSignInDesk(client, server.url, clock)
  closing.push(() => {
    desk.closeWindow()
    desk.close()
  })
  /** Requests at the sign-in by GitHub that brought a code: all but the one question. */
  const exchanges = (): number => (server.control.counts().routes['GET /sys/user/githubauth'] ?? 0) - 1
  return { server, port, redirectUri, clock, client, desk, exchanges }
}

const begin = (desk: SignInDesk, staySignedIn = true) => desk.call('signIn.openProvider', { profileId: desk.profileId, provider: 'github', staySignedIn })

/** Clicks the button; resolves when the browser has been asked to open the page. */
async function atProvider(desk: SignInDesk) {
  const opened = desk.nextOpened()
  const call = begin(desk)
  // Looked at by the test; until then it must not count as unhandled.
  call.catch(() => undefined)
  return { call, address: await opened }
}

/** Clicks the button where the server sends the browser to another page than ours. */
async function atFixedPage(desk: SignInDesk): Promise<string> {
  expect(await begin(desk)).toEqual({ next: 'paste' })
  return desk.opened.at(-1)?.url ?? ''
}

describe('the other ways to sign in', () => {
  it('are those for which the server answers an address, with the host it leads to, and the server is asked once', async () => {
    const { desk, server } = await open()
    const offered = [{ provider: 'github', host: new URL(server.url).host }]
    expect(await desk.call('signIn.providers', { profileId: desk.profileId })).toEqual(offered)
    expect(await desk.call('signIn.providers', { profileId: desk.profileId })).toEqual(offered)
    expect(server.control.counts().routes).toEqual({ 'GET /sys/user/githubauth': 1, 'GET /sys/user/giteeauth': 1 })
  })

  it('are none where the server offers none, and a click that comes too late is told so', async () => {
    const { desk } = await open(null)
    expect(await desk.call('signIn.providers', { profileId: desk.profileId })).toEqual([])
    expect(await failureOf(begin(desk))).toMatchObject({ code: 'VALIDATION', fields: { provider: 'notOffered' } })
    expect(desk.opened).toEqual([])
  })

  it.each(['http://github.example/login', 'javascript:alert(1)', 'file:///etc/passwd', 'https://user:pw@github.com/login'])('are not offered with the address %s', async (authorizeUrl) => {
    const { desk } = await open({ authorizeUrl })
    expect(await desk.call('signIn.providers', { profileId: desk.profileId })).toEqual([])
  })

  it('are none while the server does not answer, within four seconds, and are asked for again', async () => {
    const { desk, server, clock } = await open()
    server.control.setDelay(60_000, '/sys/user/githubauth')
    const asked = desk.call('signIn.providers', { profileId: desk.profileId })
    await until(() => server.control.counts().total === 2 && clock.pendingTimers === 1)
    await clock.advance(4000)
    expect(await asked).toEqual([])
    server.control.setDelay(0, '/sys/user/githubauth')
    expect(await desk.call('signIn.providers', { profileId: desk.profileId })).toHaveLength(1)
  })
})

describe('a sign-in by a third party that sends the browser back to this machine', () => {
  it('goes on by itself: signed in as the user of that e-mail, stored, with the name that the server tells', async () => {
    const { desk, client } = await open()
    const { call, address } = await atProvider(desk)
    const back = await fetch(await linkOnPage(address, 'allow'))
    expect(await call).toEqual({ next: 'done' })
    expect(client.session.view()).toMatchObject({ state: 'active', userId: 1, username: 'admin', isStored: true })
    expect(client.vault.stored).toMatchObject({ userId: 1, username: 'admin' })
    expect(back.headers.get('content-security-policy')).toBe("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
    expect(await back.text()).toContain('You can close this tab')
    await expect(client.read()).resolves.toBeDefined()
  })

  it('stays in memory when the person does not want to stay signed in', async () => {
    const { desk, client } = await open()
    const opened = desk.nextOpened()
    const call = begin(desk, false)
    await fetch(await linkOnPage(await opened, 'allow'))
    await call
    expect([client.session.view().isStored, client.vault.stored]).toEqual([false, null])
  })

  it('opens only the named host, with a fresh state of 128 bits in place of the server’s', async () => {
    const { desk, server } = await open()
    const offered = (await (await fetch(`${server.url}/api/v2/sys/user/githubauth`)).json()) as { data: { auth_url: string } }
    const first = await atProvider(desk)
    const second = await atProvider(desk)
    const states = [offered.data.auth_url, first.address, second.address].map((url) => new URL(url).searchParams.getAll('state'))
    expect(states.every((one) => one.length === 1)).toBe(true)
    expect(new Set(states.flat()).size).toBe(3)
    expect(Buffer.from(states[1]?.[0] ?? '', 'base64url')).toHaveLength(16)
    expect(desk.opened.map(({ origins }) => origins)).toEqual([[server.url], [server.url]])
    expect(await failureOf(first.call)).toMatchObject({ code: 'CANCELLED' })
  })

  it('turns answers with another state away, sends nothing to the server for them, and the right one still counts', async () => {
    const { desk, redirectUri, exchanges, client } = await open()
    const { call, address } = await atProvider(desk)
    const answer = await linkOnPage(address, 'allow')
    const forged = ['code=c&state=s', `code=c&state=${'s'.repeat(22)}`, 'error=access_denied&state=', `${new URL(answer).searchParams}&state=s`]
    for (const query of forged) {
      const turnedAway = await fetch(`${redirectUri}?${query}`)
      expect([turnedAway.status, await turnedAway.text()]).toEqual([400, expect.stringContaining('another sign-in')])
    }
    expect([exchanges(), client.session.view().state]).toEqual([0, 'signed-out'])
    await fetch(answer)
    expect(await call).toEqual({ next: 'done' })
    expect(exchanges()).toBe(1)
  })

  it('takes the answer while others hold forty connections open, silent or with half a request', async () => {
    const { desk, port, client } = await open()
    const { call, address } = await atProvider(desk)
    const answer = await linkOnPage(address, 'allow')
    const idle = Array.from({ length: 40 }, (_, index) => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined)
      if (index % 2 === 0) socket.write('GET /callback HTTP/1.1\r\nHost: ')
      closing.push(() => socket.destroy())
      return socket
    })
    await Promise.all(idle.map((socket) => once(socket, 'connect')))
    await fetch(answer)
    await call
    expect(client.session.view().state).toBe('active')
  })

  it('turns other paths, methods and hosts away, and goes on waiting', async () => {
    const { desk, redirectUri, port, client } = await open()
    const { call, address } = await atProvider(desk)
    const answer = await linkOnPage(address, 'allow')
    const foreignHost = new Promise<number | undefined>((resolve) => {
      request(answer, { headers: { host: `evil.example:${port}` } }, (response) => resolve(response.resume().statusCode)).end()
    })
    const statuses = await Promise.all([
      foreignHost,
      fetch(answer.replace('/callback', '/favicon.ico')).then(({ status }) => status),
      fetch(answer, { method: 'POST' }).then(({ status }) => status),
      fetch(redirectUri).then(({ status }) => status),
    ])
    expect(statuses).toEqual([421, 404, 405, 400])
    await fetch(answer)
    await call
    expect(client.session.view().state).toBe('active')
  })

  it('listens no more after the answer, after giving up, and when the window is closed', async () => {
    const { desk, redirectUri } = await open()
    const answered = await atProvider(desk)
    await fetch(await linkOnPage(answered.address, 'allow'))
    await answered.call
    await expect(fetch(redirectUri)).rejects.toThrow()
    const cancelled = await atProvider(desk)
    await desk.call('signIn.cancelProvider', undefined)
    expect(await failureOf(cancelled.call)).toMatchObject({ code: 'CANCELLED' })
    await expect(fetch(redirectUri)).rejects.toThrow()
    const closed = await atProvider(desk)
    desk.closeWindow()
    expect(await failureOf(closed.call)).toMatchObject({ code: 'CANCELLED' })
    await expect(fetch(redirectUri)).rejects.toThrow()
  })

  it('goes nowhere when its window closes, and another opens, while the server is still asked', async () => {
    const { desk } = await open()
    const call = failureOf(begin(desk))
    desk.closeWindow()
    expect(await call).toMatchObject({ code: 'CANCELLED' })
    expect(desk.opened).toEqual([])
  })

  it('ends after ten minutes without an answer', async () => {
    const { desk, redirectUri, clock } = await open()
    const { call } = await atProvider(desk)
    await clock.advance(599_999)
    expect((await fetch(redirectUri)).status).toBe(400)
    await clock.advance(1)
    expect(await failureOf(call)).toMatchObject({ code: 'TIMEOUT', fields: { provider: 'timeout' } })
    await expect(fetch(redirectUri)).rejects.toThrow()
  })

  it('does not open the page when another program would get the answer', async () => {
    const { desk, port } = await open()
    const other = createServer().listen(port, '127.0.0.1')
    closing.push(() => other.close())
    await new Promise((listening) => other.once('listening', listening))
    expect(await failureOf(begin(desk))).toMatchObject({ code: 'VALIDATION', fields: { provider: 'portTaken' }, details: { port } })
    expect(desk.opened).toEqual([])
  })

  it('says so when there is no browser, and when the person refuses there', async () => {
    const { desk, redirectUri } = await open()
    desk.hasBrowser = false
    expect(await failureOf(begin(desk))).toMatchObject({ fields: { provider: 'noBrowser' } })
    await expect(fetch(redirectUri)).rejects.toThrow()
    desk.hasBrowser = true
    const { call, address } = await atProvider(desk)
    await fetch(await linkOnPage(address, 'deny'))
    expect(await failureOf(call)).toMatchObject({ code: 'VALIDATION', fields: { provider: 'denied' } })
  })

  it('tells in the server’s words that the account is not linked, naming the e-mail', async () => {
    const { desk } = await open({ email: 'stranger@example.com' })
    const { call, address } = await atProvider(desk)
    await fetch(await linkOnPage(address, 'allow'))
    expect(await failureOf(call)).toMatchObject({ code: 'REFUSED', message: '邮箱 stranger@example.com 未绑定用户' })
  })

  it('brings nothing to a server that the profile did not lead to when it began', async () => {
    const { desk, exchanges, client } = await open()
    const { call, address } = await atProvider(desk)
    desk.moveProfile()
    await fetch(await linkOnPage(address, 'allow'))
    expect(await failureOf(call)).toMatchObject({ code: 'CANCELLED' })
    expect([exchanges(), client.session.view().state]).toEqual([0, 'signed-out'])
  })

  it('gives way to a password that is sent meanwhile', async () => {
    const { desk, client } = await open()
    const { call } = await atProvider(desk)
    await desk.call('signIn.submit', { profileId: desk.profileId, username: 'test', password: 'test', staySignedIn: false })
    expect(await failureOf(call)).toMatchObject({ code: 'CANCELLED' })
    expect(client.session.view()).toMatchObject({ state: 'active', username: 'test' })
  })
})

describe('a sign-in by a third party that sends the browser to a page of its own', () => {
  it('takes the address that the person brings, once', async () => {
    const { desk, client, exchanges } = await open({ redirectUri: ELSEWHERE })
    const address = await linkOnPage(await atFixedPage(desk), 'allow')
    await desk.call('signIn.pasteAddress', { address })
    expect(client.session.view()).toMatchObject({ state: 'active', username: 'admin' })
    expect(await failureOf(desk.call('signIn.pasteAddress', { address }))).toMatchObject({ fields: { address: 'otherState' } })
    expect(exchanges()).toBe(1)
  })

  it('reads a code that the page has moved behind its #', async () => {
    const { desk, client } = await open({ redirectUri: ELSEWHERE })
    const { searchParams } = new URL(await linkOnPage(await atFixedPage(desk), 'allow'))
    await desk.call('signIn.pasteAddress', { address: `https://admin.company.example/#/auth-redirect?${searchParams}` })
    expect(client.session.view().state).toBe('active')
  })

  it('sends nothing for the answer to another sign-in, and the right one still counts', async () => {
    const { desk, client, exchanges } = await open({ redirectUri: ELSEWHERE })
    const stale = await linkOnPage(await atFixedPage(desk), 'allow')
    const right = await linkOnPage(await atFixedPage(desk), 'allow')
    expect(await failureOf(desk.call('signIn.pasteAddress', { address: stale }))).toMatchObject({ code: 'VALIDATION', fields: { address: 'otherState' } })
    expect(await failureOf(desk.call('signIn.pasteAddress', { address: 'https://admin.company.example/' }))).toMatchObject({ fields: { address: 'invalid' } })
    expect(exchanges()).toBe(0)
    await desk.call('signIn.pasteAddress', { address: right })
    expect(client.session.view().state).toBe('active')
  })

  it('takes no address after ten minutes, nor in another window', async () => {
    const { desk, clock, exchanges } = await open({ redirectUri: ELSEWHERE })
    const late = await linkOnPage(await atFixedPage(desk), 'allow')
    await clock.advance(600_000)
    expect(await failureOf(desk.call('signIn.pasteAddress', { address: late }))).toMatchObject({ code: 'TIMEOUT' })
    const left = await linkOnPage(await atFixedPage(desk), 'allow')
    desk.closeWindow()
    expect(await failureOf(desk.call('signIn.pasteAddress', { address: left }))).toMatchObject({ code: 'CANCELLED' })
    expect(exchanges()).toBe(0)
  })
})

describe('a session that waits for its user', () => {
  async function suspended(email: string) {
    const world = await open({ email })
    await world.client.signIn('test', 'test')
    world.server.control.updateUser(2, { email: 'test@holdfast.example' })
    world.server.control.expireAllTokens()
    const call = world.client.list()
    call.catch(() => undefined)
    await stateReached(world.client, 'suspended')
    const { call: signIn, address } = await atProvider(world.desk)
    await fetch(await linkOnPage(address, 'allow'))
    await signIn
    return { ...world, call }
  }

  it('goes on when a third party says that it is the same user', async () => {
    const { call, client } = await suspended('test@holdfast.example')
    await expect(call).resolves.toBeDefined()
    expect(client.session.view()).toMatchObject({ state: 'active', userId: 2 })
  })

  it('sends nothing of the first user when a third party says that it is another', async () => {
    const { call, client } = await suspended(LINKED)
    expect(await failureOf(call)).toMatchObject({ code: 'SESSION_ENDED' })
    expect(client.session.view()).toMatchObject({ state: 'active', userId: 1, username: 'admin' })
  })
})

describe('the exchange of a code', () => {
  const proof = { kind: 'oauth', provider: 'gitee', code: 'code-0123456789', state: 'state/+abc=' } as const
  const exchange = (answer: Response) => {
    const arrived: { via: string; url: URL; headers: Headers }[] = []
    const via = (name: string) => (url: unknown, init?: RequestInit) => {
      arrived.push({ via: name, url: new URL(String(url)), headers: new Headers(init?.headers) })
      return Promise.resolve(answer)
    }
    const transport = createHttp({ origin: 'https://admin.example', apiPath: '/api/v2', dialect: 'bearer', readFetch: via('read'), writeFetch: via('write') })
    return { arrived, call: createAuthHttp(transport, { clock: createVirtualClock(), timeoutMs: 1000 }).signIn(proof) }
  }
  const json = (body: unknown) => new Response(JSON.stringify(body))

  it('goes out on a socket of its own, without a token', async () => {
    const { arrived, call } = exchange(json({ code: 20000, data: { token: 'a.b.c' } }))
    expect(await call).toMatchObject({ kind: 'pair' })
    expect(arrived).toHaveLength(1)
    expect([arrived[0]?.via, arrived[0]?.url.pathname, arrived[0]?.headers.get('authorization')]).toEqual(['write', '/api/v2/sys/user/giteeauth', null])
    expect(Object.fromEntries(arrived[0]?.url.searchParams ?? [])).toEqual({ code: proof.code, state: proof.state })
  })

  it('that fails is told in the server’s words, without the code and the state that they may quote', async () => {
    const message = `cURL error 28 for https://gitee.com/oauth/token?code=${proof.code}&state=${encodeURIComponent(proof.state)} ${proof.state}`
    for (const answer of [json({ code: 60206, message }), new Response(message)]) {
      const result = await exchange(answer).call
      expect(result).toMatchObject({ kind: 'refused', message: expect.stringContaining('cURL error 28') as string })
      expect(JSON.stringify(result)).not.toMatch(/0123456789|abc/)
    }
  })

  it('and a password are told how long to wait when the server has had too many attempts', async () => {
    const { call } = exchange(new Response('{"code":20400,"message":"slow down"}', { status: 429, headers: { 'retry-after': '25' } }))
    expect(await failureOf(call)).toMatchObject({ code: 'SERVER', details: { status: 429, retryAfterMs: 25_000 } })
  })
})

describe('a server that is added in the sign-in window', () => {
  it('is told to all pages, and needs a name of its own, whatever its case', async () => {
    const { desk } = await open()
    const add = (name: string) => desk.call('signIn.addServer', { name, url: 'https://new.example.com', dialect: 'bearer', allowPlainHttp: false })
    expect(await failureOf(add('TEST'))).toMatchObject({ code: 'VALIDATION', fields: { name: 'taken' } })
    expect(desk.added).toBe(0)
    expect(await add('New')).toMatchObject({ name: 'New' })
    expect(desk.added).toBe(1)
  })
})
