import { describe, expect, it } from 'vitest'
import { UnansweredError } from '../../../../src/main/backend/authorized'
import { OWN_RESOURCES } from '../../../support/own-records'
import { type NewDepartment, newDepartmentSchema } from '../../../../src/shared/resources/department'
import { newUserSchema } from '../../../../src/shared/resources/user'
import { failureOf } from '../../../support/client'
import { once, openResources, WHOLE } from './resource-world'

const USER = newUserSchema.omit({ username: true }).parse({ password: 'Secret12', roleIds: [2] })
const newDepartment = (parentId: number, name: string): NewDepartment => newDepartmentSchema.parse({ parentId, name })

describe('the server refuses, in its own words', () => {
  it('a name that is taken', async () => {
    const { users, departments, roles } = await openResources()
    expect(await failureOf(users.create({ ...USER, username: 'Editor' }, once()))).toMatchObject({ code: 'REFUSED', message: 'Editor - 用户名重复' })
    // Whatever the parent: wider than the natural key.
    expect(await failureOf(departments.create(newDepartment(2, '敦煌'), once()))).toMatchObject({ code: 'REFUSED', message: '敦煌 - 机构名称重复' })
    expect(await failureOf(roles.create({ name: 'TEST', remark: '', status: 'enabled', listorder: 1 }, once()))).toMatchObject({ code: 'REFUSED', message: 'TEST - 角色名重复' })
  })

  it('a change and the deletion of user 1 and role 1', async () => {
    const { users, roles } = await openResources()
    const [user, role] = [await users.get(1), await roles.get(1)]
    expect(await failureOf(users.update(user, { tel: '1' }, once()))).toMatchObject({ code: 'REFUSED' })
    expect(await failureOf(users.remove(1, once()))).toMatchObject({ code: 'REFUSED' })
    expect(await failureOf(roles.update(role, { remark: 'x' }, once()))).toMatchObject({ code: 'REFUSED' })
    expect(await failureOf(roles.remove(1, once()))).toMatchObject({ code: 'REFUSED' })
    expect([await users.get(1), await roles.get(1)]).toEqual([user, role])
  })

  it('the deletion of what has others below it', async () => {
    const { departments, menus } = await openResources()
    expect(await failureOf(departments.remove(1, once()))).toMatchObject({ code: 'REFUSED', message: '存在子节点不能删除' })
    expect(await failureOf(menus.remove(2, once()))).toMatchObject({ code: 'REFUSED', message: '存在子节点不能删除' })
    expect(await departments.get(1)).toMatchObject({ id: 1 })
    expect(await menus.get(2)).toMatchObject({ id: 2 })
  })

  it.each(OWN_RESOURCES)('the deletion of %s that are not there', async (name) => {
    const { clients } = await openResources()
    expect(await failureOf(clients[name].remove(999, once()))).toMatchObject({ code: 'REFUSED' })
    expect(await failureOf(clients[name].get(999))).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('the deletion of a role or department that is not there by dumped text, which says nothing of what was done', async () => {
    const { roles, departments } = await openResources({ quirks: { plainTextAnswers: true } })
    await expect(roles.remove(999, once())).rejects.toBeInstanceOf(UnansweredError)
    await expect(departments.remove(999, once())).rejects.toBeInstanceOf(UnansweredError)
  })

  it.each(OWN_RESOURCES)('%s to an account without the permission', async (name) => {
    const { clients } = await openResources({}, 'editor')
    const permission = { users: '/sys/user/users', departments: '/sys/dept/depts', roles: '/sys/role/roles', menus: '/sys/menu/menus' }[name]
    expect(await failureOf(clients[name].list(WHOLE))).toMatchObject({ code: 'FORBIDDEN', details: { permission: `${permission}/get` } })
    expect(await failureOf(clients[name].remove(9, once()))).toMatchObject({ code: 'FORBIDDEN', details: { permission: `${permission}/delete` } })
  })
})

describe('an edit of an id that is gone', () => {
  it.each(OWN_RESOURCES)('of %s is answered with success, and only reading again shows it', async (name) => {
    const { clients } = await openResources()
    const row = await clients[name].get(2)
    await clients[name].update({ ...row, id: 999 }, { listorder: 5 }, once())
    expect(await failureOf(clients[name].get(999))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await clients[name].get(2)).toEqual(row)
  })
})

describe('a place in the tree in which a record would appear nowhere', () => {
  it('is refused before anything is sent: under its own branch, and under what is gone', async () => {
    const { departments, menus, writes } = await openResources()
    const [department, menu] = [await departments.get(1), await menus.get(1)]
    // 15 hangs under 3, which hangs under 1.
    expect(await failureOf(departments.update(department, { parentId: 15 }, once()))).toMatchObject({ code: 'VALIDATION', fields: { parentId: 'parentBelow' } })
    expect(await failureOf(departments.update(department, { parentId: 1 }, once()))).toMatchObject({ code: 'VALIDATION', fields: { parentId: 'parentBelow' } })
    expect(await failureOf(menus.update(menu, { parentId: 2 }, once()))).toMatchObject({ code: 'VALIDATION', fields: { parentId: 'parentBelow' } })
    expect(await failureOf(menus.update(menu, { parentId: 777 }, once()))).toMatchObject({ code: 'VALIDATION', fields: { parentId: 'parentGone' } })
    expect(await failureOf(departments.create(newDepartment(777, 'Lost'), once()))).toMatchObject({ code: 'VALIDATION', fields: { parentId: 'parentGone' } })
    expect(writes()).toEqual([])
  })

  it('is seen although another client has made it one since the form was opened', async () => {
    const { departments } = await openResources()
    const mine = await departments.get(2)
    await departments.update(await departments.get(1), { parentId: 2 }, once())
    expect(await failureOf(departments.update(mine, { parentId: 3 }, once()))).toMatchObject({ code: 'VALIDATION', fields: { parentId: 'parentBelow' } })
    expect((await departments.list(WHOLE)).total).toBe(16)
  })
})
