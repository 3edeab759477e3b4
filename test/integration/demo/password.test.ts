import { expect, test } from 'vitest'
import { openDemo } from './demo-world'

const right = { username: 'editor', password_orig: 'editor', password: 'Abcdefg1', password_confirmation: 'Abcdefg1' }

test('changes the password with the old one and no token; the sessions go on', async () => {
  const demo = await openDemo()
  const before = await demo.signIn('editor')
  expect((await demo.call('PUT', '/sys/user/password', { body: right })).body).toEqual({ code: 20000, type: 'success', message: '更新成功' })
  await demo.signIn('editor', 'Abcdefg1')
  await expect(demo.signIn('editor', 'editor')).rejects.toThrow(/60204/)
  expect((await demo.call('GET', '/sys/user/info', { token: before.token })).body.code).toBe(20000)
})

const rule = String.raw`password must validate against "/^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[\\S]{8,}$/"`
test.each([
  ['a wrong old password', { ...right, password_orig: 'wrong' }, '原密码不正确'],
  ['an unknown user', { ...right, username: 'nobody' }, '原密码不正确'],
  ['a short one', { ...right, password: 'Abcdef1', password_confirmation: 'Abcdef1' }, rule],
  ['one without a digit', { ...right, password: 'Abcdefgh', password_confirmation: 'Abcdefgh' }, rule],
  ['one with a space', { ...right, password: 'Abcd efg1', password_confirmation: 'Abcd efg1' }, rule],
  ['two different ones', { ...right, password_confirmation: 'Abcdefg2' }, 'password_confirmation must be equal to "password"'],
  ['a key missing', { username: 'editor', password: 'Abcdefg1', password_confirmation: 'Abcdefg1' }, 'Key password_orig must be present'],
  ['a key too many', { ...right, id: 3 }, 'Must have keys { "username", "password_orig", "password", "password_confirmation" }'],
])('refuses %s with 20400 and HTTP 200', async (_name, body, message) => {
  const demo = await openDemo()
  const answer = await demo.call('PUT', '/sys/user/password', { body })
  expect([answer.status, answer.body]).toEqual([200, { code: 20400, type: 'error', message }])
  await demo.signIn('editor', 'editor')
})
