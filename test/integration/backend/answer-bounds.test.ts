// F62: whoever answers, and with whatever: no answer takes this program's memory, and each ends in a failure that says why.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { ListQuery, ResourceName } from '../../../src/shared/resources/resource'
import { MOST_ANSWER_BYTES } from '../../../src/main/backend/answer-bounds'
import { findApi } from '../../../src/main/backend/api-search'
import type { Authorized } from '../../../src/main/backend/authorized'
import { testConnection } from '../../../src/main/backend/connection-test/connection-test'
import { dataOf } from '../../../src/main/backend/failures'
import { createHttp } from '../../../src/main/backend/http'
import { createProviderPages } from '../../../src/main/backend/oauth-pages'
import { probeApi } from '../../../src/main/backend/probe'
import { createAccountResource } from '../../../src/main/backend/resources/account'
import { createOptionsResource } from '../../../src/main/backend/resources/options'
import { createResourceClients } from '../../../src/main/backend/resources/resource-clients'
import { createUsersResource } from '../../../src/main/backend/resources/users'
import { prepare } from '../../../src/main/backend/transport'
import { createSystemClock } from '../../../src/main/session/clock'
import { answersFromSource } from '../../support/answer-thread'
import { failureOf, stateReached, until } from '../../support/client'
import { inject } from '../../support/fault-kinds'
import { deepTree, endlessBody, type Flood, gzipBomb, hugeJson, rowsAsJson, userRows } from '../../support/fault-floods'
import { createSessionWorld, type SessionWorld } from '../../support/session-world'

const MEGABYTE = 1024 * 1024
/** Stands for a long value until it is sent. */
const PLACE = '<20 MB>'
const page: ListQuery = { page: 1, pageSize: 44, sort: [], filter: {} }
const everything: ListQuery = { ...page, pageSize: 1_000_000 }

let world: SessionWorld
beforeEach(async () => {
  world = await createSessionWorld({}, { answers: answersFromSource() })
})
afterEach(() => world.close())

/** Calls that need a session, with the most of one answer that each may read. */
const CALLS: Readonly<Record<string, { readonly path: string; readonly most: number; readonly call: (world: SessionWorld) => Promise<unknown> }>> = {
  'a page of users': { path: '/sys/user/users', most: MOST_ANSWER_BYTES.page, call: listOf('users', page) },
  'one user': { path: '/sys/user/users', most: MOST_ANSWER_BYTES.page, call: ({ client }) => createResourceClients(client.authorized).users.get(5) },
  'the departments': { path: '/sys/dept/depts', most: MOST_ANSWER_BYTES.whole, call: listOf('departments', everything) },
  'the roles': { path: '/sys/role/roles', most: MOST_ANSWER_BYTES.whole, call: listOf('roles', everything) },
  'the menus': { path: '/sys/menu/menus', most: MOST_ANSWER_BYTES.whole, call: listOf('menus', everything) },
  'the roles to choose from': { path: '/sys/user/getroleoptions', most: MOST_ANSWER_BYTES.whole, call: ({ client }) => createOptionsResource(client.authorized).roles() },
  'the departments to choose from': { path: '/sys/user/getdeptoptions', most: MOST_ANSWER_BYTES.whole, call: ({ client }) => createOptionsResource(client.authorized).departments() },
  'the account': { path: '/sys/user/info', most: MOST_ANSWER_BYTES.page, call: ({ client }) => createAccountResource(client.authorized).read() },
}
const names = Object.keys(CALLS)

function listOf(resource: ResourceName, query: ListQuery): (world: SessionWorld) => Promise<unknown> {
  return ({ client }) => createResourceClients(client.authorized)[resource].list(query)
}

/** The failure of a call, and how far the memory of this process (server, proxy and client) went up meanwhile. */
async function watched<T>(work: () => Promise<T>): Promise<{ result: T; grownMb: number }> {
  const before = process.memoryUsage().rss
  let highest = before
  const timer = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss)
  }, 5)
  try {
    const result = await work()
    return { result, grownMb: (Math.max(highest, process.memoryUsage().rss) - before) / MEGABYTE }
  } finally {
    clearInterval(timer)
  }
}

