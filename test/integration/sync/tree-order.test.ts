// What is moved and deleted in a tree without a network goes in the order in which it was said: each step was allowed by where
// the one before it had left the others.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Row } from '../../../src/shared/resources/resource'
import { failureOf, until } from '../../support/client'
import { hold } from '../../support/fault-kinds'
import { unseenRows } from '../../support/fuzz-trees'
import { createOutboxWorld, newDepartment, newUser, type OutboxWorld } from '../../support/outbox-world'

let world: OutboxWorld
beforeEach(async () => {
  world = await createOutboxWorld()
})
afterEach(() => world.close())

const department = (id: number): Promise<Row> => world.row('departments', id)
/** Offline, as forms and pages do it. */
const change = async (id: number, edits: Record<string, unknown>): Promise<void> => {
  const base = world.journal.open().some(({ recordId }) => recordId === id) ? await withOpen(id) : await department(id)
  await world.submit({ resource: 'departments', verb: 'update', recordId: id, base, edits })
}
const withOpen = async (id: number): Promise<Row> =>
  world.journal
    .open()
    .filter(({ recordId }) => recordId === id)
    .reduce<Row>((row, { edits }) => ({ ...row, ...edits }), await department(id))
const remove = async (id: number): Promise<void> => {
  await world.submit({ resource: 'departments', verb: 'remove', recordId: id, base: await department(id) })
}
const open = (): string[] => world.journal.open().map(({ verb, recordId, state, why }) => `${verb} ${recordId} ${state} ${JSON.stringify(why)}`)
const parentsOf = async (...ids: number[]): Promise<number[]> => Promise.all(ids.map(async (id) => (await department(id))['parentId'] as number))

