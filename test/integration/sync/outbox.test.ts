import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Row } from '../../../src/shared/resources/resource'
import { failureOf, stateReached, until } from '../../support/client'
import { cutAfter, cutBefore, hold, inject } from '../../support/fault-kinds'
import { createOutboxWorld, newDepartment, newUser, type OutboxWorld } from '../../support/outbox-world'

const USERS = '/sys/user/users'
let world: OutboxWorld
let base: Row
beforeEach(async () => {
  world = await createOutboxWorld()
  base = await world.row('users', 5)
  world.proxy.forgetRequests()
})
afterEach(() => world.close())

const update = (edits: Record<string, unknown>, from: Row = base, signal?: AbortSignal) =>
  world.submit({ resource: 'users', verb: 'update', recordId: from.id, base: from, edits, title: String(from['username']) }, signal)
const states = (): string[] => world.outbox.queue.all().map(({ state }) => state)
/** Entries that are being tried: what has begun shows at once, long before a request of it arrives. */
const onTheWay = (): number => world.outbox.queue.all().filter(({ entryId }) => world.outbox.scheduler.isBusy(entryId)).length
const triesOver = (): Promise<void> => until(() => onTheWay() === 0)
const history = (): (string | null)[] => world.journal.history({ limit: 100 }).map(({ outcome }) => outcome)

describe('a command submitted online', () => {
  it('is durable before anything is sent, is sent once, and brings the record as the server has it', async () => {
    let openAtSend: string[] = []
    world.proxy.on({ method: 'GET', path: USERS, times: 1 }, (ask) => {
      openAtSend = world.journal.open().map(({ state }) => state)
      return ask()
    })
    const done = await update({ tel: '13800000000' })
    expect(openAtSend).toEqual(['queued'])
    expect(done).toMatchObject({ kind: 'done', row: { id: 5, tel: '13800000000' }, taken: [] })
    expect(world.asked('PUT')).toBe(1)
    expect(history()).toEqual(['ok'])
    expect(world.rows).toMatchObject([{ resource: 'users', id: 5, row: { tel: '13800000000' } }])
  })

  it('is tried although a long queue of other records waits its turn', async () => {
    world.isOffline = true
    for (let id = 6; id < 20; id += 1) await update({ tel: String(id) }, await world.row('users', id))
    const gate = hold()
    world.proxy.on({ method: 'GET', path: /id=(6|7|8|9)(&|$)/ }, gate)
    world.isOffline = false
    world.outbox.wake()
    await gate.reached(4)
    expect(await update({ tel: '5' })).toMatchObject({ kind: 'done' })
    gate.release()
    await world.settle()
    await until(() => world.outbox.queue.all().length === 0)
  })

  it('that the server refuses is told to the one who waits, and does not wait in the outbox as well', async () => {
    world.proxy.on({ method: 'PUT', path: USERS }, inject({ body: { code: 20000, type: 'error', message: '不允许修改' } }))
    expect(await failureOf(update({ tel: '1' }))).toMatchObject({ code: 'REFUSED', message: '不允许修改' })
    expect(states()).toEqual([])
    expect(history()).toEqual(['told'])
  })

  it('waits through a sign-in, and is queued only where it cannot be done', async () => {
    world.server.control.expireAllTokens()
    const saving = update({ tel: '1' })
    await stateReached(world.client, 'suspended')
    await world.client.signIn()
    expect(await saving).toMatchObject({ kind: 'done' })
    expect(world.asked('PUT')).toBe(1)
  })

  it('whose sign-in is put off ends SESSION_ENDED, and the work stays with the form alone', async () => {
    world.server.control.expireAllTokens()
    const saving = failureOf(update({ tel: '1' }))
    await stateReached(world.client, 'suspended')
    world.client.session.putOff()
    expect(await saving).toMatchObject({ code: 'SESSION_ENDED' })
    expect(states()).toEqual([])
  })

  it('is taken back at once by a caller that gives up, also while it waits for its turn', async () => {
    const gate = hold()
    world.proxy.on({ method: 'GET', path: USERS }, gate)
    const first = update({ tel: '1' })
    await gate.reached()
    const cancel = new AbortController()
    const second = failureOf(update({ email: 'x@example.com' }, base, cancel.signal))
    cancel.abort()
    expect(await second).toMatchObject({ code: 'CANCELLED' })
    gate.release()
    expect(await first).toMatchObject({ kind: 'done' })
    expect(world.server.control.user(5)?.email).toBe(base['email'])
  })
})

