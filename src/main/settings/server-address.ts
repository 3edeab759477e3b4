import { failed } from '@shared/result'

export interface ServerAddress {
  /** Scheme, host and port. */
  readonly origin: string
  /** Such as `/api/v2`. */
  readonly apiPath: string
}

const DEFAULT_API_PATH = '/api/v2'

/**
 * Reads a server's address as people type or paste it: with or without a scheme, with the web client's `#/login`, with
 * the API's path. Throws VALIDATION on `url`: `invalid`, or `plainHttp` for http to another machine that the person has
 * not agreed to (what is sent can be read on the way; many intranet servers have nothing else).
 */
export function readServerAddress(typed: string, allowPlainHttp: boolean): ServerAddress {
  const url = parse(typed)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password) {
    throw failed('VALIDATION', 'This is not the address of a server.', { fields: { url: 'invalid' } })
  }
  if (isPlainHttp(url.origin) && !allowPlainHttp) {
    throw failed('VALIDATION', 'Plain http to another machine can be read on the way.', { fields: { url: 'plainHttp' } })
  }
  // Two slashes in a row would make a host of what follows them.
  const pathname = url.pathname.replace(/\/{2,}/g, '/')
  const apiPath = /^(.*\/api\/v\d+)(\/|$)/.exec(pathname)?.[1] ?? DEFAULT_API_PATH
  return { origin: url.origin, apiPath }
}

function parse(typed: string): URL | null {
  const text = typed.trim()
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  return URL.canParse(withScheme) && !/\s/.test(text) ? new URL(withScheme) : null
}

/** 127.0.0.0/8, ::1 and localhost: bytes to them never leave the machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/** Whether what is sent to this origin can be read on its way: http to another machine. */
export function isPlainHttp(origin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  return protocol === 'http:' && !isLoopback(hostname)
}
