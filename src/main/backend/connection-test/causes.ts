import type { ConnectionCause, ConnectionStepName } from '@shared/connection-test'
import type { CertificateFinding } from '../certificates/certificate-judge'

/** Where on the way to the server something went wrong, and how it is called. */
export interface Trouble {
  readonly step: ConnectionStepName
  readonly cause: ConnectionCause
}

type Row = readonly [pattern: RegExp, step: ConnectionStepName, cause: ConnectionCause]

/**
 * Chromium's own words (net/base/net_error_list.h), without `net::`; beside them what Node calls the same. The first row
 * that matches counts.
 */
const ROWS: readonly Row[] = [
  [/^ERR_NAME_NOT_RESOLVED$|^ENOTFOUND$/, 'dns', 'nameNotFound'],
  [/^ERR_DNS_TIMED_OUT$/, 'dns', 'timedOut'],
  [/^ERR_(NAME_RESOLUTION_FAILED|DNS_\w+|ICANN_NAME_COLLISION)$|^EAI_\w+$/, 'dns', 'dnsFailed'],
  [/^ERR_PROXY_AUTH_\w+$/, 'proxy', 'proxyAsksForSignIn'],
  [/^ERR_(TUNNEL_CONNECTION_FAILED|SOCKS_CONNECTION_\w+|HTTPS_PROXY_TUNNEL_RESPONSE_REDIRECT|PROXY_HTTP_1_1_REQUIRED)$/, 'proxy', 'proxyRefused'],
  [/^ERR_(PROXY_\w+|NO_SUPPORTED_PROXIES|MANDATORY_PROXY_CONFIGURATION_FAILED|PAC_\w+)$/, 'proxy', 'proxyUnreachable'],
  // Chromium connects to no port of its list, on the way through a proxy neither (net/base/port_util.cc).
  [/^ERR_UNSAFE_PORT$/, 'tcp', 'blockedPort'],
  [/^ERR_CONNECTION_REFUSED$|^ECONNREFUSED$/, 'tcp', 'refused'],
  [/^ERR_(CONNECTION_)?TIMED_OUT$|^ETIMEDOUT$|^UND_ERR_CONNECT_TIMEOUT$/, 'tcp', 'timedOut'],
  [/^ERR_ADDRESS_(UNREACHABLE|INVALID)$|^EHOSTUNREACH$/, 'tcp', 'noRoute'],
  [/^ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|NETWORK_ACCESS_DENIED|NETWORK_IO_SUSPENDED)$|^ENETUNREACH$/, 'tcp', 'noNetwork'],
  [/^ERR_CERT_AUTHORITY_INVALID$|^(DEPTH_ZERO_)?SELF_SIGNED_CERT\w*$|^UNABLE_TO_\w+$/, 'tls', 'certificateAuthority'],
  [/^ERR_CERT_DATE_INVALID$|^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, 'tls', 'certificateDate'],
  [/^ERR_CERT_COMMON_NAME_INVALID$|^ERR_TLS_CERT_ALTNAME_INVALID$/, 'tls', 'certificateHost'],
  [/^ERR_CERT(IFICATE)?_\w+$|^CERT_\w+$|^INVALID_(CA|PURPOSE)$|^ERR_SSL_(PINNED_KEY|CLIENT_AUTH)\w*$/, 'tls', 'certificateOther'],
  [/^ERR_ALPN_NEGOTIATION_FAILED$|^ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL$|^ERR_HTTP_1_1_REQUIRED$/, 'tls', 'http2Only'],
  [/^ERR_SSL_\w+$|^ERR_ECH_\w+$|^EPROTO$/, 'tls', 'tlsProtocol'],
  [/^ERR_(EMPTY_RESPONSE|CONNECTION_(RESET|CLOSED|ABORTED)|SOCKET_NOT_CONNECTED|CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED_ENCODING)$|^ECONNRESET$|^EPIPE$|^UND_ERR_SOCKET$/, 'http', 'reset'],
  [/^ERR_(INVALID_HTTP_RESPONSE|INVALID_RESPONSE|INVALID_CHUNKED_ENCODING|CONTENT_DECODING_\w+|RESPONSE_HEADERS_\w+|HTTP2_\w+|QUIC_\w+)$|^HPE_\w+$/, 'http', 'notHttp'],
]

/** What was seen of the way before it ended. */
export interface Seen {
  readonly isProxied: boolean
  readonly isTls: boolean
  /** The server's certificate came: there was a connection, and its handshake had begun. */
  readonly hasCertificate: boolean
  /** What is wrong with the certificate under the profile's own CA, where that was asked. */
  readonly finding: CertificateFinding | null
}

const FINDINGS: Readonly<Record<Exclude<CertificateFinding, 'trusted'>, ConnectionCause>> = {
  authority: 'certificateAuthority',
  date: 'certificateDate',
  host: 'certificateHost',
  usage: 'certificateUsage',
  notRoot: 'certificateNotRoot',
  tooLong: 'certificateTooLong',
  malformed: 'certificateOther',
  weak: 'certificateWeak',
  extension: 'certificateExtension',
  constraint: 'certificateConstraint',
  issuer: 'certificateIssuer',
}

/** The step and cause behind a network error's word. */
export function troubleOf(word: string, seen: Seen): Trouble {
  const [, step, cause] = ROWS.find(([pattern]) => pattern.test(word)) ?? [null, 'http', 'unknown']
  // Known before anybody is asked, a proxy neither.
  if (cause === 'blockedPort') return { step, cause }
  // "Unknown authority" is all that Chromium says of a chain under a private CA, also of an expired one.
  if (cause === 'certificateAuthority' && seen.finding !== null && seen.finding !== 'trusted') return { step, cause: FINDINGS[seen.finding] }
  // Behind a proxy nobody here looks up the server's name: it is the proxy's own that was not found.
  if (seen.isProxied && step === 'dns') return { step: 'proxy', cause: cause === 'nameNotFound' ? 'proxyNameNotFound' : 'proxyUnreachable' }
  if (seen.isProxied && step === 'tcp') return { step: 'proxy', cause: 'proxyUnreachable' }
  if (cause === 'reset' && seen.isTls && !seen.hasCertificate) return { step: 'tls', cause }
  return { step, cause }
}

/**
 * Where the way stood when the time was over. Nothing tells a connection that does not come about from a server that is
 * silent on plain http: the connection is named, being by far the more frequent.
 */
export function timedOutAt(seen: Seen): Trouble {
  if (seen.hasCertificate) return { step: 'http', cause: 'timedOut' }
  return { step: seen.isProxied ? 'proxy' : 'tcp', cause: 'timedOut' }
}

/** The `net::` word or the code of an error; never its whole message, which may hold an address. */
export function wordOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { code } = error as { code?: unknown }
  return /net::(ERR_\w+)/.exec(error.message)?.[1] ?? (typeof code === 'string' ? code : 'unknown')
}
