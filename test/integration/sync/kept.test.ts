// The server says yes and keeps something else than was sent: one record, nothing sent twice, nothing typed lost.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fields } from '../../../src/shared/merge'
import type { Row } from '../../../src/shared/resources/resource'
import { failureOf, until } from '../../support/client'
import { cutAfter, hold, inject } from '../../support/fault-kinds'
import { createOutboxWorld, newDepartment, newUser, type OutboxWorld } from '../../support/outbox-world'

const USERS = '/sys/user/users'
const DEPARTMENTS = '/sys/dept/depts'
let world: OutboxWorld
beforeEach(async () => {
  world = await createOutboxWorld({ generatedUsers: 20 })
})
afterEach(() => world.close())

const createUser = (username: string, more: Fields = {}, recordId = -7) => world.submit({ resource: 'users', verb: 'create', recordId, title: username, ...newUser(username, more) })
const states = (): string[] => world.outbox.queue.all().map(({ state }) => state)
const posts = (): number => world.asked('POST', USERS)
const usersLike = async (begin: string): Promise<Row[]> => {
  const { rows } = await world.clientOf('users').list({ page: 1, pageSize: 200, sort: [], filter: {} })
  return rows.filter((row) => String(row['username']).startsWith(begin))
}
const settled = async (): Promise<void> => {
  await world.settle()
  await until(() => states().length === 0)
}
/** The only open entry. */
const only = () => {
  const [entry] = world.outbox.views()
  if (!entry) throw new Error('The outbox is empty.')
  return entry
}

