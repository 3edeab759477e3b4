// `iat` and `exp` of the original are whole seconds: a token made late in a second lives shorter than `exp - iat` says.
// Server and client run on one virtual clock here, which begins at a full second.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ControlledBackend } from '../../support/backend/controlled-backend'
import { createTestClient, failureOf, type TestClient } from '../../support/client'
import { hold, inject } from '../../support/fault-kinds'
import { createFaultProxy, type FaultProxy } from '../../support/fault-proxy'
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock'
import { startTestBackend } from '../../support/test-backend'

const REFRESH = '/sys/user/refreshtoken'
const DEPTS = '/sys/dept/depts'

let clock: VirtualClock
let server: ControlledBackend
let proxy: FaultProxy
let client: TestClient
beforeEach(async () => {
  clock = createVirtualClock()
  server = await startTestBackend({ generatedUsers: 5, refresh: 'rotating', lifetimes: { accessSeconds: 1, refreshSeconds: 100_000 }, now: () => clock.wallMs() })
  proxy = await createFaultProxy({ target: server.url })
  client = createTestClient({ url: proxy.url, clock, random: () => 0.5 })
  await client.signIn()
})
afterEach(async () => {
  await proxy.close()
  await server.close()
})
const sent = (path: string): number => proxy.requests.filter((request) => request.path.endsWith(path)).length

describe('tokens that live one second', () => {
  it('F69: serves 100 calls whose renewed token is over at the next full second, 20 ms after it was made', async () => {
    await clock.advance(1990)
    const renewed = hold('answer')
    proxy.on({ path: REFRESH, times: 1 }, renewed)
    const calls = Array.from({ length: 100 }, () => client.read())
    await renewed.reached()
    await proxy.waitFor(({ path }) => path.endsWith(DEPTS), { count: 100 })
    await clock.advance(20)
    renewed.release()
    expect(await Promise.all(calls)).toHaveLength(100)
    expect(sent(REFRESH)).toBe(2)
    expect(client.prompt.opens).toBe(0)
  })

  it('F69: 50014 for ever to such tokens ends SERVER after four replays, each time', async () => {
    proxy.on({ path: DEPTS }, inject({ status: 401, body: { code: 50014, message: 'Expired token' } }))
    for (const round of [1, 2, 3]) {
      expect(await failureOf(client.read())).toMatchObject({ code: 'SERVER' })
      expect(sent(DEPTS)).toBe(5 * round)
    }
    expect(client.session.view().state).toBe('active')
  })

  it('F69: 50014 for ever to tokens that live longer is replayed once', async () => {
    server.control.setLifetimes({ accessSeconds: 3, refreshSeconds: 100_000 })
    await client.signIn()
    proxy.forgetRequests()
    proxy.on({ path: DEPTS }, inject({ status: 401, body: { code: 50014, message: 'Expired token' } }))
    await clock.advance(900)
    expect(await failureOf(client.read())).toMatchObject({ code: 'SERVER' })
    expect([sent(DEPTS), sent(REFRESH)]).toEqual([2, 1])
    expect(client.session.view().state).toBe('active')
  })

  it('F69: is not renewed at each use: calls one after another within half a second share one token', async () => {
    for (let count = 0; count < 20; count += 1) {
      await client.read()
      await clock.advance(20)
    }
    expect(sent(REFRESH)).toBe(0)
  })
})
