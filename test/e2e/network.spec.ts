// The measured rules of Chromium's network stack that the two partitions of a profile are made for, each through the bridge.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
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
  return app.workspace.evaluate(
    async ([path, given]) => {
      const [area = '', verb = ''] = (path as string).split('.')
      const { holdfast } = window as unknown as { holdfast: Record<string, Record<string, (input: unknown) => Promise<unknown>>> }
      return holdfast[area]?.[verb]?.(given)
    },
    [name, input] as const,
  ) as Promise<Answer>
}
/** A list that nobody asks for but the test: the page and the background fill read users too, whenever they like. */
const OWN_ROWS = 19
const OWN_LIST = new RegExp(`${USERS}\\?(.*&)?limit=${OWN_ROWS}(&|$)`)
const list = (): Promise<Answer> => call('users.list', { page: 1, pageSize: OWN_ROWS, sort: [], filter: {} })
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
  world.proxy.on({ method: 'GET', path: OWN_LIST, times: 1 }, refused)
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
  let arrived = 0
  const elsewhere = createServer((_request, response) => {
    arrived += 1
    response.end()
  })
  await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done))
  expect(await list()).toMatchObject({ ok: true, value: { origin: 'network' } })
  world.proxy.on({ method: 'GET', path: OWN_LIST, times: 1 }, inject({ status: 302, headers: { location: `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}${USERS}` } }))
  // What was seen before is shown in its place, and says where it comes from.
  expect(await list()).toMatchObject({ ok: true, value: { origin: 'cache' } })
  expect(arrived).toBe(0)
  elsewhere.close()
})

test('an answer that allows caching is fetched anew all the same', async () => {
  const cacheable = inject({ headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' }, body: { code: 20000, data: { items: [], total: 0 } } })
  world.proxy.on({ method: 'GET', path: OWN_LIST, times: 1 }, cacheable)
  expect((await list()).value?.rows).toHaveLength(0)
  expect((await list()).value?.rows).toHaveLength(OWN_ROWS)
})

test('no cookie of the server is kept or sent', async () => {
  world.proxy.on({ method: 'GET', path: OWN_LIST, times: 1 }, inject({ headers: { 'content-type': 'application/json', 'set-cookie': 'a=1' }, body: { code: 20000, data: { items: [], total: 0 } } }))
  await list()
  world.proxy.forgetRequests()
  await list()
  const again = world.proxy.requests.find(({ path, query }) => OWN_LIST.test(`${path}${query}`))
  expect(again).toBeDefined()
  expect(again?.headers['cookie']).toBeUndefined()
})