describe('F70: a new record that the server keeps under another name', () => {
  it.each([
    ['threeByteText', '王'],
    ['threeByteMarks', '王????宇'],
  ] as const)('%s: is made once, found by its id, and told as it is kept', async (quirk, name) => {
    world.server.control.setQuirks({ [quirk]: true })
    const done = await createUser('王𬭎宇')
    expect(done).toMatchObject({ kind: 'done', row: { username: name }, kept: [{ field: 'username', sent: '王𬭎宇', kept: name }] })
    expect(await usersLike('王')).toHaveLength(1)
    expect(world.journal.realId('users', -7)).toBe((await usersLike('王'))[0]?.id)
    expect(world.journal.history({ limit: 1 })[0]).toMatchObject({ outcome: 'ok', why: { kind: 'kept', kept: [{ field: 'username', kept: name }] } })
    expect(world.habits).toEqual(['fourByteText'])
    world.restart()
    await settled()
    expect(posts()).toBe(1)
  })

  it('of which nothing is left is found as well', async () => {
    world.server.control.setQuirks({ threeByteText: true })
    expect(await createUser('😀x')).toMatchObject({ kind: 'done', row: { username: '' } })
    expect(posts()).toBe(1)
  })

  it("two of them that become the same name, sent one after another, are each other's to nobody", async () => {
    world.server.control.setQuirks({ threeByteText: true, duplicateNames: true })
    world.isOffline = true
    await createUser('王𬭎宇', { email: 'a@example.com' }, -1)
    await createUser('王𬭎明', { email: 'a@example.com' }, -2)
    await settled()
    const made = await usersLike('王')
    expect(made).toHaveLength(2)
    expect([-1, -2].map((id) => world.journal.realId('users', id))).toEqual(made.map(({ id }) => id).sort((a, b) => a - b))
    expect(posts()).toBe(2)
  })

  it('the answer is lost: it is found by the same rules, and not sent again', async () => {
    world.server.control.setQuirks({ threeByteText: true })
    world.proxy.on({ method: 'POST', path: USERS, times: 1 }, cutAfter())
    expect(await createUser('王𬭎宇')).toMatchObject({ kind: 'done', row: { username: '王' } })
    expect(posts()).toBe(1)
  })

  it('killed after the yes, before it was found: the next start looks for it, and sends nothing', async () => {
    world.server.control.setQuirks({ threeByteText: true })
    const gate = hold()
    world.proxy.on({ method: 'POST', path: USERS, times: 1 }, async (ask) => {
      world.proxy.on({ method: 'GET', path: USERS }, gate)
      return ask()
    })
    void createUser('王𬭎宇').catch(() => undefined)
    await gate.reached()
    expect(world.journal.open()[0]?.trace).toMatchObject({ isAccepted: true })
    world.restart()
    gate.release()
    await settled()
    expect(posts()).toBe(1)
    expect(await usersLike('王')).toHaveLength(1)
    expect(world.drafts.list()).toMatchObject([{ resource: 'users', hasMarks: true }])
  })

  it('the list cannot be read after the yes, for many tries and a restart: it is only looked for', async () => {
    world.server.control.setQuirks({ threeByteText: true })
    world.proxy.on({ method: 'POST', path: USERS, times: 1 }, async (ask) => {
      const outcome = await ask()
      world.proxy.on({ method: 'GET', path: USERS }, inject({ body: { code: 50016, message: 'no' } }))
      return outcome
    })
    expect(await createUser('王𬭎宇')).toMatchObject({ kind: 'queued' })
    for (let round = 0; round < 4; round += 1) {
      if (round === 2) world.restart()
      await world.settle()
      expect(states()).toEqual(['unknown'])
    }
    expect(
      await failureOf(
        Promise.resolve().then(() => {
          world.actions.edit(only().entryId, { username: 'other' })
        }),
      ),
    ).toMatchObject({ code: 'REFUSED' })
    world.proxy.clear()
    await settled()
    expect(posts()).toBe(1)
    expect(await usersLike('王')).toHaveLength(1)
  })

  it('the look-up after a lost answer finds nothing above the highest id from before: it was not made, and is sent again', async () => {
    world.proxy.on({ method: 'POST', path: USERS, times: 1 }, () => Promise.resolve({ kind: 'cut' }))
    expect(await createUser('fresh')).toMatchObject({ kind: 'queued' })
    await settled()
    expect(await usersLike('fresh')).toHaveLength(1)
  })

  it('somebody else made a user of a similar name while the answer was lost: a person is asked, and can send it again', async () => {
    world.proxy.on({ method: 'POST', path: USERS, times: 1 }, async () => {
      await world.clientOf('users').create({ ...newUser('user').edits, password: 'Fresh-Passw0rd' }, { idempotencyKey: 'someone-else' })
      return { kind: 'cut' }
    })
    expect(await createUser('user1')).toMatchObject({ kind: 'queued' })
    expect(only()).toMatchObject({ state: 'conflict', why: { conflict: 'which', which: { isAccepted: false, candidates: [{ username: 'user' }] } } })
    world.actions.decide(only().entryId, { kind: 'again' })
    await settled()
    expect((await usersLike('user')).map((row) => row['username']).sort()).toEqual(['user', 'user1'])
  })

  it.each([
    ['𬭎 😀?a', '𬭎 😀?'],
    ['😀x', '😀'],
    ['??ab', '??'],
  ])('%j was sent, the answer was lost, and there is %j now, of which nothing can be compared: a person is asked, and nothing is sent again', async (sent, held) => {
    world.proxy.on({ method: 'POST', path: USERS, times: 1 }, async () => {
      await world.clientOf('users').create({ ...newUser('other').edits, username: held, password: 'Fresh-Passw0rd' }, { idempotencyKey: 'what became of it' })
      return { kind: 'cut' }
    })
    expect(await createUser(sent)).toMatchObject({ kind: 'queued' })
    await world.settle()
    expect(only()).toMatchObject({ state: 'conflict', why: { conflict: 'which', which: { isAccepted: false, candidates: [{ username: held }] } } })
    expect(await usersLike(sent)).toEqual([])
  })

  it('an entry of an older version, which wrote no highest id down: exactly the same is it; what is only like it is asked about', async () => {
    world.isOffline = true
    await createUser('exact', {}, -1)
    await createUser('王𬭎宇', {}, -2)
    for (const { entryId } of world.journal.open()) world.journal.change(entryId, { state: 'unknown', attempts: 1 })
    world.server.control.setQuirks({ threeByteText: true })
    for (const [at, name] of ['exact', '王𬭎宇'].entries()) await world.clientOf('users').create({ ...newUser(name).edits, password: 'Fresh-Passw0rd' }, { idempotencyKey: `first-${at}` })
    world.restart()
    world.proxy.forgetRequests()
    await world.settle()
    await until(() => states().join() === 'conflict')
    expect(only()).toMatchObject({ title: '王𬭎宇', why: { conflict: 'which', which: { isAccepted: false, candidates: [{ username: '王' }] } } })
    world.actions.decide(only().entryId, { kind: 'made', id: Number((await usersLike('王'))[0]?.id) })
    await settled()
    expect(posts()).toBe(0)
  })
})

