// What a profile holds, lays over and tells of the grants of roles.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk, pushesTo } = await import('../../support/desk')
import type { Fields } from '../../../src/shared/merge'
import type { Verb } from '../../../src/shared/outbox'
import type { ResourceName, Row } from '../../../src/shared/resources/resource'
import type { Workspace } from '../../../src/main/app/windows/workspaces'
import { failureOf } from '../../support/client'
import type { Desk, Run } from '../../support/desk'
import { newDepartment } from '../../support/outbox-world'
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

const runtime = () => window.runtime()
const submit = (resource: ResourceName, verb: Verb, recordId: number, base: Row | null, edits: Fields) =>
  runtime().commands.submit({ resource, verb, recordId, title: 'it', base, edits, secret: null, draftId: null, isConfirmed: true })
const grants = async (id: number): Promise<Row> => (await runtime().reads.get('grants', id)).row
const leave = async (): Promise<void> => {
  await desk.servers['a']?.proxy.down()
  await runtime().connectivity.check()
}
const told = () => pushesTo(window, 'records.changed')
const cached = async (id: number): Promise<Row | undefined> => (await (await runtime().caches.of(1)).get('grants', id))?.row

describe('offline', () => {
  it('a role has the grants that were seen last, with what waits for them tick by tick, and what can be granted is known', async () => {
    const row = await grants(3)
    const grantable = await runtime().reads.grantable()
    await soon(async () => expect(await cached(3)).toEqual(row))
    await soon(async () => expect(await (await runtime().caches.of(1)).getAnswer('grantable')).not.toBeNull())
    await leave()
    const menus = [...(row['menus'] as number[]), 28].sort((a, b) => a - b)
    expect(await submit('grants', 'update', 3, row, { menus })).toMatchObject({ kind: 'queued' })
    expect(await runtime().reads.get('grants', 3)).toMatchObject({ origin: 'cache', row: { ...row, menus } })
    expect(await runtime().reads.grantable()).toEqual(grantable)
    expect(await failureOf(runtime().reads.get('grants', 4))).toMatchObject({ code: 'OFFLINE' })
  })

  it('what was made here can be granted, in its place in the tree, and a role that was made here has grants', async () => {
    await runtime().reads.grantable()
    await soon(async () => expect(await (await runtime().caches.of(1)).getAnswer('grantable')).not.toBeNull())
    await leave()
    await submit('departments', 'create', -2, null, newDepartment('Below', { parentId: 11 }).edits)
    await submit('menus', 'create', -3, null, {
      parentId: 2,
      type: 'operation',
      title: 'Export',
      path: '/sys/menu/export/get',
      routeName: '',
      component: '',
      redirect: '',
      icon: '',
      listorder: 99,
      isHidden: false,
    })
    await submit('roles', 'create', -1, null, { name: 'Fresh', remark: '', status: 'enabled', listorder: 99 })
    const { menus, roles, departments } = await runtime().reads.grantable()
    // The branch of 11 ends with what is new in it, and the next one begins after that.
    const places = departments.map(({ id }) => id)
    expect(places.slice(places.indexOf(11), places.indexOf(-2) + 1)).toEqual([11, 12, 13, 14, -2])
    expect(menus[menus.findIndex(({ id }) => id === -3) - 1]?.parentId).toBe(2)
    expect(roles.at(-1)).toEqual({ id: -1, name: 'Fresh', isEnabled: true })
    const blank = await grants(-1)
    expect(blank).toEqual({ id: -1, name: 'Fresh', createdAt: null, scope: 0, menus: [], roles: [], departments: [] })
    await submit('grants', 'update', -1, blank, { departments: [-2] })
    expect(await grants(-1)).toMatchObject({ departments: [-2] })
  })
})

describe('after a write', () => {
  it('of grants the role is told of as well, whose scope goes with them', async () => {
    await submit('grants', 'update', 3, await grants(3), { scope: 4 })
    expect(told()).toEqual([
      { resource: 'grants', id: 3, isGone: false, temporaryId: null },
      { resource: 'roles', id: 3, isGone: false, temporaryId: null },
    ])
  })

  it('a role that has got its id tells the forms of its grants', async () => {
    await submit('roles', 'create', -1, null, { name: 'Fresh', remark: '', status: 'enabled', listorder: 99 })
    expect(told()).toContainEqual({ resource: 'grants', id: expect.any(Number) as number, isGone: false, temporaryId: -1 })
    expect(await grants(-1)).toMatchObject({ name: 'Fresh', menus: [] })
  })

  it('a role that is gone takes its grants along', async () => {
    await grants(7)
    await soon(async () => expect(await cached(7)).toBeDefined())
    const { row } = await runtime().reads.get('roles', 7)
    await submit('roles', 'remove', 7, row, {})
    expect(told()).toContainEqual({ resource: 'grants', id: 7, isGone: true, temporaryId: null })
    await soon(async () => expect(await cached(7)).toBeUndefined())
  })

  it('a menu that is gone is in no grants any more, held or told', async () => {
    const row = await grants(1)
    expect(row['menus']).toContain(29)
    await soon(async () => expect(await cached(1)).toBeDefined())
    const { row: menu } = await runtime().reads.get('menus', 29)
    await submit('menus', 'remove', 29, menu, {})
    await soon(async () => expect((await cached(1))?.['menus']).toEqual((row['menus'] as number[]).filter((id) => id !== 29)))
    await soon(() => expect(told()).toContainEqual({ resource: 'grants', id: 1, isGone: false, temporaryId: null }))
  })
})
