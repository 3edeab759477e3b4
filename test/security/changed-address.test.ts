// Attack: a page that is not itself any more saves a profile under the attacker's address, so that the next request, a
// replay, or the next start hands over the session's tokens. Session rules 10 and 11.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk, pushesTo } = await import('../support/desk')
import type { Workspace } from '../../src/main/app/windows/workspaces'
import { failureOf, until } from '../support/client'
import type { Desk, Run } from '../support/desk'
import { hold } from '../support/fault-kinds'

let desk: Desk
let run: Run
let window: Workspace
/** `evil` is a server of this contract too: it would know what to do with a token. */
beforeEach(async () => {
  desk = await createDesk('good', 'evil')
  run = await desk.start()
  window = await run.signedIn('good')
})
afterEach(() => desk.close())

const proxy = (id: 'good' | 'evil') => desk.proxy(id)
const tokensAtEvil = (): unknown[] => proxy('evil').requests.filter(({ token }) => token !== undefined)
const moveToEvil = (by: Run = run, from: Workspace = window): Promise<unknown> => {
  const { name, label, labelText, color, writeMode, dialect, callBudgetMs, extraCaFile } = by.servers.list(from).find(({ id }) => id === 'good') as ReturnType<Run['servers']['list']>[number]
  return by.servers.save({ id: 'good', name, label, labelText, color, writeMode, dialect, callBudgetMs, extraCaFile, url: proxy('evil').url, allowPlainHttp: true }, from)
}
const readAccount = (from: Workspace = window) => from.runtime().reads.account()

it('ends the session before the address counts: no call, replay or renewal of it reaches the new server', async () => {
  const besides = run.workspaces.open('good')
  const refused = hold('answer')
  desk.servers['good']?.server.control.expireAccessTokens()
  proxy('good').on({ method: 'GET' }, refused)
  const calls = [failureOf(readAccount()), failureOf(readAccount(besides))]
  await refused.reached(2)
  await moveToEvil()
  refused.release()
  for (const { code } of await Promise.all(calls)) expect(code).toBe('SESSION_ENDED')
  expect(await failureOf(readAccount())).toMatchObject({ code: 'SESSION_ENDED' })
  for (const shown of [window, besides]) {
    expect(shown.runtime().session.view().state).toBe('signed-out')
    expect(pushesTo(shown, 'workspace.switched')).toHaveLength(1)
  }
  expect(tokensAtEvil()).toEqual([])
  await until(() => [...desk.items.keys()].every((account) => !account.endsWith('/tokens')))
})

it('holds when a renewed pair is just being stored: what is written late for the old address does not count for the new one', async () => {
  desk.servers['good']?.server.control.expireAccessTokens()
  let go: () => void = () => undefined
  desk.keychain.writing = new Promise((done) => {
    go = done
  })
  const { writes } = desk.keychain
  const call = failureOf(readAccount())
  await until(() => desk.keychain.writes > writes)
  const moved = moveToEvil()
  // The server behind the new address is looked for first: until then the pair is this session's own.
  await until(() => window.runtime().session.view().state === 'signed-out')
  go()
  await moved
  expect(await call).toMatchObject({ code: 'SESSION_ENDED' })
  expect(run.profiles.find('good')?.isVaultVoid).toBe(true)
  expect([...desk.items.keys()].filter((account) => account.endsWith('/tokens'))).toEqual([])
})

it('holds at the next start too, also when the program died before the keychain was emptied', async () => {
  desk.keychain.isRefusing = true
  await moveToEvil()
  desk.keychain.isRefusing = false
  expect([...desk.items.keys()].some((account) => account.endsWith('good/tokens'))).toBe(true)
  const next = await desk.start()
  const reopened = next.workspaces.open('good')
  await reopened.runtime().session.start()
  expect(reopened.runtime().session.view().state).toBe('signed-out')
  expect(await failureOf(readAccount(reopened))).toMatchObject({ code: 'SESSION_ENDED' })
  expect(tokensAtEvil()).toEqual([])
})

it('holds for a profile that was not used in this run', async () => {
  const next = await desk.start()
  const elsewhere = next.workspaces.open('evil')
  await moveToEvil(next, elsewhere)
  elsewhere.switchTo('good')
  await elsewhere.runtime().session.start()
  expect(await failureOf(readAccount(elsewhere))).toMatchObject({ code: 'SESSION_ENDED' })
  expect(tokensAtEvil()).toEqual([])
})

it.each([
  ['on the disk', false],
  ['in memory only, for want of a keychain', true],
])('keeps drafts %s: they are offered to the same user by name, as after any sign-out', async (_where, isRefusing) => {
  // Only one program has a data file at a time.
  await window.runtime().close()
  desk.keychain.isRefusing = isRefusing
  const next = await desk.start()
  const shown = await next.signedIn('good')
  const draft = { draftId: randomUUID(), resource: 'users' as const, recordId: 4, title: 'wangwei', base: {}, edits: { tel: '1' }, cursorField: null }
  const store = await shown.runtime().store()
  expect(store?.storage()).toBe(isRefusing ? 'memory-only' : 'durable')
  store?.drafts.keep(draft)
  await moveToEvil(next, shown)
  expect((await shown.runtime().store())?.drafts.list()).toMatchObject([{ title: 'wangwei' }])
})

it('a running session knows its own address only, whatever becomes of the list, also when its transport is made anew', async () => {
  run.profiles.change('good', { origin: proxy('evil').url, dialect: 'x-token' })
  await readAccount()
  expect(proxy('good').requests.at(-1)?.headers['x-token']).toBeDefined()
  expect(proxy('evil').requests).toEqual([])
})

it('F72: a running session knows its own API path only: another one in the list is another server, whatever becomes of the profile', async () => {
  run.profiles.change('good', { apiPath: '/other/api/v2', dialect: 'x-token' })
  await readAccount()
  expect(proxy('good').requests.at(-1)?.headers['x-token']).toBeDefined()
  expect(proxy('good').requests.filter(({ path }) => path.startsWith('/other'))).toEqual([])
})
