// The server's log holds everybody's tokens and password hashes. Whatever is put where, no page, file or clipboard may get one.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskPlain, maskText } from '../../../src/main/backend/log-masking'
import { BOUNDS_IN_LIST, BOUNDS_OF_ONE, maskParams } from '../../../src/main/backend/log-params'
import type { LogNode } from '../../../src/shared/resources/log'
import { seed } from '../../support/seed'

const EXPIRES_S = 1_790_000_000
const jwt = (claims: object, tail = 's1gnatur3'): string => [{ typ: 'JWT', alg: 'HS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + `.${tail}`
const TOKEN = jwt({ user_id: '2', exp: EXPIRES_S })
const HASH = '21232f297a57a5a743894a0e4a801fc3'
const mask = (kind: string, more: object = {}) => ({ mask: kind, userId: null, expiresAt: null, ...more })
const claims = { userId: 2, expiresAt: EXPIRES_S * 1000 }
const told = (params: unknown): Record<string, LogNode['value']> => Object.fromEntries(maskParams(params, BOUNDS_OF_ONE).nodes.map(({ key, value }) => [key, value]))

describe('a value of the log', () => {
  it('under the name of a secret goes, whatever it is; of a token its user and its end stay', () => {
    expect(
      told({
        Authorization: `Bearer ${TOKEN}`,
        'X-Token': TOKEN,
        Cookie: 'PHPSESSID=abc; lang=en',
        password: HASH,
        password_orig: 'hunter2',
        refresh_token: 'opaque',
        'X-API-KEY': 'k',
        code: 4711,
        client_secret: { a: 'b' },
        Host: 'example.org',
        status: 1,
      }),
    ).toEqual({
      Authorization: [mask('bearer', claims)],
      'X-Token': [mask('token', claims)],
      Cookie: [mask('secret')],
      password: [mask('hash')],
      password_orig: [mask('password')],
      refresh_token: [mask('token')],
      'X-API-KEY': [mask('secret')],
      code: [mask('secret')],
      client_secret: [mask('secret')],
      Host: ['example.org'],
      status: ['1'],
    })
  })

  it('that is empty is told: it holds no secret', () => {
    expect(told({ password: '', token: null })).toEqual({ password: [], token: ['null'] })
  })

  it('is found in URLs, forms, JSON within texts and headers that were written down', () => {
    const texts: [string, string][] = [
      ['/api/v2/x?token=abc&page=2', '/api/v2/x?token=••••&page=2'],
      [`https://h/cb#access_token=${TOKEN}&x=1`, 'https://h/cb#access_token=••••&x=1'],
      ['{"username":"ada","password":"a\\"b","page":2}', '{"username":"ada","password":••••,"page":2}'],
      ['password=two words&x', 'password=••••&x'],
      ['https://ada:hunter2@example.org/', 'https://ada:••••@example.org/'],
      ['https://ada:hun@ter2@example.org/', 'https://ada:••••@example.org/'],
      ['<password>x&amp;y</password>', '<password>••••</password>'],
      ['s:8:"password";s:7:"hunter2";s:1:"x"', 's:8:"password";s:7:••••;s:1:"x"'],
      ['name="password"\r\n\r\nhunter2\r\n--end', 'name="password"\r\n\r\n••••\n--end'],
      ['"tokens":["a","b"],"page":2', '"tokens":••••'],
      ['the weather is fine', 'the weather is fine'],
      ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'],
    ]
    for (const [text, shown] of texts) expect(maskPlain(text), text).toBe(shown)
  })

  it('is masked as the value of a pair, whichever of the two comes first, and as what follows its name in a list', () => {
    const secret = [mask('password')]
    const bearer = [mask('bearer', claims)]
    const values = (params: unknown): unknown[] =>
      maskParams(params, BOUNDS_OF_ONE)
        .nodes.filter(({ kind }) => kind === 'text')
        .map(({ value }) => value)
    expect(values({ list: [{ name: 'password', value: 'hunter2' }] })).toEqual([['password'], secret])
    expect(values({ list: [{ Value: 'hunter2', Name: 'user_password' }] })).toEqual([secret, ['user_password']])
    expect(values({ list: [{ field: 'password', content: { old: 'hunter2' } }] })).toEqual([['password'], secret])
    expect(JSON.stringify(maskParams({ list: [{ key: 'password', value: 'hunter2' }] }, BOUNDS_OF_ONE))).not.toContain('hunter2')
    expect(
      values({
        headers: [
          ['Authorization', `Bearer ${TOKEN}`],
          ['Host', 'example.org'],
        ],
      }),
    ).toEqual([['Authorization'], bearer, ['Host'], ['example.org']])
    expect(values({ headers: ['Host', 'example.org', 'X-Token', TOKEN] })).toEqual([['Host'], ['example.org'], ['X-Token'], [mask('token', claims)]])
    expect(values({ list: [{ name: 'status', value: 'fine' }] })).toEqual([['status'], ['fine']])
  })

  it('is found in texts as a pair, and behind percent codes', () => {
    const texts: [string, string][] = [
      ['[{"name":"password","value":"hunter2"},{"name":"page","value":"2"}]', '[{"name":"password","value":••••},{"name":"page","value":"2"}]'],
      ['{"value":"hunter2","name":"password","page":2}', '{"value":••••,"name":"password","page":2}'],
      ['[["Authorization","hunter2"],["Host","h"]]', '[["Authorization",••••],["Host","h"]]'],
      ['name=password&value=hunter2&page=2', 'name=password&value=••••&page=2'],
      ['{\\"key\\":\\"x\\",\\"name\\":\\"token\\",\\"value\\":\\"hunter2\\"}', '{\\"key\\":••••,\\"name\\":\\"token\\",\\"value\\":••••}'],
      ['/go?to=https%3A%2F%2Fada%3Ahunter2%40example.org%2Fx&page=2', '/go?to=https%3A%2F%2Fada%3A••••%40example.org%2Fx&page=2'],
      ['/go?to=https%253A%252F%252Fada%253Ahunter2%2540h&page=2', '/go?to=https%253A%252F%252Fada%253A••••%2540h&page=2'],
      ['/go?p%61ssword=hunter2&page=2', '/go?p%61ssword=••••&page=2'],
      ['/go?%70%61%73%73%77%6F%72%64=hunter2&page=2', '/go?%70%61%73%73%77%6F%72%64=••••&page=2'],
      ['/go?%E5%AF%86%E7%A0%81=hunter2&page=2', '/go?%E5%AF%86%E7%A0%81=••••&page=2'],
      ['/go?q=100%25%20of%20it&page=2', '/go?q=100%25%20of%20it&page=2'],
      ['the password, please', 'the password, please'],
      ['[{"name":"password","type":"text","value":"hunter2"},{"name":"page","type":"text","value":"2"}]', '[{"name":"password","type":"text","value":••••},{"name":"page","type":"text","value":"2"}]'],
      [`{"value":"hunter2","help":"${'x'.repeat(60)}","name":"password"}`, `{"value":••••,"help":"${'x'.repeat(60)}","name":"password"}`],
      ['[{"name":"page","value":"2"},{"name":"password","value":"hunter2"}]', '[{"name":"page","value":"2"},{"name":"password","value":••••}]'],
      ['{"key":"password","type":"text","value":"hunter2"}', '{"key":••••,"type":"text","value":••••}'],
      ['{"name":"password","hint":"a}b","of":{"name":"x","value":"y"},"value":"hunter2"}', '{"name":"password","hint":"a}b","of":{"name":"x","value":••••},"value":••••}'],
      ['<field name="password" type="text" value="hunter2"/>', '<field name="password" type="text" value=••••/>'],
      ['name=password&type=text&value=hunter2&page=2', 'name=password&type=text&value=••••&page=2'],
    ]
    for (const [text, shown] of texts) expect(maskPlain(text), text).toBe(shown)
  })

  it('is bounded, in values, letters and levels, and says how much is left out', () => {
    const wide = maskParams(Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`k${at}`, at])), BOUNDS_IN_LIST)
    expect(wide).toMatchObject({ isWhole: false })
    expect(wide.nodes.at(-1)).toEqual({ parent: -1, key: '', kind: 'cut', value: ['99940'] })
    const long = maskParams({ body: 'x'.repeat(5_000_000) }, BOUNDS_OF_ONE)
    expect([long.isWhole, JSON.stringify(long).length < 25_000, long.nodes[1]?.kind]).toEqual([false, true, 'cut'])
    let deep: unknown = 1
    for (let level = 0; level < 400; level += 1) deep = [deep]
    expect(maskParams({ deep }, BOUNDS_OF_ONE)).toMatchObject({ isWhole: false })
    expect(maskParams('no object', BOUNDS_OF_ONE)).toEqual({ isWhole: true, nodes: [{ parent: -1, key: '', kind: 'text', value: ['no object'] }] })
  })

  it('that begins before the cut and ends behind it is masked all the same', () => {
    for (const start of [1950, 1985, 1999]) {
      const shown = JSON.stringify(maskParams({ text: `${'x'.repeat(start)} ${TOKEN} tail` }, BOUNDS_IN_LIST).nodes)
      expect(shown).not.toContain(TOKEN.slice(0, 12))
    }
  })
})

