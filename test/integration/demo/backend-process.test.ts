import { expect, onTestFinished, test } from 'vitest'
import { readOptions } from '../../support/backend/run-backend-process'
import { startBackendProcess } from '../../support/backend-process'

async function signIn(url: string, username: string, password: string): Promise<{ code: number; data?: { token: string } }> {
  const response = await fetch(`${url}/api/v2/sys/user/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  return (await response.json()) as { code: number; data?: { token: string } }
}

test('runs in a process of its own and obeys the control from here', async () => {
  const backend = await startBackendProcess({ generatedUsers: 5, accounts: { admin: 'Another-1' }, quirks: { noJti: true } })
  onTestFinished(() => backend.close())
  const { control, url } = backend
  expect((await signIn(url, 'admin', 'admin')).code).toBe(60204)
  const { data } = await signIn(url, 'admin', 'Another-1')
  const info = async () => (await fetch(`${url}/api/v2/sys/user/info`, { headers: { authorization: `Bearer ${data?.token ?? ''}` } })).status
  expect(await info()).toBe(200)
  await control.expireAccessTokens()
  expect(await info()).toBe(401)
  expect(await control.counts()).toMatchObject({ total: 4, signIn: 2, codes: { 20000: 2, 50014: 1, 60204: 1 } })
  expect([await control.userCount(), (await control.user(3))?.username, await control.user(99)]).toEqual([8, 'editor', undefined])
  await control.setPassword('editor', 'Changed-1')
  expect((await signIn(url, 'editor', 'Changed-1')).code).toBe(20000)
  await expect(control.updateUser(3, { role: [77] })).rejects.toThrow(/foreign key/)
})

test('ends when asked, and only once', async () => {
  const backend = await startBackendProcess({ generatedUsers: 0 })
  await Promise.all([backend.close(), backend.close()])
  await expect(fetch(backend.url)).rejects.toThrow()
  await expect(backend.control.counts()).rejects.toThrow()
})

test('says why it does not start', async () => {
  await expect(startBackendProcess({ database: '/nowhere/at/all/demo.db' })).rejects.toThrow(/has ended[^]*unable to open/i)
})

test('options come from the environment, and from the command line before it', () => {
  const env = { HOLDFAST_BACKEND_OPTIONS: JSON.stringify({ database: 'a.db', port: 1, generatedUsers: 7, refresh: 'rotating' }) }
  expect(readOptions(['--port', '8080', '--quirk', 'noJti', '--quirk', 'phpWarnings', '--access-s', '15'], env)).toEqual({
    database: 'a.db',
    signingKey: expect.stringMatching(/^[\w-]{43}$/) as string,
    port: 8080,
    generatedUsers: 7,
    refresh: 'rotating',
    lifetimes: { accessSeconds: 15, refreshSeconds: 604_800 },
    quirks: { noJti: true, phpWarnings: true },
  })
  expect(readOptions([], {})).toEqual({ database: ':memory:', signingKey: expect.any(String) as string })
  expect(readOptions(['--help'], {})).toContain('--refresh')
})

test.each([
  [['--port', 'x'], {}, /^port: /],
  [['--quirk', 'nosuch'], {}, /^quirks: .*nosuch/],
  [['--password', 'x'], {}, /Unknown option/],
  [[], { HOLDFAST_BACKEND_OPTIONS: '{"signingKey":"hunted-secret' }, /is not JSON\.$/m],
  [[], { HOLDFAST_BACKEND_OPTIONS: '{"signingKey":"hunted-secret"}' }, /^signingKey: /],
])('refuses %j %j and repeats no secret', (argv, env, reason) => {
  const answer = readOptions(argv, env)
  expect(answer).toMatch(reason)
  expect(answer).not.toContain('hunted-secret')
})
