// The demo as the program starts it: with nothing in its hooks.
import { expect, onTestFinished, test } from 'vitest'
import { startDemoBackend } from '../../../src/main/demo/start-demo-backend'
import { TEST_PASSWORD_COST } from '../../support/test-backend'

async function open() {
  const backend = await startDemoBackend({ database: ':memory:', signingKey: 'k'.repeat(40), generatedUsers: 0, passwordCost: TEST_PASSWORD_COST })
  onTestFinished(() => backend.close())
  const call = async (method: string, path: string, { token, body }: { readonly token?: string; readonly body?: object } = {}) => {
    const headers = { accept: 'application/json', 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }
    const answer = await fetch(`${backend.url}/api/v2${path}`, { method, headers, body: body && JSON.stringify(body) })
    return { status: answer.status, text: await answer.text() }
  }
  const signIn = async (username: string): Promise<string> => {
    const { text } = await call('POST', '/sys/user/login', { body: { username, password: username } })
    return (JSON.parse(text) as { data: { token: string } }).data.token
  }
  return { url: backend.url, call, signIn }
}

test('has no third party to sign in with, and says so as the original does', async () => {
  const demo = await open()
  for (const name of ['github', 'gitee']) {
    const path = `/sys/user/${name}auth`
    expect((await demo.call('GET', path)).text).toBe('{"code":20000,"data":{}}')
    expect((await demo.call('GET', `${path}?code=1`)).text).toBe('Invalid state')
    expect((await demo.call('GET', `${path}?code=1&state=2`)).text).toBe('{"code":60206,"message":"第三方登录未配置"}')
    expect((await fetch(`${demo.url}/oauth/${name}`)).status).toBe(404)
  }
})

test('keeps texts and numbers as they are, refuses a name twice, and calls a change of nothing a success', async () => {
  const demo = await open()
  const token = await demo.signIn('admin')
  const user = { username: ' 😀 zora ', password: 'Secret12', role: [], dept: [] }
  expect((await demo.call('POST', '/sys/user/users', { token, body: user })).text).toContain('"type":"success"')
  expect((await demo.call('POST', '/sys/user/users', { token, body: user })).text).toContain('用户名重复')
  expect((await demo.call('GET', '/sys/user/users?fields=id,username&sort=-id&limit=1', { token })).text).toContain('{"id":4,"username":" 😀 zora ","role":[],"dept":[]}')
  expect((await demo.call('PUT', '/sys/dept/depts', { token, body: { id: 77, name: 'ghost', pid: 0 } })).text).toContain('"type":"success"')
  expect((await demo.call('DELETE', '/sys/dept/depts/77', { token })).text).toBe('{"code":20000,"type":"error","message":"数据库未查找到该机构"}')
})

test('undoes all of a write that names a role that is gone, and keeps who is disabled out', async () => {
  const demo = await open()
  const token = await demo.signIn('admin')
  const write = await demo.call('PUT', '/sys/user/users', { token, body: { id: 3, username: 'editor', status: 0, role: [77], dept: [] } })
  expect([write.status, write.text]).toEqual([400, expect.stringMatching(/^\{"code":20400,"data":".*foreign key/)])
  expect(await demo.signIn('editor')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  await demo.call('PUT', '/sys/user/users', { token, body: { id: 3, username: 'editor', status: 0, role: [], dept: [] } })
  expect((await demo.call('POST', '/sys/user/login', { body: { username: 'editor', password: 'editor' } })).text).toContain('用户已被禁用')
})