describe('F41–F43: lost answers and lost networks', () => {
  it('F41: sent and not answered, then killed: the next start looks, and sends nothing twice', async () => {
    const killed = world.outbox
    world.proxy.on({ method: 'PUT', path: USERS, times: 1 }, async (ask) => {
      killed.close()
      const outcome = await ask()
      return { ...outcome, kind: 'silence' }
    })
    void update({ tel: '41' }).catch(() => undefined)
    await world.proxy.waitFor(({ method }) => method === 'PUT')
    await until(() => world.journal.open()[0]?.state === 'sending' && world.server.control.user(5)?.tel === '41')
    world.restart()
    expect(states()).toEqual(['unknown'])
    await world.settle()
    await until(() => states().length === 0)
    expect(world.asked('PUT')).toBe(1)
    expect(history()).toEqual(['ok'])
  })

  it('F41: the same for a new record, which is not made twice', async () => {
    const killed = world.outbox
    world.proxy.on({ method: 'POST', path: USERS, times: 1 }, async (ask) => {
      killed.close()
      const outcome = await ask()
      return { ...outcome, kind: 'silence' }
    })
    void world.submit({ resource: 'users', verb: 'create', recordId: -7, title: 'lost', ...newUser('lost') }).catch(() => undefined)
    await until(() => world.server.control.userByName('lost') !== undefined)
    world.restart()
    await world.settle()
    await until(() => states().length === 0)
    expect(world.asked('POST', USERS)).toBe(1)
    expect(world.journal.realId('users', -7)).toBe(world.server.control.userByName('lost')?.id)
  })

  it('F42: killed between taken and sent: still queued, sent once', async () => {
    const gate = hold()
    world.proxy.on({ method: 'GET', path: USERS, times: 1 }, gate)
    void update({ tel: '42' }).catch(() => undefined)
    await gate.reached()
    world.restart()
    expect(states()).toEqual(['queued'])
    await world.settle()
    await until(() => states().length === 0)
    expect(world.asked('PUT')).toBe(1)
    expect(world.server.control.user(5)?.tel).toBe('42')
  })

  it('F43: a 500 or a lost answer keeps the entry and its key, and backs off 1, 2, 4 s', async () => {
    const keys: unknown[] = []
    world.proxy.on({ method: 'PUT', path: USERS, times: 3 }, (_ask, request) => {
      keys.push(request.headers['idempotency-key'])
      return Promise.resolve({ kind: 'answer', answer: { status: 500, headers: {}, body: Buffer.from('') } })
    })
    expect(await update({ tel: '43' })).toMatchObject({ kind: 'queued', because: { code: 'SERVER' } })
    for (const [tries, waitMs] of [
      [1, 1000],
      [2, 2000],
      [3, 4000],
    ] as const) {
      await until(() => states()[0] === 'unknown')
      expect(keys).toHaveLength(tries)
      await world.clock.advance(waitMs - 1)
      expect(keys).toHaveLength(tries)
      expect(onTheWay()).toBe(0)
      await world.clock.advance(1)
      expect(onTheWay()).toBe(1)
      await until(() => world.asked('PUT') === tries + 1)
    }
    await until(() => states().length === 0)
    expect(world.asked('PUT')).toBe(4)
    expect(new Set(keys).size).toBe(1)
    expect(world.server.control.user(5)?.tel).toBe('43')
  })

  it.each([
    ['POST', () => world.submit({ resource: 'users', verb: 'create', recordId: -43, title: 'made', ...newUser('made') })],
    ['DELETE', () => world.submit({ resource: 'users', verb: 'remove', recordId: 5, base })],
  ] as const)('F43: a %s keeps its key too, over tries that the server failed at, and takes effect once', async (method, submit) => {
    const keys: unknown[] = []
    const before = world.server.control.userCount()
    world.proxy.on({ method, path: USERS, times: 2 }, (_ask, request) => {
      keys.push(request.headers['idempotency-key'])
      return Promise.resolve({ kind: 'answer', answer: { status: 500, headers: {}, body: Buffer.from('') } })
    })
    world.proxy.on({ method, path: USERS }, (ask, request) => {
      keys.push(request.headers['idempotency-key'])
      return ask()
    })
    expect(await submit()).toMatchObject({ kind: 'queued', because: { code: 'SERVER' } })
    const [entry] = world.outbox.queue.all()
    while (states().length > 0) await world.settle()
    expect(keys).toEqual([entry?.entryId, entry?.entryId, entry?.entryId])
    expect(world.server.control.userCount()).toBe(before + (method === 'POST' ? 1 : -1))
    expect(history()).toEqual(['ok'])
  })

  it('F43: the network is gone: queued, and sent when it is back', async () => {
    await world.proxy.down()
    expect(await update({ tel: '43' })).toMatchObject({ kind: 'queued', because: { code: 'OFFLINE' } })
    expect(states()).toEqual(['queued'])
    await world.proxy.up()
    await world.settle()
    await until(() => states().length === 0)
    expect(world.server.control.user(5)?.tel).toBe('43')
  })

  it('a write cut before the server saw it, and one cut after, both end once', async () => {
    world.proxy.on({ method: 'PUT', path: USERS, times: 1 }, cutBefore())
    expect(await update({ tel: '1' })).toMatchObject({ kind: 'queued' })
    await world.settle()
    await until(() => states().length === 0)
    world.proxy.on({ method: 'PUT', path: USERS, times: 1 }, cutAfter())
    expect(await update({ tel: '2' }, await world.row('users', 5))).toMatchObject({ kind: 'done', row: { tel: '2' } })
  })
})

