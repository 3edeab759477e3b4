// What an entry's log says of the roads that entries take. It is read from the journal: what a page is shown is what was kept.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MOST_PHASES, type Phase } from '../../../src/shared/phase-log'
import type { Row } from '../../../src/shared/resources/resource'
import { until } from '../../support/client'
import { cutAfter, inject } from '../../support/fault-kinds'
import { createOutboxWorld, newDepartment, newUser, type OutboxWorld } from '../../support/outbox-world'

const USERS = '/sys/user/users'
let world: OutboxWorld
let base: Row
beforeEach(async () => {
  world = await createOutboxWorld({ generatedUsers: 10 })
  base = await world.row('users', 5)
})
afterEach(() => world.close())

const words = (phases: readonly Phase[]): string[] => phases.map(({ phase, note, times }) => [phase, note, times && `x${times}`].filter(Boolean).join(' '))
/** Of the entry that was submitted last. */
const log = (): string[] => words(world.journal.history({ limit: 1 })[0]?.phases ?? [])
const update = (edits: Record<string, unknown>) => world.submit({ resource: 'users', verb: 'update', recordId: 5, title: 'five', base, edits })
const isDone = (): boolean => world.outbox.queue.size === 0

describe('the log of an entry', () => {
  it('of a plain save: queued, sent, saved', async () => {
    await update({ tel: '41' })
    expect(log()).toEqual(['queued', 'sending', 'saved'])
    const [entry] = world.journal.history({ limit: 1 })
    expect(entry?.phases.every(({ at }) => at === world.clock.wallMs())).toBe(true)
  })

  it('of a save without a network, merged with what someone else changed: both are said, and the page is told as the journal has it', async () => {
    world.isOffline = true
    await update({ tel: '1' })
    expect(words(world.outbox.views()[0]?.phases ?? [])).toEqual(['queued offline'])
    world.server.control.updateUser(5, { email: 'theirs@example.com' })
    await world.settle()
    await until(isDone)
    expect(log()).toEqual(['queued offline', 'merged', 'sending', 'saved'])
  })

  it('of a lost answer: no answer, looked up, and found', async () => {
    world.proxy.on({ method: 'PUT', path: USERS, times: 1 }, cutAfter())
    await update({ tel: '42' })
    await until(isDone)
    expect(log()).toEqual(['queued', 'sending', expect.stringMatching(/^unanswered [A-Z_]+$/), 'lookedUp found', 'saved'])
    world.proxy.on({ method: 'POST', path: USERS, times: 1 }, cutAfter())
    await world.submit({ resource: 'users', verb: 'create', recordId: -7, title: 'lost', ...newUser('lost') })
    await until(isDone)
    expect(log()).toEqual(['queued', 'sending', expect.stringMatching(/^unanswered [A-Z_]+$/), 'lookedUp found', 'saved'])
  })

  it('of a new record that the server took: accepted, and looked up', async () => {
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, title: 'New', ...newDepartment('New') })
    expect(log()).toEqual(['queued', 'sending', 'accepted', 'lookedUp found', 'saved'])
  })

  it('of a conflict that a person decides: asked, decided, then sent', async () => {
    world.isOffline = true
    await update({ tel: '1' })
    world.server.control.updateUser(5, { tel: '999' })
    await world.settle()
    await until(() => world.outbox.views()[0]?.state === 'conflict')
    world.actions.decide(world.outbox.views()[0]?.entryId ?? '', { kind: 'fields', choices: { tel: 'mine' } })
    await until(isDone)
    expect(log()).toEqual(['queued offline', 'asked fields', 'decided fields', 'sending', 'saved'])
  })

  it('of what a person holds, releases, or lets go', async () => {
    world.writeMode = 'review'
    await update({ tel: '1' })
    const entryId = world.outbox.views()[0]?.entryId ?? ''
    expect(log()).toEqual(['queued', 'held review'])
    world.isOffline = true
    world.actions.edit(entryId, { tel: '2' })
    world.actions.send([entryId])
    world.actions.drop([entryId])
    expect(log()).toEqual(['queued', 'held review', 'edited', 'released', 'dropped'])
  })

  it('of what stands on a record that the server refuses, and of what goes back to its form', async () => {
    world.isOffline = true
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, title: 'Refused', ...newDepartment('Refused') })
    await world.submit({ resource: 'users', verb: 'update', recordId: 5, title: 'five', base, edits: { departmentIds: [-1] } })
    world.proxy.on({ method: 'POST', path: '/sys/dept/depts', times: 1 }, inject({ body: '{"code":20000,"type":"error","message":"no"}' }))
    await world.settle()
    await until(() => world.outbox.views().every(({ state }) => ['refused', 'blocked'].includes(state)))
    expect(world.outbox.views().map(({ phases }) => words(phases))).toEqual([
      ['queued offline', 'sending', 'refused REFUSED'],
      ['queued offline', 'blocked'],
    ])
    world.proxy.on({ method: 'PUT', path: USERS, times: 1 }, inject({ body: '{"code":20000,"type":"error","message":"no"}' }))
    await world.submit({ resource: 'users', verb: 'update', recordId: 6, title: 'six', base: await world.row('users', 6), edits: { tel: '6' } }).catch(() => undefined)
    expect(log()).toEqual(['queued', 'sending', 'told REFUSED'])
  })

  it('stays short over a thousand tries: the same try is counted', async () => {
    world.proxy.on({ method: 'PUT', path: USERS, times: 3 }, inject({ status: 503 }))
    await update({ tel: '43' })
    for (let round = 1; round < 3; round += 1) {
      const before = world.asked('PUT')
      await world.settle()
      await until(() => world.asked('PUT') === before + 1 && !world.outbox.scheduler.isBusy(world.outbox.views()[0]?.entryId ?? ''))
    }
    const tries = log()
    expect(tries[0]).toBe('queued')
    expect(tries.filter((line) => line.startsWith('sending'))).toHaveLength(2)
    expect(tries).toContainEqual(expect.stringMatching(/^putOff [A-Z_]+ x2$/))
    const { entryId } = world.journal.open()[0] ?? { entryId: '' }
    for (let round = 0; round < 1000; round += 1) world.journal.change(entryId, { state: round % 3 ? 'sending' : 'parked', why: { kind: 'parked', cause: round % 5 ? 'stale' : 'review' } })
    expect(log().length).toBeLessThanOrEqual(MOST_PHASES)
    expect(log()[0]).toBe('queued')
  })

  it('holds no value and no word of anybody: not of a new user with a password, and not of a server that repeats it', async () => {
    const { edits, secret } = newUser('quiet-marker')
    world.proxy.on({ method: 'POST', path: USERS, times: 1 }, inject({ body: JSON.stringify({ code: 20000, type: 'error', message: `${String(secret['password'])} quiet-marker` }) }))
    world.isOffline = true
    await world.submit({ resource: 'users', verb: 'create', recordId: -7, title: 'quiet-marker', edits, secret })
    await world.settle()
    await until(() => world.outbox.views()[0]?.state === 'refused')
    const held = world.db.all<{ phases: string }>('SELECT phases FROM journal').map(({ phases }) => phases)
    expect(held).toEqual([expect.stringContaining('"refused"')])
    expect(held.join('')).not.toMatch(/marker|Passw0rd/)
    const [view] = world.outbox.views()
    expect(view?.phases.flatMap((phase) => Object.keys(phase)).filter((key) => !['phase', 'note', 'at', 'times', 'lastAt'].includes(key))).toEqual([])
  })

  it('is written with the change that it is about, in the same statement', async () => {
    const { entryId } = world.journal.append({ resource: 'users', verb: 'update', recordId: 9, title: 'nine', base: null, edits: {}, secret: null, draftId: null })
    const changes = (): number => world.db.get<{ n: number }>('SELECT total_changes() AS n')?.n ?? 0
    const before = changes()
    world.journal.change(entryId, { state: 'sending', phases: [{ phase: 'lookedUp', note: 'found' }, { phase: 'merged' }] })
    expect(changes() - before).toBe(1)
    world.journal.end([entryId], 'ok', { phases: [{ phase: 'lookedUp', note: 'found' }] })
    expect(changes() - before).toBe(2)
    expect(log()).toEqual(['queued', 'lookedUp found', 'merged', 'sending', 'lookedUp found', 'saved'])
  })
})
