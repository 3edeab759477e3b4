import { request } from 'node:http'
import { expect, test } from 'vitest'
import { claims, items, openDemo } from './demo-world'

test('numbersAsStrings: columns are strings; ids in trees, role, dept and total stay numbers', async () => {
  const demo = await openDemo({ quirks: { numbersAsStrings: true } })
  const { token } = await demo.signIn('admin')
  const get = async (path: string) => (await demo.call('GET', path, { token })).body.data
  const users = await demo.call('GET', '/sys/user/users?fields=id,status,sex,listorder&limit=1', { token })
  expect(users.body.data).toEqual({ items: [{ id: '1', status: '1', sex: '0', listorder: '1', role: [1], dept: [] }], total: 3 })
  expect(((await get('/sys/dept/depts')) as object[])[1]).toMatchObject({ id: 2, pid: 0, listorder: 99, status: '1' })
  expect(((await get('/sys/role/allmenus')) as object[])[0]).toMatchObject({ perm_id: '2', id: 1, type: 0, hidden: 0, status: '1' })
  expect(((await get('/sys/user/getroleoptions')) as object[])[0]).toMatchObject({ id: 1, status: '1', listorder: '1', isDisabled: false })
  expect(await get('/sys/user/info')).toMatchObject({ id: '1', status: '1', roles: [{ id: '1' }], asyncRouterMap: [{ perm_id: '2', id: 1, status: '1' }, {}] })
  const granted = (await demo.call('POST', '/sys/role/rolemenu', { token, body: { roleId: 2 } })).body.data as object[]
  expect(granted[0]).toMatchObject({ perm_id: '2', id: '1', pid: '0', type: '0', status: '1' })
  expect(items(await demo.call('GET', '/sys/log/logs?limit=1', { token }))[0]).toMatchObject({ id: '1', response_code: '200', authorized: '1', rtime: expect.stringMatching(/^[\d.e-]+$/) as string })

  demo.control.setQuirks({ numbersAsStrings: false })
  expect(items(await demo.call('GET', '/sys/user/users?limit=1', { token }))[0]).toMatchObject({ id: 1, status: 1 })
})

