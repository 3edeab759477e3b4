// The id of a record belongs to another one by now: nothing meant for the one reaches the other.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Row } from '../../../src/shared/resources/resource'
import { failureOf, until } from '../../support/client'
import { cutAfter } from '../../support/fault-kinds'
import { createOutboxWorld, newDepartment, type OutboxWorld } from '../../support/outbox-world'

const USERS = '/sys/user/users'
let world: OutboxWorld
let base: Row
beforeEach(async () => {
  world = await createOutboxWorld()
  base = await world.row('users', 9)
  world.proxy.forgetRequests()
})
afterEach(() => world.close())

const states = (): string[] => world.outbox.queue.all().map(({ state }) => state)
const first = () => world.outbox.views()[0]
const save = (edits: Record<string, unknown>, from: Row = base) => world.submit({ resource: 'users', verb: 'update', recordId: 9, base: from, edits, title: String(from['username']) })
/** Number 9 is somebody else: made at another time, with a phone and roles of their own. */
const giveAgain = (more: Record<string, unknown> = {}): void => {
  world.server.control.updateUser(9, { username: 'somebody.else', create_time: 1_700_000_000, tel: '555', role: [2], ...more })
}
const asksOnce = async (): Promise<void> => {
  await world.settle()
  await until(() => states().join() === 'conflict')
}

describe('F71: a change of a user whose number was given again', () => {
  it('asks before anything is sent: neither the phone nor the admin role goes to the other person', async () => {
    world.isOffline = true
    await save({ tel: '13800000000', roleIds: [1] })
    giveAgain()
    await asksOnce()
    expect(first()?.why).toMatchObject({ kind: 'conflict', conflict: 'otherRecord', theirs: { username: 'somebody.else' }, fields: ['username', 'createdAt'] })
    expect(world.asked('PUT')).toBe(0)
    expect(world.server.control.user(9)).toMatchObject({ tel: '555', role: [2] })
  })

  it('tells whoever waits, with both records, and the edit stays with the form alone', async () => {
    giveAgain()
    expect(await failureOf(save({ tel: '1' }))).toMatchObject({ code: 'CONFLICT', details: { conflict: 'otherRecord', theirs: { username: 'somebody.else' } } })
    expect([states(), world.asked('PUT')]).toEqual([[], 0])
  })

  it('the same time of making is the same user renamed: merged, and named', async () => {
    world.isOffline = true
    await save({ tel: '1' })
    world.server.control.updateUser(9, { username: 'new.name' })
    await world.settle()
    await until(() => states().length === 0)
    expect(world.server.control.user(9)).toMatchObject({ username: 'new.name', tel: '1' })
    expect(world.journal.history({ limit: 1 })[0]).toMatchObject({ outcome: 'ok', taken: ['username'] })
  })

  it('a time that one side does not tell asks', async () => {
    const { createdAt: _, ...older } = base
    world.isOffline = true
    await save({ tel: '1' }, older as Row)
    world.server.control.updateUser(9, { username: 'new.name' })
    await asksOnce()
    expect(first()?.why).toMatchObject({ conflict: 'otherRecord' })
  })

  it('"the same record" goes on and merges as usual; the word holds for that record alone', async () => {
    world.isOffline = true
    await save({ tel: '1', email: 'mine@example.com' })
    giveAgain({ tel: String(base['tel']) })
    await asksOnce()
    const entryId = first()?.entryId ?? ''
    // A third one has got the number between the look and the word.
    giveAgain({ username: 'a.third', create_time: 1_800_000_000, tel: String(base['tel']) })
    world.actions.decide(entryId, { kind: 'same-record' })
    await until(() => states().join() === 'conflict')
    expect(first()?.why).toMatchObject({ conflict: 'otherRecord', theirs: { username: 'a.third' } })
    expect(world.asked('PUT')).toBe(0)
    world.actions.decide(entryId, { kind: 'same-record' })
    await until(() => states().length === 0)
    expect(world.server.control.user(9)).toMatchObject({ username: 'a.third', tel: '1', email: 'mine@example.com' })
  })

  it('dropped, it is gone, and the other person has lost nothing', async () => {
    world.isOffline = true
    await save({ tel: '1' })
    giveAgain()
    await asksOnce()
    world.actions.drop([first()?.entryId ?? ''])
    await world.settle()
    expect([states(), world.server.control.user(9)?.tel]).toEqual([[], '555'])
  })

  it('a change that was sent without an answer is not taken for done on the other one', async () => {
    world.proxy.on({ method: 'PUT', path: USERS, times: 1 }, (_ask) => {
      giveAgain({ tel: '1' })
      return Promise.resolve({ kind: 'cut' })
    })
    expect(await save({ tel: '1' })).toMatchObject({ kind: 'queued' })
    await asksOnce()
    expect(first()?.why).toMatchObject({ conflict: 'otherRecord' })
  })

  it('what is changed of the other one afterwards is not joined with it, nor shown as waiting for it', async () => {
    world.isOffline = true
    await save({ tel: '1', roleIds: [1] })
    giveAgain()
    const other = await world.row('users', 9)
    await save({ email: 'other@example.com' }, other)
    expect(world.outbox.views()).toMatchObject([{ edits: { tel: '1', roleIds: [1] } }, { edits: { email: 'other@example.com' } }])
    await world.settle()
    await until(() => states()[0] === 'conflict')
    world.actions.drop([first()?.entryId ?? ''])
    await until(() => states().length === 0)
    expect(world.server.control.user(9)).toMatchObject({ tel: '555', email: 'other@example.com', role: [2] })
  })
})

