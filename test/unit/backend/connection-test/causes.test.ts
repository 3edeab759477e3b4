import { describe, expect, it } from 'vitest'
import { type Seen, timedOutAt, troubleOf, wordOf } from '../../../../src/main/backend/connection-test/causes'

const direct: Seen = { isProxied: false, isTls: true, hasCertificate: false, finding: null }
const proxied: Seen = { ...direct, isProxied: true }
const named = (word: string, seen: Seen = direct): string => Object.values(troubleOf(word, seen)).join(' ')

describe('the cause behind a network error', () => {
  it.each([
    ['ERR_NAME_NOT_RESOLVED', 'dns nameNotFound'],
    ['ENOTFOUND', 'dns nameNotFound'],
    ['ERR_NAME_RESOLUTION_FAILED', 'dns dnsFailed'],
    ['EAI_AGAIN', 'dns dnsFailed'],
    ['ERR_DNS_TIMED_OUT', 'dns timedOut'],
    ['ERR_CONNECTION_REFUSED', 'tcp refused'],
    ['ECONNREFUSED', 'tcp refused'],
    ['ERR_CONNECTION_TIMED_OUT', 'tcp timedOut'],
    ['ERR_ADDRESS_UNREACHABLE', 'tcp noRoute'],
    ['EHOSTUNREACH', 'tcp noRoute'],
    ['ERR_INTERNET_DISCONNECTED', 'tcp noNetwork'],
    ['ENETUNREACH', 'tcp noNetwork'],
    ['ERR_CERT_AUTHORITY_INVALID', 'tls certificateAuthority'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls certificateAuthority'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls certificateAuthority'],
    ['ERR_CERT_DATE_INVALID', 'tls certificateDate'],
    ['CERT_HAS_EXPIRED', 'tls certificateDate'],
    ['ERR_CERT_COMMON_NAME_INVALID', 'tls certificateHost'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls certificateHost'],
    ['ERR_CERT_REVOKED', 'tls certificateOther'],
    ['ERR_CERTIFICATE_TRANSPARENCY_REQUIRED', 'tls certificateOther'],
    ['ERR_SSL_PROTOCOL_ERROR', 'tls tlsProtocol'],
    ['ERR_SSL_VERSION_OR_CIPHER_MISMATCH', 'tls tlsProtocol'],
    ['ERR_SSL_CLIENT_AUTH_CERT_NEEDED', 'tls certificateOther'],
    ['ERR_CONNECTION_RESET', 'tls reset'],
    ['ERR_INVALID_HTTP_RESPONSE', 'http notHttp'],
    ['HPE_INVALID_CONSTANT', 'http notHttp'],
    ['ERR_HTTP2_PROTOCOL_ERROR', 'http notHttp'],
    ['ERR_UNSAFE_PORT', 'tcp blockedPort'],
    ['ERR_SOMETHING_NEW', 'http unknown'],
  ])('%s is %s', (word, expected) => {
    expect(named(word)).toBe(expected)
  })
  it.each([
    ['ERR_PROXY_CONNECTION_FAILED', 'proxy proxyUnreachable'],
    ['ERR_TUNNEL_CONNECTION_FAILED', 'proxy proxyRefused'],
    ['ERR_PROXY_AUTH_UNSUPPORTED', 'proxy proxyAsksForSignIn'],
    ['ERR_NAME_NOT_RESOLVED', 'proxy proxyNameNotFound'],
    ['ERR_CONNECTION_REFUSED', 'proxy proxyUnreachable'],
    ['ERR_SOCKS_CONNECTION_FAILED', 'proxy proxyRefused'],
    ['ERR_CERT_DATE_INVALID', 'tls certificateDate'],
    ['ERR_UNSAFE_PORT', 'tcp blockedPort'],
  ])('behind a proxy %s is %s: the server itself is not looked up or reached from here', (word, expected) => {
    expect(named(word, proxied)).toBe(expected)
  })
  it("a connection that breaks is the handshake's before a certificate came, and the server's after it or on plain http", () => {
    expect(named('ERR_CONNECTION_CLOSED', direct)).toBe('tls reset')
    expect(named('ERR_CONNECTION_CLOSED', { ...direct, hasCertificate: true })).toBe('http reset')
    expect(named('ERR_EMPTY_RESPONSE', { ...direct, isTls: false })).toBe('http reset')
  })
  it("under the profile's own CA the reason is named that Chromium does not tell", () => {
    const under = (finding: Seen['finding']): string => named('ERR_CERT_AUTHORITY_INVALID', { ...direct, hasCertificate: true, finding })
    expect([under('authority'), under('date'), under('host'), under('usage'), under(null)]).toEqual([
      'tls certificateAuthority',
      'tls certificateDate',
      'tls certificateHost',
      'tls certificateUsage',
      'tls certificateAuthority',
    ])
    expect([under('tooLong'), under('weak'), under('extension'), under('constraint'), under('issuer'), under('malformed'), under('notRoot')]).toEqual([
      'tls certificateTooLong',
      'tls certificateWeak',
      'tls certificateExtension',
      'tls certificateConstraint',
      'tls certificateIssuer',
      'tls certificateOther',
      'tls certificateNotRoot',
    ])
  })
  it('time that is over belongs to the step that can be told', () => {
    expect(timedOutAt(direct)).toEqual({ step: 'tcp', cause: 'timedOut' })
    expect(timedOutAt(proxied)).toEqual({ step: 'proxy', cause: 'timedOut' })
    expect(timedOutAt({ ...direct, hasCertificate: true })).toEqual({ step: 'http', cause: 'timedOut' })
  })
  it('of an error only its word is taken: its message may hold an address', () => {
    expect(wordOf(new Error('net::ERR_NAME_NOT_RESOLVED at https://a.example.com/?q=1'))).toBe('ERR_NAME_NOT_RESOLVED')
    expect(wordOf(Object.assign(new Error('getaddrinfo ENOTFOUND a.example.com'), { code: 'ENOTFOUND' }))).toBe('ENOTFOUND')
    expect(wordOf(new Error('https://a.example.com/ is odd'))).toBe('unknown')
  })
})