describe('F70: "which one?"', () => {
  /** The server makes it under a name that no rule explains. */
  const renameAtOnce = (): void => {
    world.proxy.on({ method: 'POST', path: DEPARTMENTS, times: 1 }, async (ask) => {
      const outcome = await ask()
      const [row] = await world.clientOf('departments').find({ parentId: 0, name: 'Mine' })
      if (row) await world.clientOf('departments').update(row, { name: 'Dept-0815' }, { idempotencyKey: 'rename' })
      return outcome
    })
  }
  const department = () => world.submit({ resource: 'departments', verb: 'create', recordId: -10, title: 'Mine', ...newDepartment('Mine') })

  it('asks with the record, never sends again, and what stands on it waits and goes on with the one that was chosen', async () => {
    world.isOffline = true
    await department()
    await createUser('inside', { departmentIds: [-10] })
    renameAtOnce()
    world.isOffline = false
    world.outbox.wake()
    await until(() => states()[0] === 'conflict')
    const [entry] = world.outbox.views()
    const candidates = entry?.why?.kind === 'conflict' ? entry.why.which?.candidates : []
    expect(candidates).toMatchObject([{ name: 'Dept-0815' }])
    for (const round of [1, 2]) {
      if (round === 2) world.restart()
      world.actions.send(null)
      await world.settle()
      expect(states()).toEqual(['conflict', 'queued'])
    }
    expect(
      await failureOf(
        Promise.resolve().then(() => {
          world.actions.decide(entry?.entryId ?? '', { kind: 'made', id: 1 })
        }),
      ),
    ).toMatchObject({ code: 'VALIDATION' })
    expect(
      await failureOf(
        Promise.resolve().then(() => {
          world.actions.decide(entry?.entryId ?? '', { kind: 'again' })
        }),
      ),
    ).toMatchObject({ code: 'VALIDATION' })
    const id = Number(candidates?.[0]?.['id'])
    world.actions.decide(entry?.entryId ?? '', { kind: 'made', id })
    await settled()
    expect(world.server.control.userByName('inside')?.dept).toEqual([id])
    expect(world.asked('POST', DEPARTMENTS)).toBe(1)
    expect(world.drafts.read(entry?.entryId ?? '')).toMatchObject({ recordId: id, edits: { name: 'Mine' }, marks: { name: { sent: 'Mine', kept: 'Dept-0815', cause: 'other' } } })
  })

  it('the one who waits for it is told that it is in the outbox, and has nothing to save again', async () => {
    renameAtOnce()
    expect(await department()).toMatchObject({ kind: 'queued' })
    expect(states()).toEqual(['conflict'])
  })

  it('left as it is: the entry ends, nothing is sent, and what stood on it is explained', async () => {
    renameAtOnce()
    await department()
    world.actions.decide(only().entryId, { kind: 'leave' })
    await world.settle()
    expect(states()).toEqual([])
    expect(world.asked('POST', DEPARTMENTS)).toBe(1)
  })

  it('taken by the server and not to be seen there: looked for three times, then asked about, never sent again', async () => {
    world.proxy.on({ method: 'POST', path: DEPARTMENTS, times: 1 }, async (ask) => {
      const outcome = await ask()
      const [row] = await world.clientOf('departments').find({ parentId: 0, name: 'Mine' })
      if (row) await world.clientOf('departments').remove(row.id, { idempotencyKey: 'gone' })
      return outcome
    })
    expect(await department()).toMatchObject({ kind: 'queued', because: { code: 'UNKNOWN' } })
    for (let round = 0; round < 3; round += 1) await world.settle()
    expect(only()).toMatchObject({ state: 'conflict', why: { conflict: 'which', which: { isAccepted: true, candidates: [] } } })
    world.actions.decide(only().entryId, { kind: 'look' })
    await world.settle()
    expect(world.asked('POST', DEPARTMENTS)).toBe(1)
  })
})

