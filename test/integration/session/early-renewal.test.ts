import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../support/client'
import { captivePortal, hold, inject } from '../../support/fault-kinds'
import { createSessionWorld, type SessionWorld } from '../../support/session-world'

const REFRESH = '/sys/user/refreshtoken'
const LIFE_S = 1000

let world: SessionWorld
beforeEach(async () => {
  world = await createSessionWorld({ refresh: 'rotating', lifetimes: { accessSeconds: LIFE_S, refreshSeconds: 100_000 } }, { random: () => 0.5 })
})
afterEach(() => world.close())
const refreshes = (): number => world.proxy.requests.filter(({ path }) => path.endsWith(REFRESH)).length

describe('renewal ahead of time', () => {
  it('comes at 80 % of the life of the token, by the next use, and no call waits for it', async () => {
    const { client, clock, proxy } = world
    const renewing = hold('answer')
    proxy.on({ path: REFRESH }, renewing)
    await clock.advance(LIFE_S * 799)
    await client.read()
    expect(refreshes()).toBe(0)
    await clock.advance(LIFE_S)
    await client.read()
    await renewing.reached()
    await client.read()
    expect(client.session.view()).toMatchObject({ state: 'active', renewals: 0 })
    renewing.release()
    await until(() => client.session.view().renewals === 1)
    await client.read()
    expect(refreshes()).toBe(1)
  })

  it('does not come while nobody uses the program', async () => {
    await world.clock.advance(LIFE_S * 10_000)
    expect(refreshes()).toBe(0)
    expect(world.clock.pendingTimers).toBe(0)
  })

  for (const [name, fault] of [
    ['fails for a passing cause', inject({ status: 503 })],
    ['meets a captive portal', captivePortal()],
    ['is refused', inject({ status: 401, body: { code: 50015, message: 'expired' } })],
  ] as const) {
    it(`F29: ${name}: calls are served with the old token, nobody is asked to sign in, and it is tried once`, async () => {
      const { client, clock, proxy } = world
      proxy.on({ path: REFRESH }, fault)
      await clock.advance(LIFE_S * 900)
      for (let count = 0; count < 5; count += 1) {
        await expect(client.read()).resolves.toBeDefined()
        await clock.advance(5000)
      }
      await until(() => refreshes() > 0)
      expect(refreshes()).toBe(1)
      expect(client.session.view()).toMatchObject({ state: 'active', renewals: 0 })
      expect(client.prompt.opens).toBe(0)
    })
  }

  it('F28: asleep for eight hours, thirty calls at the wake-up make one refresh, once the network is up', async () => {
    const { server, client, clock, proxy } = world
    await clock.advance(8 * 3_600_000)
    server.control.expireAccessTokens()
    await proxy.down()
    const early = await Promise.allSettled(Array.from({ length: 30 }, () => client.read()))
    expect(early.every(({ status }) => status === 'rejected')).toBe(true)
    expect(client.session.view().state).toBe('active')
    await proxy.up()
    await clock.advance(60_000)
    await Promise.all(Array.from({ length: 30 }, () => client.read()))
    expect(refreshes()).toBe(1)
  })
})
