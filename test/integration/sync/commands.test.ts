import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { User, UserEdits } from '../../../src/shared/resources/user'
import { type Commands, createCommands } from '../../../src/main/sync/commands'
import { failureOf } from '../../support/client'
import { alter, cutAfter, cutBefore, hold, inject, tearAnswer } from '../../support/fault-kinds'
import { createSessionWorld, type SessionWorld } from '../../support/session-world'

const PATH = '/sys/user/users'
let world: SessionWorld
let commands: Commands
let settled: unknown[]
let base: User
beforeEach(async () => {
  world = await createSessionWorld()
  settled = []
  commands = createCommands({
    users: world.client.users,
    stamp: world.client.session.stamp,
    settleDraft: (userId, ...draft) => {
      expect(userId).toBe(1)
      settled.push(draft)
      return Promise.resolve()
    },
  })
  base = await world.client.users.get(5)
  world.proxy.forgetRequests()
})
afterEach(() => world.close())

const save = (edits: UserEdits, from: User = base) => commands.submit({ resource: 'users', verb: 'update', id: 5, base: from, edits, draftId: 'd1' })
const puts = (): number => world.proxy.requests.filter(({ method }) => method === 'PUT').length

describe('saving a user', () => {
  it('sends the changed columns once, reads the row back, and settles the draft with what was sent', async () => {
    const saved = await save({ tel: '13800000000', status: 'disabled' })
    expect(saved).toMatchObject({ taken: [], row: { tel: '13800000000', status: 'disabled', roleIds: base.roleIds, departmentIds: base.departmentIds } })
    expect(world.server.control.user(5)).toMatchObject({ tel: '13800000000', status: 0, email: base.email })
    expect(puts()).toBe(1)
    expect(settled).toEqual([['d1', { tel: '13800000000', status: 'disabled' }, saved.row]])
  })

  it('keeps what someone else changed in other fields, and names it', async () => {
    world.server.control.updateUser(5, { email: 'theirs@example.com' })
    const saved = await save({ tel: '1' })
    expect(saved).toMatchObject({ taken: ['email'], row: { tel: '1', email: 'theirs@example.com' } })
  })

  it('asks where someone else changed the same field, and sends nothing', async () => {
    world.server.control.updateUser(5, { tel: '999' })
    const failure = await failureOf(save({ tel: '1' }))
    expect(failure).toMatchObject({ code: 'CONFLICT', details: { fields: ['tel'], theirs: { id: 5, tel: '999' } } })
    expect(puts()).toBe(0)
    expect(settled).toEqual([])
    const { row } = await save({ tel: '1' }, failure.details?.['theirs'] as User)
    expect(row.tel).toBe('1')
  })

  it('says that a user is gone, although this API answers success for one', async () => {
    world.server.control.deleteUser(5)
    expect(await failureOf(save({ tel: '1' }))).toMatchObject({ code: 'NOT_FOUND' })
    expect(settled).toEqual([])
  })

  it('says that a user went away between the look and the write', async () => {
    world.proxy.on({ method: 'PUT', path: PATH, times: 1 }, (ask) => {
      world.server.control.deleteUser(5)
      return ask()
    })
    expect(await failureOf(save({ tel: '1' }))).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('passes on a refusal in the server\'s own words: code 20000 with type error is no success', async () => {
    world.proxy.on({ method: 'PUT', path: PATH }, inject({ body: { code: 20000, type: 'error', message: '不允许修改' } }))
    const failure = await failureOf(save({ tel: '1' }))
    expect(failure).toMatchObject({ code: 'REFUSED', message: '不允许修改' })
    expect(settled).toEqual([])
  })

  it('never sends for the protected user', async () => {
    const call = commands.submit({ resource: 'users', verb: 'update', id: 1, base, edits: { tel: '1' }, draftId: null })
    expect(await failureOf(call)).toMatchObject({ code: 'REFUSED' })
    expect(puts()).toBe(0)
  })
})

describe('a save whose answer is lost', () => {
  it('is looked up: it was carried out, so it is done, and is not sent again', async () => {
    world.proxy.on({ method: 'PUT', path: PATH, times: 1 }, cutAfter())
    const saved = await save({ tel: '777' })
    expect(saved.row.tel).toBe('777')
    expect(puts()).toBe(1)
    expect(settled).toHaveLength(1)
  })

  for (const [name, fault] of [
    ['a gateway gives up waiting for', alter(() => ({ status: 504, headers: { 'content-type': 'text/html' }, body: '<html>Gateway time-out</html>' }))],
    ['a page comes in place of', alter(() => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>half a page' }))],
    ['an empty 500 comes in place of', alter(() => ({ status: 500, body: '' }))],
    ['is torn in', tearAnswer()],
  ] as const) {
    it(`is looked up where ${name} the answer, and found to be done`, async () => {
      world.proxy.on({ method: 'PUT', path: PATH, times: 1 }, fault)
      expect((await save({ tel: '778' })).row.tel).toBe('778')
      expect(puts()).toBe(1)
    })
  }

  it('is not looked up where something on the way refused it before the server', async () => {
    world.proxy.on({ method: 'PUT', path: PATH, times: 1 }, inject({ status: 403, body: '<html>Blocked</html>' }))
    expect(await failureOf(save({ tel: '779' }))).toMatchObject({ code: 'FORBIDDEN' })
    expect(world.server.control.user(5)?.tel).toBe(base.tel)
  })

  it('is given up at once by a caller that cancels, also while it waits for its turn', async () => {
    const held = hold('request')
    world.proxy.on({ method: 'GET', path: PATH, times: 1 }, held)
    const cancel = new AbortController()
    const first = save({ tel: '1' })
    await held.reached()
    const second = commands.submit({ resource: 'users', verb: 'update', id: 5, base, edits: { email: 'x@example.com' }, draftId: null }, cancel.signal)
    cancel.abort()
    expect(await failureOf(second)).toMatchObject({ code: 'CANCELLED' })
    held.release()
    await first
    expect(world.server.control.user(5)?.email).toBe(base.email)
  })

  it('is looked up: it was not carried out, so it failed and may be sent again', async () => {
    world.proxy.on({ method: 'PUT', path: PATH, times: 1 }, cutBefore())
    expect(await failureOf(save({ tel: '777' }))).toMatchObject({ code: 'OFFLINE' })
    expect(settled).toEqual([])
    expect((await save({ tel: '777' })).row.tel).toBe('777')
  })

  it('is UNKNOWN when it cannot be looked up either', async () => {
    world.proxy.on({ method: 'PUT', path: PATH, times: 1 }, async (ask) => {
      await ask()
      await world.proxy.down()
      return { kind: 'cut' }
    })
    expect(await failureOf(save({ tel: '777' }))).toMatchObject({ code: 'UNKNOWN' })
    expect(settled).toEqual([])
    await world.proxy.up()
    expect((await save({ tel: '777' })).row.tel).toBe('777')
    expect(world.proxy.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1)
  })

  it('cut off from the network: told, nothing lost', async () => {
    await world.proxy.down()
    expect(await failureOf(save({ tel: '777' }))).toMatchObject({ code: 'OFFLINE' })
    expect(settled).toEqual([])
  })
})