describe('F44–F46: draining', () => {
  const queueOffline = async (ids: readonly number[]): Promise<void> => {
    world.isOffline = true
    for (const id of ids) expect(await update({ tel: `t${id}` }, await world.row('users', id))).toMatchObject({ kind: 'queued', because: null })
    world.proxy.forgetRequests()
  }

  it('sends nothing while offline', async () => {
    await queueOffline([5, 6])
    world.outbox.wake()
    await triesOver()
    expect(world.proxy.requests).toHaveLength(0)
    expect(world.outbox.summary()).toEqual({ waiting: 2, needsYou: 0, isPaused: false })
  })

  it('F44: 50014 in the middle renews once and goes on with the same entries', async () => {
    await queueOffline([5, 6, 7, 8])
    world.server.control.resetCounts()
    world.server.control.expireAccessTokens()
    await world.settle()
    await until(() => states().length === 0)
    expect(world.server.control.counts().refresh).toBe(1)
    expect(world.asked('PUT')).toBe(4)
    expect([5, 6, 7, 8].map((id) => world.server.control.user(id)?.tel)).toEqual(['t5', 't6', 't7', 't8'])
  })

  it('F45: 50015 in the middle pauses; the same user signs in, and nothing is lost', async () => {
    await queueOffline([5, 6, 7, 8, 9, 10])
    world.proxy.on({ method: 'PUT', path: USERS, times: 1 }, (ask) => {
      world.server.control.expireAllTokens()
      return ask()
    })
    world.isOffline = false
    world.outbox.wake()
    await stateReached(world.client, 'suspended')
    expect(world.client.prompt.opens).toBe(1)
    await world.client.signIn()
    await world.settle()
    await until(() => states().length === 0)
    expect([5, 6, 7, 8, 9, 10].map((id) => world.server.control.user(id)?.tel)).toEqual(['t5', 't6', 't7', 't8', 't9', 't10'])
  })

  it('F45: put off, the queue stays; another user who signs in sends nothing of it', async () => {
    await queueOffline([5, 6])
    world.server.control.expireAllTokens()
    world.isOffline = false
    world.outbox.wake()
    await stateReached(world.client, 'suspended')
    world.client.session.putOff()
    await until(() => states().every((state) => state === 'queued'))
    await world.server.control.setPassword('test', 'test')
    await world.client.signIn('test', 'test')
    world.proxy.forgetRequests()
    world.outbox.scheduler.forgetDelays()
    world.outbox.wake()
    // Not even a try that the session would turn away.
    expect(onTheWay()).toBe(0)
    await triesOver()
    expect(states()).toEqual(['queued', 'queued'])
    expect(world.asked('PUT')).toBe(0)
    expect(world.proxy.requests).toEqual([])
    await world.client.signIn()
    await world.settle()
    await until(() => states().length === 0)
    expect(world.server.control.user(6)?.tel).toBe('t6')
  })

  it('F46: one of twenty refused: nineteen done, one shows why, and can be mended and sent', async () => {
    world.isOffline = true
    world.server.control.updateUser(6, { username: 'taken-name' })
    const names = Array.from({ length: 20 }, (_, index) => (index === 7 ? 'taken-name' : `fresh-${index}`))
    for (const [index, name] of names.entries()) {
      await world.submit({ resource: 'users', verb: 'create', recordId: -1 - index, title: name, ...newUser(name) })
    }
    await world.settle()
    await until(() => states().length === 1 && states()[0] !== 'queued' && states()[0] !== 'sending')
    expect(history().filter((outcome) => outcome === 'ok')).toHaveLength(19)
    const [stuck] = world.outbox.views()
    expect(stuck).toMatchObject({ title: 'taken-name', state: 'conflict', why: { kind: 'conflict', conflict: 'taken', theirs: { id: 6 } } })
    expect(JSON.stringify(stuck)).not.toContain('Fresh-Passw0rd')
    world.actions.edit(stuck?.entryId ?? '', { username: 'mended-name' })
    await until(() => states().length === 0)
    expect(world.server.control.userByName('mended-name')).toBeDefined()
    expect(world.server.control.userCount()).toBe(20 + (await countBefore()))
  })

  async function countBefore(): Promise<number> {
    const { total } = await world.clientOf('users').list({ page: 1, pageSize: 1, sort: [], filter: {} })
    return total - 20
  }

  it('F46: one of twenty refused by the server in its own words: nineteen done, one waits with them, is not tried again by itself, and can be sent again', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => 5 + index)
    await queueOffline(ids)
    const key = world.outbox.queue.all().find(({ recordId }) => recordId === 6)?.entryId
    const isRefused = ({ headers }: { headers: Readonly<Record<string, unknown>> }): boolean => headers['idempotency-key'] === key
    const refuse = inject({ body: { code: 20000, type: 'error', message: '不允许修改' } })
    const rule = world.proxy.on({ method: 'PUT', path: USERS }, (ask, request) => (isRefused(request) ? refuse(ask, request) : ask()))
    await world.settle()
    await until(() => states().join() === 'refused')
    expect(history().filter((outcome) => outcome === 'ok')).toHaveLength(19)
    expect(ids.filter((id) => world.server.control.user(id)?.tel === `t${id}`)).toEqual(ids.filter((id) => id !== 6))
    expect(world.outbox.summary()).toEqual({ waiting: 0, needsYou: 1, isPaused: false })
    expect(world.outbox.views()[0]?.why).toMatchObject({ kind: 'failure', failure: { code: 'REFUSED', message: '不允许修改' } })
    await world.settle()
    expect(world.proxy.requests.filter((request) => request.method === 'PUT' && isRefused(request))).toHaveLength(1)
    rule.remove()
    world.actions.send([world.outbox.views()[0]?.entryId ?? ''])
    await until(() => states().length === 0)
    expect(world.server.control.user(6)?.tel).toBe('t6')
  })
})

