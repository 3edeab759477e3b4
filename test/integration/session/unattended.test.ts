// Calls that the program makes by itself, again and again: they keep no session alive ahead of its time, and call nobody to a sign-in window.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAuthorized } from '../../../src/main/backend/authorized'
import { createLogReads } from '../../../src/main/sync/reads/log-reads'
import { createLogsResource } from '../../../src/main/backend/resources/logs'
import { failureOf, stateReached, until } from '../../support/client'
import { hold, inject } from '../../support/fault-kinds'
import { createSessionWorld, type SessionWorld } from '../../support/session-world'

const REFRESH = '/sys/user/refreshtoken'
const LIFE_S = 1000

let world: SessionWorld
let personsCalls = 0
beforeEach(async () => {
  personsCalls = 0
  world = await createSessionWorld({ refresh: 'rotating', lifetimes: { accessSeconds: LIFE_S, refreshSeconds: 100_000 } }, { random: () => 0.5 })
})
afterEach(() => world.close())

const refreshes = (): number => world.proxy.requests.filter(({ path }) => path.endsWith(REFRESH)).length
const filter = { from: null, to: null, ip: '', uri: '', methods: [], codes: [], isAuthorized: null }
const logs = () =>
  createLogReads(createLogsResource(world.client.authorized), () => {
    personsCalls += 1
    return () => undefined
  })
const tail = () => logs().newer({ filter, since: 0 })

test('following the log does not renew ahead of time, and is no use of the program; a person’s call is both', async () => {
  await world.clock.advance(LIFE_S * 900)
  for (let count = 0; count < 5; count += 1) await tail()
  expect([refreshes(), personsCalls]).toEqual([0, 0])
  await logs().list({ filter, after: null, size: 10 })
  await until(() => world.client.session.view().renewals === 1)
  expect([refreshes(), personsCalls]).toEqual([1, 1])
})

test('an access token that is over is renewed for it as for any call', async () => {
  world.server.control.expireAccessTokens()
  expect((await tail()).rows.length).toBeGreaterThan(0)
  expect([refreshes(), world.client.session.view()]).toEqual([1, expect.objectContaining({ state: 'active', renewals: 1 })])
})

test('where the session is over it ends SESSION_ENDED, opens no window and changes nothing; the next call of a person asks', async () => {
  const { client, server } = world
  server.control.expireAllTokens()
  expect(await failureOf(tail())).toMatchObject({ code: 'SESSION_ENDED' })
  expect([client.prompt.opens, client.session.view()]).toEqual([0, expect.objectContaining({ state: 'active', waiting: 0 })])
  const call = logs().list({ filter, after: null, size: 10 })
  await stateReached(client, 'suspended')
  expect(client.prompt.opens).toBe(1)
  // While the window is open it does not wait in line.
  expect(await failureOf(tail())).toMatchObject({ code: 'SESSION_ENDED' })
  await until(() => client.session.view().waiting === 1)
  await client.signIn()
  await expect(call).resolves.toBeDefined()
})

test.each([50008, 50012])('%i: no window for it either', async (code) => {
  const { client, proxy } = world
  proxy.on({ path: '/sys/log/logs' }, inject({ status: 200, body: { code, message: 'gone' } }))
  expect(await failureOf(tail())).toMatchObject({ code: 'SESSION_ENDED' })
  expect([client.prompt.opens, client.session.view().state]).toEqual([0, 'active'])
})

test('a renewal that it began and a call of a person joins is that person’s: one renewal, and the window opens', async () => {
  const { client, server, proxy } = world
  const [answering, renewing] = [hold('answer'), hold('request')]
  server.control.expireAllTokens()
  proxy.on({ path: '/sys/dept/depts' }, answering)
  proxy.on({ path: REFRESH }, renewing)
  let hasJoined = false
  const renew: typeof client.session.renew = (...call) => {
    hasJoined = true
    return client.session.renew(...call)
  }
  const person = createAuthorized({ session: { ...client.session, renew }, transport: client.transport, clock: world.clock, defaultBudgetMs: 15_000 })
  const call = person.send({ method: 'GET', path: '/sys/dept/depts' })
  await answering.reached()
  const alone = failureOf(tail())
  await renewing.reached()
  answering.release()
  await until(() => hasJoined)
  renewing.release()
  await stateReached(client, 'suspended')
  expect([client.prompt.opens, refreshes(), (await alone).code]).toEqual([1, 1, 'SESSION_ENDED'])
  await client.signIn()
  await expect(call).resolves.toBeDefined()
})
