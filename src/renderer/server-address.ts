import { apiPathsOf, isLoopback, parseAddress } from '@shared/server-address'

/** What a typed or pasted server address is, as far as a form has to know; main decides in the end. */
export type AddressKind = 'bad' | 'plain-remote' | 'fine'

/** Plain http is fine only on this machine, where its bytes never leave it; without a scheme https is meant. */
export function addressKind(typed: string): AddressKind {
  const url = parseAddress(typed)?.url
  if (!url) return 'bad'
  return url.protocol === 'http:' && !isLoopback(url.hostname) ? 'plain-remote' : 'fine'
}

/** Scheme, host and port of a typed address; empty while it is none. */
export function originOf(typed: string): string {
  return parseAddress(typed)?.url.origin ?? ''
}

/** The likeliest address of the API below what was typed; empty while it is no address. */
export function apiAddressOf(typed: string): string {
  const url = parseAddress(typed)?.url
  return url ? url.origin + apiPathsOf(url)[0] : ''
}

/** The same address over plain http, where no scheme was typed; null where one was, or where it is no address. */
export function overHttp(typed: string): string | null {
  const parsed = parseAddress(typed)
  return parsed && !parsed.hasScheme ? `http://${typed.trim()}` : null
}
