import { expect, test } from 'vitest'
import { type Demo, items, openDemo, total } from './demo-world'

async function openAdmin(): Promise<{ demo: Demo; ask(method: string, path: string, body?: unknown): ReturnType<Demo['call']> }> {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  return { demo, ask: (method, path, body) => demo.call(method, path, { token, body }) }
}

const success = (message: string) => ({ code: 20000, type: 'success', message })
const error = (message: string) => ({ code: 20000, type: 'error', message })

interface Node extends Record<string, unknown> {
  readonly id: number
  readonly children?: readonly Node[]
}
const flat = (nodes: readonly Node[]): Node[] => nodes.flatMap((node) => [node, ...flat(node.children ?? [])])

test('departments: a tree, listorder descending, leaves without a children key', async () => {
  const { ask } = await openAdmin()
  const depts = (await ask('GET', '/sys/dept/depts')).body.data as Node[]
  expect(depts.map((dept) => dept['name'])).toEqual(['长城', '黄河', '长江', '海外'])
  expect(depts[0]?.children?.map((dept) => [dept.id, dept['name']])).toEqual([
    [3, '敦煌'],
    [4, '玉门关'],
    [16, '档案室'],
  ])
  expect(depts[0]?.children?.[1]).toEqual({ id: 4, pid: 1, name: '玉门关', aliasname: '', listorder: 99, status: 1 })
})

test("departments: created, changed, deleted, each refusal in the original's words", async () => {
  const { demo, ask } = await openAdmin()
  const dept = { pid: 0, name: 'D1', aliasname: 'd', listorder: 99, status: '1' }
  expect((await ask('POST', '/sys/dept/depts', dept)).body).toEqual(success('D1 - 机构新增成功'))
  expect((await ask('POST', '/sys/dept/depts', { pid: 0, name: 'D1' })).body).toEqual(error('D1 - 机构名称重复'))
  expect((await ask('POST', '/sys/dept/depts', { pid: 0 })).body).toEqual(error('机构名称不能为空'))
  expect((await ask('PUT', '/sys/dept/depts', { id: 17, pid: 17, name: 'D2' })).body).toEqual(error('D2 - 上级机构不能为自己'))
  expect((await ask('PUT', '/sys/dept/depts', { ...dept, id: 17, pid: 1, name: 'D2', status: '0', children: [] })).body).toEqual(success('D2 - 机构更新成功'))
  expect((await ask('DELETE', '/sys/dept/depts/1')).body).toEqual(error('存在子节点不能删除'))
  demo.control.updateUser(3, { dept: [4, 17] })
  expect((await ask('DELETE', '/sys/dept/depts/17')).body).toEqual(success('删除成功'))
  expect(demo.control.user(3)?.dept).toEqual([4])
  expect((await ask('DELETE', '/sys/dept/depts/17')).body).toEqual(error('数据库未查找到该机构'))
  expect((await ask('POST', '/sys/dept/depts', { ...dept, boss: 1 })).status).toBe(400)
})

test('departments: a circle "succeeds" and its branch is gone from the tree, as in the original', async () => {
  const { ask } = await openAdmin()
  expect((await ask('PUT', '/sys/dept/depts', { id: 1, pid: 3, name: '长城' })).body).toEqual(success('长城 - 机构更新成功'))
  const ids = flat((await ask('GET', '/sys/dept/depts')).body.data as Node[]).map((dept) => dept.id)
  expect(ids).not.toContain(1)
  expect(ids).not.toContain(3)
  expect(ids).toContain(2)
})

test('roles: listed whole in list order, created, changed, deleted with every link', async () => {
  const { demo, ask } = await openAdmin()
  const roles = await ask('GET', '/sys/role/roles')
  expect([total(roles), items(roles).length]).toEqual([9, 9])
  expect(items(roles)[0]).toEqual({
    id: 1,
    name: '超级管理员',
    pid: 0,
    status: 1,
    remark: '拥有网站最高管理员权限！',
    scope: 0,
    create_time: 1_329_633_709,
    update_time: 1_329_633_709,
    listorder: 1,
  })
  expect((await ask('POST', '/sys/role/roles', { name: 'r10', remark: 'x', status: '1', listorder: 99 })).body).toEqual(success('r10 - 角色新增成功'))
  expect((await ask('POST', '/sys/role/roles', { name: 'r10' })).body).toEqual(error('r10 - 角色名重复'))
  expect((await ask('POST', '/sys/role/roles', { remark: 'x' })).body).toEqual(error('角色名不能为空'))
  expect((await ask('PUT', '/sys/role/roles', { id: 1, name: 'root' })).body).toEqual(error('root - 角色不允许修改'))
  demo.advance(60)
  expect((await ask('PUT', '/sys/role/roles', { id: '10', name: 'test', remark: 'y', status: '1', listorder: '9' })).body).toEqual(success('test - 角色更新成功'))
  expect(items(await ask('GET', '/sys/role/roles')).find((role) => role['id'] === 10)).toMatchObject({ remark: 'y', update_time: demo.nowSeconds() })
  demo.control.updateUser(3, { role: [8, 10] })
  expect((await ask('DELETE', '/sys/role/roles/1')).body).toEqual(error('不允许删除'))
  expect((await ask('DELETE', '/sys/role/roles/10')).body).toEqual(success('删除成功'))
  expect(demo.control.user(3)?.role).toEqual([8])
  expect((await ask('DELETE', '/sys/role/roles/10')).body).toEqual(error('数据库未查找到该角色'))
})

