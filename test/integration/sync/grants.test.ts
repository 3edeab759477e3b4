// The grants of a role wait, merge and are sent like any record; of a set what was put in and taken out counts (docs/offline.md, "Sets").
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fields } from '../../../src/shared/merge'
import type { ResourceName, Row } from '../../../src/shared/resources/resource'
import type { ResourceClient } from '../../../src/main/backend/resources/resource-client'
import { createTestClient, failureOf, until } from '../../support/client'
import { cutAfter, cutBefore, hold, inject } from '../../support/fault-kinds'
import { clientsOf, createOutboxWorld, newDepartment, type OutboxWorld } from '../../support/outbox-world'

const SAVE = '/sys/role/saveroleperm'
const ROLE = 7
let world: OutboxWorld
let base: Row
/** What another administrator does meanwhile. */
let other: (resource: ResourceName) => ResourceClient
let keys = 0
const once = () => ({ idempotencyKey: `other-${(keys += 1)}` })
beforeEach(async () => {
  world = await createOutboxWorld()
  base = await world.row('grants', ROLE)
  const client = createTestClient({ url: world.server.url })
  await client.signIn()
  other = clientsOf(client.authorized)
  world.proxy.forgetRequests()
})
afterEach(() => world.close())

const save = (edits: Fields, from: Row = base) => world.submit({ resource: 'grants', verb: 'update', recordId: from.id, base: from, edits, title: String(from['name']) })
const plus = (field: string, ids: readonly number[], from: Row = base): Fields => ({ [field]: [...(from[field] as number[]), ...ids] })
const minus = (field: string, ids: readonly number[], from: Row = base): Fields => ({ [field]: (from[field] as number[]).filter((id) => !ids.includes(id)) })
const now = (): Promise<Row> => other('grants').get(ROLE)
const elsewhere = async (edits: (row: Row) => Fields): Promise<void> => {
  const row = await now()
  await other('grants').update(row, edits(row), once())
}
const settled = async (): Promise<void> => {
  await world.settle()
  await until(() => world.outbox.queue.all().every(({ state }) => !['queued', 'sending', 'unknown'].includes(state)))
}
const sets = (row: Row) => ({ menus: row['menus'], roles: row['roles'], departments: row['departments'], scope: row['scope'] })

describe('grants that are saved', () => {
  it('go out as the whole set, and come back as they were wanted', async () => {
    const done = await save({ ...plus('menus', [28, 27]), ...plus('roles', [8]), departments: [3, 1], scope: 4 })
    const expected = { ...sets(base), menus: [...(base['menus'] as number[]), 27, 28].sort((a, b) => a - b), roles: [8], departments: [1, 3], scope: 4 }
    expect(done).toMatchObject({ kind: 'done', taken: [], kept: [] })
    expect(sets(await now())).toEqual(expected)
    expect(world.asked('POST', SAVE)).toBe(1)
    expect(sets(done.kind === 'done' ? (done.row as Row) : base)).toEqual(expected)
  })

  it('offline are merged with what another has granted and taken meanwhile, in other sets and in the same', async () => {
    world.isOffline = true
    await save({ ...plus('menus', [28]), ...plus('departments', [2]) })
    await elsewhere((row) => ({ menus: [...(minus('menus', [17], row)['menus'] as number[]), 23], ...plus('roles', [8], row), departments: [5] }))
    await settled()
    const menus = [...(base['menus'] as number[]).filter((id) => id !== 17), 23, 28].sort((a, b) => a - b)
    expect(sets(await now())).toEqual({ ...sets(base), menus, roles: [8], departments: [2, 5] })
    expect(world.journal.history({ limit: 1 })).toMatchObject([{ outcome: 'ok', taken: ['menus', 'roles', 'departments'], why: null }])
  })

  it('offline twice are one change, on whatever the form had seen in between', async () => {
    world.isOffline = true
    await save(plus('menus', [27, 28]))
    // The list has been read again, with what another has put in, and the first change laid over it.
    await elsewhere((row) => plus('menus', [23], row))
    const seen = { ...(await now()), menus: [...((await now())['menus'] as number[]), 27, 28].sort((a, b) => a - b) } as unknown as Row
    await save(minus('menus', [28], seen), seen)
    expect(world.outbox.queue.all()).toHaveLength(1)
    // Taken away again there before ours is sent: it does not come back by it.
    await elsewhere((row) => minus('menus', [23], row))
    await settled()
    expect((await now())['menus']).toEqual([...(base['menus'] as number[]), 27].sort((a, b) => a - b))
  })

  it('with another scope than the one that somebody else has set ask, and only about that', async () => {
    world.isOffline = true
    await save({ scope: 4, ...plus('menus', [28]) })
    await elsewhere(() => ({ scope: 2 }))
    await settled()
    const [entry] = world.outbox.queue.all()
    expect(entry).toMatchObject({ state: 'conflict', why: { conflict: 'fields', fields: ['scope'] } })
    world.actions.decide(entry?.entryId ?? '', { kind: 'fields', choices: { scope: 'theirs' } })
    await settled()
    expect(await now()).toMatchObject({ scope: 2, menus: [...(base['menus'] as number[]), 28].sort((a, b) => a - b) })
  })

  it('of a role that was renamed meanwhile are that role’s still', async () => {
    world.isOffline = true
    await save(plus('menus', [28]))
    await other('roles').update(await other('roles').get(ROLE), { name: 'Helpers' }, once())
    await settled()
    expect(world.journal.history({ limit: 1 })).toMatchObject([{ outcome: 'ok', taken: ['name'] }])
    expect((await now())['menus']).toContain(28)
  })
})

