// What a profile does by itself with work that was made without a network.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk, pushesTo } = await import('../../support/desk')
import type { OutboxChange } from '../../../src/shared/outbox'
import type { Row } from '../../../src/shared/resources/resource'
import type { Workspace } from '../../../src/main/app/windows/workspaces'
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

it('F80: many changes of one moment are one push to each window, with just those; one more is a push with that one', async () => {
  const other = run.workspaces.open('a')
  const { rows } = await window.runtime().reads.list('users', { page: 1, pageSize: 50, sort: [], filter: {} })
  const [last, ...others] = rows.filter(({ id }) => id > 2)
  await server().proxy.down()
  await window.runtime().connectivity.check()
  await run.clock.advance(1000)
  const told = (): OutboxChange[][] => [window, other].map((one) => pushesTo(one, 'outbox.changed') as OutboxChange[])
  const since = told().map(({ length }) => length)
  const queue = (row: Row, tel: string) =>
    window.runtime().commands.submit({ resource: 'users', verb: 'update', recordId: row.id, title: String(row['username']), base: row, edits: { tel }, secret: null, draftId: null, isConfirmed: true })
  for (const [count, row] of others.entries()) await queue(row, String(count))
  await run.clock.advance(1000)
  await queue(last as Row, 'last')
  await run.clock.advance(1000)
  const pushes = told().map((all, at) => all.slice(since[at]))
  expect(pushes[0]).toEqual(pushes[1])
  expect(pushes[0]).toMatchObject([
    { summary: { waiting: others.length }, overlaid: ['users'] },
    { summary: { waiting: others.length + 1 }, changed: [{ edits: { tel: 'last' } }], removed: [] },
  ])
  expect(pushes[0]?.[0]?.changed).toHaveLength(others.length)
  expect(pushes[0]?.[1]?.since).toBe(pushes[0]?.[0]?.revision)
})