/** Printable, and with a beginning that nothing else has: if any of it is seen it came out of here. */
const secretText = fc.string({ unit: fc.constantFrom(...'abcXYZ019 ,;:{}[]\'"\\/&=%<>é密'), minLength: 4, maxLength: 24 }).map((text) => `SEED${text}DEES`)
const openText = fc.string({ unit: fc.constantFrom(...'abc xyz,./'), maxLength: 12 })
const secretName = fc.constantFrom(
  'password',
  'Password',
  'user_password',
  'passwordConfirmation',
  'PWD',
  'token',
  'X-Token',
  'refresh_token',
  'accessToken',
  'Authorization',
  'Cookie',
  'set-cookie',
  'X-API-KEY',
  'apiKey',
  'client_secret',
  'code',
  'state',
)
const openName = fc.constantFrom('name', 'status', 'data', 'items', 'Referer', 'User-Agent', '1', 'x y')

/** A value with secrets in it, and those secrets as nobody may see them. */
interface Seeded {
  readonly value: unknown
  readonly secrets: readonly string[]
}

const seeded: fc.Arbitrary<Seeded> = fc.letrec<{ any: Seeded; leaf: Seeded; group: Seeded; list: Seeded; quoted: Seeded }>((tie) => ({
  any: fc.oneof({ maxDepth: 5, withCrossShrink: true }, tie('leaf'), tie('group'), tie('list'), tie('quoted')),
  leaf: fc.oneof(
    openText.map((value) => ({ value, secrets: [] })),
    fc.tuple(openText, fc.nat(99_999)).map(([text, user]) => {
      const token = jwt({ user_id: user, exp: 1 }, `SEED${user}DEES`)
      return { value: `${text} ${token} ${text}`, secrets: [token, `SEED${user}DEES`] }
    }),
    fc
      .tuple(openText, secretName, secretText)
      .map(([text, name, secret]) => ({ value: `/path?x=${text.trim()}&${encodeURIComponent(name)}=${encodeURIComponent(secret)}&page=1`, secrets: [encodeURIComponent(secret), secret] })),
    fc
      .tuple(secretName, secretText)
      .map(([name, secret]) => ({ value: `/go?to=${encodeURIComponent(`/in?${name}=${encodeURIComponent(secret)}&page=1`)}`, secrets: [encodeURIComponent(encodeURIComponent(secret)), secret] })),
    fc.tuple(secretName, secretText).map(([name, secret]) => ({ value: [{ name, value: secret }, { value: secret, field: name }, [name, secret]], secrets: [secret] })),
    fc.tuple(secretName, secretText).map(([name, secret]) => ({ value: JSON.stringify([{ name, value: secret }, [name, secret]]), secrets: [secret, JSON.stringify(secret).slice(1, -1)] })),
    fc
      .tuple(secretName, secretText, fc.constantFrom('type', 'help', 'required', 'id'), openText, fc.boolean())
      .map(([name, secret, third, text, isLong]) => [name, secret, { [third]: isLong ? text.padEnd(60, 'x') : text }] as const)
      .map(([name, secret, third]) => ({
        value: JSON.stringify([
          { name, ...third, value: secret },
          { value: secret, ...third, field: name },
        ]),
        secrets: [secret, JSON.stringify(secret).slice(1, -1)],
      })),
    fc.tuple(secretName, secretText).map(([name, secret]) => ({
      value: `/x?${[...name].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')}=${encodeURIComponent(secret)}&page=1`,
      secrets: [encodeURIComponent(secret), secret],
    })),
    secretText
      .filter((secret) => !/[\s/]/.test(secret))
      .map((secret) => ({ value: `/go?to=${encodeURIComponent(`https://ada:${encodeURIComponent(secret)}@example.org/`)}`, secrets: [encodeURIComponent(encodeURIComponent(secret)), secret] })),
    secretText.map((secret) => ({ value: `saw Bearer ${secret.replaceAll(/[^A-Za-z0-9]/g, '')} there`, secrets: [secret.replaceAll(/[^A-Za-z0-9]/g, '')] })),
  ),
  group: fc
    .array(
      fc.oneof(
        fc.tuple(openName, tie('any')),
        fc.tuple(
          secretName,
          secretText.map((value): Seeded => ({ value, secrets: [value] })),
        ),
        fc.tuple(
          secretName,
          secretText.map((value): Seeded => ({ value: { list: [{ name: value }] }, secrets: [value] })),
        ),
        fc.tuple(secretName, tie('any')),
      ),
      { maxLength: 5 },
    )
    .map((entries) => ({
      value: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
      secrets: entries.flatMap(([, { secrets }]) => [...secrets]),
    })),
  list: fc.array(tie('any'), { maxLength: 4 }).map((all) => ({ value: all.map(({ value }) => value), secrets: all.flatMap(({ secrets }) => [...secrets]) })),
  // As a text within the JSON, as often as it comes: each time with one more level of escapes.
  quoted: tie('group').map(({ value, secrets }) => ({ value: JSON.stringify(value), secrets: [...secrets, ...secrets.map((one) => JSON.stringify(one).slice(1, -1))] })),
})).any

describe('whatever holds a secret, at any depth', () => {
  it(`shows no part of it, in the list nor in one entry (seed ${seed})`, () => {
    fc.assert(
      fc.property(seeded, ({ value, secrets }) => {
        for (const bounds of [BOUNDS_IN_LIST, BOUNDS_OF_ONE]) {
          const shown = JSON.stringify(maskParams({ body: value }, bounds).nodes)
          expect(shown).not.toContain('SEED')
          expect(shown).not.toContain('DEES')
          for (const secret of secrets) expect(shown).not.toContain(secret)
        }
        if (typeof value === 'string') expect(JSON.stringify(maskText(value))).not.toMatch(/SEED|DEES/)
      }),
      { seed, numRuns: 1500 },
    )
  })

  it('takes a time that grows with its length', () => {
    // Attack: texts that make a search begin again at each letter.
    for (const text of [
      'eyJ'.repeat(80_000),
      'password'.repeat(30_000),
      'password="'.repeat(25_000),
      '\\'.repeat(250_000),
      `token${' '.repeat(250_000)}`,
      '://a:b'.repeat(40_000),
      'bearer '.repeat(30_000),
      '{"name":"token","m":'.repeat(12_000),
    ]) {
      expect(maskText(text).length).toBeGreaterThan(0)
    }
  })
})
