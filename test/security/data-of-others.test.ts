// Attack: a page that is not itself any more asks for what somebody else has left here: a user who signed out, or one whose
// work was still on its way when the next one signed in.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk } = await import('../support/desk')
const { createJournalFiles } = await import('../../src/main/app/journal-files')
const { dataHandlers } = await import('../../src/main/bridge/handlers/data')
const { outboxHandlers } = await import('../../src/main/bridge/handlers/outbox')
import type { Workspace } from '../../src/main/app/windows/workspaces'
import type { CallContext } from '../../src/main/bridge/call-handlers'
import type { OutboxChange } from '../../src/shared/outbox'
import { failureOf } from '../support/client'
import type { Desk, Run } from '../support/desk'
import { fakeOf } from '../support/fake-windows'
import { hold } from '../support/fault-kinds'
import { soon } from '../support/soon'

let desk: Desk
let run: Run
let window: Workspace
beforeEach(async () => {
  desk = await createDesk('a')
  run = await desk.start()
  window = await run.signedIn('a')
})
afterEach(() => desk.close())

const context = (): CallContext<Workspace> => ({ window, webContentsId: window.window.webContents.id, signal: new AbortController().signal })
const session = () => window.runtime().session
const command = { resource: 'users' as const, title: 'it', secret: null, draftId: null, isConfirmed: true }
const handlers = (exportTo: () => Promise<string | null>) => {
  const files = createJournalFiles({ toExportLog: exportTo })
  return dataHandlers<Workspace>({ exportJournal: ({ window: shown }, storeNow) => files.export(shown, storeNow), cacheLimitBytes: 0, servers: { sizes: () => [], clear: () => Promise.resolve() } })
}

it('records that were made here are closed after signing out, though no server is asked for them', async () => {
  run.profiles.change('a', { writeMode: 'review' })
  await window.runtime().commands.submit({ ...command, verb: 'create', recordId: -1, base: null, edits: { username: 'anew' } })
  expect((await window.runtime().reads.user(-1)).row).toMatchObject({ username: 'anew' })
  await session().signOut()
  expect(await failureOf(window.runtime().reads.user(-1))).toMatchObject({ code: 'SESSION_ENDED' })
})

it('a draft is neither read nor thrown away once its user has signed out', async () => {
  const { draftHandlers } = await import('../../src/main/bridge/handlers/workspace')
  const drafts = draftHandlers()
  const draftId = randomUUID()
  const store = await window.runtime().store()
  store?.drafts.keep({ draftId, resource: 'users', recordId: 5, title: 'it', base: {}, edits: { tel: '1' }, cursorField: null })
  await session().signOut()
  for (const name of ['drafts.read', 'drafts.discard'] as const) {
    expect(await failureOf(Promise.resolve(drafts[name]({ draftId }, context())))).toMatchObject({ code: 'SESSION_ENDED' })
  }
  expect(store?.drafts.list()).toHaveLength(1)
})

it('what a write of the user before has brought goes to the cache of that user, not of the one who is here now', async () => {
  const { row } = await window.runtime().reads.user(5)
  const cached = (userId: number) =>
    window
      .runtime()
      .caches.of(userId)
      .then((cache) => cache.get('users', 5))
  await soon(async () => expect(await cached(1)).not.toBeNull())
  const answer = hold('answer')
  desk.servers['a']?.proxy.on({ method: 'PUT' }, answer)
  const saving = window.runtime().commands.submit({ ...command, verb: 'update', recordId: 5, base: row, edits: { tel: '1' } })
  await answer.reached()
  await session().signIn({ kind: 'password', username: 'test', password: 'test', staySignedIn: true })
  answer.release()
  await saving
  // What the server has made of it can be read only as the user who sent it: when that one is back.
  await session().signIn({ kind: 'password', username: 'admin', password: 'admin', staySignedIn: true })
  await run.clock.advance(10_000)
  await soon(async () => expect((await cached(1))?.row).toMatchObject({ tel: '1' }))
  expect(await cached(2)).toBeNull()
})

it('an activity log whose file is chosen after its user has signed out is not written', async () => {
  const file = join(desk.folder, 'log.csv')
  const chosenLate = handlers(async () => {
    await session().signOut()
    return file
  })
  expect(await failureOf(Promise.resolve(chosenLate['journal.export'](undefined, context())))).toMatchObject({ code: 'SESSION_ENDED' })
  expect(existsSync(file)).toBe(false)
})

it("an activity log that was asked for while one user's file was being opened is not given to the next user", async () => {
  const store = await window.runtime().store()
  let opened: () => void = () => undefined
  const opening = new Promise<void>((done) => {
    opened = done
  })
  const slow = { ...window, runtime: () => ({ ...window.runtime(), store: () => opening.then(() => store) }) } as Workspace
  const listed = failureOf(Promise.resolve(handlers(() => Promise.resolve(null))['journal.list']({ limit: 10 }, { ...context(), window: slow })))
  await session().signIn({ kind: 'password', username: 'test', password: 'test', staySignedIn: true })
  opened()
  expect(await listed).toMatchObject({ code: 'SESSION_ENDED' })
})

it('the queue cannot be paused by a page whose user has signed out', async () => {
  const outbox = await window.runtime().outboxes.of(1)
  await session().signOut()
  expect(await failureOf(Promise.resolve(outboxHandlers()['outbox.pause']({ isPaused: true }, context())))).toMatchObject({ code: 'SESSION_ENDED' })
  expect(outbox.summary().isPaused).toBe(false)
})

it('F80: what is pushed of the outbox, and given of it by pages, is told to its own user only, and not after signing out', async () => {
  run.profiles.change('a', { writeMode: 'review' })
  const { row } = await window.runtime().reads.user(5)
  const outbox = await window.runtime().outboxes.of(1)
  const told = (): OutboxChange[] => fakeOf(window.window).pushes('outbox.changed') as OutboxChange[]
  const list = (name: 'outbox.list' | 'outbox.find') => {
    const ask = { 'outbox.list': { limit: 200 }, 'outbox.find': { entryIds: outbox.queue.all().map(({ entryId }) => entryId), records: [{ resource: 'users', recordId: 5 }] } } as const
    return Promise.resolve(outboxHandlers()[name](ask[name] as never, context()))
  }
  await window.runtime().commands.submit({ ...command, verb: 'update', recordId: 5, base: row, edits: { tel: '1' } })
  await run.clock.advance(200)
  expect(told().at(-1)?.changed).toMatchObject([{ edits: { tel: '1' } }])
  expect([(await list('outbox.list')).entries.length, (await list('outbox.find')).entries.length]).toEqual([1, 1])
  const [entryId] = outbox.queue.all().map((entry) => entry.entryId)
  const goesOn = async (tel: string): Promise<unknown> => {
    const before = told().length
    outbox.queue.change(entryId ?? '', { edits: { tel } })
    await run.clock.advance(200)
    return {
      pushed: told()
        .slice(before)
        .flatMap(({ changed, removed }) => [...changed, ...removed]),
      listed: [...(await list('outbox.list')).entries, ...(await list('outbox.find')).entries],
    }
  }
  await session().signOut()
  expect(await goesOn('2')).toEqual({ pushed: [], listed: [] })
  expect(await failureOf(Promise.resolve(outboxHandlers()['outbox.dependants']({ entryIds: [entryId ?? ''] }, context())))).toMatchObject({ code: 'SESSION_ENDED' })
  await session().signIn({ kind: 'password', username: 'test', password: 'test', staySignedIn: true })
  expect(await goesOn('3')).toEqual({ pushed: [], listed: [] })
})
