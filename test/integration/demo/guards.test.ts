import { expect, test } from 'vitest'
import { PROTECTED, TOKEN_ONLY, items, openDemo, total } from './demo-world'

const target = ({ path, id }: { path: string; id?: string }): string => (id === undefined ? path : `${path}/${id}`)

test.each(PROTECTED)('$method $path: 403 without a token, 401 with a bad one, 50016 without the permission, done with it', async (operation) => {
  const demo = await openDemo()
  const { method, path, body } = operation
  const call = (token?: string) => demo.call(method, target(operation), { body, token })

  const bare = await call()
  expect([bare.status, bare.body]).toEqual([403, { code: 50015, message: 'request_headers has not token info.' }])
  const garbage = await call('garbage')
  expect([garbage.status, garbage.body]).toEqual([401, { code: 50015, message: 'Wrong number of segments' }])
  const editor = await call((await demo.signIn('editor')).token)
  expect([editor.status, editor.body]).toEqual([200, { code: 50016, message: `无操作权限 api/v2${target(operation)}`, data: [] }])
  if (!path.startsWith('/sys/user')) {
    const other = await call((await demo.signIn('test')).token)
    expect(other.body).toMatchObject({ code: 50016, message: `无操作权限1 api/v2${target(operation)}` })
    expect(other.body.data).toContainEqual({ path: '/sys/user/users/get' })
  }

  const admin = await call((await demo.signIn('admin')).token)
  expect([admin.status, admin.body.code, admin.body.type ?? 'read']).toEqual([200, 20000, method === 'GET' ? 'read' : 'success'])
})

test.each(TOKEN_ONLY)('$method $path: 401 without a token or with a bad one, served with any good one', async ({ method, path, body }) => {
  const demo = await openDemo()
  for (const token of [undefined, 'garbage']) {
    const answer = await demo.call(method, path, { body, token })
    expect([answer.status, answer.body]).toEqual([401, { code: 50015, message: 'Wrong number of segments' }])
  }
  const answer = await demo.call(method, path, { body, token: (await demo.signIn('editor')).token })
  expect([answer.status, answer.body.code]).toEqual([200, 20000])
})

test('speaks both dialects at once, below both bases', async () => {
  const demo = await openDemo()
  const { token, refresh_token } = await demo.signIn('admin')
  for (const base of ['/api/v2', '/index.php/api/v2']) {
    const ask = async (headers: Record<string, string>) => (await demo.call('GET', '/sys/dept/depts', { headers, base })).body.code
    expect(await ask({ authorization: `Bearer ${token}` })).toBe(20000)
    expect(await ask({ 'x-token': token })).toBe(20000)
    expect(await ask({ authorization: `bearer ${token}` })).toBe(50015)
    expect(await ask({ authorization: token })).toBe(50015)
  }
  const refreshed = await demo.call('POST', '/sys/user/refreshtoken', { headers: { 'x-token': refresh_token } })
  expect(refreshed.body.code).toBe(20000)
})

test('a permission is for its verb alone', async () => {
  const demo = await openDemo()
  const admin = await demo.signIn('admin')
  const lookUpUsers = { role_id: 2, perm_id: 18 }
  await demo.call('POST', '/sys/role/saveroleperm', { token: admin.token, body: { roleId: 2, rolePerms: [lookUpUsers], roleScope: '4' } })
  const { token } = await demo.signIn('test')
  expect((await demo.call('GET', '/sys/user/users', { token })).body.code).toBe(20000)
  for (const [method, path] of [
    ['POST', '/sys/user/users'],
    ['PUT', '/sys/user/users'],
    ['DELETE', '/sys/user/users/3'],
  ] as const) {
    expect((await demo.call(method, path, { token, body: method === 'DELETE' ? undefined : {} })).body.code).toBe(50016)
  }
})

// Attack: the original tests its white list and its permissions as substrings of the URI and ignores further segments,
// so that the name of an open call, or of one that the caller may make, opens any other.
test.each([
  ['GET', '/sys/user/users/sys/user/info'],
  ['POST', '/sys/dept/depts/sys/user/login'],
  ['DELETE', '/sys/dept/depts/4/example/users'],
  ['GET', '/sys/dept/depts/sys/user/users'],
])('exploit: %s %s opens nothing', async (method, path) => {
  const demo = await openDemo()
  const { token } = await demo.signIn('test')
  const body = method === 'POST' ? { name: 'evil', pid: 0 } : undefined
  expect((await demo.call(method, path, { body })).status).toBe(403)
  expect((await demo.call(method, path, { body, token })).body.code).toBe(50016)
  const admin = await demo.signIn('admin')
  const depts = (await demo.call('GET', '/sys/role/alldepts', { token: admin.token })).text
  expect(depts).not.toContain('evil')
  expect(depts).toContain('玉门关')
})

test('an unknown function of a known controller is a missing permission, an unknown controller a 404 page', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  const nosuch = await demo.call('GET', '/sys/user/nosuch', { token })
  expect(nosuch.body).toMatchObject({ code: 50016, message: '无操作权限1 api/v2/sys/user/nosuch' })
  expect(nosuch.body.data).toHaveLength(18)
  expect((await demo.call('GET', '/sys/user/nosuch')).status).toBe(403)
  expect((await demo.call('PUT', '/sys/user/info', { token, body: {} })).body.code).toBe(50016)
  const page = await demo.call('GET', '/sys/nosuch/x', { token })
  expect([page.status, page.text]).toEqual([404, expect.stringContaining('404 Page Not Found')])
  expect((await demo.call('GET', '/', { token, base: '' })).status).toBe(404)
})

test('what the hook refuses leaves no row in the log, what a route refuses does', async () => {
  const demo = await openDemo()
  const admin = await demo.signIn('admin')
  const editor = await demo.signIn('editor')
  await demo.call('GET', '/sys/dept/depts')
  await demo.call('GET', '/sys/dept/depts', { token: 'garbage' })
  await demo.call('GET', '/sys/dept/depts', { token: editor.token })
  await demo.call('GET', '/sys/user/info', { token: 'garbage' })
  const logs = await demo.call('GET', '/sys/log/logs?limit=100', { token: admin.token })
  expect(items(logs).map((row) => [row['uri'], row['response_code'], row['authorized']])).toEqual([
    ['api/v2/sys/user/login', 200, 1],
    ['api/v2/sys/user/login', 200, 1],
    ['api/v2/sys/user/info', 401, 0],
  ])
  expect(total(logs)).toBe(3)
})
