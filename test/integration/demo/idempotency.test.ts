import { expect, test } from 'vitest'
import { openDemo } from './demo-world'

const bob = { username: 'bob', password: 'Secret12', role: [], dept: [] }

test('the same key, user and request acts once and answers twice', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  const create = () => demo.call('POST', '/sys/user/users', { token, body: bob, headers: { 'idempotency-key': 'k-1' } })
  const [first, second] = await Promise.all([create(), create()])
  const third = await create()
  for (const answer of [first, second, third]) expect(answer.body).toEqual({ code: 20000, type: 'success', message: 'bob - 用户新增成功' })
  expect(demo.control.userCount()).toBe(4)
})

test('a repeated change does not undo what someone else did in between', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  const body = { id: 3, username: 'editor', email: 'mine@example.com', role: [], dept: [] }
  const save = () => demo.call('PUT', '/sys/user/users', { token, body, headers: { 'idempotency-key': 'k-2' } })
  await save()
  demo.control.updateUser(3, { email: 'theirs@example.com' })
  expect((await save()).body.type).toBe('success')
  expect(demo.control.user(3)?.email).toBe('theirs@example.com')
})

test('a repeated delete is still a success', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  const remove = (key: string) => demo.call('DELETE', '/sys/user/users/3', { token, headers: { 'idempotency-key': key } })
  expect((await remove('k-3')).body.message).toBe('删除成功')
  expect((await remove('k-3')).body.message).toBe('删除成功')
  expect((await remove('k-4')).body.message).toBe('删除失败')
})

test('the same key on another request is 422 and does nothing; another user has keys of their own', async () => {
  const demo = await openDemo()
  const admin = await demo.signIn('admin')
  const other = await demo.signIn('test')
  const headers = { 'idempotency-key': 'k-5' }
  await demo.call('POST', '/sys/user/users', { token: admin.token, body: bob, headers })
  const reused = await demo.call('POST', '/sys/user/users', { token: admin.token, body: { ...bob, username: 'eve' }, headers })
  expect([reused.status, reused.body.code, reused.body.type]).toEqual([422, 20400, 'error'])
  expect(demo.control.userByName('eve')).toBeUndefined()
  const same = await demo.call('POST', '/sys/user/users', { token: other.token, body: bob, headers })
  expect(same.body).toEqual({ code: 20000, type: 'error', message: 'bob - 用户名重复' })
})

test('a refusal is not remembered: the key may be used for the mended request', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  const headers = { 'idempotency-key': 'k-6' }
  expect((await demo.call('POST', '/sys/user/users', { token, body: { ...bob, username: 'editor' }, headers })).body.type).toBe('error')
  expect((await demo.call('POST', '/sys/user/users', { token, body: bob, headers })).body.type).toBe('success')
})

test('in original mode the key means nothing', async () => {
  const demo = await openDemo({ idempotency: false })
  const { token } = await demo.signIn('admin')
  const create = () => demo.call('POST', '/sys/user/users', { token, body: bob, headers: { 'idempotency-key': 'k-7' } })
  expect((await create()).body.type).toBe('success')
  expect((await create()).body).toEqual({ code: 20000, type: 'error', message: 'bob - 用户名重复' })
})