/** Without bounds it is a gigabyte and more; what is left are buffers on both sides, and what V8 has not collected yet. */
const MOST_GROWTH_MB = 600
const floods: readonly (readonly [string, () => Flood])[] = [
  ['a body without an end', () => endlessBody()],
  ['a gzip bomb', gzipBomb],
  ['200 MB of JSON', () => hugeJson(200_000_000)],
]
/** Well-formed or not makes no difference to who counts bytes: that is for the lists. */
const cases = floods.flatMap(([what, flood], index) => (index < 2 ? names : ['a page of users', 'the departments']).map((name) => [what, name, flood] as const))

describe('F62: an answer that is too large', () => {
  it.each(cases)('F62: %s in place of %s is BAD_REPLY at the bound, the connection is closed, and memory stays', async (_what, name, flood) => {
    const { path, most, call } = CALLS[name] ?? { path: '', most: 0, call: () => Promise.resolve() }
    const answer = flood()
    const rule = world.proxy.on({ path }, answer)
    const { result, grownMb } = await watched(() => failureOf(call(world)))
    expect(result).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'tooLarge' } })
    expect(grownMb).toBeLessThan(MOST_GROWTH_MB)
    // What was on its way when the client left is in buffers of the system: a few megabytes for each answer.
    expect(answer.sent).toBeLessThan(rule.taken * (most + 24 * MEGABYTE))
    await until(() => answer.open === 0)
    // Nothing of it hangs: the server is asked again over connections that work, and the session has not suffered.
    world.proxy.clear()
    await call(world)
    expect(world.client.session.view().state).toBe('active')
  })

  it('F62: a write that is answered so may have been carried out: it is looked up, not told as out of reach', async () => {
    world.proxy.on({ method: 'POST', path: '/sys/user/users' }, async (ask, request) => {
      await ask()
      return endlessBody()(ask, request)
    })
    const users = createResourceClients(world.client.authorized).users
    const write = users.create({ username: 'flood', password: 'Passw0rd', email: '', tel: '', status: 'enabled', listorder: 1, roleIds: [2], departmentIds: [] }, { idempotencyKey: 'k' })
    const error: unknown = await write.catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'UnansweredError', reason: { failure: { code: 'BAD_REPLY', details: { cause: 'odd-answer', over: 'tooLarge' } } } })
    expect(await users.find({ username: 'flood' })).toHaveLength(1)
  })

  it('F62: a write that is refused so was refused', async () => {
    world.proxy.on({ method: 'DELETE', path: '/sys/user/users' }, endlessBody(405))
    expect(await failureOf(createResourceClients(world.client.authorized).users.remove(5, { idempotencyKey: 'k' }))).toMatchObject({ code: 'REFUSED', details: { cause: 'gateway', status: 405 } })
  })
})

