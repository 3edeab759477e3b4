// Real SIGKILLs of a real process that holds the encrypted data file and sends what is queued in it.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Verb } from '../../../src/shared/outbox'
import type { Row } from '../../../src/shared/resources/resource'
import type { ControlledBackend } from '../../support/backend/controlled-backend'
import { createJournal, type Journal } from '../../../src/main/store/journal'
import type { JournalEntry } from '../../../src/main/store/journal-row'
import type { Command } from '../../../src/main/store/journal'
import { createTestClient } from '../../support/client'
import { hold } from '../../support/fault-kinds'
import { createFaultProxy, type FaultProxy } from '../../support/fault-proxy'
import type { OutboxReport } from '../../support/outbox-process'
import { clientsOf, FIRST_ADDRESS, newUser } from '../../support/outbox-world'
import { forkStoreProcess, type StoreProcess } from '../../support/store-process'
import { openForms } from '../../support/typing-process-forms'
import { startTestBackend } from '../../support/test-backend'

const USERS = '/sys/user/users'
const METHOD = { create: 'POST', update: 'PUT', remove: 'DELETE' } as const satisfies Record<Verb, string>
const VERBS = ['update', 'create', 'remove'] as const

let folder: string
let key: string
let server: ControlledBackend
let proxy: FaultProxy
let base: Row
let usersBefore: number
/** Two starts of the program, made ready while the server starts. */
let programs: StoreProcess<OutboxReport>[]
let starts: number
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-kills-'))
  key = randomBytes(32).toString('hex')
  programs = [forkStoreProcess('outbox-process'), forkStoreProcess('outbox-process')]
  starts = 0
  server = await startTestBackend({ generatedUsers: 10 })
  proxy = await createFaultProxy({ target: server.url })
  const someone = createTestClient({ url: server.url })
  await someone.signIn()
  base = await clientsOf(someone.authorized)('users').get(5)
  usersBefore = server.control.userCount()
})
afterEach(async () => {
  await Promise.all(programs.map((program) => program.kill()))
  await proxy.close()
  await server.close()
  rmSync(folder, { recursive: true })
})

/** A start of the program over the same data file; resolves when it is signed in and has read its journal. */
async function start(): Promise<StoreProcess<OutboxReport> & { readonly states: readonly string[] }> {
  const program = programs[starts] as StoreProcess<OutboxReport>
  starts += 1
  program.tell({ kind: 'start', file: { path: join(folder, 'user-1.db'), key }, url: proxy.url })
  const { storage, states } = await program.reported((report) => report.kind === 'ready')
  expect(storage).toBe('durable')
  return { ...program, states }
}

function command(verb: Verb): Command {
  if (verb === 'create') return { resource: 'users', verb, recordId: -7, title: 'killed', base: null, draftId: null, ...newUser('killed') }
  return { resource: 'users', verb, recordId: 5, title: String(base['username']), base, edits: verb === 'update' ? { tel: '41' } : {}, secret: null, draftId: null }
}

/** Whether the command has had its effect on the server, once. */
function isDoneOnce(verb: Verb): boolean {
  const added = server.control.userCount() - usersBefore
  if (verb === 'update') return server.control.user(5)?.tel === '41' && added === 0
  if (verb === 'create') return server.control.userByName('killed') !== undefined && added === 1
  return server.control.user(5) === undefined && added === -1
}

const writes = (verb: Verb) => proxy.requests.filter(({ method, path }) => method === METHOD[verb] && path.includes(USERS))
const isIdle = (report: OutboxReport): report is Extract<OutboxReport, { kind: 'changed' }> => report.kind === 'changed' && report.states.length === 0

/** The next start goes on by itself; resolves when nothing waits any more and it has been quit. */
async function goOn(program: StoreProcess<OutboxReport>): Promise<void> {
  program.tell({ kind: 'go' })
  await program.reported(isIdle)
  program.tell({ kind: 'end' })
  await program.reported((report) => report.kind === 'ended')
}

/** What the journal in the file says, read by a program that comes later still. */
async function inJournal<T>(read: (journal: Journal) => T): Promise<T> {
  const { db } = await openForms({ path: join(folder, 'user-1.db'), key })
  const found = read(createJournal(db, Date.now, FIRST_ADDRESS))
  db.close()
  return found
}

const entries = (): Promise<JournalEntry[]> => inJournal((journal) => journal.everything())