describe('F70: a department with spaces round its name', () => {
  it('is one department, told as it is kept, and no ghost stays', async () => {
    world.server.control.setQuirks({ trimsText: true })
    const done = await world.submit({ resource: 'departments', verb: 'create', recordId: -3, title: ' Research East ', ...newDepartment(' Research East ') })
    expect(done).toMatchObject({ kind: 'done', row: { name: 'Research East' }, kept: [{ field: 'name', sent: ' Research East ', kept: 'Research East', cause: 'trimmed' }] })
    expect(states()).toEqual([])
    const { rows } = await world.clientOf('departments').list({ page: 1, pageSize: 200, sort: [], filter: { name: 'Research East' } })
    expect(rows).toHaveLength(1)
    expect(world.asked('POST', DEPARTMENTS)).toBe(1)
    expect(world.habits).toEqual(['outerSpaces'])
  })
})

describe('F70: a change that the server keeps otherwise', () => {
  let base: Row
  beforeEach(async () => {
    await world.submit({ resource: 'departments', verb: 'create', recordId: -1, title: 'Rockets', ...newDepartment('Rockets', { alias: 'Rocket' }) })
    base = await world.row('departments', world.journal.realId('departments', -1) ?? 0)
    world.server.control.setQuirks({ threeByteText: true })
    world.proxy.forgetRequests()
  })
  const rename = (alias: string, from: Row = base) => world.submit({ resource: 'departments', verb: 'update', recordId: base.id, title: 'Rockets', base: from, edits: { alias } })
  const alias = async (): Promise<unknown> => (await world.row('departments', base.id))['alias']

  it('is named to the one who waits, with what was sent and what is kept', async () => {
    const done = await rename('Rocket team 🚀 and more')
    expect(done).toMatchObject({ kind: 'done', row: { alias: 'Rocket team ' }, kept: [{ field: 'alias', sent: 'Rocket team 🚀 and more', kept: 'Rocket team ', cause: 'cut' }] })
    expect(world.asked('PUT')).toBe(1)
    expect(world.drafts.list()).toEqual([])
  })

  it('is kept as a draft with its mark where nobody waits, and named in the activity log', async () => {
    world.isOffline = true
    await rename('Rocket team 🚀 and more')
    const { entryId } = only()
    await settled()
    expect(world.journal.history({ limit: 1 })[0]).toMatchObject({ outcome: 'ok', why: { kind: 'kept', kept: [{ field: 'alias', kept: 'Rocket team ' }] } })
    expect(world.drafts.read(entryId)).toMatchObject({
      recordId: base.id,
      base: { alias: 'Rocket team ' },
      edits: { alias: 'Rocket team 🚀 and more' },
      marks: { alias: { sent: 'Rocket team 🚀 and more', kept: 'Rocket team ', cause: 'cut' } },
    })
  })

  it('killed before the record was read again: what the server has made of it is no conflict, and is not sent again', async () => {
    const gate = hold('answer')
    world.proxy.on({ method: 'PUT', times: 1 }, gate)
    void rename('Rocket team 🚀 and more').catch(() => undefined)
    await gate.reached()
    world.restart()
    gate.release()
    await settled()
    expect(world.asked('PUT')).toBe(1)
    expect(world.drafts.list()).toMatchObject([{ recordId: base.id, hasMarks: true }])
  })

  it('whose answer is lost is found in the form that the server gave it, and not sent without end', async () => {
    world.proxy.on({ method: 'PUT', times: 1 }, cutAfter())
    expect(await rename('Rocket team 🚀 and more')).toMatchObject({ kind: 'done', kept: [{ cause: 'cut' }] })
    expect(world.asked('PUT')).toBe(1)
  })

  it('that cannot be read again after the yes is not called done before it was', async () => {
    world.proxy.on({ method: 'PUT', times: 1 }, async (ask) => {
      const outcome = await ask()
      await world.proxy.down()
      return outcome
    })
    expect(await rename('Rocket team 🚀 and more')).toMatchObject({ kind: 'queued', because: { code: 'UNKNOWN' } })
    await world.proxy.up()
    await settled()
    expect(world.asked('PUT')).toBe(1)
    expect(world.drafts.list()).toMatchObject([{ hasMarks: true }])
  })

  it('between which and the re-read somebody else wrote is told as that, not as cutting', async () => {
    world.server.control.setQuirks({ threeByteText: false })
    world.proxy.on({ method: 'PUT', times: 1 }, async (ask) => {
      const outcome = await ask()
      await world.clientOf('departments').update(base, { alias: 'theirs' }, { idempotencyKey: 'someone-else' })
      return outcome
    })
    expect(await rename('mine')).toMatchObject({ kind: 'done', kept: [{ field: 'alias', sent: 'mine', kept: 'theirs', cause: 'other' }] })
  })

  it("F51: edited again meanwhile: the second goes on top of what the server kept of the first, and the first's text is not offered", async () => {
    const gate = hold('answer')
    world.proxy.on({ method: 'PUT', times: 1 }, gate)
    const first = rename('Rocket team 🚀 and more')
    await gate.reached()
    const second = rename('Rocket crew', { ...base, alias: 'Rocket team 🚀 and more' })
    gate.release()
    expect(await first).toMatchObject({ kind: 'done', kept: [] })
    expect(await second).toMatchObject({ kind: 'done', row: { alias: 'Rocket crew' }, taken: [], kept: [] })
    expect(await alias()).toBe('Rocket crew')
    expect(world.drafts.list()).toEqual([])
  })
})

