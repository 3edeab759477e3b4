import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { PROTECTED, TOKEN_ONLY, openDemo } from './demo-world'

const PASSWORDS = { admin: 'Hunted-admin-7f3a', test: 'Hunted-test-91bc', editor: 'Hunted-editor-c044' }
const CREATED = 'Hunted-created-55de'
const CHANGED = 'Hunted-Changed-1e77'

// Attack: the original's log shows every reader whole bearer tokens and password hashes, its user list hands out the
// hashes, and `info` dumps the server's environment.
test('no password, hash, token or key is in any answer, in the log, or in the clear in the data file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-secrets-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const signingKey = 'hunted-signing-key-0123456789abcdef'
  const demo = await openDemo({ database: join(folder, 'demo.db'), signingKey, accounts: PASSWORDS, generatedUsers: 20 })
  const answers: string[] = []
  const tokens: string[] = []
  const ask = async (...args: Parameters<typeof demo.call>): Promise<void> => {
    answers.push((await demo.call(...args)).text)
  }

  for (const name of ['admin', 'test', 'editor'] as const) {
    const pair = await demo.signIn(name, PASSWORDS[name])
    tokens.push(pair.token, pair.refresh_token)
    await demo.refresh(pair.refresh_token).then((answer) => tokens.push(...Object.values(answer.body.data as Record<string, string>)))
    await ask('POST', '/sys/user/login', { body: { username: name, password: `${PASSWORDS[name]}-wrong` } })
  }
  const token = tokens[0] ?? ''
  await ask('POST', '/sys/user/users', { token, body: { username: 'new', password: CREATED, role: [], dept: [] }, headers: { 'idempotency-key': 'k' } })
  await ask('PUT', '/sys/user/users', { token, body: { id: 4, username: 'x', password: CREATED, role: [], dept: [], note: token } })
  await ask('PUT', '/sys/user/password', { body: { username: 'editor', password_orig: PASSWORDS.editor, password: CHANGED, password_confirmation: CHANGED } })
  await ask('GET', `/sys/user/githubauth?code=${CREATED}&state=${CREATED}`)
  await ask('GET', `/sys/dept/depts?anything=${token}`, { token, headers: { 'x-token': token, cookie: `sid=${CREATED}` } })
  await ask('GET', `/sys/user/list/${token}`, { token })
  for (const { method, path, body } of [...PROTECTED, ...TOKEN_ONLY]) {
    if (method === 'GET') await ask(method, path, { token })
    else await ask(method, `${path}`, { token: 'garbage', body })
  }
  await ask('GET', '/sys/user/users?limit=100', { token })
  await ask('GET', '/sys/log/logs?limit=1000', { token })
  const log = answers.at(-1) ?? ''
  expect(log).toContain('sys/user/password')
  expect(log).toContain('••••')
  await demo.close()

  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
  const onDisk = Buffer.concat(files)
  const inAnswers = answers.join('\n')
  const signatures = tokens.map((text) => text.split('.')[2] ?? '')
  for (const secret of [...Object.values(PASSWORDS), CREATED, CHANGED, signingKey, ...tokens, ...signatures]) {
    expect(inAnswers.includes(secret), `an answer holds ${secret}`).toBe(false)
    expect(onDisk.includes(secret), `the data file holds ${secret}`).toBe(false)
  }
  expect(inAnswers).not.toMatch(/scrypt\$|"password":"(?!••••)|"sql"|_SERVER/)
  expect(onDisk.includes('scrypt$'), 'the hashes are where they belong').toBe(true)
})

test('a data file with a key holds nothing in the clear', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-sealed-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const demo = await openDemo({ database: join(folder, 'demo.db'), databaseKey: 'ab'.repeat(32), generatedUsers: 20 })
  await demo.close()
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
  const onDisk = Buffer.concat(files)
  for (const text of ['SQLite format', 'admin', 'scrypt$', 'example.com', '超级管理员']) expect(onDisk.includes(text)).toBe(false)
})

test('users with the same password have different hashes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-hashes-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const demo = await openDemo({ database: join(folder, 'demo.db'), accounts: { admin: 'same', test: 'same', editor: 'same' } })
  await demo.close()
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')))
  const hashes = files.join('').match(/scrypt\$\d+\$[\w-]{22}\$[\w-]{43}/g) ?? []
  expect(new Set(hashes).size, 'three accounts and the one of all generated users').toBe(3)
})