describe('F62: the calls without a session', () => {
  const clock = createSystemClock()
  const signal = new AbortController().signal
  const asked = (): { origin: string; apiPath: string; dialect: 'bearer' } => ({ origin: world.proxy.url, apiPath: '/api/v2', dialect: 'bearer' })
  const transport = () => createHttp({ ...asked(), readFetch: fetch, writeFetch: fetch })

  it.each(floods)('F62: %s at a sign-in is BAD_REPLY after a megabyte', async (_what, flood) => {
    await world.client.session.signOut()
    const answer = flood()
    world.proxy.on({ path: '/sys/user/login' }, answer)
    const { result, grownMb } = await watched(() => failureOf(world.client.signIn()))
    expect(result).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'tooLarge' } })
    expect(grownMb).toBeLessThan(MOST_GROWTH_MB)
    expect(answer.sent).toBeLessThan(14 * MEGABYTE)
    world.proxy.clear()
    await world.client.signIn()
    await stateReached(world.client, 'active')
  })

  it.each(floods)('F62: %s at a renewal passes: nobody is signed out, and the next one works', async (_what, flood) => {
    world.server.control.expireAccessTokens()
    const rule = world.proxy.on({ path: '/sys/user/refreshtoken' }, flood())
    const { result, grownMb } = await watched(() => failureOf(world.client.read()))
    expect(result).toMatchObject({ code: 'OFFLINE', details: { cause: 'renewal' } })
    expect(grownMb).toBeLessThan(MOST_GROWTH_MB)
    // Once more: the server may have given out a new pair behind it.
    expect(rule.taken).toBe(2)
    world.proxy.clear()
    await world.client.session.renewNow()
    await world.client.read()
    expect(world.client.session.view().state).toBe('active')
  })

  it.each(floods)('F62: %s at the connection test, the address finder, the probe and the question for third parties ends each of them', async (_what, flood) => {
    const answer = flood()
    const rule = world.proxy.on({}, answer)
    const { grownMb } = await watched(async () => {
      const network = {
        resolveProxy: () => Promise.resolve('DIRECT'),
        resolveHost: () => Promise.resolve(['127.0.0.1']),
        fetch,
        certificate: () => null,
        isHttp2Only: () => Promise.resolve(false),
        redirectedTo: () => null,
        close: () => undefined,
      }
      const steps = await testConnection({ ...asked(), callBudgetMs: 60_000, extraCa: null, isPlainHttp: false }, { network, clock, signal, onStep: () => undefined })
      expect(steps.find(({ state }) => state === 'failed')).toMatchObject({ step: 'api', cause: 'answerTooLarge' })
      expect(await findApi({ ...asked(), apiPaths: ['/api/v2'], fetch, clock })).toEqual({ kind: 'unknown' })
      expect(await probeApi(transport(), clock)).toMatchObject({ cause: 'answerTooLarge' })
      expect((await createProviderPages(transport(), { clock, timeoutMs: 60_000 }).offered()).size).toBe(0)
    })
    expect(grownMb).toBeLessThan(MOST_GROWTH_MB)
    expect(answer.sent).toBeLessThan(rule.taken * 24 * MEGABYTE)
  })
})

