// Whoever waits for a command is told once, whatever becomes of it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../../../src/main/sqlite/open'
import { MIGRATIONS } from '../../../src/main/store/schema'
import type { Row } from '../../../src/shared/resources/resource'
import { failureOf, until } from '../../support/client'
import { hold, inject } from '../../support/fault-kinds'
import { createOutboxWorld, newUser, type OutboxWorld } from '../../support/outbox-world'

const USERS = '/sys/user/users'
let world: OutboxWorld
let base: Row
let disk: { isFull: boolean }
let faults: unknown[]
beforeEach(async () => {
  disk = { isFull: false }
  faults = []
  const file = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
  const requireRoom = (): void => {
    if (disk.isFull) throw new Error('database or disk is full')
  }
  const db: typeof file = {
    ...file,
    run: (...write) => {
      requireRoom()
      return file.run(...write)
    },
    transaction: (work) => {
      requireRoom()
      return file.transaction(work)
    },
  }
  world = await createOutboxWorld({}, { db, onFault: (error) => faults.push(error) })
  base = await world.row('users', 5)
})
afterEach(async () => {
  disk.isFull = false
  await world.close()
})

const update = (edits: Record<string, unknown>) => world.submit({ resource: 'users', verb: 'update', recordId: 5, base, edits, title: 'five' })
const open = () => world.journal.open().map(({ state, edits }) => ({ state, edits }))

describe('a command that somebody waits for', () => {
  it('is told to be queued when what came of it cannot be written down', async () => {
    const gate = hold('answer')
    world.proxy.on({ method: 'PUT', path: USERS }, gate)
    const saving = update({ tel: '1' })
    await gate.reached()
    disk.isFull = true
    gate.release()
    expect(await saving).toMatchObject({ kind: 'queued', because: { code: 'STORAGE', details: { cause: 'disk-full' } } })
    expect(faults).toHaveLength(1)
    disk.isFull = false
    await world.settle()
    await until(() => open().length === 0)
    expect(world.asked('PUT')).toBe(1)
  })

  it('is told to be queued when it stood behind a record that the server then refused to make', async () => {
    const gate = hold()
    world.proxy.on({ method: 'GET', path: USERS, times: 1 }, gate)
    world.proxy.on({ method: 'POST', path: USERS }, inject({ body: { code: 20000, type: 'error', message: 'no' } }))
    const making = failureOf(world.submit({ resource: 'users', verb: 'create', recordId: -1, title: 'anew', ...newUser('anew') }))
    await gate.reached()
    const changing = world.submit({ resource: 'users', verb: 'update', recordId: -1, title: 'anew', base: { id: -1 }, edits: { tel: '1' } })
    gate.release()
    expect(await making).toMatchObject({ code: 'REFUSED' })
    expect(await changing).toMatchObject({ kind: 'queued' })
    expect(open()).toEqual([{ state: 'blocked', edits: { tel: '1' } }])
  })

  it('ends CANCELLED when it is dropped from the outbox while it stands behind another', async () => {
    const gate = hold()
    world.proxy.on({ method: 'GET', path: USERS, times: 1 }, gate)
    const first = update({ tel: '1' })
    await gate.reached()
    const second = failureOf(update({ email: 'x@example.com' }))
    const entry = world.outbox.queue.all().find(({ edits }) => 'email' in edits)
    world.actions.drop([entry?.entryId ?? ''])
    expect(await second).toMatchObject({ code: 'CANCELLED' })
    gate.release()
    expect(await first).toMatchObject({ kind: 'done' })
    expect((await world.row('users', 5))['email']).toBe(base['email'])
  })

  it('is told to be queued when the outbox closes: it is in the journal, and nothing more of it is sent', async () => {
    const gate = hold()
    world.proxy.on({ method: 'GET', path: USERS, times: 1 }, gate)
    const saving = update({ tel: '1' })
    await gate.reached()
    const [entry] = world.outbox.queue.all()
    world.outbox.close()
    expect(await saving).toMatchObject({ kind: 'queued' })
    gate.release()
    expect(await failureOf(update({ tel: '2' }))).toMatchObject({ code: 'SESSION_ENDED' })
    await until(() => !world.outbox.scheduler.isBusy(entry?.entryId ?? ''))
    expect(open()).toEqual([{ state: 'queued', edits: { tel: '1' } }])
    expect(world.asked('PUT')).toBe(0)
  })
})

it('an entry that cannot be parked, for want of room, is told of and stops nobody', async () => {
  world.isOffline = true
  await update({ tel: '1' })
  world.isOffline = false
  world.isProduction = true
  disk.isFull = true
  world.outbox.wake()
  expect(faults).toMatchObject([{ failure: { code: 'STORAGE' } }])
  disk.isFull = false
  world.outbox.wake()
  expect(open()).toMatchObject([{ state: 'parked' }])
})

it('an edited entry keeps only fields that its schema knows', async () => {
  world.isOffline = true
  await world.submit({ resource: 'users', verb: 'create', recordId: -1, title: 'anew', ...newUser('anew') })
  const [entry] = world.outbox.queue.all()
  world.actions.edit(entry?.entryId ?? '', { tel: '1', password: 'Other-Passw0rd', is_super: 1 })
  expect(world.outbox.queue.all()[0]?.edits).toEqual({ ...newUser('anew').edits, tel: '1' })
})
