// Several windows of one profile and of several: whose sign-in window it is, and whose calls end when a window goes.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk, pushesTo } = await import('../../support/desk')
const { until } = await import('../../support/client')
const { createWorkspaceLife } = await import('../../../src/main/app/windows/page-lifecycle')
const { createCallsInFlight } = await import('../../../src/main/bridge/calls-in-flight')
import type { Desk, Run } from '../../support/desk'
import type { Workspace } from '../../../src/main/app/windows/workspaces'
import { fakeOf } from '../../support/fake-windows'

let desk: Desk
let run: Run
/** Two windows on one server, the second one in front, and one on another. */
let one: Workspace
let two: Workspace
let other: Workspace
beforeEach(async () => {
  desk = await createDesk('a', 'b')
  run = await desk.start()
  one = await run.signedIn('a')
  other = await run.signedIn('b')
  two = run.workspaces.open('a')
})
afterEach(() => desk.close())

/** A call of this window that waits for a sign-in, and how it ended so far. */
async function waitingCall(workspace: Workspace): Promise<{ answer: Promise<unknown>; end: () => string }> {
  const before = workspace.runtime().session.view().waiting
  let end = 'waits'
  const answer = workspace
    .runtime()
    .reads.account()
    .then(
      (account) => {
        end = 'ok'
        return account
      },
      (error: { failure: { code: string } }) => {
        end = error.failure.code
      },
    )
  await until(() => workspace.runtime().session.view().waiting === before + 1)
  return { answer, end: () => end }
}
const signIn = (workspace: Workspace) => workspace.runtime().session.signIn({ kind: 'password', username: 'admin', password: 'admin', staySignedIn: true })
const parents = (): (Workspace | undefined)[] => [one, two, other].filter(({ signIn }) => signIn.contentsId() !== null)

describe('a window that has gone', () => {
  it('turns to no other server, when a sign-in that was picked in it ends late', () => {
    run.workspaces.destroy(one)
    const heard = fakeOf(one.window).pushed.length
    one.switchTo('b')
    expect(one.runtime().profileId).toBe('a')
    other.runtime().session.putOff()
    void other.runtime().session.signOut()
    expect(fakeOf(one.window).pushed).toHaveLength(heard)
  })
})

describe('one session for all windows of a profile', () => {
  it('opens one sign-in window, over the one that was last in front', async () => {
    desk.servers['a']?.server.control.expireAllTokens()
    fakeOf(one.window).focus()
    await Promise.all([waitingCall(one), until(() => run.signIns().length === 1).then(() => waitingCall(two))])
    expect(run.signIns()).toHaveLength(1)
    expect(parents()).toEqual([one])
    // The person goes on in the other window and asks from there: the window that is open comes up, no second one.
    fakeOf(two.window).focus()
    two.runtime().session.askToSignIn()
    expect(run.signIns()).toHaveLength(1)
    expect(parents()).toEqual([one])
  })
  it("ends all its waiting calls, and nobody else's, when the person puts signing in off", async () => {
    for (const id of ['a', 'b']) desk.servers[id]?.server.control.expireAllTokens()
    const calls = [await waitingCall(one), await waitingCall(two), await waitingCall(other)]
    two.signIn.close()
    await Promise.all(calls.slice(0, 2).map(({ answer }) => answer))
    expect(calls.map(({ end }) => end())).toEqual(['SESSION_ENDED', 'SESSION_ENDED', 'waits'])
    expect(parents()).toEqual([other])
  })
  it('moves the sign-in window to another window of the profile when the one under it closes, and nothing is put off', async () => {
    desk.servers['a']?.server.control.expireAllTokens()
    const [mine, theirs] = [await waitingCall(one), await waitingCall(two)]
    expect(parents()).toEqual([two])
    run.workspaces.destroy(two)
    expect(parents()).toEqual([one])
    expect([mine.end(), theirs.end()]).toEqual(['waits', 'waits'])
    await signIn(one)
    await mine.answer
    expect(mine.end()).toBe('ok')
    expect(run.signIns()).toHaveLength(0)
  })
  it('F66: leaves no sign-in window of a closed workspace, whether it is closed or goes by itself, whatever its form does', async () => {
    desk.servers['a']?.server.control.expireAllTokens()
    desk.servers['b']?.server.control.expireAllTokens()
    const calls = [await waitingCall(one), await waitingCall(other)]
    expect(run.signIns()).toHaveLength(2)
    for (const form of run.signIns())
      form.on('close', (event: { preventDefault(): void }) => {
        event.preventDefault()
      })
    run.workspaces.destroy(other)
    expect(run.signIns()).toHaveLength(1)
    fakeOf(one.window).destroy()
    fakeOf(two.window).destroy()
    expect(run.signIns()).toHaveLength(0)
    await Promise.all(calls.map(({ answer }) => answer))
    expect(calls.map(({ end }) => end())).toEqual(['SESSION_ENDED', 'SESSION_ENDED'])
  })
  it('F66: takes a form whose page has crashed away, and the workspace offers to sign in', async () => {
    desk.servers['b']?.server.control.expireAllTokens()
    const call = await waitingCall(other)
    run.signIns()[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    await call.answer
    expect([call.end(), run.signIns().length]).toEqual(['SESSION_ENDED', 0])
    other.runtime().session.askToSignIn()
    expect(run.signIns()).toHaveLength(1)
  })
  it('puts signing in off when its last window closes, and moves nothing while the whole program does', async () => {
    desk.servers['b']?.server.control.expireAllTokens()
    const last = await waitingCall(other)
    run.workspaces.destroy(other)
    await last.answer
    expect(last.end()).toBe('SESSION_ENDED')
    desk.servers['a']?.server.control.expireAllTokens()
    await waitingCall(one)
    run.quitting.is = true
    run.workspaces.destroy(two)
    expect(run.signIns()).toHaveLength(0)
  })
  it('tells every window of the profile of its session, and no other', async () => {
    const before = [one, two, other].map((workspace) => pushesTo(workspace, 'session.changed').length)
    await one.runtime().session.signOut()
    const after = [one, two, other].map((workspace) => pushesTo(workspace, 'session.changed').length)
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 0])
  })
})

