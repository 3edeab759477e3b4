import { createHash, timingSafeEqual } from 'node:crypto'
import { failed } from '@shared/result'

/** A place on this machine to which a provider sends the browser back. */
export interface LoopbackRedirect {
  readonly hostname: '127.0.0.1' | 'localhost' | '[::1]'
  readonly port: number
  readonly path: string
}

/** The page of a provider, as the server named it. */
export interface AuthAddress {
  readonly url: URL
  /** Null where the browser ends up on some other page: then the person brings its address. */
  readonly redirect: LoopbackRedirect | null
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'] as const

/**
 * Reads an `auth_url`, which is the server's text: https only (http on this machine, where development servers are), no
 * credentials, one `redirect_uri` at most. Null for anything else: it is not opened.
 */
export function readAuthAddress(text: string): AuthAddress | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && loopbackName(url) !== null)
  if (!isSafe || url.username || url.password) return null
  const redirects = url.searchParams.getAll('redirect_uri')
  if (redirects.length > 1) return null
  return { url, redirect: loopbackRedirect(redirects[0] ?? '') }
}

/** The address to open: with our own `state` in place of the server's, which the server never looks at again. */
export function withState({ url }: AuthAddress, state: string): string {
  const own = new URL(url)
  own.searchParams.set('state', state)
  own.hash = ''
  return own.href
}

function loopbackRedirect(text: string): LoopbackRedirect | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const hostname = loopbackName(url)
  // Without a port it is a web server's own, at which this program does not listen.
  if (url.protocol !== 'http:' || hostname === null || url.port === '' || url.username || url.password) return null
  return { hostname, port: Number(url.port), path: url.pathname }
}

function loopbackName({ hostname }: URL): LoopbackRedirect['hostname'] | null {
  return LOOPBACK.find((name) => name === hostname) ?? null
}

/** The parameters of an address that a browser was sent to; a single-page web client keeps its own behind a `#`. */
export function paramsOfAddress(address: string): URLSearchParams {
  if (!URL.canParse(address)) throw failed('VALIDATION', 'This is no address.', { fields: { address: 'invalid' } })
  const { searchParams, hash } = new URL(address)
  return searchParams.has('state') ? searchParams : new URLSearchParams(hash.replace(/^#([^?]*\?)?/, ''))
}

/** Whether this is the answer to the sign-in of this `state`, and not one that anybody else on this machine made up. */
export function isAnswerTo(params: URLSearchParams, expectedState: string): boolean {
  const [state, ...others] = params.getAll('state')
  return state !== undefined && others.length === 0 && isSame(state, expectedState)
}

/**
 * The code in a provider's answer (RFC 6749 §4.1.2). Throws VALIDATION: on `address` `invalid` when it is no such answer,
 * `otherState` when it is not the answer to this sign-in; on `provider` `denied` or `failed` when there is no code.
 */
export function codeOfAnswer(params: URLSearchParams, expectedState: string): string {
  const [state, ...moreStates] = params.getAll('state')
  const [code, ...moreCodes] = params.getAll('code')
  const error = params.get('error')
  if (state === undefined || moreStates.length > 0 || moreCodes.length > 0 || (!code && error === null)) {
    throw failed('VALIDATION', 'This address holds no answer of a provider.', { fields: { address: 'invalid' } })
  }
  if (!isSame(state, expectedState)) {
    throw failed('VALIDATION', 'This is not the answer to this sign-in.', { fields: { address: 'otherState' } })
  }
  if (error === 'access_denied') throw failed('VALIDATION', 'The sign-in was refused there.', { fields: { provider: 'denied' } })
  if (error !== null || !code) throw failed('VALIDATION', 'The provider reports an error.', { fields: { provider: 'failed' }, details: { error: plainName(error ?? '') } })
  return code
}

/** In constant time, whatever the lengths. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/** RFC 6749 names errors so; anything else is not shown. */
function plainName(error: string): string {
  return /^[a-z_]{1,40}$/.test(error) ? error : ''
}
