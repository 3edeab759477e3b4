// What a profile does by itself with work that was made without a network.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk } = await import('../../support/desk')
import type { Workspace } from '../../../src/main/app/workspaces'
import type { Desk, Run } from '../../support/desk'
import { soon } from '../../support/soon'

let desk: Desk
let run: Run
let window: Workspace
beforeEach(async () => {
  desk = await createDesk('a')
  run = await desk.start()
  window = await run.signedIn('a')
})
afterEach(() => desk.close())

const server = () => desk.servers['a'] as NonNullable<Desk['servers'][string]>
const save = async (tel: string) => {
  const runtime = window.runtime()
  const { row } = await runtime.reads.user(5)
  return async () => runtime.commands.submit({ resource: 'users', verb: 'update', recordId: 5, title: row.username, base: row, edits: { tel }, secret: null, draftId: null, isConfirmed: true })
}

it('what was queued goes out by itself once the server answers again', async () => {
  const submit = await save('77')
  await server().proxy.down()
  await window.runtime().connectivity.check()
  expect(await submit()).toMatchObject({ kind: 'queued', because: null })
  await server().proxy.up()
  await window.runtime().connectivity.check()
  await soon(() => expect(server().server.control.user(5)?.tel).toBe('77'))
  await soon(() => expect(window.runtime().outboxes.summary()).toMatchObject({ waiting: 0, needsYou: 0 }))
})

it('what a write has brought is shown when the server is gone the moment after', async () => {
  const submit = await save('78')
  expect(await submit()).toMatchObject({ kind: 'done' })
  const cache = await window.runtime().caches.of(1)
  await soon(async () => expect((await cache.get('users', 5))?.row).toMatchObject({ tel: '78' }))
  await server().proxy.down()
  await window.runtime().connectivity.check()
  expect(await window.runtime().reads.user(5)).toMatchObject({ origin: 'cache', row: { tel: '78' } })
})