test('phpWarnings: HTML stands before the JSON of every answer', async () => {
  const demo = await openDemo()
  demo.control.setQuirks({ phpWarnings: true })
  const login = await demo.call('POST', '/sys/user/login', { body: { username: 'admin', password: 'admin' } })
  expect(login.body).toEqual({})
  expect(login.text).toMatch(/^\n<br \/>\n<b>Warning<\/b>:[^{]*\{"code":20000,/)
  const refused = await demo.call('GET', '/sys/dept/depts')
  expect([refused.status, refused.text.slice(refused.text.indexOf('{'))]).toEqual([403, '{"code":50015,"message":"request_headers has not token info."}'])
})

test('plainTextAnswers: deleting an unknown role or department answers dumped text', async () => {
  const demo = await openDemo({ quirks: { plainTextAnswers: true } })
  const { token } = await demo.signIn('admin')
  const dept = await demo.call('DELETE', '/sys/dept/depts/77', { token })
  expect([dept.status, dept.text]).toEqual([200, 'string(59) "api/v2/sys/dept/depts/77 未查找到 sys_perm 表中记录"\nstring(28) "perm_type="dept" and r_id=77"\n'])
  expect((await demo.call('DELETE', '/sys/role/roles/77', { token })).text).toContain('perm_type="role" and r_id=77')
  expect((await demo.call('DELETE', '/sys/dept/depts/4', { token })).body.type).toBe('success')
})

test('tokenRefusedWithoutHeader: a token that was sent counts as absent', async () => {
  const demo = await openDemo()
  const pair = await demo.signIn('admin')
  demo.control.setQuirks({ tokenRefusedWithoutHeader: true })
  const hook = await demo.call('GET', '/sys/dept/depts', { token: pair.token })
  expect([hook.status, hook.body.code]).toEqual([403, 50015])
  expect((await demo.call('GET', '/sys/user/info', { token: pair.token })).status).toBe(401)
  expect((await demo.refresh(pair.refresh_token)).body.code).toBe(50015)
  demo.control.setQuirks({ tokenRefusedWithoutHeader: false })
  expect((await demo.call('GET', '/sys/dept/depts', { token: pair.token })).body.code).toBe(20000)
})

test('F58: exactHeaderNames: a name in another case than the usual one is no header at all', async () => {
  const demo = await openDemo({ quirks: { exactHeaderNames: true } })
  const raw = (method: string, path: string, headers: Record<string, string>, body?: string): Promise<{ status: number; code: number; data?: { token: string } }> =>
    new Promise((resolve, reject) => {
      const sent = request(`${demo.url}/api/v2${path}`, { method, headers }, (answer) => {
        let text = ''
        answer
          .on('data', (chunk: Buffer) => (text += chunk.toString()))
          .on('end', () => resolve({ status: answer.statusCode ?? 0, ...(JSON.parse(text) as { code: number; data?: { token: string } }) }))
      })
      sent.on('error', reject).end(body)
    })
  const login = JSON.stringify({ username: 'admin', password: 'admin' })
  expect((await raw('POST', '/sys/user/login', { 'content-type': 'application/json' }, login)).code).toBe(60204)
  const { code, data } = await raw('POST', '/sys/user/login', { 'Content-Type': 'application/json' }, login)
  expect(code).toBe(20000)
  const token = data?.token ?? ''
  for (const [exact, other, value] of [
    ['Authorization', 'authorization', `Bearer ${token}`],
    ['X-Token', 'x-token', token],
  ] as const) {
    expect(await raw('GET', '/sys/dept/depts', { [exact]: value })).toMatchObject({ status: 200, code: 20000 })
    expect(await raw('GET', '/sys/dept/depts', { [other]: value })).toMatchObject({ status: 403, code: 50015 })
  }
})

test('expiredWithHttp200: the codes are the same, the status says nothing', async () => {
  const demo = await openDemo({ quirks: { expiredWithHttp200: true } })
  const pair = await demo.signIn('admin')
  demo.control.expireAllTokens()
  const expired = await demo.call('GET', '/sys/dept/depts', { token: pair.token })
  const refreshed = await demo.refresh(pair.refresh_token)
  expect([expired.status, expired.body.code, refreshed.status, refreshed.body.code]).toEqual([200, 50014, 200, 50015])
})

test('disabledMaySignIn: status 0 keeps nobody out', async () => {
  const demo = await openDemo({ quirks: { disabledMaySignIn: true } })
  demo.control.updateUser(3, { status: 0 })
  const pair = await demo.signIn('editor')
  expect((await demo.refresh(pair.refresh_token)).body.code).toBe(20000)
})

test('anyTokenScope: each kind of token does the work of the other', async () => {
  const demo = await openDemo({ quirks: { anyTokenScope: true } })
  const pair = await demo.signIn('admin')
  expect((await demo.call('GET', '/sys/dept/depts', { token: pair.refresh_token })).body.code).toBe(20000)
  let { refresh_token } = (await demo.refresh(pair.token)).body.data as { refresh_token: string }
  expect(claims(refresh_token)).toMatchObject({ scopes: 'role_access', count: 1, exp: claims(pair.token)['exp'] })
  for (let hop = 2; hop <= 8; hop += 1) refresh_token = ((await demo.refresh(refresh_token)).body.data as { refresh_token: string }).refresh_token
  expect(claims(refresh_token), 'the eighth hop makes a real one').toMatchObject({ scopes: 'role_refresh', count: 0 })
})

test('duplicateNames: a second user of the same name is accepted', async () => {
  const demo = await openDemo({ quirks: { duplicateNames: true } })
  const { token } = await demo.signIn('admin')
  const body = { username: 'editor', password: 'Secret12', role: [], dept: [] }
  expect((await demo.call('POST', '/sys/user/users', { token, body })).body.type).toBe('success')
  expect(demo.control.userCount()).toBe(4)
})

test.each([
  ['/sys/user/users', { id: 77, username: 'ghost', role: [], dept: [] }, 'ghost - 用户更新成功', '数据库未查找到该用户'],
  ['/sys/role/roles', { id: 77, name: 'ghost' }, 'ghost - 角色更新成功', '数据库未查找到该角色'],
  ['/sys/dept/depts', { id: 77, name: 'ghost', pid: 0 }, 'ghost - 机构更新成功', '数据库未查找到该机构'],
  ['/sys/menu/menus', { id: 77, title: 'ghost', pid: 0, type: 1 }, 'ghost - 菜单更新成功', '数据库未查找到该菜单'],
])('unknownIdSucceeds: PUT %s of an unknown id is a success unless it is switched off', async (path, body, success, error) => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  expect((await demo.call('PUT', path, { token, body })).body).toEqual({ code: 20000, type: 'success', message: success })
  demo.control.setQuirks({ unknownIdSucceeds: false })
  expect((await demo.call('PUT', path, { token, body })).body).toEqual({ code: 20000, type: 'error', message: error })
  const catalogues = await Promise.all(['allmenus', 'allroles', 'alldepts'].map((name) => demo.call('GET', `/sys/role/${name}`, { token })))
  expect([
    catalogues
      .map((answer) => answer.text)
      .join()
      .includes('ghost'),
    demo.control.userByName('ghost'),
  ]).toEqual([false, undefined])
})

test('noJti: tokens of one second are byte-identical', async () => {
  const demo = await openDemo({ quirks: { noJti: true } })
  const first = await demo.signIn('admin')
  expect(await demo.signIn('admin')).toEqual(first)
  expect(claims(first.token)).not.toHaveProperty('jti')
  demo.advance(1)
  expect((await demo.signIn('admin')).token).not.toBe(first.token)
  demo.control.setQuirks({ noJti: false })
  expect(await demo.signIn('admin')).not.toEqual(await demo.signIn('admin'))
})

test('signedInElsewhere: 50012 to every call that needs a token, sign-in still works', async () => {
  const demo = await openDemo()
  const pair = await demo.signIn('admin')
  demo.control.setQuirks({ signedInElsewhere: true })
  for (const path of ['/sys/dept/depts', '/sys/user/info', '/sys/user/users']) {
    const answer = await demo.call('GET', path, { token: pair.token })
    expect([answer.status, answer.body.code]).toEqual([200, 50012])
  }
  expect((await demo.refresh(pair.refresh_token)).body.code).toBe(50012)
  const again = await demo.signIn('admin')
  demo.control.setQuirks({ signedInElsewhere: false })
  expect((await demo.call('GET', '/sys/user/info', { token: again.token })).body.code).toBe(20000)
})

test('htmlErrorPages: a write that the database refuses is a page with HTTP 500, a list still 20400', async () => {
  const demo = await openDemo({ quirks: { htmlErrorPages: true } })
  const { token } = await demo.signIn('admin')
  const write = await demo.call('PUT', '/sys/user/users', { token, body: { id: 3, no_such_column: 'x', role: [], dept: [] } })
  expect([write.status, write.text]).toEqual([500, expect.stringMatching(/^<!DOCTYPE html>[^]*A Database Error Occurred[^]*Unknown column/)])
  expect((await demo.call('GET', '/sys/user/users?sort=-nocol', { token })).status).toBe(400)
})
