// The bridge of kept views: whose they are, how large they may be, and what removes them.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk } = await import('../../support/desk')
const { dataHandlers } = await import('../../../src/main/bridge/handlers/data')
import type { Workspace } from '../../../src/main/app/windows/workspaces'
import { answerCall } from '../../../src/main/bridge/answer-call'
import type { CallContext } from '../../../src/main/bridge/call-handlers'
import { LARGEST_VIEW } from '../../../src/shared/page-views'
import { filesBelow, placesWith } from '../../support/secret-search'
import type { Desk, Run } from '../../support/desk'

let desk: Desk
let run: Run
let window: Workspace
beforeEach(async () => {
  desk = await createDesk('a', 'b')
  run = await desk.start()
  window = await run.signedIn('a')
})
afterEach(() => desk.close())

const handlers = dataHandlers<Workspace>({ exportJournal: () => Promise.resolve(null), cacheLimitBytes: 0, servers: { sizes: () => [], clear: () => Promise.resolve() } })
const context = (of: Workspace): CallContext<Workspace> => ({ window: of, webContentsId: of.window.webContents.id, signal: new AbortController().signal })
const ownerOf = (of: Workspace) => ({ profileId: of.runtime().profile().id, userId: of.runtime().session.view().userId ?? 0, server: of.runtime().server })
const call = (name: 'views.read' | 'views.keep' | 'data.clearCache', input?: unknown, of = window) =>
  answerCall({
    name,
    payload: { callId: null, input },
    handle: (parsed) => handlers[name](parsed as never, context(of)),
    onFault: (error) => {
      throw error
    },
  })
const read = async (of = window): Promise<unknown> => {
  const answer = await call('views.read', undefined, of)
  return answer.ok ? answer.value : answer.failure.code
}
const keep = async (view: unknown, owner: unknown = ownerOf(window), name = 'users'): Promise<string> => {
  const answer = await call('views.keep', { owner, name, view })
  return answer.ok ? 'ok' : answer.failure.code
}
const session = () => window.runtime().session
const signIn = (username: string) => session().signIn({ kind: 'password', username, password: username, staySignedIn: true })

it('a view is seen by every window of that user on that server, and by nobody else', async () => {
  expect(await keep({ username: 'wang', page: 2 })).toBe('ok')
  expect(await read(run.workspaces.open('a'))).toEqual({ users: { username: 'wang', page: 2 } })
  expect(await read(await run.signedIn('b'))).toEqual({})
  const admin = ownerOf(window)
  await signIn('test')
  expect(await read()).toEqual({})
  // What the page of the user before still had to say comes too late.
  expect(await keep({ page: 9 }, admin)).toBe('SESSION_ENDED')
  await signIn('admin')
  expect(await read()).toEqual({ users: { username: 'wang', page: 2 } })
})

it('nothing is read or kept after signing out', async () => {
  await keep({ page: 2 })
  const owner = ownerOf(window)
  await session().signOut()
  expect([await read(), await keep({ page: 3 }, owner)]).toEqual(['SESSION_ENDED', 'SESSION_ENDED'])
})

it('a page that is not known, a view too large, and one that is no plain record are refused', async () => {
  expect(await keep({ page: 1 }, ownerOf(window), 'elsewhere')).toBe('VALIDATION')
  for (const view of [{ username: 'x'.repeat(LARGEST_VIEW) }, [], 'text', null, { deep: JSON.parse('['.repeat(50) + ']'.repeat(50)) as unknown }]) expect(await keep(view)).toBe('VALIDATION')
  expect(await read()).toEqual({})
  expect(await keep({ username: '界'.repeat(LARGEST_VIEW - 100) })).toBe('ok')
  expect(await read()).toEqual({ users: { username: '界'.repeat(LARGEST_VIEW - 100) } })
})

it('clearing what was read from the server forgets the views too; removing the server with its data removes the file', async () => {
  await keep({ username: 'wang-filter' })
  expect(placesWith(['wang-filter'], filesBelow(desk.folder, ''))).toEqual([])
  expect((await call('data.clearCache')).ok).toBe(true)
  expect(await read()).toEqual({})
  await keep({ username: 'wang-filter' })
  const owner = ownerOf(window)
  const file = join(desk.folder, 'profiles', 'a', 'user-1.db')
  expect(existsSync(file)).toBe(true)
  window.switchTo('b')
  await run.servers.forget({ id: 'a', deleteData: true }, window)
  expect([existsSync(file), await keep({ page: 1 }, owner)]).toEqual([false, 'SESSION_ENDED'])
})
