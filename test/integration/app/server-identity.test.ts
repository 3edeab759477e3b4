// F72: two servers below two paths of one host. What was made for one never reaches the other, nor does its token.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk } = await import('../../support/desk')
const { draftHandlers } = await import('../../../src/main/bridge/handlers/workspace')
import type { Workspace } from '../../../src/main/app/windows/workspaces'
import { until } from '../../support/client'
import type { Desk, Run } from '../../support/desk'
import { createTwoPaths, type TwoPaths } from '../../support/two-paths'

let desk: Desk
let host: TwoPaths
let run: Run
let window: Workspace
beforeEach(async () => {
  desk = await createDesk('staging', 'prod')
  host = await createTwoPaths({ staging: proxy('staging').url, prod: proxy('prod').url })
  run = await desk.start()
  run.profiles.change('staging', { origin: host.origin, apiPath: '/staging/api/v2' })
  window = await run.signedIn('staging')
}, 60_000)
afterEach(async () => {
  await desk.close()
  await host.close()
})

/** For what has to be asked for in steps; on a busy machine the cache's thread takes its time to start. */
const PATIENT = { timeout: 120_000, interval: 20 }
type Server = 'staging' | 'prod'
const proxy = (id: Server) => desk.proxy(id)
const put = (id: Server) => proxy(id).requests.filter(({ method }) => method === 'PUT')
const address = (path: string): string => `${host.origin}/${path}/api/v2`
const signIn = () => window.runtime().session.signIn({ kind: 'password', username: 'admin', password: 'admin', staySignedIn: true })
const store = async () => (await window.runtime().store()) as NonNullable<Awaited<ReturnType<ReturnType<Workspace['runtime']>['store']>>>
const waiting = async () => (await window.runtime().outboxes.of(1)).views()
/** Saves the profile with another address, as the form does. */
async function correctTo(url: string, by: Run = run): Promise<void> {
  const { name, label, labelText, color, writeMode, dialect, callBudgetMs, extraCaFile } = by.servers.list(window).find(({ id }) => id === 'staging') as ReturnType<Run['servers']['list']>[number]
  await by.servers.save({ id: 'staging', name, label, labelText, color, writeMode, dialect, callBudgetMs, extraCaFile, url, allowPlainHttp: true }, window)
}
/** A change of user 5 that has been approved, and waits only for its turn. */
async function queueApproved(edits: Record<string, unknown> = { tel: '77' }): Promise<string> {
  const outbox = await window.runtime().outboxes.of(1)
  outbox.setPaused(true)
  run.profiles.change('staging', { writeMode: 'review' })
  const { row } = await window.runtime().reads.get('users', 5)
  const submitted = await window.runtime().commands.submit({ resource: 'users', verb: 'update', recordId: 5, title: 'five', base: row, edits, secret: null, draftId: null, isConfirmed: true })
  run.profiles.change('staging', { writeMode: 'normal' })
  const entryId = submitted.kind === 'queued' ? submitted.entryId : ''
  ;(await window.runtime().actions()).send([entryId])
  expect(await waiting()).toMatchObject([{ state: 'queued', server: address('staging') }])
  return entryId
}

