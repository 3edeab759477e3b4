import { failed } from '@shared/result'
import { apiPathsOf, isLoopback, parseAddress } from '@shared/server-address'

export interface ServerAddress {
  /** Scheme, host and port. */
  readonly origin: string
  /** Such as `/api/v2`. Neither a doubled slash in it nor one at its end. */
  readonly apiPath: string
}

/** A server's address with every place at which its API may be. */
export interface ReadAddress extends ServerAddress {
  /** Where else the API may be, the likeliest first; `apiPath` comes before them. */
  readonly otherPaths: readonly string[]
  /** False where https was taken for granted. */
  readonly hasScheme: boolean
}

/**
 * Reads a server's address as people type or paste it: with or without a scheme, with the web client's `#/login`, with
 * the API's path or one above it. Throws VALIDATION on `url`: `invalid`, or `plainHttp` for http to another machine that
 * the person has not agreed to (what is sent can be read on the way; many intranet servers have nothing else).
 */
export function readAddress(typed: string, allowPlainHttp: boolean): ReadAddress {
  const parsed = parseAddress(typed)
  if (!parsed) throw failed('VALIDATION', 'This is not the address of a server.', { fields: { url: 'invalid' } })
  const { url, hasScheme } = parsed
  if (isPlainHttp(url.origin) && !allowPlainHttp) {
    throw failed('VALIDATION', 'Plain http to another machine can be read on the way.', { fields: { url: 'plainHttp' } })
  }
  const [apiPath, ...otherPaths] = apiPathsOf(url)
  return { origin: url.origin, apiPath, otherPaths, hasScheme }
}

/** The same without looking for anything: the likeliest place of the API. */
export function readServerAddress(typed: string, allowPlainHttp: boolean): ServerAddress {
  const { origin, apiPath } = readAddress(typed, allowPlainHttp)
  return { origin, apiPath }
}

/** Whether what is sent to this origin can be read on its way: http to another machine. */
export function isPlainHttp(origin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  return protocol === 'http:' && !isLoopback(hostname)
}
