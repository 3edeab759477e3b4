// Records of a tree that are moved while others move there too: no branch ever vanishes from the server's tree, and nothing is moved without a word.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Row } from '../../../src/shared/resources/resource'
import { failureOf, until } from '../../support/client'
import { cutBefore, type Fault } from '../../support/fault-kinds'
import { unseenRows } from '../../support/fuzz-trees'
import { createOutboxWorld, newDepartment, type OutboxWorld } from '../../support/outbox-world'

const DEPARTMENTS = '/sys/dept/depts'
/** 15 hangs under 3, which hangs under 1; 2 is at the top. */
const [TOP, DEEP, BESIDE] = [1, 15, 2] as const
const WHOLE = { page: 1, pageSize: 200, sort: [], filter: {} }

let world: OutboxWorld
beforeEach(async () => {
  world = await createOutboxWorld()
  world.proxy.forgetRequests()
})
afterEach(() => world.close())

const place = async (id: number): Promise<unknown> => (await world.row('departments', id))['parentId']
const count = async (): Promise<number> => (await world.clientOf('departments').list(WHOLE)).total
const states = (): string[] => world.outbox.queue.all().map(({ state }) => state)
const first = () => world.outbox.views()[0]
const move = async (id: number, parentId: number, base?: Row) =>
  world.submit({ resource: 'departments', verb: 'update', recordId: id, base: base ?? (await world.row('departments', id)), edits: { parentId }, title: `department ${id}` })
/** Another administrator's move, whom nobody of this outbox knows. */
const moveThere = async (id: number, parentId: number): Promise<void> => {
  const client = world.clientOf('departments')
  await client.update(await client.get(id), { parentId }, { idempotencyKey: crypto.randomUUID() })
}

describe('F81: a move that has waited', () => {
  it('is not sent when somebody has put the target below it since, and says what has happened and what was kept', async () => {
    const base = await world.row('departments', TOP)
    world.isOffline = true
    await move(TOP, BESIDE, base)
    await moveThere(BESIDE, DEEP)
    world.proxy.forgetRequests()
    await world.settle()
    await until(() => states().join() === 'refused')
    expect(first()?.why).toMatchObject({ kind: 'failure', failure: { code: 'VALIDATION', fields: { parentId: 'parentBelow' }, details: { cause: 'parentBelow' } } })
    expect([first()?.edits, world.asked('PUT'), await place(TOP), await count()]).toEqual([{ parentId: BESIDE }, 0, 0, 16])
  })

  it('goes back to the form that waits for it, and no entry is left', async () => {
    const base = await world.row('departments', TOP)
    await moveThere(BESIDE, DEEP)
    expect(await failureOf(move(TOP, BESIDE, base))).toMatchObject({ code: 'VALIDATION', details: { cause: 'parentBelow' } })
    expect([states(), await count()]).toEqual([[], 16])
  })

  it('is not sent under what is gone', async () => {
    world.isOffline = true
    const base = await world.row('departments', DEEP)
    await move(DEEP, 777, base)
    await world.settle()
    await until(() => states().join() === 'refused')
    expect(first()?.why).toMatchObject({ failure: { details: { cause: 'parentGone' } } })
  })
})

describe('F81: moves of one tree', () => {
  it('that would close a circle together are looked at one after the other: the later one is refused', async () => {
    const [top, beside] = [await world.row('departments', TOP), await world.row('departments', BESIDE)]
    world.isOffline = true
    await move(TOP, BESIDE, top)
    await move(BESIDE, DEEP, beside)
    await world.settle()
    await until(() => states().join() === 'refused')
    expect([first()?.recordId, await place(TOP), await place(BESIDE), await count()]).toEqual([BESIDE, BESIDE, 0, 16])
  })

  it('go in the order in which they were made: what was below it is above it afterwards', async () => {
    const [deep, top] = [await world.row('departments', DEEP), await world.row('departments', TOP)]
    world.isOffline = true
    await move(DEEP, 0, deep)
    await move(TOP, DEEP, top)
    await world.settle()
    await until(() => states().length === 0)
    expect([await place(DEEP), await place(TOP), await count()]).toEqual([0, DEEP, 16])
  })

  it('one that stands on an earlier one waits for it where that has to be tried again', async () => {
    const [deep, top] = [await world.row('departments', DEEP), await world.row('departments', TOP)]
    world.isOffline = true
    await move(DEEP, 0, deep)
    await move(TOP, DEEP, top)
    world.proxy.on({ method: 'PUT', path: DEPARTMENTS, times: 1 }, cutBefore())
    await world.settle()
    await until(() => world.outbox.views().every(({ state }) => state === 'queued' || state === 'unknown'))
    // It has not even been tried: what goes before it is still to go.
    expect(world.outbox.views().find(({ recordId }) => recordId === TOP)).toMatchObject({ state: 'queued', attempts: 0, why: null })
    for (let rounds = 0; rounds < 5 && states().length > 0; rounds++) await world.settle()
    await until(() => states().length === 0)
    expect([await place(DEEP), await place(TOP), await count()]).toEqual([0, DEEP, 16])
  })
})

