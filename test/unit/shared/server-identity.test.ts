// F72: a server is origin plus API path. One pure function says which spellings mean the same one.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEMO_SERVER, isSameServer, serverIdentity, unknownPathOn } from '../../../src/shared/server-identity'

const identity = (address: string): string => {
  const [, origin = '', apiPath = ''] = /^([^/]*:\/\/[^/]*)(.*)$/.exec(address) ?? []
  return serverIdentity({ origin, apiPath })
}

describe('F72: the identity of a server', () => {
  it.each([
    ['case of scheme and host', 'HTTPS://Admin.Example.COM/api/v2', 'https://admin.example.com/api/v2'],
    ['the usual port of https', 'https://h.example:443/api/v2', 'https://h.example/api/v2'],
    ['the usual port of http', 'http://h.example:80/api/v2', 'http://h.example/api/v2'],
    ['doubled slashes', 'https://h.example//backend///api//v2', 'https://h.example/backend/api/v2'],
    ['a trailing slash', 'https://h.example/api/v2/', 'https://h.example/api/v2'],
    ['index.php', 'https://h.example/backend/index.php/api/v2', 'https://h.example/backend/api/v2'],
    ['a final dot of the name', 'https://h.example./api/v2', 'https://h.example/api/v2'],
    ['encoded plain characters', 'https://h.example/%61pi/v%32', 'https://h.example/api/v2'],
    ['case of percent-encoding', 'https://h.example/%e4%b8%ad/api/v2', 'https://h.example/%E4%B8%AD/api/v2'],
    ['letters that have to be encoded', 'https://h.example/中/api/v2', 'https://h.example/%E4%B8%AD/api/v2'],
    ['an international name', 'https://bücher.example/api/v2', 'https://xn--bcher-kva.example/api/v2'],
    ['dots in the path', 'https://h.example/a/../b/./api/v2', 'https://h.example/b/api/v2'],
    ['numbers of an address', 'http://127.1:8080/api/v2', 'http://127.0.0.1:8080/api/v2'],
  ])('does not hang on %s', (_what, address, same) => {
    expect(identity(address)).toBe(same)
    expect(identity(same)).toBe(same)
  })

  it.each([
    ['another path', 'https://h.example/staging/api/v2', 'https://h.example/prod/api/v2'],
    ['a path below', 'https://h.example/api/v2', 'https://h.example/backend/api/v2'],
    ['another version of the API', 'https://h.example/api/v1', 'https://h.example/api/v2'],
    ['case in the path', 'https://h.example/Staging/api/v2', 'https://h.example/staging/api/v2'],
    ['another port', 'https://h.example/api/v2', 'https://h.example:8443/api/v2'],
    ['another scheme', 'https://h.example/api/v2', 'http://h.example/api/v2'],
    ['an encoded slash', 'https://h.example/a%2Fapi/v2', 'https://h.example/a/api/v2'],
    ['a name that only begins with index.php', 'https://h.example/index.php5/api/v2', 'https://h.example/api/v2'],
    ['the final dot of a name with one part', 'http://intranet./api/v2', 'http://intranet/api/v2'],
  ])('tells %s apart', (_what, one, other) => {
    expect(identity(one)).not.toBe(identity(other))
  })

  it('is one thing for the demo, whatever else stands there, and something else for what is no address', () => {
    expect(serverIdentity({ origin: '', apiPath: '/api/v2' })).toBe(DEMO_SERVER)
    expect(serverIdentity({ origin: 'no address', apiPath: '/api/v2' })).not.toBe(DEMO_SERVER)
  })

  it('of a server whose path is not known is equal to none, and what is not known at all is no server', () => {
    expect(unknownPathOn('https://H.example:443')).toBe('https://h.example/*')
    expect(isSameServer(null, null)).toBe(false)
    expect(isSameServer(DEMO_SERVER, DEMO_SERVER)).toBe(true)
  })

  it('changes nothing when it is applied to its own answer, and any spelling of a path means the same server', () => {
    const segment = fc.oneof(fc.constantFrom('api', 'v2', 'index.php', 'Staging', '%7euser', 'a%2Fb', '中', '..', '.'), fc.webSegment())
    fc.assert(
      fc.property(fc.webAuthority({ withPort: true }), fc.array(segment, { maxLength: 5 }), fc.integer({ min: 1, max: 3 }), (authority, segments, slashes) => {
        const origin = `https://${authority}`
        if (!URL.canParse(origin)) return
        const plain = serverIdentity({ origin, apiPath: `/${segments.join('/')}` })
        expect(identity(plain)).toBe(plain)
        if (segments.includes('..')) return
        const doubled = `${'/'.repeat(slashes)}${segments.join('/'.repeat(slashes))}${'/'.repeat(slashes)}`
        expect(serverIdentity({ origin: origin.toUpperCase().replace('HTTPS', 'https'), apiPath: doubled })).toBe(plain)
      }),
    )
  })
})