// Of the seed: 5 has 6, 7 and 8 below it; 2 has 9 and 10; 1 has 3, 4 and 16, and 3 has 15.
describe('what is moved or deleted in a tree', () => {
  it('goes in the order in which it was said: a branch from its leaves up, its last child moved out of the way', async () => {
    world.isOffline = true
    await change(8, { parentId: 0 })
    for (const id of [7, 6, 5]) await remove(id)
    await world.settle()
    expect(open()).toEqual([])
    expect(await parentsOf(8)).toEqual([0])
    await expect(department(5)).rejects.toMatchObject({ failure: { code: 'NOT_FOUND' } })
  })

  it('goes in this order also where each is allowed only by the one before it: below its own child, once that is free', async () => {
    world.isOffline = true
    await change(3, { parentId: 0 })
    await change(1, { parentId: 3 })
    await change(15, { parentId: 1 })
    await world.settle()
    expect(open()).toEqual([])
    expect(await parentsOf(3, 1, 15)).toEqual([0, 3, 1])
  })

  it('keeps its place when the record is renamed after others were put on top of where it is', async () => {
    world.isOffline = true
    await change(3, { parentId: 0 })
    await change(1, { parentId: 3 })
    await change(3, { alias: 'later' })
    await world.settle()
    expect(open()).toEqual([])
    expect(await department(3)).toMatchObject({ parentId: 0, alias: 'later' })
    expect(await parentsOf(1)).toEqual([3])
  })

  it('goes on from below what was made here, also where that is deleted again: it is made, since others were moved and deleted on top of that', async () => {
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, ...newDepartment('Passed') })
    await change(8, { parentId: -1 })
    for (const id of [7, 6, 5]) await remove(id)
    await world.submit({ resource: 'departments', verb: 'remove', recordId: 8, base: await withOpen(8) })
    await world.submit({ resource: 'departments', verb: 'remove', recordId: -1, base: { id: -1, ...newDepartment('Passed').edits } })
    await world.settle()
    expect(open()).toEqual([])
    const { rows } = await world.clientOf('departments').list({ page: 1, pageSize: 200, sort: [], filter: {} })
    expect(rows.filter(({ id, name }) => [5, 6, 7, 8].includes(id) || name === 'Passed')).toEqual([])
  })

  it('finds what was made here where it was put then, not where that was moved afterwards, and not after a rename either', async () => {
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, ...newDepartment('Above') })
    await world.submit({ resource: 'departments', verb: 'create', recordId: -2, ...newDepartment('Between', { parentId: -1 }) })
    await change(1, { parentId: -2 })
    await change(3, { parentId: 0 })
    const made = { id: -1, ...newDepartment('Above').edits }
    await world.submit({ resource: 'departments', verb: 'update', recordId: -1, base: made, edits: { parentId: 3 } })
    await world.submit({ resource: 'departments', verb: 'update', recordId: -1, base: { ...made, parentId: 3 }, edits: { alias: 'later' } })
    await world.settle()
    expect(open()).toEqual([])
    const [above, between] = ['Above', 'Between'].map((name) => world.rows.findLast(({ row }) => row?.['name'] === name)?.row)
    expect([above?.['parentId'], above?.['alias'], between?.['parentId']]).toEqual([3, 'later', above?.id])
    expect(await parentsOf(1, 3)).toEqual([between?.id, 0])
    expect(unseenRows(world.server.inside.world)).toEqual([])
  })

  it('keeps its order over a kill, and goes one at a time', async () => {
    world.isOffline = true
    await change(3, { parentId: 0 })
    await change(1, { parentId: 3 })
    await change(15, { parentId: 1 })
    world.restart()
    const before = world.proxy.requests.length
    await world.settle()
    const puts = world.proxy.requests.slice(before).flatMap(({ method }, at) => (method === 'PUT' ? [at] : []))
    expect(open()).toEqual([])
    expect(puts).toHaveLength(3)
    // Between two writes there is the look at what the first has done, and the look before the second.
    expect(puts.every((at, place) => place === 0 || at - (puts[place - 1] ?? 0) > 2)).toBe(true)
  })

  it('is waited for while the one directly before it is on its way, and told to be queued behind more', async () => {
    const rows = await Promise.all([9, 10, 4].map(department))
    const first = hold('request')
    world.proxy.on({ method: 'PUT', path: '/sys/dept/depts', times: 1 }, first)
    const moves = rows.map((base) => world.submit({ resource: 'departments', verb: 'update', recordId: base.id, base, edits: { parentId: 11 } }))
    await first.reached()
    expect(await moves[2]).toMatchObject({ kind: 'queued' })
    first.release()
    expect(await Promise.all(moves.slice(0, 2))).toMatchObject([{ kind: 'done' }, { kind: 'done' }])
    await world.settle()
    expect(await parentsOf(9, 10, 4)).toEqual([11, 11, 11])
  })

  it('holds up nobody while it waits for a person, or for what waits for one', async () => {
    world.isOffline = true
    await change(9, { parentId: 5 })
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, ...newDepartment('Twice') })
    await change(10, { parentId: -1 })
    await change(4, { parentId: 2 })
    // Meanwhile somebody has moved the one, and has made the other.
    const other = world.clientOf('departments')
    await other.update(await department(9), { parentId: 11 }, { idempotencyKey: 'theirs' })
    await other.create(newDepartment('Twice').edits, { idempotencyKey: 'their own' })
    await world.settle()
    expect(world.journal.open().map(({ recordId, state }) => [recordId, state])).toEqual([
      [9, 'conflict'],
      [-1, 'conflict'],
      [10, 'queued'],
    ])
    expect(await parentsOf(4)).toEqual([2])
  })

  it('goes on at once when what stood before it is held by the profile: all of that is asked about together', async () => {
    world.isOffline = true
    for (const id of [9, 10]) await remove(id)
    await world.clock.advance(11 * 60_000)
    await change(4, { parentId: 2 })
    await change(15, { parentId: 2 })
    await world.settle()
    expect(world.journal.open().map(({ recordId, state, why }) => [recordId, state, why?.kind === 'parked' && why.cause])).toEqual([
      [9, 'parked', 'stale'],
      [10, 'parked', 'stale'],
    ])
    expect(await parentsOf(4, 15)).toEqual([2, 2])
  })

  it('goes on at once also where it was looked at before what stood before it had waited too long', async () => {
    world.isOffline = true
    for (const id of [9, 10]) await remove(id)
    await change(4, { parentId: 2 })
    await change(15, { parentId: 2 })
    world.outbox.wake()
    await world.clock.advance(11 * 60_000)
    await world.settle()
    expect(world.journal.open().map(({ recordId, state }) => [recordId, state])).toEqual([
      [9, 'parked'],
      [10, 'parked'],
    ])
    expect(await parentsOf(4, 15)).toEqual([2, 2])
  })

  it('asks about all deletions that have waited too long at once, also where nothing comes after them', async () => {
    world.isOffline = true
    for (const id of [9, 10, 4]) await remove(id)
    world.outbox.wake()
    await world.clock.advance(11 * 60_000)
    await world.settle()
    expect(world.journal.open().map(({ state }) => state)).toEqual(['parked', 'parked', 'parked'])
  })

  it('of two moves that are right each and a circle together the second is told, and nothing of it is on the server', async () => {
    world.isOffline = true
    await change(5, { parentId: 2 })
    await world.clientOf('departments').update(await department(2), { parentId: 5 }, { idempotencyKey: 'theirs' })
    await world.settle()
    expect(world.journal.open()).toMatchObject([{ recordId: 5, state: 'refused', why: { kind: 'failure', failure: { code: 'VALIDATION', fields: { parentId: 'parentBelow' } } } }])
    expect(await parentsOf(2, 5)).toEqual([5, 0])
    expect(unseenRows(world.server.inside.world)).toEqual([])
  })

  it('below a branch that somebody has deleted is told, and goes elsewhere with what stands on it', async () => {
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, ...newDepartment('Child', { parentId: 14 }) })
    await world.submit({ resource: 'departments', verb: 'create', recordId: -2, ...newDepartment('Grandchild', { parentId: -1 }) })
    await world.clientOf('departments').remove(14, { idempotencyKey: 'theirs' })
    await world.settle()
    expect(world.journal.open().map(({ state, why }) => [state, why?.kind === 'failure' ? why.failure.fields : why?.kind])).toEqual([
      ['refused', { parentId: 'parentGone' }],
      ['blocked', 'blocked'],
    ])
    const [child] = world.journal.open()
    world.actions.edit(child?.entryId ?? '', { ...child?.edits, parentId: 11 })
    await world.settle()
    expect(open()).toEqual([])
    const { rows } = await world.clientOf('departments').list({ page: 1, pageSize: 200, sort: [], filter: { name: 'hild' } })
    const [made, below] = ['Child', 'Grandchild'].map((name) => rows.find((row) => row['name'] === name))
    expect([made?.['parentId'], below?.['parentId']]).toEqual([11, made?.id])
    expect(unseenRows(world.server.inside.world)).toEqual([])
  })
})