describe('F75: the server does half of it and answers with a page', () => {
  beforeEach(() => {
    world.server.control.setQuirks({ halfWorkThen500: true, htmlErrorPages: true })
  })

  it('a user is made and its role is gone: it is not called saved, and what is missing is named', async () => {
    const done = await createUser('half', { roleIds: [2, 999], departmentIds: [1] })
    expect(done).toMatchObject({ kind: 'done', row: { username: 'half', roleIds: [2], departmentIds: [] } })
    expect(done.kind === 'done' && done.kept).toEqual([
      { field: 'roleIds', sent: [2, 999], kept: [2], cause: 'dropped' },
      { field: 'departmentIds', sent: [1], kept: [], cause: 'dropped' },
    ])
    expect(posts()).toBe(1)
  })

  it('of a change, what was done stands, and the rest is named and not sent without end', async () => {
    const base = await world.row('users', 5)
    const done = await world.submit({ resource: 'users', verb: 'update', recordId: 5, base, edits: { tel: '75', roleIds: [...(base['roleIds'] as number[]), 999] } })
    expect(done).toMatchObject({ kind: 'done', row: { tel: '75' }, kept: [{ field: 'roleIds', kept: base['roleIds'] }] })
    expect(world.asked('PUT')).toBe(1)
  })

  it('of which nothing is to be seen is not tried for ever: after five tries it asks, with what was tried and what the server said', async () => {
    const base = await world.row('users', 5)
    const roleIds = base['roleIds'] as number[]
    expect(await world.submit({ resource: 'users', verb: 'update', recordId: 5, base, edits: { roleIds: [...roleIds, 999] } })).toMatchObject({ kind: 'queued', because: { code: 'SERVER' } })
    for (let tries = 2; tries <= 5; tries += 1) {
      await until(() => only().state === 'unknown')
      await world.clock.advance(1000 * 2 ** (tries - 2))
      await until(() => world.asked('PUT') === tries)
    }
    await until(() => only().state === 'refused')
    expect(only().why).toMatchObject({ kind: 'failure', failure: { code: 'SERVER', details: { status: 500 } } })
    await world.clock.advance(600_000)
    expect(world.asked('PUT')).toBe(5)
    // The edit is there, and can be mended and sent.
    world.actions.edit(only().entryId, { roleIds })
    await until(() => states().length === 0)
  })

  it('where nobody waits, the roles that are missing are kept as a draft', async () => {
    world.isOffline = true
    await createUser('half', { roleIds: [2, 999] })
    const { entryId } = only()
    await settled()
    expect(world.drafts.read(entryId)).toMatchObject({ resource: 'users', edits: { roleIds: [2, 999] }, marks: { roleIds: { kept: [2], cause: 'dropped' } } })
  })
})