describe('F62: rows', () => {
  it('F62: 180,670 rows for a page of 44 are refused, and the failure says so', async () => {
    world.proxy.on({ path: '/sys/user/users' }, userRows(180_670))
    expect(await failureOf(listOf('users', page)(world))).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'tooManyRows', rows: 180_670, asked: 44 } })
  })

  it('F62: one more than was asked for is one too many', async () => {
    const rule = world.proxy.on({ path: '/sys/user/users' }, userRows(45))
    expect(await failureOf(listOf('users', page)(world))).toMatchObject({ details: { cause: 'tooManyRows' } })
    rule.remove()
    world.proxy.on({ path: '/sys/user/users' }, userRows(44))
    expect(await listOf('users', page)(world)).toMatchObject({ total: 44 })
  })

  it('F62: a page with a row that is too large comes in parts: every other row in its order, and that one named', async () => {
    const { users, asked } = await serverOf(26, [17])
    const read = await users.list({ page: 1, pageSize: 20, sort: [], filter: {} })
    expect(read.rows.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1).filter((id) => id !== 17))
    expect(read).toMatchObject({ total: 26, unreadable: { count: 1, names: ['#17 user17'] } })
    expect(asked()).toBeLessThan(20)
    // Known to be there: it is not taken for a record that is gone, and not for one that may be made again.
    expect(await failureOf(users.get(17))).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'unreadable' } })
    expect(await failureOf(users.find({ username: 'user17' }))).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'unreadable' } })
  })

  /** Users of whom some have an e-mail of 20 MB; pages, columns and a filter by one column as the API has them. */
  async function serverOf(count: number, withLarge: readonly number[]): Promise<{ users: ReturnType<typeof createUsersResource>; asked: () => number }> {
    let asked = 0
    const large = Buffer.alloc(20 * MEGABYTE, 'x')
    const server = createServer((request, response) => {
      asked += 1
      const query = new URL(request.url ?? '', 'http://localhost').searchParams
      const [pageNumber, limit, fields] = [Number(query.get('offset')), Number(query.get('limit')), (query.get('fields') ?? '').split(',')]
      const all = Array.from({ length: count }, (_, index) => index + 1).filter((id) => (query.get('id') ?? String(id)) === String(id) && (query.get('username') ?? `user${id}`) === `user${id}`)
      const items = all.slice((pageNumber - 1) * limit, pageNumber * limit).map((id) => {
        const row: Record<string, unknown> = { id, username: `user${id}`, email: withLarge.includes(id) ? PLACE : '', tel: '', status: '1' }
        return { ...Object.fromEntries(Object.entries(row).filter(([name]) => fields.includes(name))), role: [2], dept: [] }
      })
      response.writeHead(200, { 'content-type': 'application/json' })
      const [before = '', ...after] = JSON.stringify({ code: 20000, data: { items, total: all.length } }).split(PLACE)
      response.write(before)
      for (const part of after) {
        response.write(large)
        response.write(part)
      }
      response.end()
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const http = createHttp({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, apiPath: '/api/v2', dialect: 'bearer', readFetch: fetch, writeFetch: fetch })
    const authorized: Authorized = {
      send: async (request) => {
        const ready = prepare(request)
        return dataOf(ready, await http.send(ready, null, new AbortController().signal))
      },
    }
    return { users: createUsersResource(authorized), asked: () => asked }
  }
})

describe('F62: trees', () => {
  const trees = ['the departments', 'the menus', 'the departments to choose from']

  it.each(trees)('F62: %s, 5,000 levels deep, are BAD_REPLY that says so', async (name) => {
    const { path, call } = CALLS[name] ?? { path: '', call: () => Promise.resolve() }
    world.proxy.on({ path }, deepTree(5000))
    expect(await failureOf(call(world))).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'tooDeep' } })
  })

  it('F62: so is the menu of an account', async () => {
    world.proxy.on({ path: '/sys/user/info' }, deepTree(5000, 'menu'))
    expect(await failureOf(createAccountResource(world.client.authorized).read())).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'tooDeep' } })
  })

  it.each(trees)('F62: %s, as deep as anybody has them, are read', async (name) => {
    const { path, call } = CALLS[name] ?? { path: '', call: () => Promise.resolve() }
    world.proxy.on({ path }, deepTree(40))
    expect(await call(world)).toBeDefined()
  })

  it('F62: levels count by the ids above as well, where the server gives the nodes side by side', async () => {
    const chain = (count: number): object[] => Array.from({ length: count }, (_, index) => ({ id: count - index, pid: count - index - 1, name: 'd' }))
    const rule = world.proxy.on({ path: '/sys/dept/depts' }, inject({ body: { code: 20000, data: chain(5000) } }))
    expect(await failureOf(listOf('departments', everything)(world))).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'tooDeep' } })
    rule.remove()
    world.proxy.on({ path: '/sys/dept/depts' }, inject({ body: { code: 20000, data: chain(200) } }))
    expect(await listOf('departments', everything)(world)).toMatchObject({ total: 200 })
  })

  it.each([
    ['departments', '/sys/dept/depts'],
    ['menus', '/sys/menu/menus'],
  ] as const)('F62: %s that hang below themselves, or below each other, are read whole', async (resource, path) => {
    const rows = [
      [1, 1],
      [2, 3],
      [3, 4],
      [4, 2],
      [5, 2],
      [6, 5],
      [7, 0],
    ].map(([id, pid]) => ({ id, pid, type: 1, name: `n${id}`, title: `t${id}`, path: `/p/${id}` }))
    world.proxy.on({ path }, inject({ body: { code: 20000, data: rows } }))
    const circle = Array.from({ length: 1000 }, (_, index) => ({ ...rows[0], id: 1001 + index, pid: 1001 + ((index + 999) % 1000) }))
    const read = (await listOf(resource, everything)(world)) as { rows: { id: number; parentId: number }[] }
    expect(read.rows.map(({ id, parentId }) => [id, parentId]).sort()).toEqual([
      [1, 1],
      [2, 3],
      [3, 4],
      [4, 2],
      [5, 2],
      [6, 5],
      [7, 0],
    ])
    world.proxy.clear()
    world.proxy.on({ path }, inject({ body: { code: 20000, data: circle } }))
    expect(await listOf(resource, everything)(world)).toMatchObject({ total: 1000 })
  })
})

