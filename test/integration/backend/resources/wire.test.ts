import { describe, expect, it } from 'vitest'
import { createDepartmentsResource } from '../../../../src/main/backend/resources/departments'
import { createMenusResource } from '../../../../src/main/backend/resources/menus'
import { createRolesResource } from '../../../../src/main/backend/resources/roles'
import { createUsersResource } from '../../../../src/main/backend/resources/users'
import { newUserSchema } from '../../../../src/shared/resources/user'
import { failureOf } from '../../../support/client'
import { answering, once, openResources, WHOLE } from './resource-world'

describe('what is sent', () => {
  it('of a new user: every column, both lists of ids, and the password once', async () => {
    const { users, writes } = await openResources()
    await users.create({ username: 'bob', password: 'Secret12', email: 'b@x.y', tel: '', roleIds: [2], departmentIds: [3, 4], status: 'enabled', listorder: 1000 }, once())
    expect(writes()).toMatchObject([{ method: 'POST', path: '/sys/user/users' }])
    expect(writes()[0]?.body).toEqual({ username: 'bob', password: 'Secret12', email: 'b@x.y', tel: '', status: '1', listorder: 1000, role: [2], dept: [3, 4] })
  })

  it('of a changed user: id, name, the changed columns and always both lists; never a password', async () => {
    const { users, writes } = await openResources()
    await users.update(await users.get(2), { status: 'disabled' }, once())
    expect(writes()[0]?.body).toEqual({ id: 2, username: 'test', status: '0', role: [2], dept: [] })
  })

  it('of a changed department: id, parent and name, and what was changed', async () => {
    const { departments, writes } = await openResources()
    await departments.update(await departments.get(3), { alias: 'Dunhuang' }, once())
    await departments.update(await departments.get(3), { name: 'enabled', status: 'disabled', parentId: 0 }, once())
    expect(writes().map(({ body }) => body)).toEqual([
      { id: 3, pid: 1, name: '敦煌', aliasname: 'Dunhuang' },
      { id: 3, pid: 0, name: 'enabled', status: '0' },
    ])
  })

  it('of a changed role: id and name, and what was changed; never the scope', async () => {
    const { roles, writes } = await openResources()
    await roles.update(await roles.get(2), { listorder: 4 }, once())
    expect(writes()[0]?.body).toEqual({ id: 2, name: 'test', listorder: 4 })
  })

  it('of a changed menu: id, parent, type and title, and the component that goes with the type', async () => {
    const { menus, writes } = await openResources()
    await menus.update(await menus.get(9), { listorder: 1 }, once())
    await menus.update(await menus.get(1), { title: 'System' }, once())
    await menus.update(await menus.get(5), { isHidden: true, routeName: 'Icons' }, once())
    await menus.update(await menus.get(12), { type: 'operation', path: '/sample/uploads/post', component: 'left/over' }, once())
    expect(writes().map(({ body }) => body)).toEqual([
      { id: 9, pid: 2, type: 2, title: '查看', component: '', listorder: 1 },
      { id: 1, pid: 0, type: 0, title: 'System', component: 'Layout' },
      { id: 5, pid: 1, type: 1, title: '图标管理', name: 'Icons', hidden: 1 },
      { id: 12, pid: 10, type: 2, title: '图片上传', path: '/sample/uploads/post', component: '' },
    ])
    expect(await menus.get(12)).toMatchObject({ type: 'operation', component: '' })
  })

  it('for a list of users always ends the sort in the id: the original orders equal rows as it likes, from page to page', async () => {
    const { users, sent } = await openResources()
    await users.list({ ...WHOLE, sort: [{ field: 'createdAt', direction: 'desc' }] })
    await users.list({ ...WHOLE, sort: [{ field: 'id', direction: 'desc' }] })
    await users.list(WHOLE)
    expect(sent.map(({ query }) => query?.['sort'])).toEqual(['-create_time,+id', '-id', '+id'])
    expect(
      sent.map(({ query }) => query?.['fields']),
      'never without: the original would send the password hashes along',
    ).toEqual(Array<string>(3).fill('id,username,email,tel,status,listorder,create_time,last_login_time'))
  })

  it('never holds a column that the server does not know: it would reach its SQL', async () => {
    const { clients, writes } = await openResources()
    await clients.users.update(await clients.users.get(3), { tel: '1', createdAt: 5, noSuchField: 'x', password: undefined }, once())
    await clients.roles.create({ name: 'Odd', remark: '', status: 'enabled', listorder: 1, scope: 4, createdAt: 5 }, once())
    expect(writes().map(({ body }) => body)).toEqual([
      { id: 3, username: 'editor', tel: '1', role: [], dept: [] },
      { name: 'Odd', remark: '', status: '1', listorder: 1 },
    ])
  })
})

