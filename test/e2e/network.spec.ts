// The measured rules of Chromium's network stack that the two partitions of a profile are made for, each through the bridge.
import { expect } from '@playwright/test'
import type { User } from '../../src/shared/resources/user'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { cutAfter, hold, inject } from '../support/fault-kinds'
import type { RunningApp } from '../support/launch-app'
import { readyApp, test } from '../support/shared-app'

const USERS = '/sys/user/users'
let world: AppWorld
let app: RunningApp
test.beforeEach(({ world: ofWorker, app: ready }) => {
  world = ofWorker
  app = ready
})

/** Who is signed in: the page says it with each save. */
const owner = { profileId: 'test', userId: 1 }

interface Answer {
  readonly ok: boolean
  readonly value?: { readonly row?: User; readonly rows?: readonly User[] }
  readonly failure?: { readonly code: string; readonly details?: Record<string, unknown> }
}
/** Calls over the real bridge of the page. */
function call(name: string, input?: unknown): Promise<Answer> {
  return app.workspace.evaluate(async ([path, given]) => {
    const [area = '', verb = ''] = (path as string).split('.')
    const { holdfast } = window as unknown as { holdfast: Record<string, Record<string, (input: unknown) => Promise<unknown>>> }
    return holdfast[area]?.[verb]?.(given)
  }, [name, input] as const) as Promise<Answer>
}
const list = (): Promise<Answer> => call('users.list', { page: 1, pageSize: 20, sort: [], filter: {} })
const puts = (): number => world.proxy.requests.filter(({ method }) => method === 'PUT').length

for (const wire of ['http', 'tls'] as const) {
  test(`F59: a write that is cut after it arrived arrives once, also on warm connections: Chromium repeats nothing by itself (${wire})`, async () => {
    const own = wire === 'tls' ? await createAppWorld({ wire }) : null
    if (own) [world, app] = [own, await readyApp(own)]
    const { value } = await call('users.get', { id: 5 })
    for (const tel of ['1', '2', '3']) expect((await call('users.save', { owner, id: 5, base: (await call('users.get', { id: 5 })).value?.row, edits: { tel }, draftId: null })).ok).toBe(true)
    expect(value?.row?.id).toBe(5)
    world.proxy.forgetRequests()
    world.proxy.on({ method: 'PUT', path: USERS }, cutAfter())
    const base = (await call('users.get', { id: 5 })).value?.row
    // Looked up and found to be done.
    expect(await call('users.save', { owner, id: 5, base, edits: { tel: '4' }, draftId: null })).toMatchObject({ ok: true })
    expect(puts()).toBe(1)
    await own?.close()
  })
}

test('every write has a connection of its own', async () => {
  world.proxy.forgetRequests()
  for (const tel of ['1', '2']) await call('users.save', { owner, id: 5, base: (await call('users.get', { id: 5 })).value?.row, edits: { tel }, draftId: null })
  const written = world.proxy.requests.filter(({ method }) => method === 'PUT')
  expect(written.map(({ headers }) => headers['connection'])).toEqual(['close', 'close'])
})

test('hung reads on all six sockets do not keep a renewal from leaving', async () => {
  await world.backend.control.expireAccessTokens()
  const refused = hold('answer')
  const hung = hold('request')
  world.proxy.on({ method: 'GET', path: USERS, times: 1 }, refused)
  world.proxy.on({ method: 'GET', path: '/sys/user/getroleoptions' }, hung)
  const first = list()
  await refused.reached()
  // Five take the other sockets of the host, the rest queue for the one that is about to be free.
  const reads = Array.from({ length: 12 }, () => call('options.roles'))
  await hung.reached(5)
  const renewal = world.proxy.waitFor(({ path }) => path.endsWith('/refreshtoken'))
  refused.release()
  await hung.reached(6)
  await renewal
  hung.release()
  for (const answer of await Promise.all([first, ...reads])) expect(answer.ok).toBe(true)
  expect((await world.backend.control.counts()).refresh).toBe(1)
})

test('a redirect to another host is refused, and the token does not travel', async () => {
  world.proxy.on({ method: 'GET', path: USERS, times: 1 }, inject({ status: 302, headers: { location: `${world.backend.url}/api/v2${USERS}` } }))
  await world.backend.control.resetCounts()
  // What was seen before is shown in its place, and says where it comes from.
  expect(await list()).toMatchObject({ ok: true, value: { origin: 'cache' } })
  expect((await world.backend.control.counts()).routes[`GET ${USERS}`] ?? 0).toBe(0)
})

test('an answer that allows caching is fetched anew all the same', async () => {
  const cacheable = inject({ headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' }, body: { code: 20000, data: { items: [], total: 0 } } })
  world.proxy.on({ method: 'GET', path: USERS, times: 1 }, cacheable)
  expect((await list()).value?.rows).toHaveLength(0)
  expect((await list()).value?.rows).toHaveLength(20)
})

test('no cookie of the server is kept or sent', async () => {
  world.proxy.on({ method: 'GET', path: USERS, times: 1 }, inject({ headers: { 'content-type': 'application/json', 'set-cookie': 'a=1' }, body: { code: 20000, data: { items: [], total: 0 } } }))
  await list()
  world.proxy.forgetRequests()
  await list()
  expect(world.proxy.requests.at(-1)?.headers['cookie']).toBeUndefined()
})
