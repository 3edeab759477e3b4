import { expect, test } from 'vitest'
import { type Answered, type Pair, claims, openDemo } from './demo-world'

const pairOf = (answer: Answered): Pair => answer.body.data as Pair

test('stateless: a refresh token works again and again and keeps its own life', async () => {
  const demo = await openDemo()
  const first = await demo.signIn('admin')
  demo.advance(100)
  const answers = await Promise.all([1, 2, 3].map(() => demo.refresh(first.refresh_token)))
  for (const answer of answers) {
    const { token, refresh_token } = pairOf(answer)
    expect(claims(refresh_token)).toMatchObject({ iat: demo.nowSeconds() - 100, exp: claims(first.refresh_token)['exp'], count: 1 })
    expect(claims(token)).toMatchObject({ iat: demo.nowSeconds(), scopes: 'role_access' })
  }
  expect(new Set(answers.flatMap((answer) => [pairOf(answer).token, pairOf(answer).refresh_token])).size).toBe(6)
})

test('stateless: the eighth refresh in a row gives a fresh token with a new life', async () => {
  const demo = await openDemo()
  let token = (await demo.signIn('admin')).refresh_token
  demo.advance(1000)
  for (let count = 1; count <= 7; count += 1) {
    token = pairOf(await demo.refresh(token)).refresh_token
    expect(claims(token)).toMatchObject({ count, iat: demo.nowSeconds() - 1000 })
  }
  token = pairOf(await demo.refresh(token)).refresh_token
  expect(claims(token)).toMatchObject({ count: 0, iat: demo.nowSeconds(), exp: demo.nowSeconds() + 604_800 })
})

test('rotating: a refresh token works once, its successor goes on', async () => {
  const demo = await openDemo({ refresh: 'rotating' })
  const first = await demo.signIn('admin')
  const second = pairOf(await demo.refresh(first.refresh_token))
  expect(second.refresh_token).not.toBe(first.refresh_token)
  const again = await demo.refresh(first.refresh_token)
  expect([again.status, again.body]).toEqual([401, { code: 50015, message: 'refresh_token has been used' }])
  expect((await demo.refresh(second.refresh_token)).body.code).toBe(20000)
})

test('rotating: of many at once exactly one wins', async () => {
  const demo = await openDemo({ refresh: 'rotating' })
  const { refresh_token } = await demo.signIn('admin')
  const codes = (await Promise.all(Array.from({ length: 8 }, () => demo.refresh(refresh_token)))).map((answer) => answer.body.code)
  expect(codes.filter((code) => code === 20000)).toHaveLength(1)
  expect(codes.filter((code) => code === 50015)).toHaveLength(7)
  expect(demo.control.counts()).toMatchObject({ refresh: 8, refreshed: 1 })
})

test('rotating: within the grace a used token answers the very same successors, after it 50015', async () => {
  const demo = await openDemo({ refresh: 'rotating', rotationGraceMs: 10_000 })
  const { refresh_token } = await demo.signIn('admin')
  const first = pairOf(await demo.refresh(refresh_token))
  demo.advance(9)
  expect(pairOf(await demo.refresh(refresh_token))).toEqual(first)
  demo.advance(1)
  expect((await demo.refresh(refresh_token)).body.code).toBe(50015)
})

test('the kind and the grace can be changed while it runs', async () => {
  const demo = await openDemo()
  const { refresh_token } = await demo.signIn('admin')
  await demo.refresh(refresh_token)
  demo.control.setRefresh('rotating')
  expect((await demo.refresh(refresh_token)).body.code).toBe(20000)
  expect((await demo.refresh(refresh_token)).body.code).toBe(50015)
  demo.control.setRefresh('rotating', { graceMs: 1000 })
  expect((await demo.refresh(refresh_token)).body.code).toBe(20000)
  demo.control.setRefresh('stateless')
  demo.advance(3600)
  expect((await demo.refresh(refresh_token)).body.code).toBe(20000)
})

