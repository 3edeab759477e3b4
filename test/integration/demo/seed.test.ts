import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Demo, items, openDemo, total } from './demo-world'

async function allUsers(demo: Demo): Promise<Record<string, unknown>[]> {
  const { token } = await demo.signIn('admin')
  return items(await demo.call('GET', '/sys/user/users?limit=10000&sort=%2Bid', { token }))
}

const digest = (rows: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(rows)).digest('hex')

test('4,310 made-up users beside the three named accounts, the same ones every time, for less than 1.5 s of work', async () => {
  // What this process has worked, not what the clock says: others may be busy on the machine.
  const before = process.cpuUsage()
  const demo = await openDemo({ generatedUsers: undefined })
  expect(process.cpuUsage(before).user).toBeLessThan(1_500_000)
  const users = await allUsers(demo)
  expect(users).toHaveLength(4313)
  expect(users.slice(0, 3).map((user) => [user['id'], user['username'], user['role']])).toEqual([
    [1, 'admin', [1]],
    [2, 'test', [2]],
    [3, 'editor', []],
  ])
  expect(new Set(users.map((user) => String(user['username']).toLowerCase())).size).toBe(4313)
  expect(digest(users)).toBe(digest(await allUsers(await openDemo({ generatedUsers: undefined }))))
})

test('fewer users are the first of the same people', async () => {
  const [few, more] = [await allUsers(await openDemo({ generatedUsers: 5 })), await allUsers(await openDemo({ generatedUsers: 50 }))]
  expect(few).toEqual(more.slice(0, 8))
})

test("the people are varied, plausible and nobody's", async () => {
  const users = (await allUsers(await openDemo({ generatedUsers: undefined }))).slice(3)
  const share = (test: (user: Record<string, unknown>) => boolean): number => users.filter(test).length / users.length
  const name = (user: Record<string, unknown>): string => String(user['username'])
  expect(
    share((user) => /^[a-z]+\.[a-z]+\d*$/.test(name(user))),
    'Latin names',
  ).toBeCloseTo(0.5, 1)
  expect(
    share((user) => /^\p{Script=Han}/u.test(name(user))),
    'names in characters',
  ).toBeCloseTo(0.085, 1)
  expect(users.every((user) => /^(\p{Script=Han}{2,3}\d*|[a-z]+(\.[a-z]+)?\d*)$/u.test(name(user)))).toBe(true)
  expect(users.every((user) => /^$|@(mail\.)?example\.com$/.test(String(user['email'])))).toBe(true)
  expect(users.every((user) => /^$|^13\d0000\d{4}$|^\+44 7700 900\d{3}$/.test(String(user['tel'])))).toBe(true)
  expect(share((user) => user['status'] === 0)).toBeCloseTo(0.08, 1)
  for (const column of ['role', 'dept'] as const) {
    expect(new Set(users.flatMap((user) => user[column] as number[])).size).toBeGreaterThan(7)
  }
  expect(users.every((user) => user['last_login_time'] === null || Number(user['last_login_time']) >= Number(user['create_time']))).toBe(true)
  expect(
    users.some((user) => (user['role'] as number[]).includes(1)),
    'nobody else holds every right',
  ).toBe(false)
})

test('generated users cannot sign in with anything one could guess', async () => {
  const demo = await openDemo({ generatedUsers: 3 })
  const username = demo.control.user(4)?.username ?? ''
  for (const password of ['', username, 'admin', '123456', 'password']) {
    await expect(demo.signIn(username, password)).rejects.toThrow(/60204/)
  }
})

test('data that is there is opened as it is: edits, passwords and sessions are there tomorrow', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-data-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const options = { database: join(folder, 'demo.db'), signingKey: 's'.repeat(32), refresh: 'rotating', rotationGraceMs: 10_000 } as const
  const first = await openDemo({ ...options, generatedUsers: 7 })
  const pair = await first.signIn('admin')
  const next = (await first.refresh(pair.refresh_token)).body.data
  first.control.updateUser(5, { email: 'kept@example.com' })
  first.control.deleteUser(6)
  await first.control.setPassword('editor', 'Kept-pass-1')
  await first.call('GET', '/sys/user/list')
  await first.close()

  const second = await openDemo({ ...options, generatedUsers: 99, accounts: { editor: 'unused' } })
  expect([second.control.userCount(), second.control.user(5)?.email, second.control.user(6)]).toEqual([9, 'kept@example.com', undefined])
  await second.signIn('editor', 'Kept-pass-1')
  const logs = await second.call('GET', '/sys/log/logs?query=~uri&uri=list', { token: pair.token })
  expect([logs.body.code, total(logs)]).toEqual([20000, 1])
  expect((await second.refresh(pair.refresh_token)).body.data, 'the grace outlives a restart').toEqual(next)
  second.advance(10)
  expect((await second.refresh(pair.refresh_token)).body.code, 'a used token stays used').toBe(50015)
})

test('a data file needs its key, and a wrong one leaves it as it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-key-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const database = join(folder, 'demo.db')
  await (await openDemo({ database, databaseKey: '11'.repeat(32) })).close()
  await expect(openDemo({ database, databaseKey: '22'.repeat(32) })).rejects.toThrow()
  await expect(openDemo({ database })).rejects.toThrow()
  expect((await openDemo({ database, databaseKey: '11'.repeat(32) })).control.userCount()).toBe(3)
})