describe('F47–F51: records made, changed and deleted here', () => {
  it('F47: made, changed and deleted, all offline: nothing is sent', async () => {
    world.isOffline = true
    await world.submit({ resource: 'users', verb: 'create', recordId: -1, title: 'brief', ...newUser('brief') })
    await world.submit({ resource: 'users', verb: 'update', recordId: -1, title: 'brief', base: { id: -1 }, edits: { tel: '1' } })
    expect(world.outbox.views()).toMatchObject([{ verb: 'create', edits: { username: 'brief', tel: '1' }, hasSecret: true }])
    expect(await world.submit({ resource: 'users', verb: 'remove', recordId: -1, title: 'brief', base: { id: -1 } })).toMatchObject({ kind: 'done' })
    await world.settle()
    expect(states()).toEqual([])
    expect(world.asked('POST', USERS)).toBe(0)
  })

  it('several changes of one record are one change, on the record before the first', async () => {
    world.isOffline = true
    await update({ tel: '1' })
    await update({ tel: '2', email: 'a@example.com' }, { ...base, tel: '1' })
    expect(world.outbox.views()).toMatchObject([{ edits: { tel: '2', email: 'a@example.com' }, base: { tel: base['tel'] } }])
    await world.settle()
    await until(() => states().length === 0)
    expect(world.asked('PUT')).toBe(1)
    expect(world.server.control.user(5)).toMatchObject({ tel: '2', email: 'a@example.com' })
  })

  it('a user made here can stand in a department made here: the temporary ids are replaced on the way', async () => {
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -10, title: 'New dept', ...newDepartment('New dept') })
    await world.submit({ resource: 'departments', verb: 'create', recordId: -11, title: 'Below', ...newDepartment('Below', { parentId: -10 }) })
    await world.submit({ resource: 'users', verb: 'create', recordId: -12, title: 'inside', ...newUser('inside', { departmentIds: [-11] }) })
    expect(world.outbox.views().map(({ dependsOn }) => dependsOn.length)).toEqual([0, 1, 1])
    await world.settle()
    await until(() => states().length === 0)
    const below = await world.clientOf('departments').find({ parentId: world.journal.realId('departments', -10), name: 'Below' })
    expect(below).toHaveLength(1)
    expect(world.server.control.userByName('inside')?.dept).toEqual([below[0]?.id])
  })

  it('a form that still knows a record by its temporary id changes the record that the server has made of it', async () => {
    const { edits, secret } = newUser('late')
    await world.submit({ resource: 'users', verb: 'create', recordId: -5, edits, secret })
    expect(await world.submit({ resource: 'users', verb: 'update', recordId: -5, base: { id: -5, ...edits }, edits: { tel: '55' } })).toMatchObject({ kind: 'done', row: { tel: '55' } })
    expect(world.server.control.userByName('late')?.tel).toBe('55')
    expect(world.asked('POST', USERS)).toBe(1)
  })

  it('F48: what stands on a refused record is blocked and explained, and never sent with a temporary id', async () => {
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -10, title: 'No', ...newDepartment('No') })
    await world.submit({ resource: 'users', verb: 'create', recordId: -12, title: 'inside', ...newUser('inside', { departmentIds: [-10] }) })
    const rule = world.proxy.on({ method: 'POST', path: '/sys/dept/depts' }, inject({ body: { code: 20000, type: 'error', message: '不允许' } }))
    await world.settle()
    await until(() => states().join() === 'refused,blocked')
    const [maker, stuck] = world.outbox.views()
    expect(stuck?.why).toEqual({ kind: 'blocked', on: maker?.entryId })
    expect(world.asked('POST', USERS)).toBe(0)
    rule.remove()
    world.actions.send([maker?.entryId ?? ''])
    await until(() => states().length === 0)
    expect(world.server.control.userByName('inside')?.dept).toHaveLength(1)
  })

  it('F48: what stands on a record that was dropped stays blocked until it is changed', async () => {
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -10, title: 'No', ...newDepartment('No') })
    await world.submit({ resource: 'users', verb: 'create', recordId: -12, title: 'inside', ...newUser('inside', { departmentIds: [-10] }) })
    world.actions.drop([world.outbox.views()[0]?.entryId ?? ''])
    await world.settle()
    await until(() => states().join() === 'blocked')
    world.actions.edit(world.outbox.views()[0]?.entryId ?? '', { departmentIds: [] })
    await until(() => states().length === 0)
    expect(world.server.control.userByName('inside')?.dept).toEqual([])
  })

  it('F49: changed on the server meanwhile: other fields merge by themselves and are named', async () => {
    world.isOffline = true
    await update({ tel: '1' })
    world.server.control.updateUser(5, { email: 'theirs@example.com' })
    await world.settle()
    await until(() => states().length === 0)
    expect(world.server.control.user(5)).toMatchObject({ tel: '1', email: 'theirs@example.com' })
    expect(world.journal.history({ limit: 1 })[0]).toMatchObject({ outcome: 'ok', taken: ['email'] })
  })

  it('F49: the same field asks, keeps both versions, and does as it is told, field by field', async () => {
    world.isOffline = true
    await update({ tel: '1', email: 'mine@example.com' })
    world.server.control.updateUser(5, { tel: '999', email: 'theirs@example.com' })
    await world.settle()
    await until(() => states()[0] === 'conflict')
    const [entry] = world.outbox.views()
    expect(entry?.why).toMatchObject({ kind: 'conflict', conflict: 'fields', fields: ['tel', 'email'], theirs: { tel: '999', email: 'theirs@example.com' } })
    expect(entry).toMatchObject({ edits: { tel: '1', email: 'mine@example.com' }, base: { tel: base['tel'] } })
    expect(world.asked('PUT')).toBe(0)
    world.actions.decide(entry?.entryId ?? '', { kind: 'fields', choices: { tel: 'mine', email: 'theirs' } })
    await until(() => states().length === 0)
    expect(world.server.control.user(5)).toMatchObject({ tel: '1', email: 'theirs@example.com' })
  })

  it('F49: "mine" counts for the value that was seen; changed once more, it asks once more', async () => {
    world.isOffline = true
    await update({ tel: '1' })
    world.server.control.updateUser(5, { tel: '999' })
    await world.settle()
    await until(() => states()[0] === 'conflict')
    world.server.control.updateUser(5, { tel: '1000' })
    world.actions.decide(world.outbox.views()[0]?.entryId ?? '', { kind: 'fields', choices: { tel: 'mine' } })
    await until(() => states()[0] === 'conflict')
    expect(world.outbox.views()[0]?.why).toMatchObject({ theirs: { tel: '1000' } })
    expect(world.server.control.user(5)?.tel).toBe('1000')
  })

  it('F50: changed here and deleted there asks; made anew with a password it would need, or let go', async () => {
    world.isOffline = true
    const [department] = await world
      .clientOf('departments')
      .list({ page: 1, pageSize: 1, sort: [], filter: {} })
      .then(({ rows }) => rows.filter(({ id }) => id > 0))
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, title: 'Gone', ...newDepartment('Gone') })
    await world.settle()
    await until(() => states().length === 0)
    expect(department).toBeDefined()
    const id = world.journal.realId('departments', -1) ?? 0
    const row = await world.row('departments', id)
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'update', recordId: id, title: 'Gone', base: row, edits: { alias: 'kept' } })
    await world.clientOf('departments').remove(id, { idempotencyKey: 'someone-else' })
    await world.settle()
    await until(() => states()[0] === 'conflict')
    expect(world.outbox.views()[0]?.why).toMatchObject({ conflict: 'gone', theirs: null })
    world.actions.decide(world.outbox.views()[0]?.entryId ?? '', { kind: 'restore' })
    await until(() => states().length === 0)
    expect(await world.clientOf('departments').find({ parentId: 0, name: 'Gone' })).toMatchObject([{ alias: 'kept' }])
  })

  it('F50: deleted here and changed there asks, and deletes only when told so', async () => {
    world.isOffline = true
    await world.submit({ resource: 'users', verb: 'remove', recordId: 5, base, title: 'five' })
    world.server.control.updateUser(5, { tel: '999' })
    await world.settle()
    await until(() => states()[0] === 'conflict')
    expect(world.outbox.views()[0]?.why).toMatchObject({ conflict: 'changed', fields: ['tel'] })
    expect(world.server.control.user(5)).toBeDefined()
    world.actions.decide(world.outbox.views()[0]?.entryId ?? '', { kind: 'remove-anyway' })
    await until(() => states().length === 0)
    expect(world.server.control.user(5)).toBeUndefined()
  })

  it('F50: deleted on both sides is done', async () => {
    world.server.control.deleteUser(5)
    expect(await world.submit({ resource: 'users', verb: 'remove', recordId: 5, base, title: 'five' })).toMatchObject({ kind: 'done', row: null })
    expect(world.asked('DELETE')).toBe(0)
  })

  it('F51: changed again while its first send is in flight: the second goes after it, on top of what it made', async () => {
    const gate = hold('answer')
    world.proxy.on({ method: 'PUT', path: USERS, times: 1 }, gate)
    const first = update({ tel: '1' })
    await gate.reached()
    const second = update({ tel: '2', email: 'b@example.com' })
    expect(world.asked('PUT')).toBe(1)
    gate.release()
    expect(await first).toMatchObject({ kind: 'done', row: { tel: '1' } })
    expect(await second).toMatchObject({ kind: 'done', row: { tel: '2', email: 'b@example.com' }, taken: [] })
    expect(world.asked('PUT')).toBe(2)
  })
})

