import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UnansweredError } from '../../../src/main/backend/authorized'
import { createConnectivity } from '../../../src/main/sync/reads/connectivity'
import { captivePortal, cutAfter, cutBefore, type Fault, hold, inject } from '../../support/fault-kinds'
import { createVirtualClock } from '../../support/virtual-clock'
import { createReadsWorld, eventually, type ReadsWorld } from './reads-world'

const html = (status: number): Fault => inject({ status, headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><html></html>' })
const json = (status: number, body: unknown): Fault => inject({ status, headers: { 'content-type': 'application/json' }, body })

describe('connectivity by the evidence of calls', () => {
  let world: ReadsWorld
  beforeEach(async () => {
    world = await createReadsWorld()
  })
  afterEach(() => world.close())

  const EVIDENCE = [
    ['an answer', null, 'online', null],
    ['a missing right', json(200, { code: 50016, message: '' }), 'online', null],
    ['a refused query', json(400, { code: 20400, data: '' }), 'online', null],
    ['a server that failed', html(500), 'online', null],
    ['a server that asks for patience', html(429), 'online', null],
    ['a connection that dies before the server saw the request', cutBefore(), 'offline', 'reset'],
    ['a connection that dies before the answer', cutAfter(), 'offline', 'reset'],
    // Node's own fetch takes a 407 for a dead connection; Chromium shows it.
    ['a proxy that wants a sign-in of its own', html(407), 'offline', /reset|unknown|proxyAsksForSignIn/],
    ['a gateway without a server behind it', html(502), 'offline', 'gateway'],
    ['a gateway whose server is down', html(503), 'offline', 'gateway'],
    ['a gateway whose server is silent', html(504), 'offline', 'gateway'],
    ["a captive portal's page", captivePortal(), 'offline', 'captivePortal'],
    ['a portal that says so itself', html(511), 'offline', 'captivePortal'],
    ['a captive portal that redirects', inject({ status: 302, headers: { location: 'http://127.0.0.1:9/' } }), 'offline', 'redirected'],
    ['a web page at another place', html(404), 'offline', 'notFound'],
  ] as const
  for (const [what, fault, state, cause] of EVIDENCE) {
    it(`${what}: ${state}${cause === null ? '' : ', and why'}`, async () => {
      if (fault) world.proxy.on({}, fault)
      await world.clients.users.get(5).catch(() => undefined)
      expect(world.connectivity.view().state).toBe(state)
      const found = world.connectivity.view().reason?.cause ?? null
      if (cause instanceof RegExp) expect(found).toMatch(cause)
      else expect(found).toBe(cause)
      // The asking that comes next finds the same.
      await world.connectivity.check()
      if (typeof cause === 'string') expect(world.connectivity.view().reason?.cause).toBe(cause)
    })
  }

  it('silence until the time is over: offline; a person who gives up: no evidence', async () => {
    const silent = hold('request')
    world.proxy.on({}, silent)
    const person = new AbortController()
    const givenUp = world.clients.users.get(5, { signal: person.signal }).catch(() => undefined)
    await silent.reached()
    person.abort()
    await givenUp
    expect(world.connectivity.view().state).toBe('unknown')
    const timedOut = world.clients.users.get(5).catch(() => undefined)
    await silent.reached(2)
    await world.clock.advance(15_000)
    await timedOut
    expect(world.connectivity.view().state).toBe('offline')
    silent.release()
  })

  it('F53: behind a captive portal lists come from the cache, a save is not done, and both work when the portal is gone', async () => {
    const query = { page: 1, pageSize: 200, sort: [], filter: {} }
    const { rows, total } = await world.reads.users(query)
    const before = rows.find(({ id }) => id === 5)
    if (!before) throw new Error('There is no user 5.')
    await eventually(async () => (await world.cacheOf(1).ids('users')).length === total)
    const portal = world.proxy.on({}, captivePortal())

    expect(await world.reads.users(query)).toMatchObject({ origin: 'cache', rows, total })
    expect(world.connectivity.view().state).toBe('offline')
    const save = world.clients.users.update(before, { tel: '13800000000' }, { idempotencyKey: 'k1' })
    const unanswered: unknown = await save.then(
      () => 'done',
      (error: unknown) => error,
    )
    expect(unanswered).toBeInstanceOf(UnansweredError)
    expect((unanswered as UnansweredError).reason).toMatchObject({ failure: { code: 'OFFLINE', details: { isPortal: true } } })
    expect(world.server.control.user(5)).toMatchObject({ tel: before['tel'] })
    // The operating system is sure of its network; the portal stands all the same.
    void world.connectivity.hint()
    await world.connectivity.check()
    expect(world.connectivity.view().state).toBe('offline')

    portal.remove()
    await world.connectivity.check()
    expect(world.connectivity.view().state).toBe('online')
    await world.clients.users.update(before, { tel: '13800000000' }, { idempotencyKey: 'k1' })
    expect((await world.reads.user(5)).row.tel).toBe('13800000000')
  })
})

describe('hints of the operating system', () => {
  it('only bring the next asking forward: after 31 s offline the next would be 30 s away, a hint asks at once', async () => {
    const clock = createVirtualClock()
    const asked: number[] = []
    let isUp = false
    const connectivity = createConnectivity({
      clock,
      probe: () => {
        asked.push(clock.monotonicMs() / 1000)
        return Promise.resolve(isUp)
      },
    })
    connectivity.evidence(false)
    await clock.advance(31_000)
    expect(asked).toEqual([1, 3, 7, 15, 31])
    await clock.advance(1000)
    void connectivity.hint()
    await clock.advance(0)
    expect(connectivity.view().state).toBe('offline')
    // It did not help; the pauses grow from the shortest again.
    await clock.advance(3000)
    expect(asked.slice(5)).toEqual([32, 33, 35])
    isUp = true
    void connectivity.hint()
    await clock.advance(0)
    expect(connectivity.view().state).toBe('online')
    connectivity.close()
  })

  it('ask once for a volley of them, and are not believed while online either', async () => {
    const clock = createVirtualClock()
    let asked = 0
    const connectivity = createConnectivity({
      clock,
      probe: () => {
        asked += 1
        return Promise.resolve(true)
      },
    })
    connectivity.evidence(true)
    await clock.advance(5000)
    for (let count = 0; count < 50; count += 1) void connectivity.hint()
    await clock.advance(500)
    void connectivity.hint()
    await clock.advance(500)
    expect(asked).toBe(1)
    expect(connectivity.view().state).toBe('online')
    connectivity.close()
    void connectivity.hint()
    expect(asked).toBe(1)
  })

  it('an asking that got lost says nothing against a call that was answered meanwhile', async () => {
    const clock = createVirtualClock()
    let lose: () => void = () => undefined
    const connectivity = createConnectivity({
      clock,
      probe: () =>
        new Promise((resolve) => {
          lose = () => {
            resolve(false)
          }
        }),
    })
    const checking = [connectivity.check(), connectivity.check()]
    connectivity.evidence(true)
    lose()
    await Promise.all(checking)
    expect(connectivity.view().state).toBe('online')
    expect(clock.pendingTimers).toBe(0)
  })
})