describe('a lost answer', () => {
  it('is looked up: what is there is not sent again, and what another has done since stays', async () => {
    world.proxy.on({ method: 'POST', path: SAVE, times: 1 }, async (ask, seen) => {
      const cut = await cutAfter()(ask, seen)
      // Nor can it be looked up at once.
      world.proxy.on({ method: 'GET', path: '/sys/role/roles', times: 1 }, cutBefore())
      return cut
    })
    expect(await save({ ...plus('menus', [27, 28]), ...plus('roles', [8]) })).toMatchObject({ kind: 'queued' })
    expect(world.outbox.queue.all()).toMatchObject([{ state: 'unknown' }])
    await elsewhere((row) => ({ ...plus('menus', [23], row), departments: [5] }))
    await settled()
    expect(sets(await now())).toEqual({ ...sets(base), menus: [...(base['menus'] as number[]), 23, 27, 28].sort((a, b) => a - b), roles: [8], departments: [5] })
    expect(world.asked('POST', SAVE)).toBe(1)
    expect(world.journal.history({ limit: 1 })).toMatchObject([{ outcome: 'ok' }])
  })

  it('of what never came is sent again, merged anew', async () => {
    world.proxy.on({ method: 'POST', path: SAVE, times: 1 }, cutBefore())
    expect(await save(plus('menus', [28]))).toMatchObject({ kind: 'queued' })
    await elsewhere((row) => plus('menus', [23], row))
    await settled()
    expect((await now())['menus']).toEqual([...(base['menus'] as number[]), 23, 28].sort((a, b) => a - b))
    expect(world.asked('POST', SAVE)).toBe(2)
  })

  it('of a question about grants is no write that may have arrived: the save is put off, and nothing was sent', async () => {
    world.proxy.on({ method: 'POST', path: '/sys/role/roledept', times: 1 }, cutAfter())
    expect(await save(plus('menus', [28]))).toMatchObject({ kind: 'queued' })
    expect(world.outbox.queue.all()).toMatchObject([{ state: 'queued', attempts: 0 }])
    await settled()
    expect((await now())['menus']).toContain(28)
  })
})

describe('a second save of the same grants', () => {
  it('while the first is on its way goes after it, and takes nothing back that the first has merged', async () => {
    const answer = hold('answer')
    world.proxy.on({ method: 'POST', path: SAVE, times: 1 }, answer)
    await elsewhere((row) => plus('menus', [23], row))
    const first = save(plus('menus', [27, 28]))
    await answer.reached()
    const seen = { ...base, ...plus('menus', [27, 28]) } as Row
    const second = save(minus('menus', [28], seen), seen)
    await until(() => world.outbox.queue.all().length === 2)
    answer.release()
    expect(await Promise.all([first, second])).toMatchObject([{ kind: 'done' }, { kind: 'done', kept: [] }])
    expect((await now())['menus']).toEqual([...(base['menus'] as number[]), 23, 27].sort((a, b) => a - b))
  })

  it('knows what was made here by the server’s id, and what is taken out of it again', async () => {
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -2, title: 'New place', ...newDepartment('New place') })
    await save({ departments: [-2, 5] })
    // The department has arrived, and the grants wait for a person's word.
    world.proxy.on({ method: 'GET', path: '/sys/role/roles', times: 1 }, inject({ body: { code: 20000, type: 'error', message: 'no' } }))
    await settled()
    expect(world.outbox.queue.all()).toMatchObject([{ resource: 'grants', state: 'refused' }])
    const department = world.journal.realId('departments', -2) ?? 0
    world.isOffline = true
    const seen = { ...base, departments: [5, department] } as Row
    await save({ departments: [5, 6, department] }, seen)
    await settled()
    world.actions.send(world.outbox.queue.all().flatMap(({ entryId, state }) => (state === 'refused' ? [entryId] : [])))
    await settled()
    expect((await now())['departments']).toEqual([5, 6, department])
    await save({ departments: [6] }, await now())
    expect((await now())['departments']).toEqual([6])
  })

  it('that takes out what the first put in under the id that it had here', async () => {
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -2, title: 'New place', ...newDepartment('New place') })
    await save({ departments: [-2, 5] })
    const answer = hold('answer')
    world.proxy.on({ method: 'POST', path: SAVE, times: 1 }, answer)
    world.isOffline = false
    world.outbox.wake()
    await answer.reached()
    const second = save({ departments: [5] }, { ...base, departments: [-2, 5] } as Row)
    answer.release()
    expect(await second).toMatchObject({ kind: 'done' })
    expect((await now())['departments']).toEqual([5])
  })
})

