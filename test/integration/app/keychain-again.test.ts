// "Unlock and try again": what lived in memory for want of a keychain moves into its files.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk } = await import('../../support/desk')
const { createSignInHandlers } = await import('../../../src/main/bridge/handlers/sign-in')
const { createWorkspaceHandlers } = await import('../../../src/main/bridge/handlers/workspace')
import type { Workspace } from '../../../src/main/app/windows/workspaces'
import type { ProfileRuntime } from '../../../src/main/app/profiles/profile-runtime'
import type { WorkspaceHandlersDeps } from '../../../src/main/bridge/handlers/workspace'
import type { SignInHandlersDeps } from '../../../src/main/bridge/handlers/sign-in'
import type { SignInContext } from '../../../src/shared/bridge/contract'
import { failed } from '../../../src/shared/result'
import { failureOf } from '../../support/client'
import type { Desk, Run } from '../../support/desk'

/** The calls of the sign-in window and of "Retry" over the real handlers. */
function handlersOf(run: Run): { submit: (workspace: Workspace, staySignedIn: boolean) => Promise<unknown>; context: (workspace: Workspace) => SignInContext; retry: () => Promise<unknown> } {
  const signIn = createSignInHandlers({
    profiles: run.profiles,
    secrets: run.secrets,
    runtimeOf: run.runtimes.of,
    unsent: run.servers.unsent,
    locale: () => 'en',
    preferences: { read: () => ({ theme: 'light' }) },
  } as unknown as SignInHandlersDeps)
  const workspace = createWorkspaceHandlers({ secrets: run.secrets, runtimes: () => run.runtimes.all() } as unknown as WorkspaceHandlersDeps<never>)
  return {
    context: (window) => signIn['signIn.context'](undefined, { window } as never) as SignInContext,
    submit: async (window, staySignedIn) => signIn['signIn.submit']({ profileId: window.runtime().profileId, username: 'admin', password: 'admin', staySignedIn }, { window } as never),
    retry: async () => workspace['session.retryKeychain'](undefined, undefined as never),
  }
}

/** The refresh tokens that the keychain holds. */
function stored(): unknown[] {
  return [...desk.items].filter(([account]) => account.endsWith('/tokens')).map(([, value]) => (JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as { refresh: unknown }).refresh)
}

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

it('F65: a keychain that fails during a sign-in costs no wish: Retry stores the running session, and the next start is signed in', async () => {
  const run = await desk.start()
  const window = run.workspaces.open('a')
  const { submit, context, retry } = handlersOf(run)
  // The window stands open already: it is the storing that fails.
  expect(context(window)).toMatchObject({ canStaySignedIn: true, staySignedIn: true })
  desk.keychain.isRefusing = true
  await submit(window, true)
  expect([window.runtime().session.view().isStored, stored()]).toEqual([false, []])

  // Signed in once more while it fails: the box cannot be ticked then, and that is nobody's wish.
  await window.runtime().session.signOut()
  const asked = context(window)
  expect(asked).toMatchObject({ canStaySignedIn: false, staySignedIn: true })
  await submit(window, asked.staySignedIn)
  expect([run.profiles.find('a')?.staySignedIn, window.runtime().session.view().isStored, stored()]).toEqual([true, false, []])

  desk.keychain.isRefusing = false
  await retry()
  expect(window.runtime().session.view().isStored).toBe(true)
  expect(stored()).toEqual([expect.stringMatching(/^ey/)])
  // What is stored is the running session's: the next start goes on with it.
  run.runtimes.close()
  const next = (await desk.start()).workspaces.open('a')
  await next.runtime().session.start()
  expect(next.runtime().session.view()).toMatchObject({ state: 'active', username: 'admin', isStored: true })
})

it('F65: who does not want to stay signed in is not stored by a Retry', async () => {
  desk.keychain.isRefusing = true
  const run = await desk.start()
  const window = run.workspaces.open('a')
  const { submit, retry } = handlersOf(run)
  await submit(window, false)
  desk.keychain.isRefusing = false
  await retry()
  expect([run.profiles.find('a')?.staySignedIn, window.runtime().session.view().isStored, stored()]).toEqual([false, false, []])
})