describe('what the original may answer', () => {
  it('empty columns of a department are empty text, its parent the root, and it is disabled', async () => {
    const client = createDepartmentsResource(answering([{ id: '7', pid: null, name: null, aliasname: null, listorder: null, status: null }]))
    expect((await client.list(WHOLE)).rows).toEqual([{ id: 7, parentId: 0, name: '', alias: '', listorder: 0, status: 'disabled' }])
  })
  it('empty columns of a role', async () => {
    const item = { id: '7', name: 'x', remark: null, status: null, scope: null, listorder: null, create_time: null, update_time: '' }
    const client = createRolesResource(answering({ items: [item], total: 1 }))
    expect((await client.list(WHOLE)).rows).toEqual([{ id: 7, name: 'x', remark: '', status: 'disabled', scope: 0, listorder: 0, createdAt: null, updatedAt: null }])
  })
  it('empty columns of a user: one that an empty POST has made does not hide all others', async () => {
    const items = [{ id: '7', username: null, email: null, tel: null, status: null, listorder: '1000', create_time: '5', role: [], dept: ['2'] }]
    const client = createUsersResource(answering({ items, total: 1 }))
    expect((await client.list(WHOLE)).rows).toEqual([{ id: 7, username: '', email: '', tel: '', status: 'disabled', listorder: 1000, roleIds: [], departmentIds: [2], createdAt: 5 }])
  })
  it("an operation by the number 3, as the original's schema says, and leaves with an empty list below them", async () => {
    const client = createMenusResource(answering([{ id: 1, pid: 0, type: 1, title: 'A', path: '/a', children: [{ id: 2, pid: 1, type: '3', title: 'B', path: '/a/get', children: [] }] }]))
    expect((await client.list(WHOLE)).rows.map(({ id, type, component }) => [id, type, component])).toEqual([
      [1, 'menu', ''],
      [2, 'operation', ''],
    ])
  })
  it('is BAD_REPLY where it is no list, and names the place without the value', async () => {
    expect(await failureOf(createRolesResource(answering({ items: 'secret' })).list(WHOLE))).toMatchObject({ code: 'BAD_REPLY', details: { places: ['items'] } })
    expect(await failureOf(createDepartmentsResource(answering(null)).list(WHOLE))).toMatchObject({ code: 'BAD_REPLY' })
  })
})

describe('finding by the natural key', () => {
  it('takes the user whose name is written exactly so, of all that the database takes for the same', async () => {
    const { users } = await openResources({ quirks: { duplicateNames: true } })
    const person = newUserSchema.omit({ username: true }).parse({ password: 'Secret12', roleIds: [2], listorder: 1 })
    for (const username of ['BOB', 'bob', 'Bob', 'bob']) await users.create({ ...person, username }, once())
    expect((await users.find({ username: 'bob' })).map(({ id }) => id)).toEqual([5, 7])
    expect((await users.find({ username: 'Bob' })).map(({ id }) => id)).toEqual([6])
    expect(await users.find({ username: 'bO' })).toEqual([])
    expect(await users.find({ username: '' })).toEqual([])
  })

  it('takes every menu of a path, for the server lets two have the same', async () => {
    const { menus } = await openResources()
    const menu = { parentId: 0, type: 'directory', title: 'Twice', path: '/twice', routeName: 'T', component: '', redirect: '', icon: '', listorder: 1, isHidden: false } as const
    await menus.create(menu, once())
    await menus.create(menu, once())
    expect((await menus.find({ path: '/twice' })).map(({ component }) => component)).toEqual(['Layout', 'Layout'])
  })

  it('takes a department by parent and name together', async () => {
    const { departments } = await openResources()
    expect((await departments.find({ parentId: 1, name: '敦煌' })).map(({ id }) => id)).toEqual([3])
    expect(await departments.find({ parentId: 2, name: '敦煌' })).toEqual([])
    expect(await departments.find({ name: '敦煌' })).toEqual([])
  })
})
