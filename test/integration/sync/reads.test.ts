import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ListQuery } from '../../../src/shared/resources/resource'
import type { UserQuery } from '../../../src/shared/resources/user'
import { failed } from '../../../src/shared/result'
import { failureOf, stateReached, until } from '../../support/client'
import { captivePortal, cutBefore, hold, inject } from '../../support/fault-kinds'
import { createReadsWorld, eventually, type ReadsWorld } from './reads-world'

let world: ReadsWorld
beforeEach(async () => {
  world = await createReadsWorld()
})
afterEach(() => world.close())

const query = (more: Partial<UserQuery> = {}): UserQuery => ({ page: 1, pageSize: 20, sort: [], filter: {}, ...more })
const everything: ListQuery = { page: 1, pageSize: 200, sort: [], filter: {} }
const arrived = (): number => world.proxy.requests.length
const kept = (resource: 'users' | 'roles' | 'departments', count: number): Promise<void> => eventually(async () => (await world.cacheOf(1).ids(resource)).length >= count)
/** All users seen once, and then no way to the server. */
async function seenThenCut(): Promise<void> {
  const { total } = await world.reads.users(query({ pageSize: 200 }))
  await kept('users', total)
  await world.proxy.down()
}

describe('a read with the server at hand', () => {
  it("is the server's answer, and is kept", async () => {
    const answer = await world.reads.users(query())
    expect(answer).toMatchObject({ origin: 'network', fetchedAt: world.clock.wallMs(), isComplete: true })
    await kept('users', 20)
    expect((await world.cacheOf(1).get('users', answer.rows[3]?.id ?? 0))?.row).toEqual(answer.rows[3])
  })

  it('does not wait for the cache, and does without one that fails', async () => {
    await world.close()
    world = await createReadsWorld({ cacheOf: () => Promise.reject(failed('STORAGE', 'gone')) })
    expect((await world.reads.users(query())).rows).toHaveLength(20)
    await world.proxy.down()
    expect(await failureOf(world.reads.users(query()))).toMatchObject({ code: 'OFFLINE' })
    expect(world.faults).toEqual([])
  })

  it('of a record that is gone says so, and forgets the row', async () => {
    await world.reads.user(5)
    await kept('users', 1)
    world.server.control.deleteUser(5)
    expect(await failureOf(world.reads.user(5))).toMatchObject({ code: 'NOT_FOUND' })
    await eventually(async () => (await world.cacheOf(1).get('users', 5)) === null)
    await world.proxy.down()
    expect(await failureOf(world.reads.user(5))).toMatchObject({ code: 'OFFLINE' })
  })

  it('takes a small resource whole in one request, whatever the page', async () => {
    const page = await world.reads.list('roles', { ...everything, pageSize: 3, sort: [{ field: 'name', direction: 'desc' }] })
    expect(page.rows).toHaveLength(3)
    await kept('roles', page.total)
    expect(arrived()).toBe(1)
    expect((await world.cacheOf(1).list('roles', everything))?.isComplete).toBe(true)
  })
})

describe('a read without a way to the server', () => {
  it('is answered by what is held, with where it comes from and how old it is', async () => {
    const { rows, total } = await world.reads.users(query())
    await kept('users', 20)
    const fetchedAt = world.clock.wallMs()
    await world.clock.advance(60_000)
    await world.proxy.down()
    expect(await world.reads.users(query())).toEqual({ rows, total: 20, fetchedAt, origin: 'cache', isComplete: false })
    expect(total).toBeGreaterThan(20)
    expect(await world.reads.user(rows[0]?.id ?? 0)).toEqual({ row: rows[0], fetchedAt, origin: 'cache' })
  })

  it('sorts, filters and pages as the server does', async () => {
    const questions = [
      query({ filter: { username: 'A' }, sort: [{ field: 'username', direction: 'desc' }] }),
      query({ filter: { status: 'disabled' } }),
      query({
        page: 2,
        pageSize: 7,
        sort: [
          { field: 'listorder', direction: 'desc' },
          { field: 'createdAt', direction: 'asc' },
        ],
      }),
    ]
    const online = await Promise.all(questions.map((question) => world.reads.users(question)))
    await seenThenCut()
    for (const [place, question] of questions.entries()) {
      const offline = await world.reads.users(question)
      expect(offline).toMatchObject({ origin: 'cache', rows: online[place]?.rows, total: online[place]?.total })
    }
  })

  it('shows a small resource whole, or not at all', async () => {
    const whole = await world.reads.list('departments', everything)
    await kept('departments', whole.total)
    await world.proxy.down()
    expect(await world.reads.list('departments', everything)).toMatchObject({ origin: 'cache', rows: whole.rows, total: whole.total, isComplete: true })
    await world.cacheOf(1).putRows('roles', [{ id: 4, name: 'x', remark: '', status: 'enabled', scope: 0, listorder: 1, createdAt: null, updatedAt: null }], 1)
    expect(await failureOf(world.reads.list('roles', everything))).toMatchObject({ code: 'OFFLINE' })
  })

  it('has the account and what may be assigned from the last time', async () => {
    const online = [await world.reads.account(), await world.reads.roleOptions(), await world.reads.departmentOptions()]
    for (const name of ['account', 'roleOptions', 'departmentOptions']) await eventually(async () => (await world.cacheOf(1).getAnswer(name)) !== null)
    await world.proxy.down()
    expect([await world.reads.account(), await world.reads.roleOptions(), await world.reads.departmentOptions()]).toEqual(online)
  })

  it('says OFFLINE when nothing is held', async () => {
    await world.proxy.down()
    expect(await failureOf(world.reads.users(query()))).toMatchObject({ code: 'OFFLINE' })
    expect(await failureOf(world.reads.account())).toMatchObject({ code: 'OFFLINE' })
  })

  it('is answered at once while the server is known to be away, and by the server again after the next sign of life', async () => {
    await seenThenCut()
    await world.reads.users(query())
    expect(world.connectivity.view().state).toBe('offline')
    await world.proxy.up()
    world.proxy.forgetRequests()
    expect(await world.reads.users(query())).toMatchObject({ origin: 'cache' })
    expect(arrived()).toBe(0)
    await world.connectivity.check()
    expect(await world.reads.users(query())).toMatchObject({ origin: 'network' })
  })

  it('waits out a server that does not answer once, not on each page', async () => {
    const { total } = await world.reads.users(query({ pageSize: 200 }))
    await kept('users', total)
    const hung = hold('request')
    world.proxy.on({}, hung)
    const first = world.reads.users(query())
    await hung.reached()
    await world.clock.advance(15_000)
    expect(await first).toMatchObject({ origin: 'cache', total })
    expect(await world.reads.users(query({ page: 2 }))).toMatchObject({ origin: 'cache' })
    hung.release()
  })
})

