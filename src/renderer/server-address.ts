/** What a typed or pasted server address is, as far as a form has to know; main decides in the end. */
export type AddressKind = 'bad' | 'plain-remote' | 'fine'

/**
 * By the rule that main applies (settings/server-address.ts): an address without a scheme is meant as https; plain http
 * is fine only on this machine, where its bytes never leave it.
 */
export function addressKind(typed: string): AddressKind {
  const url = parse(typed)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password) return 'bad'
  return url.protocol === 'http:' && !isLoopback(url.hostname) ? 'plain-remote' : 'fine'
}

/** Scheme, host and port of a typed address; empty while it is none. */
export function originOf(typed: string): string {
  return addressKind(typed) === 'bad' ? '' : (parse(typed)?.origin ?? '')
}

function parse(typed: string): URL | null {
  const text = typed.trim()
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  return URL.canParse(withScheme) && !/\s/.test(text) ? new URL(withScheme) : null
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}