test("menus: the caller's tree, operations included; options without them under one root", async () => {
  const { demo, ask } = await openAdmin()
  const menus = flat((await ask('GET', '/sys/menu/menus')).body.data as Node[])
  expect(menus).toHaveLength(29)
  expect(menus.filter((menu) => menu['type'] === 2)).toHaveLength(18)
  expect(menus[0]).toMatchObject({ perm_id: 2, id: 1, pid: 0, name: 'Sys', path: '/sys', component: 'Layout', type: 0, title: '系统管理', hidden: 0 })
  expect(menus.find((menu) => menu.id === 9)).not.toHaveProperty('children')
  const { token } = await demo.signIn('test')
  expect((await demo.call('GET', '/sys/menu/treeoptions', { token })).body.data).toEqual([
    {
      id: 0,
      pid: -1,
      title: '顶级菜单',
      children: [expect.objectContaining({ id: 1, children: [expect.objectContaining({ id: 4 }) as object] }) as object],
    },
  ])
})

test("menus: created, changed, deleted, each refusal in the original's words", async () => {
  const { ask } = await openAdmin()
  const menu = { path: '/demo', name: 'Demo', title: 'Demo', icon: 'form', type: 0, pid: 0, component: 'x', redirect: '', listorder: 99 }
  expect((await ask('POST', '/sys/menu/menus', menu)).body).toEqual(success('Demo - 菜单添加成功'))
  expect((await ask('POST', '/sys/menu/menus', menu)).body.type, 'the path need not be unique').toBe('success')
  const made = flat((await ask('GET', '/sys/menu/menus')).body.data as Node[]).find((node) => node.id === 30)
  expect(made, 'a directory is always a Layout, and role 1 holds it at once').toMatchObject({ title: 'Demo', component: 'Layout' })
  expect((await ask('PUT', '/sys/menu/menus', { ...menu, id: 30, title: 'Demo2' })).body).toEqual(success('Demo2 - 菜单更新成功'))
  expect((await ask('PUT', '/sys/menu/menus', { id: 30, pid: 30, title: 'x', type: 0 })).body).toEqual(error('父节点不能是自己'))
  expect((await ask('POST', '/sys/menu/menus', { pid: 0, type: 1 })).body).toEqual(error('菜单标题不能为空'))
  expect((await ask('DELETE', '/sys/menu/menus/1')).body).toEqual(error('存在子节点不能删除'))
  expect((await ask('DELETE', '/sys/menu/menus/30')).body).toEqual(success('删除成功'))
  expect((await ask('DELETE', '/sys/menu/menus/30')).body).toEqual(error('数据库未查找到该菜单'))
})

test('catalogues carry the permission ids that clients have seen', async () => {
  const { ask } = await openAdmin()
  const menus = flat((await ask('GET', '/sys/role/allmenus')).body.data as Node[])
  expect(menus.every((menu) => menu['perm_id'] === menu.id + 1)).toBe(true)
  const depts = flat((await ask('GET', '/sys/role/alldepts')).body.data as Node[])
  expect(depts.filter((dept) => dept.id <= 4).map((dept) => [dept.id, dept['perm_id']])).toEqual(
    expect.arrayContaining([
      [1, 34],
      [2, 35],
      [3, 36],
      [4, 37],
    ]),
  )
  const roles = await ask('GET', '/sys/role/allroles')
  expect([total(roles), items(roles)[0]?.['perm_id']]).toEqual([9, 1])
})

test('grants of a role: three flat lists, replaced as one set', async () => {
  const { ask } = await openAdmin()
  const held = async (kind: string) => ((await ask('POST', `/sys/role/role${kind}`, { roleId: 3 })).body.data as Node[]).map((row) => row.id)
  expect(await held('menu')).toEqual([1, 4, 17, 18, 19, 22, 23])
  expect(await held('role')).toEqual([6, 7, 8])
  expect(await held('dept')).toHaveLength(16)
  const rolePerms = [
    { role_id: '3', perm_id: '2' },
    { role_id: '3', perm_id: '34' },
    { role_id: '3', perm_id: '31' },
  ]
  expect((await ask('POST', '/sys/role/saveroleperm', { roleId: '3', rolePerms, roleScope: '4' })).body).toEqual({
    code: 20000,
    type: 'success',
    data: { roleId: '3', rolePerms, roleScope: '4' },
    message: '授权操作成功',
  })
  expect([await held('menu'), await held('dept'), await held('role')]).toEqual([[1], [1], [2]])
  expect(items(await ask('GET', '/sys/role/roles')).find((role) => role['id'] === 3)?.['scope']).toBe(4)
})

test('grants: role 1 is refused; a grant of nothing changes nothing at all', async () => {
  const { ask } = await openAdmin()
  expect((await ask('POST', '/sys/role/saveroleperm', { roleId: 1, rolePerms: [], roleScope: '0' })).body).toEqual(error('超级管理员角色拥有所有权限，不允许修改！'))
  const before = (await ask('POST', '/sys/role/rolemenu', { roleId: 3 })).text
  for (const body of [
    {
      roleId: 3,
      rolePerms: [
        { role_id: 3, perm_id: 2 },
        { role_id: 3, perm_id: 999 },
      ],
      roleScope: '0',
    },
    { roleId: 3, rolePerms: [{ role_id: 2, perm_id: 2 }], roleScope: '0' },
    { roleId: 3, roleScope: '0' },
    { roleId: 3, rolePerms: [], roleScope: '9' },
    { roleId: 77, rolePerms: [], roleScope: '0' },
    { roleId: '3 or 1=1', rolePerms: [], roleScope: '0' },
  ]) {
    const answer = await ask('POST', '/sys/role/saveroleperm', body)
    expect([answer.status, answer.body.code]).toEqual([400, 20400])
  }
  expect((await ask('POST', '/sys/role/rolemenu', { roleId: 3 })).text).toBe(before)
})