describe('what puts a record into a tree or takes one out of it', () => {
  /** Holds this request, lets whatever else has been begun meanwhile get as far as the server, and tells what all of that was. */
  const whileHeld = async (held: ReturnType<typeof hold>, begin: () => void = () => undefined): Promise<string[]> => {
    await held.reached()
    world.proxy.forgetRequests()
    begin()
    await department(1)
    return world.proxy.requests.map(({ method }) => method)
  }
  const ONLY_OWN_QUESTION = ['GET']

  it('has the tree to itself while it is sent: nothing is deleted in the moment in which another is made below it', async () => {
    const base = await department(14)
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, ...newDepartment('Child', { parentId: 14 }) })
    await world.submit({ resource: 'departments', verb: 'remove', recordId: 14, base })
    world.proxy.forgetRequests()
    const making = hold('request')
    world.proxy.on({ method: 'POST', path: '/sys/dept/depts', times: 1 }, making)
    const settled = world.settle()
    await making.reached()
    expect(world.asked('DELETE')).toBe(0)
    making.release()
    await settled
    expect(world.journal.open()).toMatchObject([{ verb: 'remove', recordId: 14, state: 'refused' }])
    expect(unseenRows(world.server.inside.world)).toEqual([])
  })

  it('and nothing is made in the moment in which its parent is deleted: it is told so', async () => {
    const base = await department(14)
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'remove', recordId: 14, base })
    const deleting = hold('request')
    world.proxy.on({ method: 'DELETE', path: '/sys/dept/depts', times: 1 }, deleting)
    const settled = world.settle()
    const other = world.submit({ resource: 'departments', verb: 'create', recordId: -1, ...newDepartment('Child', { parentId: 14 }) })
    expect(await whileHeld(deleting)).toEqual(ONLY_OWN_QUESTION)
    deleting.release()
    expect(await failureOf(other)).toMatchObject({ code: 'VALIDATION', fields: { parentId: 'parentGone' } })
    await settled
    expect(unseenRows(world.server.inside.world)).toEqual([])
  })

  it('nor is moved there what a person has sent anew just then, which is the first in the order', async () => {
    const [moved, deleted] = await Promise.all([9, 14].map(department))
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'update', recordId: 9, base: moved as Row, edits: { parentId: 777 } })
    await world.settle()
    const [refused] = world.journal.open()
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'remove', recordId: 14, base: deleted as Row })
    const deleting = hold('request')
    world.proxy.on({ method: 'DELETE', path: '/sys/dept/depts', times: 1 }, deleting)
    const settled = world.settle()
    const sendAnew = (): void => {
      world.actions.edit(refused?.entryId ?? '', { parentId: 14 })
    }
    expect(await whileHeld(deleting, sendAnew)).toEqual(ONLY_OWN_QUESTION)
    deleting.release()
    await settled
    expect(world.journal.open()).toMatchObject([{ recordId: 9, state: 'refused', why: { kind: 'failure', failure: { fields: { parentId: 'parentGone' } } } }])
    expect(await parentsOf(9)).toEqual([2])
    expect(unseenRows(world.server.inside.world)).toEqual([])
  })
})