describe('a save that is half done, or done beside another', () => {
  it('whose answer is lost is finished: what is left of it goes out again', async () => {
    world.proxy.on({ method: 'POST', path: SAVE, times: 1 }, async (ask, seen) => {
      await elsewhere((row) => plus('menus', [27], row))
      return cutBefore()(ask, seen)
    })
    expect(await save(plus('menus', [27, 28]))).toMatchObject({ kind: 'queued' })
    await settled()
    expect((await now())['menus']).toEqual([...(base['menus'] as number[]), 27, 28].sort((a, b) => a - b))
  })

  it('is not told that the server keeps something else when another has granted more in the same moment', async () => {
    world.proxy.on({ method: 'POST', path: SAVE, times: 1 }, async (ask) => {
      const outcome = await ask()
      await elsewhere((row) => plus('menus', [23], row))
      return outcome
    })
    const done = await save(plus('menus', [28]))
    expect(done).toMatchObject({ kind: 'done', kept: [] })
    expect(done.kind === 'done' && done.row?.['menus']).toContain(23)
  })
})

describe('grants of what is made here', () => {
  it('go after the role and the department that they name, under the ids of the server', async () => {
    world.isOffline = true
    await world.submit({ resource: 'roles', verb: 'create', recordId: -1, title: 'Fresh', edits: { name: 'Fresh', remark: '', status: 'enabled', listorder: 99 } })
    const blank = { id: -1, name: 'Fresh', createdAt: null, scope: 0, menus: [], roles: [], departments: [] } as unknown as Row
    await save({ menus: [1, 4, 17], departments: [-2], scope: 4 }, blank)
    await world.submit({ resource: 'departments', verb: 'create', recordId: -2, title: 'New place', ...newDepartment('New place') })
    const grants = world.outbox.views().find(({ resource }) => resource === 'grants')
    expect(grants?.dependsOn).toHaveLength(2)
    await settled()
    expect(world.outbox.queue.all()).toEqual([])
    const [role, department] = [world.journal.realId('roles', -1) ?? 0, world.journal.realId('departments', -2) ?? 0]
    expect(await other('grants').get(role)).toMatchObject({ name: 'Fresh', menus: [1, 4, 17], departments: [department], scope: 4 })
  })

  it('are blocked with the role that the server refuses, and told on which it hangs', async () => {
    world.isOffline = true
    await world.submit({ resource: 'roles', verb: 'create', recordId: -1, title: 'Fresh', edits: { name: 'Fresh', remark: '', status: 'enabled', listorder: 99 } })
    await save({ menus: [1] }, { id: -1, name: 'Fresh', createdAt: null, scope: 0, menus: [], roles: [], departments: [] } as unknown as Row)
    world.proxy.on({ method: 'POST', path: '/sys/role/roles' }, inject({ body: { code: 20000, type: 'error', message: 'no' } }))
    await settled()
    const [maker, grants] = world.outbox.queue.all()
    expect(maker).toMatchObject({ resource: 'roles', state: 'refused' })
    expect(grants).toMatchObject({ resource: 'grants', recordId: -1, state: 'blocked', why: { kind: 'blocked', on: maker?.entryId } })
    expect(world.asked('POST', SAVE)).toBe(0)
  })

  it('that are typed since the role was sent know it by its id, in drafts too', async () => {
    world.isOffline = true
    await world.submit({ resource: 'roles', verb: 'create', recordId: -1, title: 'Fresh', edits: { name: 'Fresh', remark: '', status: 'enabled', listorder: 99 } })
    const draftId = '3f0e4d4c-6a2b-4a44-9d5e-0a8a5d6f1c11'
    world.drafts.keep({ draftId, resource: 'grants', recordId: -1, title: 'Fresh', base: { id: -1 }, edits: { menus: [1] }, cursorField: null }, world.address)
    await settled()
    const role = world.journal.realId('roles', -1) ?? 0
    expect(world.drafts.read(draftId).recordId).toBe(role)
    await save({ menus: [1] }, { id: -1, name: 'Fresh', createdAt: null, scope: 0, menus: [], roles: [], departments: [] } as unknown as Row)
    expect(await other('grants').get(role)).toMatchObject({ menus: [1] })
  })
})

