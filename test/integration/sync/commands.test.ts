import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { User, UserEdits } from '../../../src/shared/resources/user'
import { type Commands, createCommands, type PageCommand } from '../../../src/main/sync/outbox/commands'
import { failureOf } from '../../support/client'
import { alter, cutAfter, cutBefore, inject, tearAnswer } from '../../support/fault-kinds'
import { createOutboxWorld, type OutboxWorld } from '../../support/outbox-world'

const PATH = '/sys/user/users'
let world: OutboxWorld
let commands: Commands
let settled: unknown[]
let base: User
beforeEach(async () => {
  world = await createOutboxWorld()
  settled = []
  commands = createCommands({
    outboxOf: () => Promise.resolve(world.outbox),
    stamp: world.client.session.stamp,
    writeMode: () => world.writeMode,
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

const command = (edits: UserEdits, more: Partial<PageCommand> = {}): PageCommand => ({
  resource: 'users',
  verb: 'update',
  recordId: 5,
  title: base.username,
  base,
  edits,
  secret: null,
  draftId: 'd1',
  isConfirmed: false,
  ...more,
})
const save = async (edits: UserEdits, from: User = base) => {
  const saved = await commands.submit(command(edits, { base: from }))
  if (saved.kind !== 'done') throw new Error('The save should have been done, and is queued.')
  return { ...saved, row: saved.row as User }
}
const puts = (): number => world.proxy.requests.filter(({ method }) => method === 'PUT').length

describe('saving a user', () => {
  it('sends the changed columns once, reads the row back, and settles the draft with what was sent', async () => {
    const saved = await save({ tel: '13800000000', status: 'disabled' })
    expect(saved).toMatchObject({ taken: [], row: { tel: '13800000000', status: 'disabled', roleIds: base.roleIds, departmentIds: base.departmentIds } })
    expect(world.server.control.user(5)).toMatchObject({ tel: '13800000000', status: 0, email: base.email })
    expect(puts()).toBe(1)
    expect(settled).toEqual([['d1', { tel: '13800000000', status: 'disabled' }, saved.row, []]])
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

  it("passes on a refusal in the server's own words: code 20000 with type error is no success", async () => {
    world.proxy.on({ method: 'PUT', path: PATH }, inject({ body: { code: 20000, type: 'error', message: '不允许修改' } }))
    const failure = await failureOf(save({ tel: '1' }))
    expect(failure).toMatchObject({ code: 'REFUSED', message: '不允许修改' })
    expect(settled).toEqual([])
  })

  it('never sends for the protected user', async () => {
    const call = commands.submit(command({ tel: '1' }, { recordId: 1, draftId: null }))
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

  it('is looked up: it was not carried out, so it is queued and goes again, with the draft settled once', async () => {
    world.proxy.on({ method: 'PUT', path: PATH, times: 1 }, cutBefore())
    expect(await commands.submit(command({ tel: '777' }))).toMatchObject({ kind: 'queued', because: { code: 'OFFLINE' } })
    expect(settled).toEqual([['d1', { tel: '777' }, { ...base, tel: '777' }, []]])
    await world.settle()
    expect(world.server.control.user(5)?.tel).toBe('777')
  })

  it('stays in the outbox as unknown when it cannot be looked up either, and is sent once in all', async () => {
    world.proxy.on({ method: 'PUT', path: PATH, times: 1 }, async (ask) => {
      await ask()
      await world.proxy.down()
      return { kind: 'cut' }
    })
    expect(await commands.submit(command({ tel: '777' }))).toMatchObject({ kind: 'queued', because: { code: 'UNKNOWN' } })
    expect(world.outbox.views()).toMatchObject([{ state: 'unknown', attempts: 1 }])
    await world.proxy.up()
    await world.settle()
    expect(world.outbox.views()).toEqual([])
    expect(puts()).toBe(1)
  })
})

describe('how a profile wants writing done', () => {
  it('read-only: nothing is written down, nothing is sent, and the draft stays', async () => {
    world.writeMode = 'read-only'
    expect(await failureOf(commands.submit(command({ tel: '1' })))).toMatchObject({ code: 'REFUSED', details: { cause: 'read-only' } })
    expect([world.journal.open(), world.proxy.requests, settled]).toEqual([[], [], []])
  })

  it('confirm: what was not confirmed is refused by main too', async () => {
    world.writeMode = 'confirm'
    expect(await failureOf(commands.submit(command({ tel: '1' })))).toMatchObject({ code: 'VALIDATION', fields: { confirm: 'required' } })
    expect(await commands.submit(command({ tel: '1' }, { isConfirmed: true }))).toMatchObject({ kind: 'done' })
  })

  it('queued is safe: the draft is settled with the record as it will be', async () => {
    world.isOffline = true
    expect(await commands.submit(command({ tel: '1' }))).toMatchObject({ kind: 'queued', because: null })
    expect(settled).toEqual([['d1', { tel: '1' }, { ...base, tel: '1' }, []]])
  })

  it('a journal that cannot be written leaves everything with the form', async () => {
    world.db.exec('DROP TABLE journal')
    expect(await failureOf(commands.submit(command({ tel: '1' })))).toMatchObject({ code: 'STORAGE' })
    expect([world.proxy.requests, settled]).toEqual([[], []])
  })
})
