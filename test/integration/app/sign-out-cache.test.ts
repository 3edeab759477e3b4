// A sign-out that also clears what was read from the server: what is gone afterwards, and what never is.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk } = await import('../../support/desk')
import type { Workspace } from '../../../src/main/app/windows/workspaces'
import type { Desk, Run } from '../../support/desk'
import { hold } from '../../support/fault-kinds'
import { soon } from '../../support/soon'

let desk: Desk
let run: Run
let window: Workspace
beforeEach(async () => {
  desk = await createDesk('a', 'b')
  run = await desk.start()
  window = await run.signedIn('a')
})
afterEach(() => desk.close())

const list = () => window.runtime().reads.list('users', { page: 1, pageSize: 50, sort: [], filter: {} })
const cachedRows = async (of = window): Promise<number> => (await (await of.runtime().caches.of(1)).size()).rows
const signInAgain = () => window.runtime().session.signIn({ kind: 'password', username: 'admin', password: 'admin', staySignedIn: true })

/** A list that is held, a draft, and a change that waits for the network. */
async function work(): Promise<void> {
  const { row } = await window.runtime().reads.user(5)
  await list()
  await soon(async () => expect(await cachedRows()).toBeGreaterThan(0))
  const store = await window.runtime().stores.of(1)
  store.drafts.keep({ draftId: crypto.randomUUID(), resource: 'users', recordId: 2, title: 'someone', base: {}, edits: { tel: '1' }, cursorField: null }, '')
  await desk.proxy('a').down()
  await window.runtime().connectivity.check()
  await window.runtime().commands.submit({ resource: 'users', verb: 'update', recordId: 5, title: row.username, base: row, edits: { tel: '77' }, secret: null, draftId: null, isConfirmed: true })
}

const keptWork = async () => {
  const store = await window.runtime().stores.of(1)
  return { drafts: store.drafts.list().length, pending: store.journal.open().length }
}

it('clears the lists and records of this server and account; drafts and pending changes are all there', async () => {
  await work()
  await run.servers.signOut('a', { clearsCache: true })
  expect(window.runtime().session.view()).toMatchObject({ state: 'signed-out', cause: 'signed-out' })
  expect([await cachedRows(), await keptWork()]).toEqual([0, { drafts: 1, pending: 1 }])
})

it('leaves the cache where that is not wanted', async () => {
  await work()
  await run.servers.signOut('a', { clearsCache: false })
  expect(await cachedRows()).toBeGreaterThan(0)
})

it('leaves the cache of another server', async () => {
  const other = await run.signedIn('b')
  await other.runtime().reads.list('users', { page: 1, pageSize: 50, sort: [], filter: {} })
  await soon(async () => expect(await cachedRows(other)).toBeGreaterThan(0))
  await run.servers.signOut('a', { clearsCache: true })
  expect(await cachedRows(other)).toBeGreaterThan(0)
})

it('an answer that was on its way when the person signed out fills the cleared cache no more', async () => {
  await list()
  await soon(async () => expect(await cachedRows()).toBeGreaterThan(0))
  const answer = hold('answer')
  desk.proxy('a').on({ method: 'GET', path: /\/user\// }, answer)
  const reading = list().catch(() => null)
  await answer.reached()
  await run.servers.signOut('a', { clearsCache: true })
  answer.release()
  await reading
  expect(await cachedRows()).toBe(0)
  expect((await signInAgain()).kind).toBe('signed-in')
})

it('clears every server of the computer, also one that was not opened in this run', async () => {
  await work()
  // A program's threads end with it; here the one of the former run would go on with the file that the next one removes.
  await Promise.all(run.runtimes.all().map((runtime) => runtime.close()))
  const next = await desk.start()
  next.workspaces.open('b')
  const folder = join(desk.folder, 'profiles', 'a')
  await soon(() => expect(existsSync(join(folder, 'user-1.cache.db'))).toBe(true))
  expect(await next.servers.signOutEverywhere({ clearsCache: true })).toBe(2)
  expect(readdirSync(folder).filter((name) => name.startsWith('user-1.cache'))).toEqual([])
  expect(existsSync(join(folder, 'user-1.db'))).toBe(true)
})
