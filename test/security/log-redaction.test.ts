// Attack: the log file of a colleague's machine is read for tokens and passwords.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog, LOG_SCOPES, redact } from '../../src/main/log'
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

const QUOTED = String.raw`(?<esc>\\+)"[^]*?(?:(?<!\\)\k<esc>"|$)|"(?:[^"\\]|\\[^])*(?:"|\\?$)|'(?:[^'\\]|\\[^])*(?:'|\\?$)|\x60(?:[^\x60\\]|\\[^])*(?:\x60|\\?$)`
/** The same in plain patterns, which cost the square of the length of a text. */
const FORMER: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/(bearer\s+)\S+/gi, '$1[token]'],
  [/(https?:\/\/)[^\s/?#@]+@/g, '$1[hidden]@'],
  [new RegExp(String.raw`((?:password\w*|passwd|pwd|secret|token)\\*["']\s*,\s*)(?:${QUOTED})`, 'gi'), '$1[hidden]'],
  [new RegExp(String.raw`((?:password\w*|passwd|pwd|secret|token|authorization)(?:\\*["']|%22)?\s*(?:[:=]>?|%3a|%3d)\s*)(?:${QUOTED}|[^\s,}&]+)`, 'gi'), '$1[hidden]'],
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
      '\\',
      "'",
      '@',
      '%22',
      '%3A',
      '=>',
      'secret',
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
  it.each([
    'eyJ',
    'password',
    'http://',
    'bearer ',
    'token ',
    '"token":"',
    'token   ',
    'eyJa.',
    'x-',
    'https://a',
    'token"\\',
    'token\\',
    'token:"\\',
    "pwd='",
    'secret",',
    'https://a@',
    'token%22%3A',
  ])(
    'takes two million letters of %j',
    (word) => {
      const text = word.repeat(Math.ceil(2_000_000 / word.length))
      expect(redact(text).length).toBeLessThanOrEqual(text.length + 9 * text.length)
    },
    60_000,
  )
})

/** A secret of any letters that its shape can hold, in all the shapes in which one has a way into a line: what the parts of this program handle, and what Node prints of it. */
const SHAPES: Readonly<Record<string, (secret: string, name: string) => unknown>> = {
  'JSON, cut off': (secret, name) => JSON.stringify({ id: 1, [name]: secret }).slice(0, -2),
  JSON: (secret, name) => JSON.stringify({ id: 1, [name]: secret, last: true }),
  'JSON within JSON': (secret, name) => JSON.stringify({ body: JSON.stringify({ [name]: secret }), last: true }),
  'a form': (secret, name) => `id=1&${name}=${encodeURIComponent(secret)}&last=1`,
  'an address': (secret, name) => `GET https://a.example.com/api/x?${name}=${encodeURIComponent(secret)}`,
  'an address with a name before the host': (secret) => `connect to https://admin:${encodeURIComponent(secret)}@a.example.com/api failed`,
  'a printed object': (secret, name) => inspect({ id: 1, [name]: secret }),
  'a printed map': (secret, name) => inspect(new Map([[name, secret]])),
  'a printed pair': (secret, name) => inspect([[name, secret]]),
  'percent signs': (secret, name) => encodeURIComponent(JSON.stringify({ [name]: secret })),
  'an error': (secret, name) => new Error(`refused: ${JSON.stringify({ [name]: secret })}`),
  'the cause of an error': (secret, name) => new Error('refused', { cause: new Error(JSON.stringify({ [name]: secret })) }),
}

describe('every scope of the log', () => {
  const words = fc.stringMatching(/^[A-Za-z0-9!#$%&()*+,./:;<=>?@^_{|}~"'` -]{7,20}$/).map((word) => `Sec-${word}`)
  /** What is long enough to be known for it. */
  const inner = (secret: string): string => secret.replace(/^Sec-/, '')

  it('lets no token and no password through, at no level, in no shape', () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-scopes-'))
    const log = createLog(folder)
    const scopes = [log, ...LOG_SCOPES.map(log.of)]
    const file = join(folder, 'logs', 'main.log')
    const names = ['password', 'password_orig', 'newPassword', 'token', 'refresh_token', 'X-Token', 'access_token', 'client_secret']
    fc.assert(
      fc.property(words, fc.constantFrom(...names), fc.constantFrom(...Object.keys(SHAPES)), fc.nat(scopes.length - 1), fc.constantFrom('info', 'warn', 'fault'), (secret, name, shape, at, level) => {
        rmSync(file, { force: true })
        const line = SHAPES[shape]?.(secret, name)
        const scope = scopes[at] ?? log
        if (level === 'fault' || line instanceof Error) scope.fault(line, '0a1b2c3d')
        else scope[level as 'info' | 'warn'](String(line))
        const written = readFileSync(file, 'utf8')
        expect(written).toMatch(/\[(info|warn|error)\]/)
        for (const form of [inner(secret), encodeURIComponent(inner(secret)), JSON.stringify(inner(secret)).slice(1, -1)]) expect(written, `${shape}: ${String(line)}`).not.toContain(form)
      }),
      { numRuns: 3000, seed: SEED },
    )
    rmSync(folder, { recursive: true })
  })
  it('stands in its lines, with the level; an id before what it names; a line is one line, whatever it quotes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-scopes-'))
    const log = createLog(folder)
    for (const scope of LOG_SCOPES) log.of(scope).warn(`of ${scope}\n[2026-01-01 00:00:00.000] [info]  (session) forged`)
    log.of('crash').fault(new Error(`in ${join(homedir(), 'somewhere')}`), '0a1b2c3d')
    const written = readFileSync(join(folder, 'logs', 'main.log'), 'utf8').split('\n')
    for (const [index, scope] of LOG_SCOPES.entries()) expect(written[index]).toMatch(new RegExp(`^\\[.+\\] \\[warn\\] +\\(${scope}\\) of ${scope} \\[2026-01-01`))
    expect(written[LOG_SCOPES.length]).toMatch(/\[error\] +\(crash\) \[0a1b2c3d\] Error: in ~.somewhere$/)
    rmSync(folder, { recursive: true })
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