describe('what is granted and deleted at once', () => {
  const LEAF = 29
  const grants = (): Promise<Row> => world.row('grants', 2)

  it('goes one after the other: of a set that is sent as a whole nothing is refused for one that has just gone', async () => {
    await world.clientOf('grants').update(await grants(), { menus: [...((await grants())['menus'] as number[]), LEAF] }, { idempotencyKey: 'before' })
    world.isOffline = true
    const base = await grants()
    await world.submit({ resource: 'grants', verb: 'update', recordId: 2, base, edits: { menus: [...(base['menus'] as number[]), 28] } })
    await world.submit({ resource: 'menus', verb: 'remove', recordId: LEAF, base: await world.row('menus', LEAF) })
    world.proxy.forgetRequests()
    const saving = hold('request')
    world.proxy.on({ method: 'POST', path: '/sys/role/saveroleperm', times: 1 }, saving)
    const settled = world.settle()
    await saving.reached()
    await until(() => world.proxy.requests.filter(({ outcome }) => outcome === 'pending').length === 1)
    expect(world.asked('DELETE')).toBe(0)
    saving.release()
    await settled
    expect(open()).toEqual([])
    expect((await grants())['menus']).toEqual(expect.arrayContaining([28]))
    expect((await grants())['menus']).not.toContain(LEAF)
  })

  it('and was made here is taken back whole or not at all, and what was to hang below it says so at once', async () => {
    const base = await grants()
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, ...newDepartment('Brief') })
    await world.submit({ resource: 'grants', verb: 'update', recordId: 2, base, edits: { departments: [...(base['departments'] as number[]), -1] } })
    await change(10, { parentId: -1 })
    world.outbox.wake()
    const takeBack = () => world.submit({ resource: 'departments', verb: 'remove', recordId: -1, base: { id: -1, ...newDepartment('Brief').edits } })
    const whole = world.journal.open()
    world.db.exec("CREATE TEMP TRIGGER full BEFORE UPDATE ON journal WHEN NEW.resource = 'grants' BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
    await expect(takeBack()).rejects.toMatchObject({ failure: { code: 'STORAGE' } })
    expect([world.journal.open(), world.outbox.queue.all()]).toEqual([whole, whole])
    world.db.exec('DROP TRIGGER full')
    expect(await takeBack()).toMatchObject({ kind: 'done' })
    expect(world.journal.open().map(({ resource, state, edits }) => [resource, state, edits])).toEqual([
      ['grants', 'queued', { departments: base['departments'] }],
      ['departments', 'blocked', { parentId: -1 }],
    ])
  })

  it('and was made here goes out of all that was to have it, also where that was read while it was there', async () => {
    const base = await grants()
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, ...newDepartment('Brief') })
    const seen = { ...base, departments: [...(base['departments'] as number[]), -1] }
    await world.submit({ resource: 'grants', verb: 'update', recordId: 2, base, edits: { departments: seen.departments } })
    await world.submit({ resource: 'users', verb: 'create', recordId: -2, ...newUser('brief', { departmentIds: [-1, 5] }) })
    await world.submit({ resource: 'departments', verb: 'remove', recordId: -1, base: { id: -1, ...newDepartment('Brief').edits } })
    await world.submit({ resource: 'grants', verb: 'update', recordId: 2, base: seen, edits: { departments: seen.departments.filter((id) => id !== 9) } })
    await world.settle()
    expect(open()).toEqual([])
    expect((await grants())['departments']).toEqual((base['departments'] as number[]).filter((id) => id !== 9))
    expect(world.server.control.userByName('brief')?.dept).toEqual([5])
  })
})