describe('F71: a deletion', () => {
  const remove = () => world.submit({ resource: 'users', verb: 'remove', recordId: 9, base, title: 'nine' })

  it('of a number that was given again never deletes the other person', async () => {
    world.isOffline = true
    await remove()
    giveAgain()
    await asksOnce()
    expect(first()?.why).toMatchObject({ conflict: 'otherRecord' })
    expect([world.asked('DELETE'), world.server.control.user(9)?.username]).toEqual([0, 'somebody.else'])
  })

  it('that was sent without an answer asks when the number belongs to another one by then', async () => {
    world.proxy.on({ method: 'DELETE', path: USERS, times: 1 }, async (ask) => {
      const outcome = await cutAfter()(ask, { method: 'DELETE', path: USERS, headers: {}, body: Buffer.alloc(0) })
      await world
        .clientOf('users')
        .create({ username: 'newcomer', password: 'Fresh-Passw0rd', email: '', tel: '', status: 'enabled', listorder: 1, roleIds: [2], departmentIds: [] }, { idempotencyKey: 'someone-else' })
      const made = world.server.control.userByName('newcomer')
      if (made && made.id !== 9) world.server.control.renumberUser(made.id, 9)
      return outcome
    })
    expect(await failureOf(remove())).toMatchObject({ code: 'CONFLICT', details: { conflict: 'otherRecord' } })
    expect([world.asked('DELETE'), world.server.control.user(9)?.username]).toEqual([1, 'newcomer'])
  })
})

describe('F71: departments', () => {
  const department = async (): Promise<Row> => {
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, title: 'Old', ...newDepartment('Old') })
    return world.row('departments', world.journal.realId('departments', -1) ?? 0)
  }
  const change = async (row: Row, more: Record<string, unknown>): Promise<void> => {
    await world.clientOf('departments').update(row, more, { idempotencyKey: `else-${JSON.stringify(more)}` })
  }

  it.each([
    ['name and parent both differ: asks', { name: 'Other', parentId: 1 }, 'conflict'],
    ['renamed only: goes on', { name: 'Other' }, ''],
    ['moved only: goes on', { parentId: 1 }, ''],
  ])('%s', async (_title, theirs, state) => {
    const row = await department()
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'update', recordId: row.id, base: row, edits: { alias: 'mine' }, title: 'Old' })
    await change(row, theirs)
    await world.settle()
    await until(() => states().join() === state)
    expect((await world.row('departments', row.id))['alias']).toBe(state === '' ? 'mine' : '')
  })

  it('moved and renamed by oneself, with the answer lost, is no stranger', async () => {
    const row = await department()
    world.proxy.on({ method: 'PUT', path: '/sys/dept/depts', times: 1 }, cutAfter())
    expect(await world.submit({ resource: 'departments', verb: 'update', recordId: row.id, base: row, edits: { name: 'Mine', parentId: 1 }, title: 'Old' })).toMatchObject({ kind: 'done' })
  })
  it('who has seen it renamed, and deletes it anyway, meant that one: moved since then, it is that one still', async () => {
    const row = await department()
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'remove', recordId: row.id, base: row, title: 'Old' })
    await change(row, { name: 'Renamed' })
    await asksOnce()
    expect(first()?.why).toMatchObject({ conflict: 'changed' })
    await change(await world.row('departments', row.id), { parentId: 1 })
    world.actions.decide(first()?.entryId ?? '', { kind: 'remove-anyway' })
    await until(() => states().join() === 'conflict')
    expect(first()?.why).toMatchObject({ conflict: 'changed', fields: expect.arrayContaining(['parentId']) as string[] })
  })
})
