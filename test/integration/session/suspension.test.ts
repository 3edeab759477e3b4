import { afterEach, describe, expect, it } from 'vitest'
import type { ControlledBackend, ControlledBackendOptions } from '../../support/backend/controlled-backend'
import { createSystemClock } from '../../../src/main/session/clock'
import { openSqlite } from '../../../src/main/sqlite/open'
import { MIGRATIONS } from '../../../src/main/store/schema'
import { createOutboxClient } from '../../support/outbox-world'
import { createMemoryVault, createTestClient, failureOf, stateReached, until } from '../../support/client'
import { createVirtualClock } from '../../support/virtual-clock'
import { startTestBackend } from '../../support/test-backend'

const open: ControlledBackend[] = []
async function signedIn(options: Partial<ControlledBackendOptions> = {}) {
  const server = await startTestBackend(options)
  open.push(server)
  const clock = createVirtualClock()
  const client = createTestClient({ url: server.url, clock })
  await client.signIn()
  server.control.resetCounts()
  return { server, client, clock }
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

describe('calls held through the death of the refresh token', () => {
  it('F06, F07: twenty calls wait behind one sign-in window and each goes out once when the same user is back', async () => {
    const { server, client } = await signedIn()
    server.control.expireAllTokens()
    const calls = Array.from({ length: 20 }, () => client.read())
    await until(() => client.session.view().waiting === 20)
    expect(client.prompt.opens).toBe(1)
    expect(server.control.counts()).toMatchObject({ refresh: 1, total: 21 })
    await client.signIn()
    expect(await Promise.all(calls)).toHaveLength(20)
    // 20 refused, 1 refresh, 1 sign-in, 20 that went on.
    expect(server.control.counts().total).toBe(42)
    expect(client.session.view()).toMatchObject({ state: 'active', waiting: 0 })
  })

  it('a call made while the window is open waits as well, and its time does not run', async () => {
    const { server, client, clock } = await signedIn()
    server.control.expireAllTokens()
    const first = client.read()
    await stateReached(client, 'suspended')
    const second = client.read({ budgetMs: 2000 })
    await until(() => client.session.view().waiting === 2)
    await clock.advance(8 * 3_600_000)
    await client.signIn()
    await expect(Promise.all([first, second])).resolves.toHaveLength(2)
  })

  it('F08: nothing of the first user is sent when another one signs in', async () => {
    const { server, client } = await signedIn()
    server.control.expireAllTokens()
    const call = failureOf(client.read())
    await stateReached(client, 'suspended')
    server.control.resetCounts()
    await client.signIn('test', 'test')
    expect(await call).toMatchObject({ code: 'SESSION_ENDED' })
    expect(client.session.view()).toMatchObject({ state: 'active', username: 'test' })
    expect(server.control.counts().total).toBe(1)
  })

  it('F09: putting the sign-in off ends waiting calls with a typed failure and leaves a way back', async () => {
    const { server, client } = await signedIn()
    server.control.expireAllTokens()
    const call = failureOf(client.read())
    await stateReached(client, 'suspended')
    client.session.putOff()
    expect(await call).toMatchObject({ code: 'SESSION_ENDED' })
    expect(client.session.view()).toMatchObject({ state: 'ended', username: 'admin' })
    expect(await failureOf(client.read())).toMatchObject({ code: 'SESSION_ENDED' })
    expect(client.prompt.opens).toBe(1)
    client.session.askToSignIn()
    expect(client.prompt.opens).toBe(2)
    await client.signIn()
    await expect(client.read()).resolves.toBeDefined()
  })

  it('F08: a save that waits behind another one of its record is not sent as whoever signs in meanwhile', async () => {
    const { server, client } = await signedIn()
    const { submit } = createOutboxClient(client, createSystemClock(), openSqlite({ path: ':memory:', migrations: MIGRATIONS }))
    const base = await client.users.get(4)
    server.control.setDelay(300, '/sys/user/users')
    const save = (tel: string) => submit({ resource: 'users', verb: 'update', recordId: 4, base, edits: { tel } })
    const [first, second] = [failureOf(save('111')), failureOf(save('222'))]
    await client.signIn('test', 'test')
    server.control.setDelay(0, '/sys/user/users')
    expect(await first).toMatchObject({ code: 'SESSION_ENDED' })
    expect(await second).toMatchObject({ code: 'SESSION_ENDED' })
    expect(server.control.user(4)?.tel).toBe(base.tel)
  })

  it('a sign-in that was put off before the server answered changes nothing', async () => {
    const { server, client } = await signedIn()
    server.control.expireAllTokens()
    const call = failureOf(client.read())
    await stateReached(client, 'suspended')
    server.control.setDelay(300, '/sys/user/login')
    const signIn = client.session.signIn({ kind: 'password', username: 'admin', password: 'admin', staySignedIn: true })
    await until(() => server.control.counts().signIn === 1)
    client.session.putOff()
    expect(await signIn).toEqual({ kind: 'given-up' })
    expect(await call).toMatchObject({ code: 'SESSION_ENDED' })
    expect(client.session.view().state).toBe('ended')
  })

  it('a wrong password leaves everything waiting', async () => {
    const { server, client } = await signedIn()
    server.control.expireAllTokens()
    const call = client.read()
    await stateReached(client, 'suspended')
    expect(await client.session.signIn({ kind: 'password', username: 'admin', password: 'nope', staySignedIn: true })).toEqual({ kind: 'wrong-credentials' })
    expect(client.session.view()).toMatchObject({ state: 'suspended', waiting: 1 })
    await client.signIn()
    await expect(call).resolves.toBeDefined()
  })

  it('F24: a waiter that is cancelled settles at once, without the clock, and its request is never sent', async () => {
    const { server, client } = await signedIn()
    server.control.expireAllTokens()
    const cancel = new AbortController()
    const [lone, other] = [failureOf(client.read({ signal: cancel.signal })), client.read()]
    await until(() => client.session.view().waiting === 2)
    cancel.abort()
    expect(await lone).toMatchObject({ code: 'CANCELLED' })
    expect(client.session.view().waiting).toBe(1)
    server.control.resetCounts()
    await client.signIn()
    await other
    expect(server.control.counts().total).toBe(2)
  })

  it('F16: signing out while a refresh is in flight throws the new tokens away and empties the vault', async () => {
    const { server, client } = await signedIn()
    const told: string[] = []
    client.session.onChange(({ state }) => told.push(state))
    server.control.expireAccessTokens()
    server.control.setDelay(300, '/sys/user/refreshtoken')
    const call = failureOf(client.read())
    await stateReached(client, 'renewing')
    await client.session.signOut()
    expect(await call).toMatchObject({ code: 'SESSION_ENDED' })
    expect(client.vault.stored).toBeNull()
    expect(told.filter((state) => state === 'signed-out')).toHaveLength(1)
    expect(client.session.view().state).toBe('signed-out')
  })

  it('F16: signing in again, even as the same user, does not revive a call from before the sign-out', async () => {
    const { server, client } = await signedIn()
    server.control.expireAccessTokens()
    server.control.setDelay(300, '/sys/dept/depts')
    const call = failureOf(client.read())
    await until(() => server.control.counts().total === 1)
    await client.session.signOut()
    await client.signIn()
    server.control.setDelay(0, '/sys/dept/depts')
    expect(await call).toMatchObject({ code: 'SESSION_ENDED' })
    expect(server.control.counts().routes['GET /sys/dept/depts']).toBe(1)
  })

  it('F36: a stored pair that is gone asks for a sign-in and knows who it was', async () => {
    const { server } = await signedIn()
    const client = createTestClient({ url: server.url, vault: createMemoryVault(null), lastUser: { userId: 1, username: 'admin' } })
    await client.session.start()
    expect(client.session.view()).toMatchObject({ state: 'signed-out', userId: 1, username: 'admin' })
  })

  it('50008 and 50012 suspend at once, without a refresh', async () => {
    const { server, client } = await signedIn()
    server.control.setQuirks({ signedInElsewhere: true })
    const call = client.read()
    await stateReached(client, 'suspended')
    expect(server.control.counts().refresh).toBe(0)
    expect(client.session.view().cause).toBe('elsewhere')
    server.control.setQuirks({ signedInElsewhere: false })
    await client.signIn()
    await expect(call).resolves.toBeDefined()
  })

  it('sends a save once after the sign-in, and a second save of the same record only after the first', async () => {
    const { server, client } = await signedIn()
    const { submit } = createOutboxClient(client, createSystemClock(), openSqlite({ path: ':memory:', migrations: MIGRATIONS }))
    const base = await client.users.get(4)
    server.control.expireAllTokens()
    const first = submit({ resource: 'users', verb: 'update', recordId: 4, base, edits: { tel: '111' } })
    await stateReached(client, 'suspended')
    const second = submit({ resource: 'users', verb: 'update', recordId: 4, base: { ...base, tel: '111' }, edits: { tel: '222' } })
    server.control.resetCounts()
    await client.signIn()
    expect(await first).toMatchObject({ row: { tel: '111' } })
    expect(await second).toMatchObject({ row: { tel: '222' } })
    expect(server.control.user(4)?.tel).toBe('222')
    expect(server.control.counts().routes['PUT /sys/user/users']).toBe(2)
  })
})