describe('F62: an answer that is long, and within its bound', () => {
  it('F62: is read in a thread, to the same rows as here and now', async () => {
    const count = 60_000
    world.proxy.on({ path: '/sys/dept/depts' }, inject({ body: Buffer.concat([...rowsAsJson(count)]).toString('utf8') }))
    const inThread = (await listOf('departments', everything)(world)) as { rows: unknown[] }
    const plain = createHttp({ origin: world.proxy.url, apiPath: '/api/v2', dialect: 'bearer', readFetch: fetch, writeFetch: fetch })
    const authorized: Authorized = {
      send: async (request) => {
        const ready = prepare(request)
        return dataOf(ready, await plain.send(ready, null, new AbortController().signal))
      },
    }
    const here = await createResourceClients(authorized).departments.list(everything)
    expect(inThread.rows).toHaveLength(count)
    expect(inThread.rows).toEqual(here.rows)
  })

  it('F62: a call that is cancelled while its answer is read settles at once, and the next one is read', async () => {
    const body = Buffer.concat([...rowsAsJson(200_000)]).toString('utf8')
    const rule = world.proxy.on({ path: '/sys/dept/depts' }, inject({ body }))
    const gives = new AbortController()
    const call = failureOf(createResourceClients(world.client.authorized).departments.list(everything, { signal: gives.signal }))
    await until(() => world.proxy.requests.some(({ outcome }) => outcome === 200))
    gives.abort()
    expect(await call).toMatchObject({ code: 'CANCELLED' })
    rule.remove()
    world.proxy.on({ path: '/sys/dept/depts' }, inject({ body: Buffer.concat([...rowsAsJson(20_000)]).toString('utf8') }))
    expect(await listOf('departments', everything)(world)).toMatchObject({ total: 20_000 })
  })

  it('F62: one that waits behind another for its thread, and is cancelled, does not wait for that', async () => {
    const blocks = (count: number): Uint8Array<ArrayBuffer>[] => [new Uint8Array(Buffer.concat([...rowsAsJson(count)]))]
    const reader = answersFromSource()
    const gives = new AbortController()
    const ends: string[] = []
    const first = reader.read(blocks(100_000), new AbortController().signal).then(() => ends.push('read'))
    const second = reader.read(blocks(10), gives.signal).catch((error: unknown) => ends.push(String(error)))
    const third = reader.read(blocks(10), new AbortController().signal)
    gives.abort('cancelled')
    await Promise.all([first, second])
    expect(ends).toEqual(['cancelled', 'read'])
    expect(await third).toMatchObject({ kind: 'envelope', envelope: { code: 20000 } })
  })

  it('F62: values that would take many times their own length are refused before they are made', async () => {
    const body = `{"code":20000,"data":[${'{},'.repeat(10_000_000)}{}]}`
    world.proxy.on({ path: '/sys/dept/depts' }, inject({ body }))
    const { result, grownMb } = await watched(() => failureOf(listOf('departments', everything)(world)))
    expect(result).toMatchObject({ code: 'BAD_REPLY', details: { cause: 'tooLarge' } })
    expect(grownMb).toBeLessThan(MOST_GROWTH_MB)
  })
})
