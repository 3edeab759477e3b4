import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usualName, withUsualNames } from '../../../src/main/backend/header-names'

describe('F58: the names of headers on the wire', () => {
  it.each([
    ['authorization', 'Authorization'],
    ['x-token', 'X-Token'],
    ['content-type', 'Content-Type'],
    ['accept', 'Accept'],
    ['idempotency-key', 'Idempotency-Key'],
    ['User-Agent', 'User-Agent'],
    ['DNT', 'DNT'],
    ['x-2fa', 'X-2fa'],
  ])('%s goes out as %s', (name, expected) => {
    expect(usualName(name)).toBe(expected)
  })
  it('stay the same names, with the same values, none lost', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), fc.string()), (headers) => {
        const named = withUsualNames(headers)
        expect(Object.fromEntries(Object.entries(named).map(([name, value]) => [name.toLowerCase(), value]))).toEqual(headers)
        for (const name of Object.keys(named)) expect(name).not.toMatch(/(^|-)[a-z]/)
      }),
    )
  })
})