test('an expired access token is 50014, an expired refresh token 50015 where it refreshes and 50014 elsewhere', async () => {
  const demo = await openDemo({ lifetimes: { accessSeconds: 3, refreshSeconds: 8 } })
  const pair = await demo.signIn('admin')
  const protectedCall = (token: string) => demo.call('GET', '/sys/dept/depts', { token })
  demo.advance(2)
  expect((await protectedCall(pair.token)).body.code).toBe(20000)
  demo.advance(1)
  for (const path of ['/sys/dept/depts', '/sys/user/info', '/sys/user/getroleoptions', '/sys/menu/treeoptions', '/sys/role/allmenus', '/sys/user/nosuch']) {
    const answer = await demo.call('GET', path, { token: pair.token })
    expect([path, answer.status, answer.body]).toEqual([path, 401, { code: 50014, message: 'Expired token' }])
  }
  expect((await demo.refresh(pair.refresh_token)).body.code).toBe(20000)
  demo.advance(5)
  const refreshed = await demo.refresh(pair.refresh_token)
  expect([refreshed.status, refreshed.body]).toEqual([401, { code: 50015, message: 'refresh_token过期, 请重新登录' }])
  expect((await protectedCall(pair.refresh_token)).body).toEqual({ code: 50014, message: 'Expired token' })
})

test('lifetimes set while it runs are those of the next tokens', async () => {
  const demo = await openDemo()
  const before = await demo.signIn('admin')
  demo.control.setLifetimes({ accessSeconds: 15, refreshSeconds: 180 })
  const after = await demo.signIn('admin')
  expect(claims(after.token)['exp']).toBe(demo.nowSeconds() + 15)
  expect(claims(after.refresh_token)['exp']).toBe(demo.nowSeconds() + 180)
  demo.advance(15)
  expect((await demo.call('GET', '/sys/dept/depts', { token: after.token })).body.code).toBe(50014)
  expect((await demo.call('GET', '/sys/dept/depts', { token: before.token })).body.code).toBe(20000)
})

test('neither kind of token does the work of the other', async () => {
  const demo = await openDemo()
  const pair = await demo.signIn('admin')
  const asAccess = await demo.call('GET', '/sys/dept/depts', { token: pair.refresh_token })
  expect([asAccess.status, asAccess.body.code]).toEqual([401, 50015])
  const asRefresh = await demo.refresh(pair.token)
  expect([asRefresh.status, asRefresh.body.code]).toEqual([401, 50015])
})

test.each([[{}], [{ authorization: 'Bearer garbage' }], [{ authorization: 'bearer x.y.z' }], [{ 'x-token': '' }]])('refresh with %j is 401 and 50015', async (headers) => {
  const demo = await openDemo()
  const answer = await demo.call('POST', '/sys/user/refreshtoken', { headers })
  expect([answer.status, answer.body]).toEqual([401, { code: 50015, message: 'Wrong number of segments' }])
})

test('expiry on demand catches what was issued so far and nothing later, even in the same second', async () => {
  const demo = await openDemo()
  const old = await demo.signIn('admin')
  demo.control.expireAccessTokens()
  const ask = async (token: string) => (await demo.call('GET', '/sys/dept/depts', { token })).body.code
  expect(await ask(old.token)).toBe(50014)
  const renewed = pairOf(await demo.refresh(old.refresh_token))
  expect(await ask(renewed.token)).toBe(20000)
  demo.control.expireAllTokens()
  expect(await ask(renewed.token)).toBe(50014)
  expect((await demo.refresh(renewed.refresh_token)).body).toEqual({ code: 50015, message: 'refresh_token过期, 请重新登录' })
  const later = await demo.signIn('admin')
  expect(await ask(later.token)).toBe(20000)
  expect((await demo.refresh(later.refresh_token)).body.code).toBe(20000)
})
