// "Unlock and try again": what lived in memory for want of a keychain moves into its files.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk } = await import('../../support/desk')
const { createWorkspaceHandlers } = await import('../../../src/main/bridge/handlers/workspace')
import type { ProfileRuntime } from '../../../src/main/app/profile-runtime'
import type { WorkspaceHandlersDeps } from '../../../src/main/bridge/handlers/workspace'
import { failed } from '../../../src/shared/result'
import { failureOf } from '../../support/client'
import type { Desk } from '../../support/desk'

let desk: Desk
beforeEach(async () => {
  desk = await createDesk('a', 'b')
})
afterEach(() => desk.close())

it('a server whose file cannot be written does not keep the work of the others in memory', async () => {
  desk.keychain.isRefusing = true
  const run = await desk.start()
  const [a, b] = [(await run.signedIn('a')).runtime(), (await run.signedIn('b')).runtime()]
  expect((await b.store())?.storage()).toBe('memory-only')
  const full: ProfileRuntime = { ...a, stores: { ...a.stores, retry: () => Promise.reject(failed('STORAGE', 'full')) } }
  desk.keychain.isRefusing = false
  const handlers = createWorkspaceHandlers({ secrets: run.secrets, runtimes: () => [full, b] } as unknown as WorkspaceHandlersDeps<never>)
  expect(await failureOf(Promise.resolve(handlers['session.retryKeychain'](undefined, undefined as never)))).toMatchObject({ code: 'STORAGE' })
  expect((await b.store())?.storage()).toBe('durable')
})
