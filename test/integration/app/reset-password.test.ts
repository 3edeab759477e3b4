// Another user's password, over the bridge against a server that has this: what is sent, what is refused before it is, what a
// lost answer means, and that the activity has a line of it while the password is nowhere.
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk } = await import('../../support/desk')
const { answerCall } = await import('../../../src/main/bridge/answer-call')
const { recordHandlers } = await import('../../../src/main/bridge/handlers/records')
const { journalCsv } = await import('../../../src/main/app/journal-files')
import type { Workspace } from '../../../src/main/app/windows/workspaces'
import type { CallContext } from '../../../src/main/bridge/call-handlers'
import type { WorkspacePort } from '../../../src/main/bridge/workspace-port'
import type { JournalEntry } from '../../../src/main/store/journal-row'
import type { Result } from '../../../src/shared/result'
import type { User } from '../../../src/shared/resources/user'
import type { Desk, Run } from '../../support/desk'
import { fakeOf } from '../../support/fake-windows'
import { cutAfter, type Fault, gatewayPage, inject } from '../../support/fault-kinds'
import { filesBelow, type Place, placesWith } from '../../support/secret-search'

const PATH = '/sys/user/resetpassword'
const NEXT = `Pw1-"${randomBytes(12).toString('hex')}\\`
const USER_ID = 2
let desk: Desk
let run: Run
let workspace: Workspace
let user: User
const server = () => {
  const found = desk.servers['a']
  if (!found) throw new Error('There is no server.')
  return found
}

beforeEach(async () => {
  desk = await createDesk('a')
  await server().server.control.setCapabilities({ passwordReset: true })
  run = await desk.start()
  workspace = run.workspaces.open('a')
  await workspace.runtime().session.start()
  await workspace.runtime().session.signIn({ kind: 'password', username: 'admin', password: 'admin', staySignedIn: true })
  user = await read()
})
afterEach(() => desk.close())

