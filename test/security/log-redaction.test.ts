// Attack: the log file of a colleague's machine is read for tokens and passwords.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog, redact } from '../../src/main/log'
import { SecretToken } from '../../src/main/session/secret-token'

const SEED = Number(process.env['HOLDFAST_SEED'] ?? Date.now() % 2 ** 31)
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

/** As it was before it was linear. */
const FORMER: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/(bearer\s+)\S+/gi, '$1[token]'],
  [/("?(?:password\w*|token|refresh_token|x-token|authorization)"?\s*[:=]\s*)("[^"]*"|[^\s,}&]+)/gi, '$1[hidden]'],
  [/(https?:\/\/[^\s?#]+)[?#]\S*/g, '$1'],
]

describe('hiding', () => {
  it('says of any text what the plain patterns say', () => {
    const piece = fc.constantFrom(
      'eyJ',
      '.',
      '-',
      'a',
      '_',
      ' ',
      '\n',
      '"',
      ':',
      '=',
      ',',
      '&',
      '}',
      '?',
      '#',
      '/',
      'http://',
      'https://',
      'bearer ',
      'Bearer',
      'password',
      'token',
      'refresh_token',
      'x-token',
      'X-',
      'authorization',
      '$1',
      '$&',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 24 }), (pieces) => {
        const text = pieces.join('')
        expect(redact(text)).toBe(FORMER.reduce((so, [pattern, replacement]) => so.replace(pattern, replacement), text))
      }),
      { numRuns: 20_000, seed: SEED },
    )
  })
  // Each takes minutes when its square is looked through, and a blink when not: the limit of the test tells them apart on any machine.
  it.each(['eyJ', 'password', 'http://', 'bearer ', 'token ', '"token":"', 'token   ', 'eyJa.', 'x-', 'https://a'])(
    'takes two million letters of %j',
    (word) => {
      const text = word.repeat(Math.ceil(2_000_000 / word.length))
      expect(redact(text).length).toBeLessThanOrEqual(text.length + 9 * text.length)
    },
    60_000,
  )
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
  it('cuts a line that nobody would read, with nothing secret at the cut, and is its owner’s alone', () => {
    log.info(`${'x'.repeat(15_990)} password=hunter2-geheim ${'y'.repeat(100_000)}`)
    const line = readFileSync(file('main.log'), 'utf8').trimEnd().split('\n').at(-1) ?? ''
    expect(line).toMatch(/characters more\)$/)
    expect(line).not.toContain('hunter')
    expect(line.length).toBeLessThan(16_200)
    expect(statSync(file('main.log')).mode & 0o077).toBe(0)
  })
  it('holds at most a megabyte, and one older file', () => {
    for (let line = 0; line < 330; line += 1) log.info('x'.repeat(10_000))
    expect(statSync(file('main.log')).size).toBeLessThan(1_100_000)
    expect(statSync(file('main.old.log')).size).toBeLessThan(1_100_000)
  })
})
