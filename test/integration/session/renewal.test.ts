import { afterEach, describe, expect, it } from 'vitest'
import type { ControlledBackend, ControlledBackendOptions } from '../../support/backend/controlled-backend'
import { createMemoryVault, createTestClient, failureOf, stateReached } from '../../support/client'
import { createVirtualClock } from '../../support/virtual-clock'
import { startTestBackend } from '../../support/test-backend'

const open: ControlledBackend[] = []
async function backend(options: Partial<ControlledBackendOptions> = {}): Promise<ControlledBackend> {
  const started = await startTestBackend(options)
  open.push(started)
  return started
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

describe('renewal behind the back of calls', () => {
  for (const refresh of ['stateless', 'rotating'] as const) {
    for (const dialect of ['bearer', 'x-token'] as const) {
      it(`F01: 200 list calls in flight at expiry make one refresh and 200 successes (${refresh} refresh, ${dialect})`, async () => {
        const server = await backend({ refresh })
        // The limit of a call is not the point: on a busy machine 200 at once take longer.
        const client = createTestClient({ url: server.url, dialect, callBudgetMs: 240_000, refreshTimeoutMs: 120_000 })
        await client.signIn()
        server.control.expireAccessTokens()
        server.control.resetCounts()
        const answers = await Promise.all(Array.from({ length: 200 }, () => client.list()))
        expect(answers).toHaveLength(200)
        expect(server.control.counts().refresh).toBe(1)
        expect(server.control.counts().total).toBe(401)
        expect(client.session.view().renewals).toBe(1)
        expect(client.prompt.opens).toBe(0)
      })
    }
  }

  it('renews again at the next expiry, with the rotated refresh token', async () => {
    const server = await backend({ refresh: 'rotating' })
    const client = createTestClient({ url: server.url })
    await client.signIn()
    for (const round of [1, 2, 3]) {
      server.control.expireAccessTokens()
      await client.read()
      expect(client.session.view().renewals).toBe(round)
    }
    expect(server.control.counts().refresh).toBe(3)
  })

  it('takes 50014 and 50015 with HTTP 200 for what they are: the code comes before the status', async () => {
    const server = await backend({ quirks: { expiredWithHttp200: true } })
    const client = createTestClient({ url: server.url })
    await client.signIn()
    server.control.expireAccessTokens()
    await expect(client.read()).resolves.toBeDefined()
    expect(server.control.counts().refresh).toBe(1)
  })

  it('reads the JSON behind PHP warnings, and numbers that come as strings', async () => {
    const server = await backend({ quirks: { phpWarnings: true, numbersAsStrings: true } })
    const client = createTestClient({ url: server.url })
    await client.signIn()
    const user = await client.users.get(1)
    expect(user).toMatchObject({ id: 1, username: 'admin', status: 'enabled', roleIds: [1] })
  })

  it('stores the new pair in the vault before anyone uses it', async () => {
    const server = await backend({ refresh: 'rotating' })
    const client = createTestClient({ url: server.url })
    await client.signIn()
    const before = client.vault.stored?.refresh ?? null
    server.control.expireAccessTokens()
    await client.read()
    expect(client.vault.stored?.refresh?.equals(before)).toBe(false)
    const restarted = createTestClient({ url: server.url, vault: createMemoryVault(client.vault.stored) })
    await restarted.session.start()
    server.control.expireAccessTokens()
    await expect(restarted.read()).resolves.toBeDefined()
  })

  it('keeps the session in memory and says so when the vault cannot be written', async () => {
    const server = await backend()
    const client = createTestClient({ url: server.url })
    client.vault.isBroken = true
    await client.signIn()
    expect(client.session.view()).toMatchObject({ state: 'active', isStored: false })
    server.control.expireAccessTokens()
    await expect(client.read()).resolves.toBeDefined()
    client.vault.isBroken = false
    await client.session.storeAgain()
    expect(client.session.view().isStored).toBe(true)
    expect(client.vault.stored?.userId).toBe(1)
  })

  it('F21: a call that carries no token is not renewed for', async () => {
    const server = await backend()
    const client = createTestClient({ url: server.url })
    expect(await failureOf(client.read())).toMatchObject({ code: 'SESSION_ENDED' })
    expect(server.control.counts().total).toBe(0)
  })

  it('names a stripped token header instead of signing anybody out', async () => {
    const server = await backend()
    const client = createTestClient({ url: server.url })
    await client.signIn()
    server.control.setQuirks({ tokenRefusedWithoutHeader: true })
    expect(await failureOf(client.read())).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'header-stripped' } })
    expect(client.session.view().state).toBe('active')
    expect(server.control.counts().refresh).toBe(0)
  })

  it('F20: a missing permission is FORBIDDEN, names the permission, and ends no session', async () => {
    const server = await backend()
    const client = createTestClient({ url: server.url })
    await client.signIn('test', 'test')
    const call = client.authorized.send({ method: 'GET', path: '/sys/log/logs' })
    expect(await failureOf(call)).toMatchObject({ code: 'FORBIDDEN', details: { permission: '/sys/log/logs/get' } })
    expect(client.session.view().state).toBe('active')
  })

  it('F26: a 2 s budget ends at exactly 2,000 ms on the clock although the refresh hangs', async () => {
    const server = await backend()
    const clock = createVirtualClock()
    const client = createTestClient({ url: server.url, clock })
    await client.signIn()
    server.control.expireAccessTokens()
    server.control.setDelay(3_600_000, '/sys/user/refreshtoken')
    let settledAt = -1
    const call = failureOf(client.read({ budgetMs: 2000 })).then((failure) => {
      settledAt = clock.monotonicMs()
      return failure
    })
    await stateReached(client, 'renewing')
    await clock.advance(1999)
    expect(settledAt).toBe(-1)
    await clock.advance(1)
    expect(await call).toMatchObject({ code: 'TIMEOUT' })
    expect(settledAt).toBe(2000)
  })
})