const read = async (id = USER_ID): Promise<User> => (await workspace.runtime().reads.get('users', id)).row as User
const requests = (): number => server().proxy.requests.filter(({ path }) => path.endsWith(PATH)).length
const journal = async (): Promise<JournalEntry[]> => (await workspace.runtime().store())?.journal.everything() ?? []
const signsIn = async (password: string): Promise<boolean> => {
  const { body } = { body: JSON.stringify({ username: user.username, password }) }
  const answer = await fetch(`${server().server.url}/api/v2/sys/user/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return ((await answer.json()) as { code: number }).code === 20_000
}

function reset(more: { user?: User; password?: string; isConfirmed?: boolean; by?: number } = {}): Promise<Result<unknown>> {
  const context = { window: workspace, signal: new AbortController().signal } as unknown as CallContext<WorkspacePort>
  const bytes = new TextEncoder().encode(more.password ?? NEXT)
  return answerCall({
    name: 'account.resetPassword',
    payload: { callId: null, input: { owner: { profileId: 'a', userId: more.by ?? 1 }, user: more.user ?? user, password: bytes, isConfirmed: more.isConfirmed ?? true } },
    handle: (parsed) => recordHandlers()['account.resetPassword'](parsed, context),
    onFault: (error) => run.faults.push(error),
  })
}
function through(fault: Fault): Promise<Result<unknown>> {
  server().proxy.on({ path: PATH, times: 1 }, fault)
  return reset()
}
const failed = (code: string, more: object = {}) => expect.objectContaining({ ok: false, failure: expect.objectContaining({ code, ...more }) }) as unknown
const done = { ok: true, value: null }

describe('a reset', () => {
  it('sends the id and the password, once, and the user signs in with it', async () => {
    let body = ''
    const seen: Fault = (ask, request) => {
      body = request.body.toString()
      return ask()
    }
    expect(await through(seen)).toEqual(done)
    expect(JSON.parse(body)).toEqual({ id: USER_ID, password: NEXT })
    expect([await signsIn(NEXT), await signsIn('test'), requests()]).toEqual([true, false, 1])
  })

  it('has a line in the activity, ended from the first moment, and waits in no outbox', async () => {
    await reset()
    const [entry, ...others] = await journal()
    expect([entry, others.length]).toMatchObject([
      { resource: 'users', verb: 'resetPassword', recordId: USER_ID, title: 'test', state: 'done', outcome: 'ok', why: null, edits: {}, base: null, hasSecret: false },
      0,
    ])
    expect(journalCsv(await journal())).toContain('resetPassword')
    expect(workspace.runtime().outboxes.summary()).toMatchObject({ waiting: 0, needsYou: 0 })
  })

  it('leaves the password nowhere, whatever came of it', async () => {
    const quoting = inject({ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code: 20_400, type: 'error', message: `not ${NEXT}` }) })
    const answers = [await through(quoting), await through(gatewayPage(502, `PUT ${NEXT}`)), await through(cutAfter()), await reset()]
    expect(answers).toEqual([failed('REFUSED', { message: 'not [hidden]' }), failed('UNKNOWN'), failed('UNKNOWN'), done])
    await workspace.runtime().reads.list('users', { page: 1, pageSize: 20, sort: [], filter: {} })
    run.runtimes.close()
    const places: Place[] = [
      ...filesBelow(desk.folder, 'data'),
      ...[...desk.items].map(([name, value]): Place => [`keychain ${name}`, Buffer.from(value)]),
      ['log', Buffer.from(run.logged.join('\n'))],
      ['faults', Buffer.from(run.faults.map(String).join('\n'))],
      ['pushes', Buffer.from(JSON.stringify(fakeOf(workspace.window).pushed))],
      ['answers', Buffer.from(JSON.stringify(answers))],
    ]
    expect(placesWith([`PUT ${PATH}`], places)).toEqual(['log'])
    expect(placesWith([NEXT, JSON.stringify(NEXT).slice(1, -1)], places)).toEqual([])
  })
})

describe('an answer that never came', () => {
  it.each<[string, () => Fault, boolean]>([
    ['the connection dies', cutAfter, true],
    ['a gateway gives up', () => gatewayPage(504), false],
  ])('%s: it is not known whether it was set, that is noted, and it is not sent again', async (_name, fault, isSet) => {
    expect(await through(fault())).toEqual(failed('UNKNOWN'))
    expect(await journal()).toMatchObject([{ state: 'done', outcome: 'told', why: { kind: 'failure', failure: { code: 'UNKNOWN' } } }])
    run.runtimes.close()
    expect([requests(), await signsIn(NEXT)]).toEqual([1, isSet])
  })

  it('what surely never left is told as that', async () => {
    await server().proxy.down()
    expect(await reset()).toEqual(failed('OFFLINE'))
    expect(await journal()).toEqual([])
    await server().proxy.up()
    expect(await signsIn('test')).toBe(true)
  })
})

describe('is refused before anything is sent', () => {
  it('for the own account, for the one that the server protects, and for a user who is not there yet', async () => {
    const protectedOne = await read(1)
    // Somebody else than the protected one: each of the two is refused for its own reason.
    await workspace.runtime().session.signIn({ kind: 'password', username: 'test', password: 'test', staySignedIn: false })
    const answers = [await reset({ user, by: USER_ID }), await reset({ user: protectedOne, by: USER_ID }), await reset({ user: { ...user, id: -5 }, by: USER_ID })]
    expect(answers).toEqual([failed('REFUSED'), failed('REFUSED'), failed('VALIDATION')])
    expect([requests(), await journal()]).toEqual([0, []])
  })

  it('where the number is another user’s by now, or nobody’s', async () => {
    const { control } = server().server
    await control.renumberUser(USER_ID, 900)
    await control.renumberUser(3, USER_ID)
    expect(await reset()).toEqual(failed('CONFLICT', { details: expect.objectContaining({ conflict: 'otherRecord' }) as unknown }))
    await control.deleteUser(USER_ID)
    expect(await reset()).toEqual(failed('NOT_FOUND'))
    expect([requests(), await journal()]).toEqual([0, []])
  })

  it('where the server is read-only here, or a confirmation is missing', async () => {
    run.profiles.change('a', { writeMode: 'read-only' })
    expect(await reset()).toEqual(failed('REFUSED'))
    run.profiles.change('a', { writeMode: 'confirm' })
    expect(await reset({ isConfirmed: false })).toEqual(failed('VALIDATION'))
    expect(requests()).toBe(0)
  })
})

describe('what the server says', () => {
  it('of its rule is about the field; a missing permission keeps its name', async () => {
    expect(await reset({ password: 'weak' })).toEqual(failed('VALIDATION', { fields: { password: 'rule' } }))
    await server().server.control.setCapabilities({ passwordReset: false })
    expect(await reset()).toEqual(failed('FORBIDDEN', { details: expect.objectContaining({ permission: '/sys/user/resetpassword/put' }) as unknown }))
    expect((await journal()).map(({ outcome }) => outcome)).toEqual(['told', 'told'])
  })

  it('of who may: the permission of who has it, and its operation among what can be granted for everybody', async () => {
    const offered = async () => {
      const { reads } = workspace.runtime()
      const [account, grantable] = [await reads.account(), await reads.grantable()]
      return [account.permissions.includes('/sys/user/resetpassword/put'), grantable.menus.some(({ type, path }) => type === 'operation' && path === '/sys/user/resetpassword/put')]
    }
    expect(await offered()).toEqual([true, true])
    await workspace.runtime().session.signIn({ kind: 'password', username: 'test', password: 'test', staySignedIn: false })
    expect(await offered()).toEqual([false, true])
    await server().server.control.setCapabilities({ passwordReset: false })
    expect(await offered()).toEqual([false, false])
  })
})
