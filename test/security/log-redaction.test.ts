// Attack: the log file of a colleague's machine is read for tokens and passwords.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog, redact } from '../../src/main/log'
import { SecretToken } from '../../src/main/session/secret-token'

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoiMSJ9.c2lnbmF0dXJl'

describe('the log', () => {
  it.each([
    `Authorization: Bearer ${JWT}`,
    `X-Token: ${JWT}`,
    `{"token":"${JWT}","refresh_token":"${JWT}"}`,
    `failed for ${JWT} at line 3`,
    'Bearer opaque-token-123',
    '{"username":"admin","password":"hunter2-geheim"}',
    'password=hunter2-geheim&x=1',
    'password_orig: hunter2-geheim',
    'GET https://a.example.com/api?password=hunter2-geheim',
  ])('hides what is secret in: %s', (line) => {
    const written = redact(line)
    expect(written).not.toContain(JWT)
    expect(written).not.toContain('hunter2-geheim')
    expect(written).not.toContain('opaque-token-123')
  })
  it('keeps what helps', () => {
    expect(redact('users.save failed: OFFLINE after 3 attempts')).toBe('users.save failed: OFFLINE after 3 attempts')
  })
})

describe('a token in our own code', () => {
  it('does not print itself, whichever way it is printed', async () => {
    const { inspect } = await import('node:util')
    const token = new SecretToken(JWT)
    for (const text of [String(token), `${token.toString()}`, JSON.stringify({ token }), inspect({ token }, { depth: 9, showHidden: true })]) expect(text).not.toContain(JWT)
  })
})

describe('the log file', () => {
  let folder: string
  let log: ReturnType<typeof createLog>
  const file = (name: string): string => join(folder, 'logs', name)
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-log-'))
    log = createLog(folder)
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it('gets what happened, and of errors their places, without what is secret', () => {
    log.info(`began with ${JWT}`)
    log.fault(new Error('password=hunter2-geheim'))
    const text = readFileSync(file('main.log'), 'utf8')
    expect(text).toContain('began with [token]')
    expect(text).toMatch(/Error: password=\[hidden\]\n\s+at /)
    expect(text).not.toContain('hunter2-geheim')
  })
  it('holds at most a megabyte, and one older file', () => {
    for (let line = 0; line < 330; line += 1) log.info('x'.repeat(10_000))
    expect(statSync(file('main.log')).size).toBeLessThan(1_100_000)
    expect(statSync(file('main.old.log')).size).toBeLessThan(1_100_000)
  })
})
