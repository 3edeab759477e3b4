import fc from 'fast-check'
import { expect, it } from 'vitest'
import { secretBody } from '../../../src/main/backend/secret-body'
import { seed } from '../../support/seed'

it(`a body with a secret is the JSON of it, whatever signs it holds, as text and as bytes (seed ${seed})`, () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('"', '\\', '\n\t\u0000\u001f', '密码 😀', `a"b\\c${'x'.repeat(1000)}`))
  fc.assert(
    fc.property(text, text, (username, password) => {
      const read = (secret: string | Uint8Array): unknown => JSON.parse(Buffer.from(secretBody({ username }, { password: secret }).bytes).toString('utf8'))
      expect(read(password)).toEqual({ username, password })
      expect(read(new TextEncoder().encode(password))).toEqual({ username, password })
    }),
    { seed, numRuns: 300 },
  )
})

it('wiped, neither the body nor the bytes of the secret hold anything of it', () => {
  const secret = new TextEncoder().encode('Sesame-Open-7')
  const { bytes, wipe } = secretBody({ username: 'admin' }, { password: secret })
  wipe()
  expect([...secret, ...bytes].every((byte) => byte === 0)).toBe(true)
})
