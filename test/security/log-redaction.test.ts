// Attack: the log file of a colleague's machine is read for tokens and passwords.
import { describe, expect, it, vi } from 'vitest'
import { SecretToken } from '../../src/main/session/secret-token'

vi.mock('electron-log/main', () => ({ default: {} }))
const { redact } = await import('../../src/main/log')

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
