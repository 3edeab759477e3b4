import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apiPathsOf, parseAddress } from '../../../src/shared/server-address'

const pathsOf = (typed: string): readonly string[] => {
  const parsed = parseAddress(typed)
  if (!parsed) throw new Error(`no address: ${typed}`)
  return apiPathsOf(parsed.url)
}

describe('where the API of a typed address may be', () => {
  it.each([
    ['https://h', ['/api/v2', '/index.php/api/v2']],
    ['https://h/ruoyi/', ['/ruoyi/api/v2', '/ruoyi/index.php/api/v2', '/api/v2', '/index.php/api/v2']],
    ['https://h/admin/#/login', ['/admin/api/v2', '/admin/index.php/api/v2', '/api/v2', '/index.php/api/v2']],
    ['https://h/backend/index.php', ['/backend/index.php/api/v2', '/backend/api/v2', '/api/v2', '/index.php/api/v2']],
    ['https://h/index.php/sys/user', ['/index.php/api/v2', '/api/v2']],
    ['host/ruoyi', ['/ruoyi/api/v2', '/ruoyi/index.php/api/v2', '/api/v2', '/index.php/api/v2']],
    ['127.0.0.1:8899', ['/api/v2', '/index.php/api/v2']],
    ['https://h/a//b/login.html?x=1', ['/a/b/api/v2', '/a/b/index.php/api/v2', '/a/api/v2', '/a/index.php/api/v2', '/api/v2', '/index.php/api/v2']],
    ['https://h/staging/api/v2', ['/staging/api/v2']],
    ['https://h//staging//api/v2/', ['/staging/api/v2']],
    ['https://h/index.php/api/v2/sys/user', ['/index.php/api/v2']],
  ])('%s', (typed, expected) => {
    expect(pathsOf(typed)).toEqual(expected)
  })
  it('is never a path with a doubled slash or one at its end, never the same twice, and nearest first', () => {
    const path = fc.array(fc.constantFrom('a', 'index.php', '', 'x.html', 'api', 'v2', '%2f'), { maxLength: 7 }).map((parts) => parts.join('/'))
    fc.assert(
      fc.property(path, (typed) => {
        const paths = pathsOf(`https://h/${typed}`)
        for (const one of paths) expect(one).toMatch(/^(\/[^/]+)*\/api\/v\d+$/)
        expect(new Set(paths).size).toBe(paths.length)
      }),
    )
  })
  it('an address needs no scheme, and says whether it had one', () => {
    expect(['h', 'http://h', 'https://h', '127.0.0.1:8899', 'localhost:80/x'].map((typed) => parseAddress(typed)?.hasScheme)).toEqual([false, true, true, false, false])
    expect(parseAddress('127.0.0.1:8899')?.url.origin).toBe('https://127.0.0.1:8899')
    expect(['', 'ftp://h', 'https://a:b@h', 'a b', 'javascript:alert(1)'].map(parseAddress)).toEqual([null, null, null, null, null])
  })
})
