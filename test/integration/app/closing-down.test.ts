// A server that is forgotten, moved, or closed with the program: nothing of it works, sends or writes afterwards.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk } = await import('../../support/desk')
import type { Workspace } from '../../../src/main/app/windows/workspaces'
import { failureOf, until } from '../../support/client'
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

const proxy = (id: string) => desk.proxy(id)
const moveToB = (by: Run = run, from: Workspace = window) => {
  const { name, label, labelText, color, writeMode, dialect, callBudgetMs, extraCaFile } = by.servers.list(from).find(({ id }) => id === 'a') as ReturnType<Run['servers']['list']>[number]
  return by.servers.save({ id: 'a', name, label, labelText, color, writeMode, dialect, callBudgetMs, extraCaFile, url: proxy('b').url, allowPlainHttp: true }, from)
}
/** A save whose answer is held back, and the way to let it through. */
async function savedButUnanswered() {
  const { row } = await window.runtime().reads.user(5)
  const answer = hold('answer')
  proxy('a').on({ method: 'PUT' }, answer)
  const saving = window.runtime().commands.submit({ resource: 'users', verb: 'update', recordId: 5, title: 'five', base: row, edits: { tel: '1' }, secret: null, draftId: null, isConfirmed: true })
  await answer.reached()
  return { saving, answer }
}

describe('a server that moves', () => {
  it('has one outbox over its journal: what the one before had on its way is told as queued, and held by the next', async () => {
    const { saving, answer } = await savedButUnanswered()
    const former = await window.runtime().outboxes.of(1)
    const [entry] = former.queue.all()
    await moveToB()
    expect(await saving).toMatchObject({ kind: 'queued' })
    const outbox = await window.runtime().outboxes.of(1)
    expect(outbox.queue.all()).toMatchObject([{ state: 'parked', why: { cause: 'moved' }, attempts: 1, edits: { tel: '1' } }])
    const before = proxy('a').requests.length
    answer.release()
    await until(() => !former.scheduler.isBusy(entry?.entryId ?? ''))
    const { journal } = (await window.runtime().store()) as NonNullable<Awaited<ReturnType<ReturnType<Workspace['runtime']>['store']>>>
    expect(journal.open()).toMatchObject([{ state: 'parked', attempts: 1 }])
    expect(proxy('a').requests).toHaveLength(before)
    expect(run.faults).toEqual([])
  })

  it('leaves no row of the server before in the cache', async () => {
    const users = () =>
      window
        .runtime()
        .caches.of(1)
        .then((cache) => cache.ids('users'))
    await window.runtime().reads.user(5)
    await soon(async () => expect(await users()).toEqual([5]))
    await moveToB()
    expect(await users()).toEqual([])
    await window.runtime().session.signIn({ kind: 'password', username: 'admin', password: 'admin', staySignedIn: true })
    await window.runtime().reads.user(4)
    await soon(async () => expect(await users()).toEqual([4]))
    // The same where the server was not used in this run.
    run.runtimes.close()
    const next = await desk.start()
    const elsewhere = next.workspaces.open('b')
    const file = join(desk.folder, 'profiles', 'a', 'user-1.cache.db')
    expect(existsSync(file)).toBe(true)
    next.profiles.change('a', { origin: proxy('a').url })
    await moveToB(next, elsewhere)
    expect(existsSync(file)).toBe(false)
  })
})

describe('a server that is forgotten with its data', () => {
  it('stays gone: what comes late makes neither a file nor a key anew', async () => {
    const late = window.runtime()
    await late.store()
    await late.caches.of(1).then((cache) => cache.size())
    await run.servers.forget({ id: 'a', deleteData: true }, window)
    expect(await failureOf(late.store())).toMatchObject({ code: 'STORAGE' })
    expect(await failureOf(late.caches.of(1))).toMatchObject({ code: 'STORAGE' })
    expect(existsSync(join(desk.folder, 'profiles', 'a'))).toBe(false)
    expect([...desk.items.keys()].filter((account) => account.includes('/a/'))).toEqual([])
  })
})

describe('at the end of the program', () => {
  it('nothing is asked of the server any more, also not to fill the cache', async () => {
    await window.runtime().reads.account()
    await window
      .runtime()
      .caches.of(1)
      .then((cache) => cache.size())
    proxy('a').forgetRequests()
    run.runtimes.close()
    for (let round = 0; round < 3; round += 1) {
      // As long as the filling waits for idleness, and well within the time limit of a call: that would end one before it has left.
      await run.clock.advance(2000)
      // Whatever had left before this one would be there by now.
      await fetch(`${proxy('a').url}/last`)
    }
    expect(proxy('a').requests.map(({ path }) => path)).toEqual(['/last', '/last', '/last'])
  })
})
