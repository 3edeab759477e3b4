import { expect, test } from 'vitest'
import { linkOnPage } from '../../support/provider-page'
import { claims, type Demo, openDemo, type Pair } from './demo-world'

const setup = { authorizeUrl: 'https://gitee.example/oauth/authorize?x=1', redirectUri: 'http://127.0.0.1:9/back', email: 'test@holdfast.example' }

async function authUrl(demo: Demo, name = 'githubauth'): Promise<URL> {
  return new URL(((await demo.call('GET', `/sys/user/${name}`)).body.data as { auth_url: string }).auth_url)
}

/** A code as the provider's page gives it out. */
async function codeFrom(demo: Demo): Promise<URLSearchParams> {
  return new URL(await linkOnPage((await authUrl(demo)).href, 'allow')).searchParams
}

async function openWithPage(email = setup.email): Promise<Demo> {
  const demo = await openDemo()
  demo.control.updateUser(2, { email: setup.email })
  demo.control.setThirdParty('github', { ...setup, authorizeUrl: `${demo.url}/oauth/github`, email })
  return demo
}

test('answers the address of a third party that is set up, with a state of its own each time', async () => {
  const demo = await openDemo({ thirdParties: { gitee: setup } })
  const url = await authUrl(demo, 'giteeauth')
  expect(url.origin + url.pathname).toBe('https://gitee.example/oauth/authorize')
  expect(Object.fromEntries(url.searchParams)).toMatchObject({ x: '1', response_type: 'code', redirect_uri: setup.redirectUri, state: expect.stringMatching(/^[0-9a-f]{32}$/) as string })
  expect((await authUrl(demo, 'giteeauth')).searchParams.get('state')).not.toBe(url.searchParams.get('state'))
  expect((await demo.call('GET', '/sys/user/githubauth')).body).toEqual({ code: 20000, data: {} })
  demo.control.setThirdParty('gitee', null)
  expect((await demo.call('GET', '/sys/user/giteeauth')).body).toEqual({ code: 20000, data: {} })
})

test('leaves the way back out of the address where the third party knows it itself', async () => {
  const demo = await openDemo({ thirdParties: { gitee: { ...setup, redirectUri: null } } })
  expect((await authUrl(demo, 'giteeauth')).searchParams.has('redirect_uri')).toBe(false)
})

test('signs the user of the e-mail in by a code, once, whatever the state is', async () => {
  const demo = await openWithPage()
  const code = (await codeFrom(demo)).get('code')
  const first = await demo.call('GET', `/sys/user/githubauth?code=${code}&state=anything`)
  expect(claims((first.body.data as Pair).token)).toMatchObject({ user_id: '2', scopes: 'role_access' })
  expect((await demo.call('GET', `/sys/user/githubauth?code=${code}&state=anything`)).body.code).toBe(60206)
})

test('answers plain text without a state, as the original does', async () => {
  const demo = await openWithPage()
  const answer = await demo.call('GET', `/sys/user/githubauth?code=${(await codeFrom(demo)).get('code')}`)
  expect([answer.status, answer.text]).toEqual([200, 'Invalid state'])
})

test('names the e-mail that belongs to nobody, and keeps a disabled user out', async () => {
  const stranger = await openWithPage('stranger@example.com')
  expect((await stranger.call('GET', `/sys/user/githubauth?${await codeFrom(stranger)}`)).body).toEqual({ code: 60206, message: '邮箱 stranger@example.com 未绑定用户' })
  const demo = await openWithPage()
  demo.control.updateUser(2, { status: 0 })
  expect((await demo.call('GET', `/sys/user/githubauth?${await codeFrom(demo)}`)).body).toEqual({ code: 60206, message: '用户已被禁用' })
})

test('a code is for the third party that gave it', async () => {
  const demo = await openWithPage()
  demo.control.setThirdParty('gitee', setup)
  expect((await demo.call('GET', `/sys/user/giteeauth?${await codeFrom(demo)}`)).body.code).toBe(60206)
})

test('the page of a third party leads back with the state that came, agreeing or refusing, and is not there unless set up', async () => {
  const demo = await openWithPage()
  const page = `${demo.url}/oauth/github?state=mine%22%3E&redirect_uri=${encodeURIComponent('http://127.0.0.1:9/other?y=2')}`
  const refused = new URL(await linkOnPage(page, 'deny'))
  expect(refused.origin + refused.pathname).toBe('http://127.0.0.1:9/other')
  expect(Object.fromEntries(refused.searchParams)).toEqual({ y: '2', error: 'access_denied', state: 'mine">' })
  expect((await fetch(`${demo.url}/oauth/gitee?state=x`)).status).toBe(404)
  expect((await fetch(`${demo.url}/oauth/other`)).status).toBe(404)
})

test('leaves no code and no state in the log', async () => {
  const demo = await openWithPage()
  const params = await codeFrom(demo)
  await demo.call('GET', `/sys/user/githubauth?${params}`)
  const { token } = await demo.signIn('admin')
  const logs = await demo.call('GET', '/sys/log/logs?offset=1&limit=50&sort=-id', { token })
  expect(logs.text).toContain('githubauth')
  expect(logs.text).not.toContain(params.get('code'))
  expect(logs.text).not.toContain(params.get('state'))
})