describe('F53, and what waits for a person', () => {
  it('F53: a captive portal that says 200 is no answer: not done, and sent when it is gone', async () => {
    const rule = world.proxy.on({}, inject({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Please sign in to the Wi-Fi</html>' }))
    expect(await update({ tel: '53' })).toMatchObject({ kind: 'queued' })
    expect(world.server.control.user(5)?.tel).not.toBe('53')
    rule.remove()
    await world.settle()
    await until(() => states().length === 0)
    expect(world.server.control.user(5)?.tel).toBe('53')
  })

  it('a deletion that has waited for more than ten minutes asks before it goes', async () => {
    world.isOffline = true
    await world.submit({ resource: 'users', verb: 'remove', recordId: 5, base, title: 'five' })
    await world.clock.advance(11 * 60_000)
    await world.settle()
    expect(world.outbox.views()).toMatchObject([{ state: 'parked', why: { kind: 'parked', cause: 'stale' } }])
    world.actions.send([world.outbox.views()[0]?.entryId ?? ''])
    await until(() => states().length === 0)
    expect(world.server.control.user(5)).toBeUndefined()
  })

  it('on a production server nothing queued goes by itself; a save that somebody waits for does', async () => {
    world.isProduction = true
    expect(await update({ tel: '1' })).toMatchObject({ kind: 'done' })
    world.isOffline = true
    await update({ tel: '2' }, await world.row('users', 5))
    await world.settle()
    expect(world.outbox.views()).toMatchObject([{ state: 'parked', why: { cause: 'production' } }])
  })

  it('what waits when the server is set to read-only does not go by itself, and goes at a word', async () => {
    world.isOffline = true
    await update({ tel: '3' }, await world.row('users', 5))
    world.writeMode = 'read-only'
    await world.settle()
    expect(world.outbox.views()).toMatchObject([{ state: 'parked', why: { cause: 'read-only' }, isReleased: false }])
    world.isOffline = true
    world.actions.send([world.outbox.views()[0]?.entryId ?? ''])
    expect(world.outbox.views()).toMatchObject([{ isReleased: true }])
    world.isOffline = false
    world.outbox.wake()
    await until(() => states().length === 0)
    expect(world.server.control.user(5)).toMatchObject({ tel: '3' })
  })

  it('what was made for another address is neither sent to nor looked up on the new one, until a person says so', async () => {
    world.isOffline = true
    await update({ tel: '10' })
    world.address = 'https://second.example.com/api/v2'
    world.restart()
    world.proxy.forgetRequests()
    // Told as soon as the journal is open, without a network or a session.
    expect(world.outbox.views()).toMatchObject([{ state: 'parked', why: { kind: 'parked', cause: 'moved' } }])
    await world.settle()
    expect(world.outbox.views()).toMatchObject([{ state: 'parked', why: { kind: 'parked', cause: 'moved' } }])
    expect(world.proxy.requests).toEqual([])
    world.actions.send([world.outbox.views()[0]?.entryId ?? ''])
    await until(() => states().length === 0)
    expect(world.server.control.user(5)?.tel).toBe('10')
  })

  it('in the mode "review in outbox" everything waits to be looked at', async () => {
    world.writeMode = 'review'
    expect(await update({ tel: '1' })).toMatchObject({ kind: 'queued', because: null })
    expect(world.proxy.requests).toHaveLength(0)
    world.actions.send(world.outbox.views().map(({ entryId }) => entryId))
    await until(() => states().length === 0)
    expect(world.server.control.user(5)?.tel).toBe('1')
  })

  it('paused, it sends nothing, and goes on afterwards', async () => {
    world.isOffline = true
    await update({ tel: '1' })
    world.outbox.setPaused(true)
    await world.settle()
    expect(world.asked('PUT')).toBe(0)
    world.outbox.setPaused(false)
    await until(() => states().length === 0)
  })

  it('a save behind an entry that needs a person is queued, and does not wait for ever', async () => {
    world.isOffline = true
    await world.submit({ resource: 'users', verb: 'remove', recordId: 5, base, title: 'five' })
    world.server.control.updateUser(5, { tel: '999' })
    await world.settle()
    await until(() => states()[0] === 'conflict')
    expect(await update({ email: 'x@example.com' })).toMatchObject({ kind: 'queued' })
  })
})

describe('an entry and the draft that it came from', () => {
  it('the program ended between writing the entry down and telling its form: the next start takes the edits out of the draft', async () => {
    const gate = hold()
    world.proxy.on({ method: 'GET', path: USERS, times: 1 }, gate)
    void world.submit({ resource: 'users', verb: 'update', recordId: 5, base, edits: { tel: '32' }, draftId: 'd32' }).catch(() => undefined)
    await gate.reached()
    expect(world.settled).toEqual([])
    world.restart()
    expect(world.settled).toEqual([['d32', { tel: '32' }, { ...base, tel: '32' }]])
  })
})
