import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SecretToken } from '../../../src/main/session/secret-token'
import { createMemoryVault, createTestClient, failureOf, stateReached } from '../../support/client'
import { captivePortal, cutAfter, cutBefore, hold, inject } from '../../support/fault-kinds'
import { createSessionWorld, type SessionWorld } from '../../support/session-world'

const REFRESH = '/sys/user/refreshtoken'
const DEPTS = '/sys/dept/depts'
const json = (status: number, body: unknown) => inject({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

let world: SessionWorld
beforeEach(async () => {
  world = await createSessionWorld({ refresh: 'rotating' })
})
afterEach(() => world.close())

const refreshes = (): number => world.proxy.requests.filter(({ path }) => path.endsWith(REFRESH)).length
const sent = (path: string): number => world.proxy.requests.filter((request) => request.path.endsWith(path)).length

describe('what can happen to a call', () => {
  /** A call whose refusal is still on its way when another call has renewed. */
  async function lateRefusal(): Promise<{ readonly slow: Promise<unknown>; readonly release: () => void }> {
    const { server, proxy, client } = world
    server.control.expireAccessTokens()
    const late = hold('answer')
    proxy.on({ path: DEPTS, times: 1 }, late)
    const slow = client.read()
    await late.reached()
    await client.read()
    expect(refreshes()).toBe(1)
    return { slow, release: late.release }
  }

  it('F02: a late 50014 for the old token is replayed with the current one, without a second refresh', async () => {
    const { slow, release } = await lateRefusal()
    release()
    await expect(slow).resolves.toBeDefined()
    expect(refreshes()).toBe(1)
  })

  it('F02: a late 50014 for the old token says nothing of the current one: is that over as well, it is renewed', async () => {
    const { slow, release } = await lateRefusal()
    world.server.control.expireAccessTokens()
    release()
    await expect(slow).resolves.toBeDefined()
    expect(refreshes()).toBe(2)
  })

  it('F03: a call made while a refresh runs waits and goes out once, with the new token', async () => {
    const { server, proxy, client } = world
    server.control.expireAccessTokens()
    const renewing = hold('answer')
    proxy.on({ path: REFRESH, times: 1 }, renewing)
    const first = client.read()
    await renewing.reached()
    const second = client.list()
    renewing.release()
    await Promise.all([first, second])
    expect(sent('/sys/user/users')).toBe(1)
    expect(refreshes()).toBe(1)
  })

  it('F04: 50014 for ever to a fresh token makes one refresh, one replay, SERVER, and nobody is signed out', async () => {
    const { proxy, client } = world
    proxy.on({ path: DEPTS }, json(401, { code: 50014, message: 'Expired token' }))
    expect(await failureOf(client.read())).toMatchObject({ code: 'SERVER' })
    expect(refreshes()).toBe(1)
    expect(sent(DEPTS)).toBe(2)
    expect(client.session.view().state).toBe('active')
  })

  it('F04b: 50015 for ever makes one renewal, one window, then SERVER; later calls open no second window', async () => {
    const { proxy, client } = world
    await client.read()
    proxy.on({ path: DEPTS }, json(401, { code: 50015, message: 'Signature verification failed' }))
    const calls = [client.read(), client.read(), client.read()].map(failureOf)
    await stateReached(client, 'suspended')
    expect(refreshes()).toBe(1)
    await client.signIn()
    for (const failure of await Promise.all(calls)) expect(failure.code).toBe('SERVER')
    expect(await failureOf(client.read())).toMatchObject({ code: 'SERVER' })
    expect(client.prompt.opens).toBe(1)
    expect(client.session.view().state).toBe('active')
  })

  it('F63: a token that is refused as soon as it is given out names the header, and no second window opens', async () => {
    const { proxy, client } = world
    // Signed in the wrong dialect: the password is right, and every token header goes unseen, at the renewal too.
    proxy.on({ path: /\/sys\/(?!user\/login)/ }, json(401, { code: 50015, message: 'Wrong number of segments' }))
    for (const round of [1, 2, 3]) {
      const [first, second] = await Promise.all([failureOf(client.read()), failureOf(client.list())])
      expect([first.code, second.code, first.details, second.details]).toEqual(['SERVER', 'SERVER', { cause: 'token-header' }, { cause: 'token-header' }])
      expect(client.session.view()).toMatchObject({ state: 'ended', cause: 'new-token-refused', waiting: 0 })
      expect([client.prompt.opens, refreshes()]).toEqual([0, round])
      expect(client.session.tokenToTest()).not.toBeNull()
      await client.signIn()
    }
    proxy.clear()
    await expect(client.read()).resolves.toBeDefined()
  })

  it('F63: a session that was ever taken, or whose token was read, still ends in a sign-in window', async () => {
    const { proxy, client, server } = world
    server.control.expireAllTokens()
    const expired = client.read()
    await stateReached(client, 'suspended')
    await client.signIn()
    await expired
    proxy.on({ path: /\/sys\/(?!user\/login)/ }, json(401, { code: 50015, message: 'Wrong number of segments' }))
    const call = client.read()
    await stateReached(client, 'suspended')
    expect(client.prompt.opens).toBe(2)
    proxy.clear()
    await client.signIn()
    await expect(call).resolves.toBeDefined()
  })

  it('F17: a sign-in during a refresh wins over what the refresh brings', async () => {
    const { server, proxy, client } = world
    server.control.expireAccessTokens()
    const renewing = hold('answer')
    proxy.on({ path: REFRESH, times: 1 }, renewing)
    const call = client.read()
    await renewing.reached()
    await client.signIn()
    const newer = client.vault.stored?.access
    renewing.release()
    await call
    expect(client.vault.stored?.access.equals(newer ?? null)).toBe(true)
  })

  it('F19: 401 without our codes renews nothing: a gateway is OFFLINE, an unknown API is BAD_REPLY', async () => {
    const { proxy, client } = world
    proxy.on({ path: DEPTS, times: 1 }, inject({ status: 401, headers: { 'content-type': 'text/html' }, body: '<html>Sign in to the proxy</html>' }))
    expect(await failureOf(client.read())).toMatchObject({ code: 'OFFLINE' })
    proxy.on({ path: DEPTS, times: 1 }, json(401, { error: 'unauthorized' }))
    expect(await failureOf(client.read())).toMatchObject({ code: 'BAD_REPLY' })
    expect(refreshes()).toBe(0)
  })

  it('F20: 403 without our codes is FORBIDDEN, without a refresh and without a sign-out', async () => {
    const { proxy, client } = world
    proxy.on({ path: DEPTS }, inject({ status: 403, body: '<html>Forbidden</html>' }))
    expect(await failureOf(client.read())).toMatchObject({ code: 'FORBIDDEN' })
    expect(refreshes()).toBe(0)
    expect(client.session.view().state).toBe('active')
  })

  it('F22: the replay of a 5 MB body is byte-identical', async () => {
    const { server, proxy, client } = world
    server.control.expireAccessTokens()
    const body = { name: '大'.repeat(1_700_000) }
    await failureOf(client.authorized.send({ method: 'PUT', path: DEPTS, body }))
    const puts = proxy.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith(DEPTS))
    expect(puts).toHaveLength(2)
    expect(puts[1]?.bodySha256).toBe(puts[0]?.bodySha256)
    expect(puts[0]?.bodySha256).not.toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it('takes a web page where the API was due for a captive portal: OFFLINE', async () => {
    const { proxy, client } = world
    proxy.on({ path: DEPTS }, captivePortal())
    expect(await failureOf(client.read())).toMatchObject({ code: 'OFFLINE', details: { isPortal: true } })
  })

  it('does not follow a redirect to another host with its token', async () => {
    const { proxy, client } = world
    proxy.on({ path: DEPTS }, inject({ status: 302, headers: { location: `${world.server.url}/api/v2/sys/dept/depts` } }))
    expect(await failureOf(client.read())).toMatchObject({ code: 'BAD_REPLY' })
    expect(world.server.control.counts().total).toBe(0)
  })
})

describe('what can happen to a refresh', () => {
  beforeEach(() => {
    world.server.control.expireAccessTokens()
  })

  it('F10: an answer lost after rotation is asked for once more; refused means a sign-in, and no loop', async () => {
    const { proxy, client } = world
    proxy.on({ path: REFRESH, times: 1 }, cutAfter())
    const call = client.read()
    await stateReached(client, 'suspended')
    expect(refreshes()).toBe(2)
    await client.signIn()
    await expect(call).resolves.toBeDefined()
  })

  it('F10: within the grace of the server the retry saves the session', async () => {
    const { server, proxy, client } = world
    server.control.setRefresh('rotating', { graceMs: 10_000 })
    proxy.on({ path: REFRESH, times: 1 }, cutAfter())
    await expect(client.read()).resolves.toBeDefined()
    expect(refreshes()).toBe(2)
    expect(client.prompt.opens).toBe(0)
  })

  /** What happens, how, and how often the endpoint is asked: once more only where the request may have arrived. */
  const passing: readonly [string, ReturnType<typeof inject>, number][] = [
    ['500', json(500, {}), 1],
    ['502', inject({ status: 502, body: '<html>Bad gateway</html>' }), 1],
    ['503', inject({ status: 503 }), 1],
    ['an HTML page', captivePortal(), 1],
    ['a connection that dies', cutBefore(), 2],
    ['an empty 200 (F14)', inject({ status: 200 }), 1],
    ['a 200 whose token is an empty text (F14)', json(200, { code: 20000, data: { token: '', refresh_token: 'r' } }), 1],
    ['a 200 whose token is no text (F14)', json(200, { code: 20000, data: { token: 7, refresh_token: 'r' } }), 1],
    ['a 200 whose token no header can hold (F14)', json(200, { code: 20000, data: { token: 'a\r\nX-Evil: b', refresh_token: 'r' } }), 1],
    ['a 200 without a token (F14)', json(200, { code: 20000, data: {} }), 1],
    ['a 200 that is not JSON (F14)', inject({ status: 200, body: 'ok' }), 1],
    // Node's own fetch takes a 407 for a dead connection; Chromium shows it.
    ["a proxy's own 407", inject({ status: 407 }), 2],
  ]
  for (const [name, fault, asked] of passing) {
    it(`F11: ${name} keeps the session: OFFLINE, nobody is signed out, nothing is written`, async () => {
      const { proxy, client } = world
      const before = client.vault.writes
      const rule = proxy.on({ path: REFRESH }, fault)
      expect(await failureOf(client.read())).toMatchObject({ code: 'OFFLINE' })
      expect(refreshes()).toBe(asked)
      expect(client.session.view().state).toBe('active')
      expect(client.prompt.opens).toBe(0)
      expect(client.vault.writes).toBe(before)
      rule.remove()
      await world.clock.advance(1000)
      await expect(client.read()).resolves.toBeDefined()
    })
  }

  it('F05: a refresh endpoint that answers 50014 is asked once and not renewed for, then the session is suspended', async () => {
    const { proxy, client } = world
    proxy.on({ path: REFRESH }, json(401, { code: 50014, message: 'Expired token' }))
    const cancel = new AbortController()
    const call = failureOf(client.read({ signal: cancel.signal }))
    await stateReached(client, 'suspended')
    expect(client.session.view().cause).toBe('expired')
    expect([refreshes(), client.prompt.opens]).toEqual([1, 1])
    cancel.abort()
    expect(await call).toMatchObject({ code: 'CANCELLED' })
  })

  it('F12: 50 calls one after another in an outage make one attempt per cooldown window', async () => {
    const { proxy, client, clock } = world
    proxy.on({ path: REFRESH }, inject({ status: 503 }))
    for (let count = 0; count < 50; count += 1) expect((await failureOf(client.read())).code).toBe('OFFLINE')
    expect(refreshes()).toBe(1)
    await clock.advance(1000)
    await failureOf(client.read())
    expect(refreshes()).toBe(2)
    await clock.advance(1999)
    await failureOf(client.read())
    expect(refreshes()).toBe(2)
    await clock.advance(1)
    await failureOf(client.read())
    expect(refreshes()).toBe(3)
  })

  it('F13: 429 with Retry-After is not asked again before that time', async () => {
    const { proxy, client, clock } = world
    proxy.on({ path: REFRESH, times: 1 }, inject({ status: 429, headers: { 'retry-after': '30' } }))
    await failureOf(client.read())
    await clock.advance(29_999)
    expect(await failureOf(client.read())).toMatchObject({ code: 'OFFLINE', details: { retryAfterMs: 1 } })
    expect(refreshes()).toBe(1)
    await clock.advance(1)
    await expect(client.read()).resolves.toBeDefined()
  })

  for (const value of ['86400', '999999999', 'Fri, 01 Jan 2099 00:00:00 GMT', '-1', 'garbage']) {
    it(`F60: Retry-After "${value}" to a renewal holds it back for two minutes at most, is told meanwhile, and gives way to a person`, async () => {
      const { proxy, client, clock } = world
      const rule = proxy.on({ path: REFRESH }, inject({ status: 429, headers: { 'retry-after': value } }))
      const [failure] = [await failureOf(client.read())]
      const { renewalHeldUntil } = client.session.view()
      expect(failure.details?.['cause']).toBe('renewal')
      expect(renewalHeldUntil).toBe(clock.wallMs() + Number(failure.details?.['retryAfterMs']))
      expect(renewalHeldUntil).toBeGreaterThan(clock.wallMs())
      expect(renewalHeldUntil).toBeLessThanOrEqual(clock.wallMs() + 120_000)
      // Nobody has asked: it is left alone. Then somebody does, twice: one try each, and what comes after it has a rest of its own.
      await failureOf(client.read())
      expect(refreshes()).toBe(1)
      await client.session.renewNow()
      await client.session.renewNow()
      expect(refreshes()).toBe(3)
      await failureOf(client.read())
      expect(refreshes()).toBe(3)
      rule.remove()
      await client.session.renewNow()
      expect(client.session.view()).toMatchObject({ state: 'active', renewals: 1, renewalHeldUntil: null })
      await expect(client.read()).resolves.toBeDefined()
      expect(client.prompt.opens).toBe(0)
    })

    it(`F60: after two minutes of Retry-After "${value}" the next call renews by itself`, async () => {
      const { proxy, client, clock } = world
      proxy.on({ path: REFRESH, times: 1 }, inject({ status: 503, headers: { 'retry-after': value } }))
      await failureOf(client.read())
      await clock.advance(120_000)
      await expect(client.read()).resolves.toBeDefined()
      expect(client.session.view().renewalHeldUntil).toBeNull()
    })
  }

  it('F60: a person who asks while nothing is held back renews nothing', async () => {
    const { client } = world
    await client.session.renewNow()
    expect(refreshes()).toBe(0)
  })

  it('F60: a call that waits for a renewal goes with the try of the person', async () => {
    const { proxy, client } = world
    proxy.on({ path: REFRESH, times: 1 }, inject({ status: 503, headers: { 'retry-after': '86400' } }))
    await failureOf(client.read())
    void client.session.renewNow()
    await expect(client.read()).resolves.toBeDefined()
    expect(sent(DEPTS)).toBe(2)
  })

  it('F15: an answer without a refresh token keeps the old one', async () => {
    const { server, proxy, client } = world
    const old = client.vault.stored?.refresh ?? null
    const { access } = client.vault.stored ?? { access: null }
    proxy.on({ path: REFRESH, times: 1 }, json(200, { code: 20000, data: { token: access?.reveal() } }))
    await failureOf(client.read())
    expect(client.vault.stored?.refresh?.equals(old)).toBe(true)
    server.control.resetCounts()
    await expect(client.read()).resolves.toBeDefined()
    expect(server.control.counts().refreshed).toBe(1)
  })
})

describe('a token that no header can hold', () => {
  const LOGIN = '/sys/user/login'
  const signInWith = (token: string, refresh: string) => {
    world.proxy.on({ path: LOGIN }, json(200, { code: 20000, data: { token, refresh_token: refresh } }))
    return world.client.session.signIn({ kind: 'password', username: 'admin', password: 'admin', staySignedIn: true })
  }

  it.each(['a\nb', 'a\r\nX-Admin: 1', 'a\0b', 'tökén', '令牌', ' padded', 'line\u2028end'])('ends a sign-in in a failure of its own, not in "unreachable": %j', async (token) => {
    await world.client.session.signOut()
    const before = world.client.vault.writes
    expect(await failureOf(signInWith(token, 'r'))).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'unusable-token' } })
    expect(world.client.vault.writes).toBe(before)
  })

  it('is named when it comes out of the keychain, and nothing is sent', async () => {
    const vault = createMemoryVault({ access: new SecretToken('a\nb'), refresh: null, userId: 1, username: 'admin' })
    const client = createTestClient({ url: world.proxy.url, clock: world.clock, vault })
    await client.session.start()
    world.proxy.forgetRequests()
    expect(await failureOf(client.read())).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'unusable-token' } })
    expect(world.proxy.requests).toEqual([])
  })

  it('is as good as none where it is the refresh token: the session holds until the access token ends', async () => {
    const { server, proxy, client } = world
    proxy.on({ path: LOGIN, times: 1 }, async (ask) => {
      const outcome = await ask()
      if (outcome.kind !== 'answer') return outcome
      const body = JSON.parse(outcome.answer.body.toString()) as { data: object }
      const changed = Buffer.from(JSON.stringify({ ...body, data: { ...body.data, refresh_token: 'r\nr' } }))
      return { ...outcome, answer: { ...outcome.answer, headers: { ...outcome.answer.headers, 'content-length': String(changed.length) }, body: changed } }
    })
    await client.signIn()
    expect(client.vault.stored?.refresh).toBeNull()
    await expect(client.read()).resolves.toBeDefined()
    server.control.expireAccessTokens()
    proxy.forgetRequests()
    const cancel = new AbortController()
    const call = failureOf(client.read({ signal: cancel.signal }))
    await stateReached(client, 'suspended')
    expect(refreshes()).toBe(0)
    cancel.abort()
    expect(await call).toMatchObject({ code: 'CANCELLED' })
  })
})
