// Attack: a server (or who sits between) names an address that opens a program, a file or a page on plain http; or someone
// makes the person bring home the answer to the attacker's own sign-in, so that work is done under the attacker's account
// (RFC 6749 §10.12). The servers of this contract hand out a `state` and never check it.
import { describe, expect, it } from 'vitest'
import { codeOfAnswer, paramsOfAddress, readAuthAddress, withState } from '../../src/main/backend/oauth-address'
import type { FailureError } from '../../src/shared/result'

const page = 'https://github.com/login/oauth/authorize?state=theirs&response_type=code'

describe('the address of a provider’s page', () => {
  it.each([
    '',
    'nonsense',
    'http://github.com/login',
    'http://127.0.0.1.evil.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'ms-settings:',
    'data:text/html,x',
    'https://user:pw@github.com/',
    `${page}&redirect_uri=http://127.0.0.1:1/a&redirect_uri=https://evil.example/`,
  ])('is not taken: %s', (text) => {
    expect(readAuthAddress(text)).toBeNull()
  })

  it.each([
    ['http://127.0.0.1:4711/cb', { hostname: '127.0.0.1', port: 4711, path: '/cb' }],
    ['http://localhost:4711/', { hostname: 'localhost', port: 4711, path: '/' }],
    ['http://[::1]:4711/a/b?x=1', { hostname: '[::1]', port: 4711, path: '/a/b' }],
    ['http://127.0.0.1/cb', null],
    ['https://127.0.0.1:4711/cb', null],
    ['http://127.0.0.2:4711/cb', null],
    ['http://0.0.0.0:4711/cb', null],
    ['http://localhost.evil.example:4711/cb', null],
    ['http://user@localhost:4711/cb', null],
    ['https://admin.company.example/auth', null],
    ['nonsense', null],
  ])('listens for %s only where it is this machine', (redirect, expected) => {
    expect(readAuthAddress(`${page}&redirect_uri=${encodeURIComponent(redirect)}`)?.redirect).toEqual(expected)
  })

  it('gets our state in place of every other one', () => {
    const auth = readAuthAddress(`${page}&state=again&scope=#state=third`)
    const url = new URL(auth ? withState(auth, 'ours') : '')
    expect([url.searchParams.getAll('state'), url.hash, url.searchParams.get('response_type')]).toEqual([['ours'], '', 'code'])
  })
})

describe('the answer of a provider', () => {
  const problem = (address: string): unknown => {
    try {
      return codeOfAnswer(paramsOfAddress(address), 'ours')
    } catch (error) {
      const { fields, details } = (error as FailureError).failure
      return { ...fields, ...details }
    }
  }

  it.each([
    ['https://a.example/?code=c&state=ours', 'c'],
    ['https://a.example/?x=1#/back?code=c&state=ours', 'c'],
    ['https://a.example/#code=c&state=ours', 'c'],
    ['https://a.example/?code=c&state=theirs', { address: 'otherState' }],
    ['https://a.example/?code=c&state=', { address: 'otherState' }],
    ['https://a.example/?code=c&state=ours2', { address: 'otherState' }],
    ['https://a.example/?error=access_denied&state=theirs', { address: 'otherState' }],
    ['https://a.example/?code=c', { address: 'invalid' }],
    ['https://a.example/?state=ours', { address: 'invalid' }],
    ['https://a.example/?code=c&state=ours&state=theirs', { address: 'invalid' }],
    ['https://a.example/?code=c&code=d&state=ours', { address: 'invalid' }],
    ['code=c&state=ours', { address: 'invalid' }],
    ['https://a.example/?error=access_denied&state=ours', { provider: 'denied' }],
    ['https://a.example/?error=server_error&code=c&state=ours', { provider: 'failed', error: 'server_error' }],
    ['https://a.example/?error=%3Cb%3Ehi&state=ours', { provider: 'failed', error: '' }],
  ])('%s', (address, expected) => {
    expect(problem(address)).toEqual(expected)
  })
})
