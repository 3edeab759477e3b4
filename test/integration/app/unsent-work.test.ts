// Pending changes of somebody who is signed out: named at the next start, before any data file is opened.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk } = await import('../../support/desk')
const { signInContext } = await import('../../../src/main/bridge/handlers/sign-in')
import type { Workspace } from '../../../src/main/app/windows/workspaces'
import type { SignInHandlersDeps } from '../../../src/main/bridge/handlers/sign-in'
import type { Desk, Run } from '../../support/desk'
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

/** Queued without a network, one after the other. */
async function queue(...tels: readonly string[]): Promise<void> {
  const { rows } = await window.runtime().reads.list('users', { page: 1, pageSize: 50, sort: [], filter: {} })
  await desk.proxy('a').down()
  await window.runtime().connectivity.check()
  for (const [at, tel] of tels.entries()) {
    const row = rows.filter(({ id }) => id > 2)[at] as (typeof rows)[number]
    await window
      .runtime()
      .commands.submit({ resource: 'users', verb: 'update', recordId: row.id, title: String(row['username']), base: row, edits: { tel }, secret: null, draftId: null, isConfirmed: true })
    await run.clock.advance(60_000)
  }
}

it('tells when the oldest was submitted, by the clock of this computer', async () => {
  const before = run.clock.wallMs()
  await queue('1', '2')
  const outbox = await window.runtime().outboxes.of(1)
  expect(outbox.standing().oldestAt).toBe(outbox.queue.all()[0]?.createdAt)
  expect(run.clock.wallMs() - before).toBeGreaterThanOrEqual(120_000)
  expect(outbox.standing().oldestAt).toBeLessThan(before + 60_000)
})

it('names user, number and server at the next start; who is signed in there is not named', async () => {
  await queue('1', '2', '3')
  await run.clock.advance(60_000)
  expect(run.servers.unsent()).toEqual([])
  await run.servers.signOut('a', { clearsCache: true })
  expect(run.servers.unsent()).toEqual([{ profileId: 'a', username: 'admin', entries: 3 }])
  run.runtimes.close()
  const next = await desk.start()
  expect(next.servers.unsent()).toEqual([{ profileId: 'a', username: 'admin', entries: 3 }])
})

it('the sign-in window of another server does not name who is signed in here, in another window', async () => {
  const { profiles, secrets, servers } = run
  const deps = { profiles, secrets, unsent: servers.unsent, locale: () => 'en', preferences: { read: () => ({ theme: 'light' }) } } as unknown as SignInHandlersDeps
  const named = () => signInContext(deps, run.workspaces.open('b')).unsent
  await queue('1')
  expect(named()).toEqual([])
  await servers.signOut('a', { clearsCache: false })
  expect(named()).toEqual([{ profileId: 'a', username: 'admin', entries: 1 }])
})

it('forgets them at once when the last one is sent', async () => {
  await queue('1')
  expect(run.profiles.find('a')?.unsent).toMatchObject([{ entries: 1 }])
  await desk.proxy('a').up()
  await window.runtime().connectivity.check()
  await soon(async () => {
    await run.clock.advance(1000)
    expect(run.profiles.find('a')?.unsent).toEqual([])
  })
})

it('a damaged note costs nothing but itself: the server stays in the list', async () => {
  await queue('1')
  run.runtimes.close()
  const { readFileSync, writeFileSync } = await import('node:fs')
  const { join } = await import('node:path')
  const file = join(desk.folder, 'profiles.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"entries":\s*1/, '"entries": "many"'))
  const next = await desk.start()
  expect([next.profiles.list().map(({ id }) => id), next.servers.unsent()]).toEqual([['a', 'b'], []])
})
