import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { claims, openDemo } from './demo-world'

test('signs in with the right password and answers a pair with the claims of the contract', async () => {
  const demo = await openDemo()
  const pair = await demo.signIn('admin')
  const start = demo.nowSeconds()
  expect(claims(pair.token)).toEqual({ iat: start, nbf: start, user_id: '1', scopes: 'role_access', exp: start + 7200, jti: expect.any(String) as string })
  expect(claims(pair.refresh_token)).toEqual({
    iat: start,
    nbf: start,
    user_id: '1',
    scopes: 'role_refresh',
    exp: start + 604_800,
    count: 0,
    jti: expect.any(String) as string,
  })
  expect(JSON.parse(Buffer.from(pair.token.split('.')[0] ?? '', 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'HS256' })
})

test.each([
  ['a wrong password', { username: 'admin', password: 'nope' }],
  ['an unknown user', { username: 'nobody', password: 'nobody' }],
  ['no password', { username: 'admin' }],
  ['an empty body', undefined],
  ['malformed JSON', '{"username":"admin","pass'],
  ['SQL in the user name', { username: "admin' or '1'='1", password: 'admin' }],
  ['a list in place of the password', { username: 'admin', password: ['admin'] }],
])('refuses %s with 60204 and HTTP 200', async (_name, body) => {
  const demo = await openDemo()
  const answer = await demo.call('POST', '/sys/user/login', { body })
  expect([answer.status, answer.body]).toEqual([200, { code: 60204, message: 'Account and password are incorrect.' }])
})

test('takes the passwords it was started with, in JSON or form-encoded, below both bases', async () => {
  const demo = await openDemo({ accounts: { admin: 'Röt&Blau 12', test: 'other' } })
  expect((await demo.call('POST', '/sys/user/login', { body: { username: 'admin', password: 'admin' } })).body.code).toBe(60204)
  expect((await demo.call('POST', '/sys/user/login', { body: { username: 'ADMIN', password: 'Röt&Blau 12' } })).body.code).toBe(20000)
  const form = await demo.call('POST', '/sys/user/login', {
    body: new URLSearchParams({ username: 'admin', password: 'Röt&Blau 12' }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    base: '/index.php/api/v2',
  })
  expect(form.body.code).toBe(20000)
  await demo.signIn('test', 'other')
  await demo.signIn('editor', 'editor')
})

test('keeps a disabled user out, at sign-in and at refresh, and says why only to who knows the password', async () => {
  const demo = await openDemo()
  const pair = await demo.signIn('editor')
  demo.control.updateUser(3, { status: 0 })
  expect((await demo.call('POST', '/sys/user/login', { body: { username: 'editor', password: 'editor' } })).body).toEqual({
    code: 60204,
    message: '用户已被禁用',
  })
  expect((await demo.call('POST', '/sys/user/login', { body: { username: 'editor', password: 'x' } })).body.message).toBe('Account and password are incorrect.')
  const refreshed = await demo.refresh(pair.refresh_token)
  expect([refreshed.status, refreshed.body.code]).toEqual([401, 50015])
  demo.control.updateUser(3, { status: 1 })
  expect((await demo.refresh(pair.refresh_token)).body.code).toBe(20000)
})

test('refuses to refresh for a user who is gone, and says 50008 to their info', async () => {
  const demo = await openDemo()
  const pair = await demo.signIn('editor')
  expect(demo.control.deleteUser(3)).toBe(true)
  const refreshed = await demo.refresh(pair.refresh_token)
  expect([refreshed.status, refreshed.body.code]).toEqual([401, 50015])
  const info = await demo.call('GET', '/sys/user/info', { token: pair.token })
  expect([info.status, info.body]).toEqual([200, { code: 50008, message: 'Login failed, unable to get user details.' }])
})

test('signs out without asking who, and the tokens go on working, as in the original', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  expect((await demo.call('POST', '/sys/user/logout')).body).toEqual({ code: 20000, data: 'success' })
  expect((await demo.call('POST', '/sys/user/logout', { token })).body).toEqual({ code: 20000, data: 'success' })
  expect((await demo.call('GET', '/sys/dept/depts', { token })).body.code).toBe(20000)
})

test.each(['githubauth', 'giteeauth'])('offers no address for %s and links nobody', async (name) => {
  const demo = await openDemo()
  expect((await demo.call('GET', `/sys/user/${name}`)).body).toEqual({ code: 20000, data: {} })
  expect((await demo.call('GET', `/sys/user/${name}?code=x&state=y`)).body.code).toBe(60206)
})

test('tells who the caller is, with menus and permissions', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('test')
  const info = (await demo.call('GET', '/sys/user/info', { token })).body.data as Record<string, unknown>
  expect(info).toMatchObject({ id: 2, username: 'test', status: 1, roles: [{ id: 2, name: 'test' }], name: 'pocoyo', phone: '13888888888' })
  expect(info['ctrlperm']).toEqual(['get', 'post', 'put', 'delete'].map((verb) => ({ path: `/sys/user/users/${verb}` })))
  expect(info['asyncRouterMap']).toEqual([
    expect.objectContaining({
      id: 1,
      component: 'Layout',
      meta: { title: '系统管理', icon: 'sysset2' },
      children: [expect.objectContaining({ id: 4, path: '/sys/user', component: 'sys/user/index', children: [] }) as object],
    }),
  ])
})