describe('F41: killed between sent and answered', () => {
  it.each(VERBS)('%s: the next start finds that the server has done it, and sends nothing', async (verb) => {
    const answer = hold('answer')
    proxy.on({ method: METHOD[verb], path: USERS, times: 1 }, answer)
    const first = await start()
    first.tell({ kind: 'submit', command: command(verb) })
    await answer.reached()
    await first.kill()
    answer.release()
    expect(isDoneOnce(verb)).toBe(true)

    const second = await start()
    expect(second.states).toEqual(['unknown'])
    await goOn(second)
    expect(isDoneOnce(verb)).toBe(true)
    expect(writes(verb)).toHaveLength(1)
    expect(await entries()).toMatchObject([{ verb, state: 'done', outcome: 'ok', hasSecret: false, attempts: 1 }])
    if (verb === 'create') expect(await inJournal((journal) => journal.realId('users', -7))).toBe(server.control.userByName('killed')?.id)
  })

  it.each(VERBS)('%s: what was lost on the way is sent again, with the same key', async (verb) => {
    const request = hold('request')
    proxy.on({ method: METHOD[verb], path: USERS, times: 1 }, request)
    const first = await start()
    first.tell({ kind: 'submit', command: command(verb) })
    await request.reached()
    await first.kill()
    request.release()
    expect(isDoneOnce(verb)).toBe(false)

    const second = await start()
    expect(second.states).toEqual(['unknown'])
    await goOn(second)
    expect(isDoneOnce(verb)).toBe(true)
    const keys = writes(verb).map(({ headers }) => headers['idempotency-key'])
    expect(keys).toEqual([keys[0], keys[0]])
    expect(await entries()).toMatchObject([{ entryId: keys[0], outcome: 'ok', hasSecret: false, attempts: 2 }])
  })

  it('and changed by someone else since: it asks, and writes nothing over', async () => {
    const answer = hold('answer')
    proxy.on({ method: 'PUT', path: USERS, times: 1 }, answer)
    const first = await start()
    first.tell({ kind: 'submit', command: command('update') })
    await answer.reached()
    await first.kill()
    server.control.updateUser(5, { tel: '999' })

    const second = await start()
    second.tell({ kind: 'go' })
    await second.reported((report): report is OutboxReport => report.kind === 'changed' && report.states[0] === 'conflict')
    expect(server.control.user(5)?.tel).toBe('999')
    expect(writes('update')).toHaveLength(1)
  })
})

describe('F42: killed between taken and sent', () => {
  it.each(VERBS)('%s: it is still queued, and is sent once', async (verb) => {
    const look = hold('request')
    proxy.on({ method: 'GET', path: USERS, times: 1 }, look)
    const first = await start()
    first.tell({ kind: 'submit', command: command(verb) })
    await look.reached()
    await first.kill()
    look.release()
    expect(writes(verb)).toHaveLength(0)

    const second = await start()
    expect(second.states).toEqual(['queued'])
    await goOn(second)
    expect(isDoneOnce(verb)).toBe(true)
    expect(writes(verb)).toHaveLength(1)
    expect(await entries()).toMatchObject([{ verb, outcome: 'ok', hasSecret: false, attempts: 1 }])
  })
})

describe('the log of an entry that was killed on its way', () => {
  it('tells after the restart that it was sent, that the program ended, and how it was found', async () => {
    const answer = hold('answer')
    proxy.on({ method: 'PUT', path: USERS, times: 1 }, answer)
    const first = await start()
    first.tell({ kind: 'submit', command: command('update') })
    await answer.reached()
    await first.kill()
    answer.release()

    const second = await start()
    await goOn(second)
    const [entry] = await entries()
    expect(entry?.phases.map(({ phase, note }) => [phase, note].filter(Boolean).join(' '))).toEqual(['queued', 'sending', 'interrupted', 'lookedUp found', 'saved'])
  })
})

describe('F41: killed while the grants of a role are sent', () => {
  const SAVE = '/sys/role/saveroleperm'
  const saves = () => proxy.requests.filter(({ path }) => path.includes(SAVE))
  const grantsNow = async (): Promise<Row> => {
    const someone = createTestClient({ url: server.url })
    await someone.signIn()
    return clientsOf(someone.authorized)('grants').get(7)
  }
  /** Another administrator ticks one more menu. */
  const grantElsewhere = async (menu: number): Promise<void> => {
    const someone = createTestClient({ url: server.url })
    await someone.signIn()
    const grants = clientsOf(someone.authorized)('grants')
    const row = await grants.get(7)
    await grants.update(row, { menus: [...(row['menus'] as number[]), menu] }, { idempotencyKey: `elsewhere-${menu}` })
  }

  it.each(['answer', 'request'] as const)('with the %s held: the next start leaves what is there, does what is not, and what another granted meanwhile stays', async (at) => {
    const before = await grantsNow()
    const menus = before['menus'] as number[]
    const held = hold(at)
    proxy.on({ method: 'POST', path: SAVE, times: 1 }, held)
    const first = await start()
    const command: Command = { resource: 'grants', verb: 'update', recordId: 7, title: 'Support desk', base: before, edits: { menus: [...menus, 27, 28] }, secret: null, draftId: null }
    first.tell({ kind: 'submit', command })
    await held.reached()
    await first.kill()
    held.release()
    await grantElsewhere(23)

    const second = await start()
    expect(second.states).toEqual(['unknown'])
    await goOn(second)
    expect((await grantsNow())['menus']).toEqual([...menus, 23, 27, 28].sort((a, b) => a - b))
    expect(saves()).toHaveLength(at === 'answer' ? 1 : 2)
    expect(await entries()).toMatchObject([{ outcome: 'ok', why: null }])
  })
})