describe('F81: a move that is refused', () => {
  it('is refused, and not put off with parentWaits, where the only move before it waits behind what a person has to decide', async () => {
    const [base, other] = [await world.row('departments', TOP), await world.row('departments', 10)]
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, ...newDepartment('Twice') })
    await move(10, -1, other)
    await move(TOP, BESIDE, base)
    await world.clientOf('departments').create(newDepartment('Twice').edits, { idempotencyKey: crypto.randomUUID() })
    await moveThere(BESIDE, DEEP)
    await world.settle()
    expect(world.outbox.views().map(({ recordId, state }) => [recordId, state])).toEqual([
      [-1, 'conflict'],
      [10, 'queued'],
      [TOP, 'refused'],
    ])
    expect(world.outbox.views()[2]?.why).toMatchObject({ failure: { details: { cause: 'parentBelow' } } })
  })

  it('is mended from the form, whatever was moved after it: the new edit is joined with it, and goes', async () => {
    const rows = await Promise.all([4, 9, 10].map(async (id) => world.row('departments', id)))
    world.isOffline = true
    for (const base of rows) await move(base.id, 777, base)
    await world.settle()
    expect(states()).toEqual(['refused', 'refused', 'refused'])
    const seen = { ...(rows[0] as Row), parentId: 777 }
    await move(seen.id, BESIDE, seen)
    await until(() => states().length === 2)
    expect([world.outbox.views().map(({ recordId }) => recordId), await place(4)]).toEqual([[9, 10], BESIDE])
  })

  it('is no place to stand on for its own next edit where others were moved after it and are still to go', async () => {
    const [base, other] = [await world.row('departments', 4), await world.row('departments', 9)]
    world.isOffline = true
    await move(4, 777, base)
    await world.settle()
    world.isOffline = true
    await move(9, 11, other)
    await move(4, BESIDE, { ...base, parentId: 777 })
    expect(world.outbox.views().map(({ recordId, edits }) => [recordId, edits])).toEqual([
      [9, { parentId: 11 }],
      [4, { parentId: BESIDE }],
    ])
  })
})