test('gives someone without a role no menu and no permission', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('editor')
  expect((await demo.call('GET', '/sys/user/info', { token })).body.data).toMatchObject({ roles: [], ctrlperm: [], asyncRouterMap: [], sex: null })
})

test('a disabled role gives no right at once', async () => {
  const demo = await openDemo()
  const admin = await demo.signIn('admin')
  const { token } = await demo.signIn('test')
  expect((await demo.call('GET', '/sys/user/users', { token })).body.code).toBe(20000)
  await demo.call('PUT', '/sys/role/roles', { token: admin.token, body: { id: 2, name: 'test', status: '0' } })
  expect((await demo.call('GET', '/sys/user/users', { token })).body).toEqual({ code: 50016, message: '无操作权限 api/v2/sys/user/users', data: [] })
})

test('accepts only its own key, algorithm and shape of a token', async () => {
  const signingKey = 'k'.repeat(32)
  const demo = await openDemo({ signingKey })
  const own = { user_id: '1', scopes: 'role_access' }
  const key = new TextEncoder().encode(signingKey)
  const forged = (alg: string, secret: Uint8Array, payload: object): Promise<string> => new SignJWT({ ...payload }).setProtectedHeader({ alg, typ: 'JWT' }).sign(secret)
  const none = `${Buffer.from('{"typ":"JWT","alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(own)).toString('base64url')}.`
  const ask = async (token: string) => {
    const { status, body } = await demo.call('GET', '/sys/dept/depts', { token })
    return [status, body.code, body.message]
  }
  expect(await ask(await forged('HS256', key, own))).toEqual([200, 20000, undefined])
  expect(await ask(await forged('HS512', key, own))).toEqual([401, 50015, 'Algorithm not allowed'])
  expect(await ask(none)).toEqual([401, 50015, 'Algorithm not allowed'])
  expect(await ask(await forged('HS256', new TextEncoder().encode('x'.repeat(32)), own))).toEqual([401, 50015, 'Signature verification failed'])
  expect(await ask('one.two')).toEqual([401, 50015, 'Wrong number of segments'])
  expect(await ask('one.two.three')).toEqual([401, 50015, 'Syntax error, malformed JSON'])
  expect((await ask(await forged('HS256', key, { ...own, nbf: demo.nowSeconds() + 60 })))[1]).toBe(50015)
  expect(await ask(await forged('HS256', key, { ...own, exp: demo.nowSeconds() }))).toEqual([401, 50014, 'Expired token'])
})

test('refuses to start with a key shorter than its hash', async () => {
  await expect(openDemo({ signingKey: 'pocoyo' })).rejects.toThrow(/32 bytes/)
})
