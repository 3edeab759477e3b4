import { describe, expect, it } from 'vitest'
import { isPlainHttp, readServerAddress } from '../../../src/main/settings/server-address'

const problemOf = (typed: string, allowPlainHttp = false): string | undefined => {
  try {
    readServerAddress(typed, allowPlainHttp)
  } catch (error) {
    return (error as { failure: { fields?: Record<string, string> } }).failure.fields?.['url']
  }
  return undefined
}

describe('the address of a server as people type it', () => {
  it.each([
    ['admin.example.com', 'https://admin.example.com', '/api/v2'],
    [' https://Admin.example.com/#/login ', 'https://admin.example.com', '/api/v2'],
    ['https://admin.example.com/index.php/api/v2/sys/user', 'https://admin.example.com', '/index.php/api/v2'],
    ['https://admin.example.com//api/v2', 'https://admin.example.com', '/api/v2'],
    ['http://localhost:8080', 'http://localhost:8080', '/api/v2'],
    ['http://[::1]:8080/api/v1', 'http://[::1]:8080', '/api/v1'],
  ])('reads %j', (typed, origin, apiPath) => {
    expect(readServerAddress(typed, false)).toEqual({ origin, apiPath })
  })
  it.each(['', 'ftp://a.example.com', 'https://wei:secret@a.example.com', 'a b', 'javascript:alert(1)'])('does not take %j', (typed) => {
    expect(problemOf(typed)).toBe('invalid')
  })
  it('takes plain http to another machine only when the person agreed', () => {
    expect(problemOf('http://admin.example.com')).toBe('plainHttp')
    expect(problemOf('http://admin.example.com', true)).toBeUndefined()
    expect(['http://10.0.0.1', 'http://127.0.0.1.example.com', 'http://127.9.9.9', 'https://10.0.0.1'].map(isPlainHttp)).toEqual([true, true, false, false])
  })
})
