import { expect, test } from 'vitest'
import { items, openDemo } from './demo-world'
import { soon } from '../../support/soon'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('takes form-encoded bodies with PHP lists', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  const body = 'username=bob&password=Secret12&status=1&role%5B%5D=2&role%5B%5D=3&dept%5B0%5D=1&dept%5B1%5D=4'
  expect((await demo.call('POST', '/sys/user/users', { token, body, headers: form })).body.type).toBe('success')
  expect(demo.control.userByName('bob')).toMatchObject({ role: [2, 3], dept: [1, 4], status: 1 })
  const grants = 'roleId=3&roleScope=4&rolePerms%5B0%5D%5Brole_id%5D=3&rolePerms%5B0%5D%5Bperm_id%5D=2'
  expect((await demo.call('POST', '/sys/role/saveroleperm', { token, body: grants, headers: form })).body.type).toBe('success')
})

test('X-HTTP-Method-Override turns a POST into PUT or DELETE, and nothing else into anything', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  const put = await demo.call('POST', '/sys/user/users', {
    token,
    body: { id: 3, username: 'editor', email: 'e@example.com', role: [], dept: [] },
    headers: { 'x-http-method-override': 'PUT' },
  })
  expect(put.body.message).toBe('editor - 用户更新成功')
  expect(demo.control.user(3)?.email).toBe('e@example.com')
  await demo.call('GET', '/sys/user/users/3', { token, headers: { 'x-http-method-override': 'DELETE' } })
  expect(demo.control.user(3)).toBeDefined()
  const deleted = await demo.call('POST', '/sys/user/users/3', { token, headers: { 'x-http-method-override': 'delete' } })
  expect(deleted.body.message).toBe('删除成功')
})

test('the permission asked for is that of the overridden method', async () => {
  const demo = await openDemo()
  const admin = await demo.signIn('admin')
  await demo.call('POST', '/sys/role/saveroleperm', { token: admin.token, body: { roleId: 2, rolePerms: [{ role_id: 2, perm_id: 19 }], roleScope: '4' } })
  const { token } = await demo.signIn('test')
  const answer = await demo.call('POST', '/sys/user/users/3', { token, headers: { 'x-http-method-override': 'DELETE' } })
  expect(answer.body.code).toBe(50016)
  expect(demo.control.user(3)).toBeDefined()
})

test('a body of 5 MB is read whole, one beyond the limit is refused', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  const big = await demo.call('POST', '/sys/role/roles', { token, body: { name: 'Big', remark: 'x'.repeat(5_000_000) } })
  expect(big.body.type).toBe('success')
  const roles = await demo.call('GET', '/sys/role/roles', { token })
  expect(items(roles).find((role) => role['name'] === 'Big')?.['remark']).toHaveLength(5_000_000)
  const huge = await demo.call('POST', '/sys/user/login', { body: 'x'.repeat(34_000_000) })
  expect(huge.status).toBe(413)
})

test('answers XML to who asks for it first', async () => {
  const demo = await openDemo()
  expect((await demo.call('GET', '/sys/user/list', { headers: { accept: 'application/xml' } })).text).toMatch(/^<\?xml/)
  expect((await demo.call('GET', '/sys/user/list?format=xml')).text).toMatch(/^<\?xml/)
  expect((await demo.call('GET', '/sys/user/list')).body.data).toMatchObject({ total: 4 })
})

test('counts what arrived and what was answered, by route and code', async () => {
  const demo = await openDemo()
  const pair = await demo.signIn('admin')
  await demo.call('DELETE', '/sys/user/users/99', { token: pair.token })
  await demo.call('GET', '/sys/dept/depts')
  await demo.refresh('garbage')
  await demo.refresh(pair.refresh_token)
  expect(demo.control.counts()).toEqual({
    total: 5,
    refresh: 2,
    refreshed: 1,
    signIn: 1,
    routes: { 'POST /sys/user/login': 1, 'DELETE /sys/user/users': 1, 'GET /sys/dept/depts': 1, 'POST /sys/user/refreshtoken': 2 },
    codes: { 20000: 3, 50015: 2 },
  })
  demo.control.resetCounts()
  expect(demo.control.counts()).toEqual({ total: 0, refresh: 0, refreshed: 0, signIn: 0, routes: {}, codes: {} })
})

test('holds answers back while a delay is set, only where it is set', async () => {
  const demo = await openDemo()
  const { refresh_token } = await demo.signIn('admin')
  demo.control.setDelay(3_600_000, '/sys/user/refreshtoken')
  let isAnswered = false
  const late = demo.refresh(refresh_token).finally(() => {
    isAnswered = true
  })
  late.catch(() => undefined)
  await soon(() => {
    expect(demo.control.counts().refreshed).toBe(1)
  })
  await demo.call('GET', '/sys/user/list')
  expect(isAnswered).toBe(false)
  demo.control.setDelay(0, '/sys/user/refreshtoken')
  expect((await demo.refresh(refresh_token)).body.code).toBe(20000)
  expect(isAnswered).toBe(false)
})

test('someone else can change the server: updateUser, deleteUser, setPassword', async () => {
  const demo = await openDemo()
  expect(demo.control.updateUser(2, { email: 'new@example.com', role: [2, 3] })).toBe(true)
  expect(demo.control.user(2)).toMatchObject({ email: 'new@example.com', role: [2, 3], dept: [], username: 'test' })
  expect(() => demo.control.updateUser(2, { email: 'lost@example.com', role: [77] })).toThrow(/foreign key/)
  expect(demo.control.user(2)?.email).toBe('new@example.com')
  expect(demo.control.updateUser(77, { email: 'x' })).toBe(false)
  expect(await demo.control.setPassword('test', 'Another1')).toBe(true)
  await demo.signIn('test', 'Another1')
  await expect(demo.signIn('test', 'test')).rejects.toThrow(/60204/)
  expect(await demo.control.setPassword('nobody', 'x')).toBe(false)
  expect(demo.control.deleteUser(2)).toBe(true)
  expect([demo.control.user(2), demo.control.userByName('test'), demo.control.userCount()]).toEqual([undefined, undefined, 2])
})

test('can be closed twice and leaves its port', async () => {
  const demo = await openDemo()
  await demo.close()
  await demo.close()
  await expect(fetch(`${demo.url}/api/v2/sys/user/list`)).rejects.toThrow()
})
