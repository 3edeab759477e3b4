import { expect, test } from 'vitest'
import { type Demo, openDemo } from './demo-world'

async function openAs(username: string): Promise<{ demo: Demo; write(method: string, body: unknown, id?: string): ReturnType<Demo['call']> }> {
  const demo = await openDemo()
  const { token } = await demo.signIn(username)
  return { demo, write: (method, body, id = '') => demo.call(method, `/sys/user/users${id}`, { token, body }) }
}

const bob = { username: 'bob', password: 'Secret12', email: 'b@example.com', role: [2], dept: [3, 4], status: '1', listorder: 1000 }

test('creates a user who can sign in', async () => {
  const { demo, write } = await openAs('admin')
  expect((await write('POST', bob)).body).toEqual({ code: 20000, type: 'success', message: 'bob - 用户新增成功' })
  expect(demo.control.userByName('bob')).toEqual({
    id: 4,
    username: 'bob',
    tel: '',
    email: 'b@example.com',
    avatar: '',
    sex: null,
    last_login_ip: '',
    last_login_time: null,
    create_time: demo.nowSeconds(),
    status: 1,
    listorder: 1000,
    role: [2],
    dept: [3, 4],
  })
  await demo.signIn('bob', 'Secret12')
})

test.each([
  ['a name that is taken', { ...bob, username: 'Editor' }, 'Editor - 用户名重复'],
  ['no name', { ...bob, username: ' ' }, '用户名不能为空'],
  ['nothing at all', {}, '用户名不能为空'],
  ['no password', { ...bob, password: '' }, 'bob - 密码不能为空'],
])('refuses to create one with %s', async (_name, body, message) => {
  const { demo, write } = await openAs('admin')
  expect((await write('POST', body)).body).toEqual({ code: 20000, type: 'error', message })
  expect(demo.control.userCount()).toBe(3)
})

test.each([
  ['POST', { ...bob, no_such_column: 'b' }, "Unknown column 'no_such_column' in 'SET'"],
  ['POST', { ...bob, listorder: 'first' }, "Incorrect integer value for column 'listorder'"],
  ['POST', { ...bob, email: null }, "Column 'email' cannot be null"],
  ['POST', { ...bob, role: [77] }, expect.stringContaining('foreign key') as string],
  ['POST', { ...bob, dept: [77] }, expect.stringContaining('foreign key') as string],
  ['PUT', { id: 3, role: [], dept: [], no_such_column: 'b' }, "Unknown column 'no_such_column' in 'SET'"],
  ['PUT', { username: 'editor', role: [], dept: [] }, 'Undefined array key "id"'],
  ['PUT', { id: 3, username: 'editor', dept: [] }, 'Undefined array key "role"'],
  ['PUT', { id: 3, username: 'editor', role: [] }, 'Undefined array key "dept"'],
  ['PUT', { id: 3, email: 'half@example.com', role: [77], dept: [] }, expect.stringContaining('foreign key') as string],
])('%s %j is 400 with 20400 and writes nothing', async (method, body, text) => {
  const { demo, write } = await openAs('admin')
  const answer = await write(method, body)
  expect([answer.status, answer.body]).toEqual([400, { code: 20400, data: text }])
  expect([demo.control.userCount(), demo.control.user(3)?.email]).toEqual([3, ''])
})

test('changes what was sent and nothing else; a password in it is ignored', async () => {
  const { demo, write } = await openAs('admin')
  await write('POST', bob)
  const answer = await write('PUT', { id: '4', username: 'bob', email: 'b2@example.com', role: [3], dept: [], status: '0', password: 'Other123' })
  expect(answer.body).toEqual({ code: 20000, type: 'success', message: 'bob - 用户更新成功' })
  expect(demo.control.user(4)).toMatchObject({ username: 'bob', email: 'b2@example.com', status: 0, listorder: 1000, role: [3], dept: [] })
  demo.control.updateUser(4, { status: 1 })
  await demo.signIn('bob', 'Secret12')
})

test('refuses to change the first user, to take a taken name, and to leave none', async () => {
  const { demo, write } = await openAs('admin')
  expect((await write('PUT', { id: 1, username: 'admin', role: [1], dept: [] })).body).toEqual({
    code: 20000,
    type: 'error',
    message: 'admin - 超级管理员用户不允许修改',
  })
  expect((await write('PUT', { id: 3, username: 'test', role: [], dept: [] })).body.message).toBe('test - 用户名重复')
  expect((await write('PUT', { id: 3, username: ' ', role: [], dept: [] })).body.message).toBe('用户名不能为空')
  expect(demo.control.user(3)?.username).toBe('editor')
  expect((await write('PUT', { id: 3, username: 'EDITOR', role: [], dept: [] })).body.type).toBe('success')
})

test('deletes a user with all links; twice is refused; the first user stays', async () => {
  const { demo, write } = await openAs('admin')
  await write('POST', bob)
  expect((await write('DELETE', undefined, '/4')).body).toEqual({ code: 20000, type: 'success', message: '删除成功' })
  expect((await write('DELETE', undefined, '/4')).body).toEqual({ code: 20000, type: 'error', message: '删除失败' })
  expect((await write('DELETE', undefined, '/1')).body).toEqual({ code: 20000, type: 'error', message: '超级管理员不允许删除' })
  expect((await write('DELETE', undefined, '/1%20or%201=1')).body.type).toBe('error')
  expect(demo.control.userCount()).toBe(3)
  await write('POST', bob)
  expect(demo.control.userByName('bob')?.id, 'an id is never used again').toBe(5)
})

// Attack: in the original only the form keeps someone who may add users from making one with every right.
test('exploit: who may add users cannot hand out a role beyond those assigned to theirs', async () => {
  const { demo, write } = await openAs('test')
  expect((await write('POST', { ...bob, role: [1] })).body).toEqual({ code: 20000, type: 'error', message: 'bob - 无权分配角色 1' })
  expect((await write('PUT', { id: 2, username: 'test', role: [1, 2], dept: [] })).body.type).toBe('error')
  expect(demo.control.userByName('bob')).toBeUndefined()
  expect(demo.control.user(2)?.role).toEqual([2])
  expect((await write('POST', { ...bob, role: [7] })).body.type).toBe('success')
  expect((await write('PUT', { id: 2, username: 'test', role: [2, 8], dept: [1] })).body.type, 'a role already held is kept').toBe('success')
})

test('offers roles and departments, marked by what the caller may assign', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('test')
  const roles = (await demo.call('GET', '/sys/user/getroleoptions', { token })).body.data as Record<string, unknown>[]
  expect(roles[0]).toEqual({ id: 1, name: '超级管理员', remark: '拥有网站最高管理员权限！', status: 1, isDisabled: true, listorder: 1 })
  expect(roles.find((role) => role['id'] === 2)).toEqual({ id: 2, name: 'test', remark: '', status: 1, isDisabled: true, listorder: 99 })
  expect(roles.find((role) => role['id'] === 7)).toMatchObject({ isDisabled: false })
  const editor = await demo.signIn('editor')
  const depts = (await demo.call('GET', '/sys/user/getdeptoptions', { token: editor.token })).body.data as { children: unknown[] }[]
  expect(depts[0]).toMatchObject({ id: 1, pid: 0, name: '长城', aliasname: '', listorder: 99, status: 1, isDisabled: true })
  expect(depts[0]?.children).toContainEqual({ id: 4, pid: 1, name: '玉门关', aliasname: '', listorder: 99, status: 1, isDisabled: true })
})
