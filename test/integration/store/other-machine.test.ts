// A profile that follows its person from one computer to another: the same data file, and the same pending changes, in two places.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openUserDatabase, type UserDatabase } from '../../../src/main/store/database'
import { createDrafts } from '../../../src/main/store/drafts'
import { examineHere } from '../../../src/main/store/examiner'
import { until } from '../../support/client'
import { createOutboxClient } from '../../support/outbox-world'
import { createSessionWorld } from '../../support/session-world'
import { keychainWith } from '../../support/store-process-child'

const KEY = 'd'.repeat(64)
const DRAFT = { draftId: '31d71193-b31f-4070-b484-b237be3234e1', resource: 'users' as const, recordId: 5, title: 'ada', base: { id: 5, tel: '1' }, edits: { tel: '2' }, cursorField: null }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-roaming-'))
  for (const place of ['office', 'home']) mkdirSync(join(folder, place))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const pathAt = (place: string): string => join(folder, place, 'user-1.db')
const open = (place: string, machine: string | null = place): Promise<UserDatabase> =>
  openUserDatabase({ examiner: examineHere, path: pathAt(place), secrets: keychainWith(KEY), keyAccount: 'i/p/1/db', wallMs: () => 1000, serverBefore: '', machine })

function travel(from: string, to: string): void {
  for (const suffix of ['', '-wal', '.mark']) if (existsSync(pathAt(from) + suffix)) copyFileSync(pathAt(from) + suffix, pathAt(to) + suffix)
}

describe('a data file on another computer', () => {
  it('sends nothing by itself there: released, it is looked up first, and what the first computer has sent is not sent twice', async () => {
    const world = await createSessionWorld({})
    const before = await open('office')
    const first = createOutboxClient(world.client, world.clock, before.db)
    const base = await first.row('users', 5)
    createDrafts(before.db, () => 1000).keep(DRAFT)
    first.isOffline = true
    await first.submit({ resource: 'users', verb: 'update', recordId: 5, base, edits: { tel: '41' } })
    first.outbox.close()
    before.close()
    travel('office', 'home')

    const again = await open('office')
    const second = createOutboxClient(world.client, world.clock, again.db)
    await second.settle()
    await until(() => second.outbox.queue.all().length === 0)
    second.outbox.close()
    again.close()
    const writes = () => world.proxy.requests.filter(({ method }) => method === 'PUT').length
    expect(writes()).toBe(1)

    const elsewhere = await open('home')
    // Nothing is wrong with the file: it stays where it is, and so do drafts.
    expect([elsewhere.storage, elsewhere.recovered, elsewhere.movedAsideTo]).toEqual(['durable', null, null])
    expect(createDrafts(elsewhere.db, () => 1000).list()).toHaveLength(1)
    const third = createOutboxClient(world.client, world.clock, elsewhere.db)
    const [held] = third.outbox.views()
    expect(held).toMatchObject({ state: 'parked', why: { kind: 'parked', cause: 'recovered' } })
    await third.settle()
    third.actions.send(null)
    await third.settle()
    expect([third.outbox.views().length, writes()]).toEqual([1, 1])
    third.actions.send([held?.entryId ?? ''])
    await third.settle()
    await until(() => third.outbox.views().length === 0)
    expect(writes()).toBe(1)
    third.outbox.close()
    elsewhere.close()
    await world.close()
  })

  it.each([
    ['the same computer', 'office', 'office', 'queued'],
    ['one that does not know itself', 'office', null, 'queued'],
    ['a file of an older program', null, 'office', 'queued'],
    ['another one', 'office', 'home', 'parked'],
  ] as const)('%s: made on %s and opened on %s, a pending change is %s', async (_, made, opened, state) => {
    const world = await createSessionWorld({})
    const before = await open('office', made)
    const first = createOutboxClient(world.client, world.clock, before.db)
    first.isOffline = true
    await first.submit({ resource: 'users', verb: 'update', recordId: 5, base: { id: 5, tel: '1' }, edits: { tel: '2' } })
    first.outbox.close()
    before.close()
    const after = await open('office', opened)
    const second = createOutboxClient(world.client, world.clock, after.db)
    second.isOffline = true
    expect(second.outbox.views().map((entry) => entry.state)).toEqual([state])
    second.outbox.close()
    after.close()
    await world.close()
  })

  it('is held once more where it comes back to: the copy there may have been sent from the other', async () => {
    const world = await createSessionWorld({})
    const before = await open('office')
    const first = createOutboxClient(world.client, world.clock, before.db)
    first.isOffline = true
    await first.submit({ resource: 'users', verb: 'update', recordId: 5, base: { id: 5, tel: '1' }, edits: { tel: '2' } })
    first.outbox.close()
    before.close()
    travel('office', 'home')
    const elsewhere = await open('home')
    const second = createOutboxClient(world.client, world.clock, elsewhere.db)
    second.isOffline = true
    second.actions.send([second.outbox.views()[0]?.entryId ?? ''])
    expect(second.outbox.views()[0]?.state).not.toBe('parked')
    second.outbox.close()
    elsewhere.close()
    travel('home', 'office')
    const back = await open('office')
    const third = createOutboxClient(world.client, world.clock, back.db)
    expect(third.outbox.views()).toMatchObject([{ state: 'parked', why: { cause: 'recovered' } }])
    third.outbox.close()
    back.close()
    await world.close()
  })
})
