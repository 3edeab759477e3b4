import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stateReached } from '../../support/client'
import { type Arrival, tokenHash } from '../../support/fault-arrivals'
import { hold } from '../../support/fault-kinds'
import { createSessionWorld, type SessionWorld } from '../../support/session-world'

// Two profiles, as a window has them that is switched from one server to the other: the same account name on both, each
// with its own session. What is in flight belongs to the profile that it was begun for (rule 10).

const REFRESH = '/sys/user/refreshtoken'
const DEPTS = '/sys/dept/depts'

let first: SessionWorld
let second: SessionWorld
/** The profile that the window shows. */
let shown: SessionWorld
beforeEach(async () => {
  first = await createSessionWorld({ refresh: 'rotating', signingKey: 'f'.repeat(40) })
  second = await createSessionWorld({ refresh: 'rotating', signingKey: 's'.repeat(40) })
  shown = first
})
afterEach(async () => {
  await first.close()
  await second.close()
})

const arrived = ({ proxy }: SessionWorld, path: string): readonly Arrival[] => proxy.requests.filter((request) => request.path.endsWith(path))
const currentToken = ({ client }: SessionWorld): string => tokenHash(client.vault.stored?.access.reveal() ?? '')

/** Both tokens that a world's server has seen are its own: the one that had expired, and the one that was made for it. */
function expectReplayedAtHome(world: SessionWorld, expired: string): void {
  expect(arrived(world, DEPTS).map(({ token }) => token)).toEqual([expired, currentToken(world)])
  expect(arrived(world, REFRESH)).toHaveLength(1)
}

describe('F18: a window is switched to another profile', () => {
  it('F18: during a refresh: the replay goes to the first host with the first token, and the second one waits for nothing', async () => {
    first.server.control.expireAccessTokens()
    const expired = currentToken(first)
    const renewing = hold('answer')
    first.proxy.on({ path: REFRESH, times: 1 }, renewing)
    const call = shown.client.read()
    await renewing.reached()
    shown = second
    await expect(shown.client.read()).resolves.toBeDefined()
    renewing.release()
    await expect(call).resolves.toBeDefined()
    expectReplayedAtHome(first, expired)
    expect(second.proxy.requests.map(({ path, token }) => [path.endsWith(DEPTS), token])).toEqual([[true, currentToken(second)]])
  })

  it('F18: during the replay: it arrives once, at the first host, although the second session has ended meanwhile', async () => {
    first.server.control.expireAccessTokens()
    const expired = currentToken(first)
    const renewing = hold('answer')
    first.proxy.on({ path: REFRESH, times: 1 }, renewing)
    const call = shown.client.authorized.send({ method: 'PUT', path: DEPTS, body: { id: 1, aliasname: 'renamed' } })
    await renewing.reached()
    const replay = hold('request')
    first.proxy.on({ path: DEPTS }, replay)
    renewing.release()
    await replay.reached()
    shown = second
    await shown.client.session.signOut()
    replay.release()
    await expect(call).resolves.toBeDefined()
    expectReplayedAtHome(first, expired)
    expect(second.proxy.requests).toHaveLength(0)
    expect(first.client.session.view().state).toBe('active')
  })

  it('F18: both expire at once: each is renewed once, with its own refresh token, at its own host', async () => {
    const expired = [first, second].map(currentToken)
    const refreshTokens = [first, second].map(({ client }) => tokenHash(client.vault.stored?.refresh?.reveal() ?? ''))
    for (const { server } of [first, second]) server.control.expireAccessTokens()
    const held = [first, second].map(({ proxy }) => {
      const renewing = hold('answer')
      proxy.on({ path: REFRESH, times: 1 }, renewing)
      return renewing
    })
    const calls = [first.client.read(), second.client.read()]
    await Promise.all(held.map((renewing) => renewing.reached()))
    for (const renewing of held.toReversed()) renewing.release()
    await Promise.all(calls)
    expect([first, second].map((world) => arrived(world, REFRESH).map(({ token }) => token))).toEqual(refreshTokens.map((token) => [token]))
    expectReplayedAtHome(first, expired[0] ?? '')
    expectReplayedAtHome(second, expired[1] ?? '')
  })

  it('F18: a call that waits for a sign-in at the first is not sent by a sign-in at the second, even of the same user', async () => {
    first.server.control.expireAllTokens()
    const call = first.client.read()
    await stateReached(first.client, 'suspended')
    shown = second
    await shown.client.signIn()
    expect(first.client.session.view()).toMatchObject({ state: 'suspended', waiting: 1 })
    await first.client.signIn()
    await expect(call).resolves.toBeDefined()
    expect(arrived(second, DEPTS)).toHaveLength(0)
    expect(arrived(first, DEPTS).at(-1)?.token).toBe(currentToken(first))
  })
})
