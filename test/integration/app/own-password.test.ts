// F38 for a changed password: whatever comes of it, neither the old nor the new one is anywhere afterwards: not in the data
// files, the log, the keychain, a push, or what the page is told. Each place is also searched for what is there for certain.
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk } = await import('../../support/desk')
const { answerCall } = await import('../../../src/main/bridge/answer-call')
const { recordHandlers } = await import('../../../src/main/bridge/handlers/records')
import type { CallContext } from '../../../src/main/bridge/call-handlers'
import type { WorkspacePort } from '../../../src/main/bridge/workspace-port'
import { cutAfter, type Fault, gatewayPage, inject, plainText } from '../../support/fault-kinds'
import { fakeOf } from '../../support/fake-windows'
import { filesBelow, type Place, placesWith } from '../../support/secret-search'
import type { Desk, Run } from '../../support/desk'
import type { Workspace } from '../../../src/main/app/windows/workspaces'

/** Random, so that the search can find one that leaked; each meets the server's rule. */
const randomPassword = (): string => `Pw1-${randomBytes(12).toString('hex')}`
const [OLD, NEXT, WRONG] = [randomPassword(), randomPassword(), randomPassword()]
let desk: Desk
let run: Run
let workspace: Workspace
beforeEach(async () => {
  desk = await createDesk('a')
  await desk.servers['a']?.server.control.setPassword('admin', OLD)
  run = await desk.start()
  workspace = run.workspaces.open('a')
  await workspace.runtime().session.start()
  await workspace.runtime().session.signIn({ kind: 'password', username: 'admin', password: OLD, staySignedIn: true })
  await workspace.runtime().reads.account()
})
afterEach(() => desk.close())

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** As the page calls, over the bridge's own parser and wrapper. */
function change(current: string, more: { repeat?: string; userId?: number } = {}): Promise<unknown> {
  const { repeat = NEXT, userId = 1 } = more
  const input = { owner: { profileId: 'a', userId }, current: bytes(current), password: bytes(NEXT), repeat: bytes(repeat) }
  const context = { window: workspace, signal: new AbortController().signal } as unknown as CallContext<WorkspacePort>
  return answerCall({
    name: 'account.changePassword',
    payload: { callId: null, input },
    handle: (parsed) => recordHandlers()['account.changePassword'](parsed, context),
    onFault: (error) => run.faults.push(error),
  })
}
function through(fault: Fault, current = OLD): Promise<unknown> {
  desk.servers['a']?.proxy.on({ path: '/sys/user/password', times: 1 }, fault)
  return change(current)
}
const failed = (code: string) => expect.objectContaining({ ok: false, failure: expect.objectContaining({ code }) }) as unknown

it('a refused, an odd, a lost and a successful change leave neither password anywhere', async () => {
  const quoting = JSON.stringify({ code: 20_400, type: 'error', message: `not ${NEXT} after ${OLD}`, data: { old: OLD } })
  const answers = [
    await change(WRONG),
    await through(inject({ headers: { 'content-type': 'application/json' }, body: quoting })),
    await through(plainText(`string(17) "${NEXT}"`, { done: false })),
    await through(gatewayPage(502, `PUT ${OLD}`)),
    await change(OLD, { userId: 2 }),
    await through(cutAfter()),
    await change(NEXT, { repeat: NEXT }),
  ]
  expect(answers).toEqual([failed('VALIDATION'), failed('REFUSED'), failed('UNKNOWN'), failed('UNKNOWN'), failed('SESSION_ENDED'), failed('UNKNOWN'), { ok: true, value: null }])
  // Something is written down after it, too.
  await (await workspace.runtime().store())?.drafts.keep({ draftId: crypto.randomUUID(), resource: 'users', recordId: 2, title: 'canary-5f1c9d', base: {}, edits: { tel: '1' }, cursorField: null }, '')
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
  expect(placesWith(['PUT /sys/user/password'], places)).toEqual(['log'])
  expect(placesWith(['SESSION_ENDED'], places)).toContain('answers')
  expect(placesWith(['session.changed'], places)).toContain('pushes')
  expect(places.map(([name]) => name)).toEqual(expect.arrayContaining([expect.stringContaining('user-1.db'), expect.stringContaining('keychain')]))
  expect(placesWith([OLD, NEXT, WRONG], places)).toEqual([])
})

it('an input that does not fit names its fields, and quotes nothing', async () => {
  const payload = { callId: null, input: { owner: { profileId: 'a', userId: 1 }, current: OLD, password: bytes(NEXT), repeat: bytes('') } }
  const answer = await answerCall({ name: 'account.changePassword', payload, handle: () => null, onFault: () => undefined })
  expect(answer).toMatchObject({ ok: false, failure: { code: 'VALIDATION' } })
  expect(Object.keys((answer as { failure: { fields: object } }).failure.fields).sort()).toEqual(['current', 'repeat'])
  expect(placesWith([OLD, NEXT], [['answer', Buffer.from(JSON.stringify(answer))]])).toEqual([])
})

it('keeps to the write mode of the server: nothing is sent where it is read-only, or where a confirmation is missing', async () => {
  run.profiles.change('a', { writeMode: 'read-only' })
  expect(await change(OLD)).toEqual(failed('REFUSED'))
  run.profiles.change('a', { writeMode: 'confirm' })
  expect(await change(OLD)).toEqual(failed('VALIDATION'))
  expect(desk.servers['a']?.proxy.requests.filter(({ path }) => path.endsWith('/password'))).toEqual([])
})