describe('a cold start on an expired token', () => {
  it('F30: three windows and main itself ask at once: one renewal in all, and nobody is asked to sign in', async () => {
    desk.servers['a']?.server.control.expireAccessTokens()
    run.runtimes.close()
    desk.servers['a']?.server.control.resetCounts()
    const next = await desk.start()
    const windows = ['a', 'a', 'a'].map((id) => next.workspaces.open(id))
    const asked = windows.flatMap((window) => [next.workspaces.askToSignIn(window), window.runtime().reads.account(), window.runtime().reads.user(5)])
    await Promise.all([...asked, next.runtimes.of('a').connectivity.check()])
    expect(windows.every(({ runtime }) => runtime() === windows[0]?.runtime())).toBe(true)
    expect(desk.servers['a']?.server.control.counts().refresh).toBe(1)
    expect(next.signIns()).toHaveLength(0)
    next.runtimes.close()
  })
})

describe('a window that turns to another profile', () => {
  it('leaves what waits there waiting, and asks again when a window comes back to it', async () => {
    desk.servers['b']?.server.control.expireAllTokens()
    const waiting = await waitingCall(other)
    other.switchTo('a')
    expect(run.signIns()).toHaveLength(0)
    expect(waiting.end()).toBe('waits')
    expect(pushesTo(other, 'workspace.switched')).toHaveLength(1)
    one.switchTo('b')
    await until(() => run.signIns().length === 1)
    await signIn(one)
    await waiting.answer
    expect(waiting.end()).toBe('ok')
  })
  it('leaves the sign-in window to another window that stays', async () => {
    desk.servers['a']?.server.control.expireAllTokens()
    const waiting = await waitingCall(one)
    two.switchTo('b')
    expect(parents()).toEqual([one])
    expect(waiting.end()).toBe('waits')
  })
  it('hears of its new profile only', async () => {
    other.switchTo('a')
    const before = pushesTo(other, 'session.changed').length
    await run.runtimes.of('b').session.signOut()
    expect(pushesTo(other, 'session.changed')).toHaveLength(before)
    await run.runtimes.of('a').session.signOut()
    expect(pushesTo(other, 'session.changed')).toHaveLength(before + 1)
  })
})

describe('a sign-in window in which another server was picked', () => {
  it('gives up on closing what it began there, unless another window shows that server', async () => {
    desk.servers['b']?.server.control.expireAllTokens()
    const waiting = await waitingCall(other)
    await one.runtime().session.signOut()
    two.runtime().session.askToSignIn()
    two.signIn.setPending(run.runtimes.of('b'))
    two.signIn.close()
    expect(waiting.end()).toBe('waits')
    expect(run.runtimes.of('b').session.view().state).toBe('suspended')
  })
})

describe('a window that closes, reloads or crashes', () => {
  it("ends its own calls and lets go of its records; other windows' calls go on", () => {
    const calls = createCallsInFlight()
    const gone: number[] = []
    const lookAfter = createWorkspaceLife({ calls, clock: run.clock, onPageGone: (id) => gone.push(id), faults: { pageGone: () => undefined, hangs: () => undefined, answers: () => undefined } })
    const begin = ({ window }: Workspace): AbortSignal => calls.begin(window.webContents.id, null).signal
    for (const workspace of [one, two, other]) lookAfter(workspace)
    const ends = (happens: (workspace: Workspace) => unknown, workspace: Workspace): void => {
      const signals = [one, two, other].filter((each) => !each.window.isDestroyed()).map((each) => ({ each, signal: begin(each) }))
      happens(workspace)
      for (const { each, signal } of signals) expect(signal.aborted, String(each.window.id)).toBe(each === workspace)
    }
    ends(({ window }) => window.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false }), one)
    ends(({ window }) => window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' }), other)
    ends((workspace) => {
      run.workspaces.destroy(workspace)
    }, two)
    expect(gone).toEqual([one, other, two].map(({ window }) => fakeOf(window).webContents.id))
  })
})