describe('F81: another administrator who moves the target in the very moment between the last look and the yes', () => {
  const inBetween: Fault = async (ask) => {
    await moveThere(BESIDE, DEEP)
    return ask()
  }

  it('makes no branch vanish: the record is put back, and it is told', async () => {
    const base = await world.row('departments', TOP)
    world.proxy.on({ method: 'PUT', path: DEPARTMENTS, times: 1 }, inBetween)
    expect(await failureOf(move(TOP, BESIDE, base))).toMatchObject({ code: 'VALIDATION', fields: { parentId: 'parentBelow' }, details: { cause: 'parentRaced' } })
    expect([await place(TOP), await place(BESIDE), await count(), states()]).toEqual([0, DEEP, 16, []])
  })

  it('leaves it in the outbox where nobody waits', async () => {
    const base = await world.row('departments', TOP)
    world.isOffline = true
    await move(TOP, BESIDE, base)
    world.proxy.on({ method: 'PUT', path: DEPARTMENTS, times: 1 }, inBetween)
    await world.settle()
    await until(() => states().join() === 'refused')
    expect(first()?.why).toMatchObject({ failure: { details: { cause: 'parentRaced' } } })
    expect([await place(TOP), await count()]).toEqual([0, 16])
  })

  it('is put back with the next try where that came to nothing, and never made anew', async () => {
    const base = await world.row('departments', TOP)
    world.isOffline = true
    await move(TOP, BESIDE, base)
    world.proxy.on({ method: 'PUT', path: DEPARTMENTS, times: 1 }, async (ask, request) => {
      const outcome = await inBetween(ask, request)
      world.proxy.on({ method: 'PUT', path: DEPARTMENTS, times: 1 }, cutBefore())
      return outcome
    })
    await world.settle()
    expect([states(), unseenRows(world.server.inside.world)].map((all) => all.length > 0)).toEqual([true, true])
    expect(first()).toMatchObject({ state: 'unknown', why: { failure: { code: 'UNKNOWN' } } })
    world.restart()
    await world.settle()
    await until(() => states().join() === 'refused')
    expect(first()?.why).toMatchObject({ failure: { details: { cause: 'parentRaced' } } })
    expect([await place(TOP), await place(BESIDE), await count(), unseenRows(world.server.inside.world)]).toEqual([0, DEEP, 16, []])
  })

  it('is no reason to believe the same yes again: sent once more, also after a restart, it is done', async () => {
    const base = await world.row('departments', TOP)
    world.isOffline = true
    await move(TOP, BESIDE, base)
    world.proxy.on({ method: 'PUT', path: DEPARTMENTS, times: 1 }, inBetween)
    await world.settle()
    await until(() => states().join() === 'refused')
    await moveThere(BESIDE, 0)
    world.restart()
    world.actions.send([first()?.entryId ?? ''])
    await world.settle()
    await until(() => states().length === 0)
    expect([await place(TOP), await count()]).toEqual([BESIDE, 16])
  })

  it('and it goes elsewhere when a person has chosen another parent', async () => {
    const base = await world.row('departments', TOP)
    world.isOffline = true
    await move(TOP, BESIDE, base)
    world.proxy.on({ method: 'PUT', path: DEPARTMENTS, times: 1 }, inBetween)
    await world.settle()
    await until(() => states().join() === 'refused')
    world.actions.edit(first()?.entryId ?? '', { parentId: 5 })
    await world.settle()
    await until(() => states().length === 0)
    expect([await place(TOP), await count()]).toEqual([5, 16])
  })

  it('closes no circle with another change either, which names the parent as well: it stands at the top, where it was moved, and is changed', async () => {
    const base = await world.row('departments', DEEP)
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'update', recordId: DEEP, base, edits: { name: 'Renamed', alias: 'renamed' } })
    world.proxy.on({ method: 'PUT', path: DEPARTMENTS, times: 1 }, async (ask) => {
      await moveThere(DEEP, 0)
      await moveThere(3, DEEP)
      return ask()
    })
    await world.settle()
    for (let rounds = 0; rounds < 5 && states().length > 0; rounds++) await world.settle()
    await until(() => states().length === 0)
    expect(await world.row('departments', DEEP)).toMatchObject({ parentId: 0, name: 'Renamed', alias: 'renamed' })
    expect([await place(3), await count(), unseenRows(world.server.inside.world)]).toEqual([DEEP, 16, []])
  })

  it('is put at the top where the old parent is below it by now, too', async () => {
    const base = await world.row('departments', DEEP)
    world.proxy.on({ method: 'PUT', path: DEPARTMENTS, times: 1 }, async (ask) => {
      await moveThere(DEEP, 0)
      await moveThere(3, DEEP)
      await moveThere(BESIDE, 3)
      return ask()
    })
    expect(await failureOf(move(DEEP, BESIDE, base))).toMatchObject({ code: 'VALIDATION', details: { cause: 'parentRaced' } })
    expect([await place(DEEP), await place(3), await place(BESIDE), await count(), unseenRows(world.server.inside.world)]).toEqual([0, DEEP, 3, 16, []])
  })

  it('who deletes it is no circle: it is gone, as ever', async () => {
    const base = await world.row('departments', DEEP)
    world.proxy.on({ method: 'PUT', path: DEPARTMENTS, times: 1 }, async (ask) => {
      await world.clientOf('departments').remove(DEEP, { idempotencyKey: crypto.randomUUID() })
      return ask()
    })
    expect(await failureOf(move(DEEP, BESIDE, base))).toMatchObject({ code: 'NOT_FOUND', details: { conflict: 'gone' } })
  })
})