describe('what counts as no way to the server', () => {
  const UNREACHABLE = [
    ['a connection that dies', cutBefore()],
    ['a captive portal: 200 and HTML', captivePortal()],
    ['a portal that redirects', inject({ status: 302, headers: { location: 'http://127.0.0.1:9/' } })],
    ...[407, 502, 503, 504].map((status) => [`a gateway's ${status}`, inject({ status, headers: { 'content-type': 'text/html' }, body: '<html>gateway</html>' })] as const),
    ['a gateway that says 503 in JSON', inject({ status: 503, headers: { 'content-type': 'application/json' }, body: { code: 503, message: 'maintenance' } })],
  ] as const
  for (const [what, fault] of UNREACHABLE) {
    it(`${what}: the cache answers`, async () => {
      await world.reads.user(5)
      await kept('users', 1)
      world.proxy.on({}, fault)
      expect(await world.reads.user(5)).toMatchObject({ origin: 'cache', row: { id: 5 } })
    })
  }

  const SAID_NO = [
    ['a missing right', { body: { code: 50016, message: '无操作权限' } }, 'FORBIDDEN'],
    ['a refused query', { status: 400, body: { code: 20400, data: 'Unknown column' } }, 'REFUSED'],
    ['a fault of the server itself', { status: 500, headers: { 'content-type': 'text/html' }, body: '<html>Database error</html>' }, 'SERVER'],
    ["an answer that is not this API's", { body: 'hello' }, 'BAD_REPLY'],
  ] as const
  for (const [what, answer, code] of SAID_NO) {
    it(`not ${what}: it is told, and never covered up`, async () => {
      await world.reads.user(5)
      await kept('users', 1)
      world.proxy.on({}, inject(answer))
      expect(await failureOf(world.reads.user(5))).toMatchObject({ code })
    })
  }
})

describe('what is held of one user', () => {
  it('is not shown after signing out, also not while offline', async () => {
    await seenThenCut()
    await world.reads.users(query())
    await world.client.session.signOut()
    expect(await failureOf(world.reads.users(query()))).toMatchObject({ code: 'SESSION_ENDED' })
  })

  it('is not shown to the next one', async () => {
    await seenThenCut()
    await world.proxy.up()
    await world.client.signIn('test', 'test')
    await world.proxy.down()
    expect(await failureOf(world.reads.users(query()))).toMatchObject({ code: 'OFFLINE' })
  })

  it('stays closed while the session is suspended: the read waits for the sign-in', async () => {
    await world.reads.user(5)
    await kept('users', 1)
    world.server.control.expireAllTokens()
    const waiting = world.reads.user(5)
    await stateReached(world.client, 'suspended')
    world.connectivity.evidence(false)
    const second = world.reads.user(5)
    await until(() => world.client.session.view().waiting === 2)
    await world.client.signIn()
    expect(await waiting).toMatchObject({ origin: 'network' })
    expect(await second).toMatchObject({ origin: 'network' })
  })
})

describe('what waits in the outbox', () => {
  it('is laid over every answer, wherever it comes from', async () => {
    await world.close()
    const made = { id: -1, username: 'made.here', email: '', tel: '', status: 'enabled', listorder: 1, roleIds: [2], departmentIds: [], createdAt: null }
    world = await createReadsWorld({
      overlay: (resource, rows, asked) => {
        if (resource !== 'users') return rows.filter(({ id }) => id !== 2)
        const changed = rows.map((row) => (row.id === 5 ? { ...row, tel: 'changed here' } : row))
        return 'page' in asked || asked.id === -1 ? [...changed, made] : changed
      },
    })
    for (const origin of ['network', 'cache'] as const) {
      const list = await world.reads.users(query({ pageSize: 200 }))
      expect(list).toMatchObject({ origin, total: list.rows.length })
      expect(list.rows.find(({ id }) => id === 5)?.tel).toBe('changed here')
      expect(list.rows.at(-1)).toEqual(made)
      expect((await world.reads.user(5)).row.tel).toBe('changed here')
      const roles = await world.reads.list('roles', { ...everything, pageSize: 2 })
      expect(roles.rows).toHaveLength(2)
      expect(roles.rows.some(({ id }) => id === 2)).toBe(false)
      await kept('users', list.total - 1)
      await kept('roles', roles.total + 1)
      await world.proxy.down()
    }
    expect((await world.reads.user(-1)).row).toEqual(made)
    expect(await failureOf(world.reads.user(-2))).toMatchObject({ code: 'NOT_FOUND' })
    // What is held stays the server's own.
    expect((await world.cacheOf(1).get('users', 5))?.row).not.toMatchObject({ tel: 'changed here' })
  })
})