describe('what cannot be', () => {
  it('the grants of role 1 are refused here', async () => {
    const first = await world.row('grants', 1)
    expect(await failureOf(save({ menus: [] }, first))).toMatchObject({ code: 'REFUSED' })
    expect(world.asked('POST', SAVE)).toBe(0)
  })

  it('a menu that is gone by the time it is sent is left out, named, and stays typed', async () => {
    world.isOffline = true
    await save(plus('menus', [29, 28]))
    await other('menus').remove(29, once())
    await settled()
    expect((await now())['menus']).toContain(28)
    const [entry] = world.journal.history({ limit: 1 })
    expect(entry).toMatchObject({ outcome: 'ok', why: { kind: 'kept', kept: [{ field: 'menus', cause: 'dropped' }] } })
    expect(world.drafts.read(entry?.entryId ?? '').edits['menus']).toContain(29)
  })

  it('a grant that names nothing when it arrives is the server’s refusal, told to the one who waits, and nothing is half written', async () => {
    world.proxy.on({ method: 'POST', path: SAVE, times: 1 }, async (ask) => {
      await other('menus').remove(29, once())
      return ask()
    })
    expect(await failureOf(save(plus('menus', [28, 29])))).toMatchObject({ code: 'REFUSED' })
    expect(sets(await now())).toEqual(sets(base))
    expect(world.outbox.queue.all()).toEqual([])
  })

  it('a role that is deleted meanwhile asks, and is not made anew by its grants', async () => {
    world.isOffline = true
    await save(plus('menus', [28]))
    await other('roles').remove(ROLE, once())
    await settled()
    const [entry] = world.outbox.queue.all()
    expect(entry).toMatchObject({ state: 'conflict', why: { conflict: 'gone' } })
    expect(() => {
      world.actions.decide(entry?.entryId ?? '', { kind: 'restore' })
    }).toThrow('anew')
    expect(world.asked('POST', SAVE)).toBe(0)
  })

  it('and told at once to a form that waits', async () => {
    await other('roles').remove(ROLE, once())
    expect(await failureOf(save(plus('menus', [28])))).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('an account without the permission is told so', async () => {
    world.proxy.on({ method: 'POST', path: SAVE }, inject({ body: { code: 50016, message: 'no', data: [] } }))
    expect(await failureOf(save(plus('menus', [28])))).toMatchObject({ code: 'FORBIDDEN', details: { permission: '/sys/role/saveroleperm/post' } })
  })
})

describe('on the wire', () => {
  it('no catalogue is asked for grants that are not new, and nothing for an id that is none', async () => {
    await save(minus('menus', [17]))
    expect(world.proxy.requests.filter(({ path }) => path.includes('/sys/role/saveroleperm'))).toHaveLength(1)
    expect(world.proxy.requests.filter(({ path }) => /all(menus|roles|depts)/.test(path))).toEqual([])
    const asked = world.proxy.requests.filter(({ path }) => /role(menu|role|dept)/.test(path)).length
    expect(await failureOf(world.clientOf('grants').get(-3))).toMatchObject({ code: 'NOT_FOUND' })
    expect(world.proxy.requests.filter(({ path }) => /role(menu|role|dept)/.test(path))).toHaveLength(asked)
  })

  it('nothing but reading and saving is ever sent', async () => {
    const grants = world.clientOf('grants')
    const query = { page: 1, pageSize: 10, sort: [], filter: {} }
    for (const call of [grants.list(query), grants.find({ id: 1 }), grants.create({}, once()), grants.remove(2, once())]) expect(await failureOf(call)).toMatchObject({ code: 'VALIDATION' })
    expect(world.proxy.requests).toEqual([])
  })
})