describe('F72: the API path of a profile is corrected on the same host', () => {
  it('F72: a change that waits is not sent to the new path, approved or not, nor is the token of the old one, until a person releases it', async () => {
    const entryId = await queueApproved()
    const token = proxy('staging').requests.findLast((request) => request.token !== undefined)?.token
    await correctTo(address('prod'))
    expect(window.runtime().session.view().state).toBe('signed-out')
    expect([...desk.items.keys()].filter((account) => account.endsWith('/tokens'))).toEqual([])
    await signIn()
    const outbox = await window.runtime().outboxes.of(1)
    outbox.wake()
    await window.runtime().reads.account()
    expect(await waiting()).toMatchObject([{ entryId, state: 'parked', why: { cause: 'moved' }, server: address('staging') }])
    // "Send all" is no word about one of them.
    ;(await window.runtime().actions()).send(null)
    await window.runtime().reads.account()
    expect(put('prod')).toEqual([])
    expect(proxy('prod').requests.filter((request) => request.token === token)).toEqual([])
    ;(await window.runtime().actions()).send([entryId])
    await until(() => put('prod').length === 1)
    await vi.waitFor(async () => {
      expect((await waiting()).length === 0).toBe(true)
    }, PATIENT)
    expect(put('prod')[0]?.token).not.toBe(token)
    expect(desk.servers['prod']?.server.control.user(5)?.tel).toBe('77')
    expect(desk.servers['staging']?.server.control.user(5)?.tel).not.toBe('77')
  })

  it('F72: corrected back, it goes where it was made for, with nobody asked', async () => {
    await queueApproved()
    await correctTo(address('prod'))
    await signIn()
    await vi.waitFor(async () => {
      expect((await waiting())[0]?.state === 'parked').toBe(true)
    }, PATIENT)
    await correctTo(address('staging'))
    await signIn()
    await vi.waitFor(async () => {
      expect((await waiting()).length === 0).toBe(true)
    }, PATIENT)
    expect(desk.servers['staging']?.server.control.user(5)?.tel).toBe('77')
    expect(put('prod')).toEqual([])
  })

  it('F72: another spelling of the same address is no other server: the session goes on and nothing is held', async () => {
    await queueApproved()
    await correctTo(`${host.origin.replace('http:', 'HTTP:')}/staging/index.php/api/v2/`)
    expect(window.runtime().session.view().state).toBe('active')
    ;(await window.runtime().outboxes.of(1)).setPaused(false)
    await vi.waitFor(async () => {
      expect((await waiting()).length === 0).toBe(true)
    }, PATIENT)
    expect(desk.servers['staging']?.server.control.user(5)?.tel).toBe('77')
  })

  it("F72: neither rows, waiting changes nor ids of the one stand in the other: lists are the new server's own, and a new change of the same id is not joined", async () => {
    const held = await queueApproved()
    const { journal } = await store()
    journal.mapId('users', -9, 42)
    await correctTo(address('prod'))
    await signIn()
    const tel = desk.servers['prod']?.server.control.user(5)?.tel
    expect((await window.runtime().reads.get('users', 5)).row).toMatchObject({ tel })
    expect((await store()).journal.realId('users', -9)).toBeNull()
    const { row } = await window.runtime().reads.get('users', 5)
    const done = await window
      .runtime()
      .commands.submit({ resource: 'users', verb: 'update', recordId: 5, title: 'five', base: row, edits: { email: 'five@prod.example' }, secret: null, draftId: null, isConfirmed: true })
    expect(done).toMatchObject({ kind: 'done' })
    expect(desk.servers['prod']?.server.control.user(5)).toMatchObject({ tel, email: 'five@prod.example' })
    expect(await waiting()).toMatchObject([{ entryId: held, state: 'parked' }])
  })

  it('F72: a draft is named by the server that it was typed for, also one whose last words come after the change', async () => {
    const draft = { draftId: randomUUID(), resource: 'users' as const, recordId: 5, title: 'five', base: {}, edits: { tel: '1' }, cursorField: null }
    const owner = { profileId: 'staging', userId: 1, server: address('staging') }
    const keep = (by: typeof owner, edits: Record<string, unknown>) =>
      draftHandlers()['drafts.keep']({ ...draft, edits, owner: by }, { window, webContentsId: 1, signal: new AbortController().signal } as never)
    await keep(owner, { tel: '1' })
    await correctTo(address('prod'))
    await keep(owner, { tel: '12' })
    expect((await store()).drafts.list()).toMatchObject([{ server: address('staging') }])
    expect((await store()).drafts.read(draft.draftId).edits).toEqual({ tel: '12' })
    // Restored into a form of the new server, it is that server's from its first keystroke on.
    await keep({ ...owner, server: address('prod') }, { tel: '12' })
    expect((await store()).drafts.list()).toMatchObject([{ server: address('prod') }])
  })
})

describe('F72: the path was changed by a program that did not tell servers apart by it', () => {
  it('F72: the stored session and the cached rows belong to the path that they were made for', async () => {
    await window.runtime().reads.get('users', 5)
    const cached = async (by: Run) => (await by.runtimes.of('staging').caches.of(1)).ids('users')
    await vi.waitFor(async () => {
      expect((await cached(run)).length > 0).toBe(true)
    }, PATIENT)
    run.runtimes.close()
    // Nothing but the list is written, as when the program dies in the same moment.
    run.profiles.change('staging', { apiPath: '/prod/api/v2' })
    const next = await desk.start()
    const { session } = next.runtimes.of('staging')
    await session.start()
    expect(session.view().state).toBe('signed-out')
    expect([...desk.items.keys()].filter((account) => account.endsWith('/tokens'))).toEqual([])
    expect(await cached(next)).toEqual([])
    expect(proxy('prod').requests.filter(({ token }) => token !== undefined)).toEqual([])
  })
})
