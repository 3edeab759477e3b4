import axios, { AxiosHeaders, isAxiosError } from 'axios'
import type { Dialect } from '@shared/views'
import { tokenHeader } from './dialect'
import { type PreparedRequest, type Transport, TransportError, type WireAnswer } from './transport'

export type Fetch = (input: Request | string | URL, init?: RequestInit) => Promise<Response>

export interface HttpOptions {
  /** Scheme, host and port: the only place that ever gets this profile's token. */
  readonly origin: string
  /** Such as `/api/v2`. */
  readonly apiPath: string
  readonly dialect: Dialect
  /** For reads: sockets are reused. */
  readonly readFetch: Fetch
  /**
   * For writes, sign-in and renewal: one socket per request. Chromium sends a request again by itself when a reused
   * socket dies unanswered, POST included, so that one click could become two records; and six hung reads must not keep
   * a renewal from leaving.
   */
  readonly writeFetch: Fetch
}

/** axios over an injected `fetch`: Chromium's network stack in the app, Node's in tests. */
export function createHttp(options: HttpOptions): Transport {
  const base = new URL(options.origin)
  const [reads, writes] = [clientFor(options.readFetch), clientFor(options.writeFetch)]
  return {
    send: async (request, token, signal) => {
      const url = addressOf(base, options.apiPath, request)
      const headers = new AxiosHeaders({ Accept: 'application/json' })
      if (request.bytes !== null) headers.set('Content-Type', 'application/json')
      if (request.idempotencyKey) headers.set('Idempotency-Key', request.idempotencyKey)
      if (token) headers.set(...tokenHeader(options.dialect, token))
      const client = request.method === 'GET' ? reads : writes
      try {
        const answer = await client.request<string>({ method: request.method, url, headers, data: request.bytes ?? undefined, signal })
        return toWireAnswer(answer.status, answer.headers, answer.data)
      } catch (error) {
        throw toTransportError(error, signal)
      }
    },
  }
}

function clientFor(fetch: Fetch) {
  return axios.create({
    adapter: 'fetch',
    env: { fetch: guarded(fetch), Request: null, Response } as never,
    responseType: 'text',
    // The body is judged by `envelope.ts`; axios would turn bad JSON into a string without a word.
    transformResponse: (text: unknown) => text,
    transformRequest: (data: unknown) => data,
    validateStatus: () => true,
  })
}

/** The API never leaves its own origin; a path that tries to (`//host`, `https:…`) is refused before anything is sent. */
function addressOf(base: URL, apiPath: string, request: PreparedRequest): string {
  if (!/^\/(?!\/)[\w\-/.]*$/.test(request.path)) throw new TypeError(`Not a path of this API: ${request.path}`)
  const url = new URL(`${apiPath}${request.path}`, base)
  if (url.origin !== base.origin) throw new TypeError('Not a path of this API.')
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value)
  return url.href
}

function toWireAnswer(status: number, headers: unknown, data: unknown): WireAnswer {
  const plain = headers instanceof AxiosHeaders ? headers.toJSON() : {}
  return {
    status,
    headers: Object.fromEntries(Object.entries(plain).map(([name, value]) => [name.toLowerCase(), String(value)])),
    text: typeof data === 'string' ? data : '',
  }
}

/**
 * Redirects would carry the token's header to another host, a cached answer would spoil a re-read, and cookies have no
 * part in this API. Set here and not by axios' `fetchOptions`: axios overwrites `credentials` with its own idea.
 */
const RULES: RequestInit = { redirect: 'error', cache: 'no-store', credentials: 'omit' }

/** axios tells network failures by `TypeError('fetch failed', {cause})` alone; Chromium words its own differently. */
function guarded(fetch: Fetch): Fetch {
  return async (input, init) => {
    try {
      return await fetch(input, { ...init, ...RULES })
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error
      throw new TypeError('fetch failed', { cause: error })
    }
  }
}

/**
 * Failures after which the server surely has not seen the request: no name, no route, no connection, no trust. Anything
 * else (reset, empty answer, time-out) may have happened after it acted.
 */
const NEVER_SENT =
  /ERR_(CONNECTION_REFUSED|CONNECTION_TIMED_OUT|NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|INTERNET_DISCONNECTED|ADDRESS_UNREACHABLE|ADDRESS_INVALID|PROXY_CONNECTION_FAILED|TUNNEL_CONNECTION_FAILED|NO_SUPPORTED_PROXIES|UNSAFE_PORT|INVALID_URL|CERT_\w+)|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT/

function toTransportError(error: unknown, signal: AbortSignal): Error {
  if (error instanceof TypeError) return error
  if (signal.aborted) return new TransportError('aborted', true, 'aborted')
  const code = codeOf(error)
  if (/ERR_CERT_|CERT_|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return new TransportError('certificate', false, code)
  if (/redirect/i.test(code)) return new TransportError('redirected', true, 'redirected')
  return new TransportError('unreachable', !NEVER_SENT.test(code), code)
}

/** The innermost cause's code or `net::` word; never a URL, never a header. */
function codeOf(error: unknown): string {
  let found = 'unknown'
  let at: unknown = error
  for (let depth = 0; depth < 5 && at instanceof Error; depth += 1) {
    const { code } = at as { code?: unknown }
    const word = /net::(ERR_\w+)/.exec(at.message)?.[1] ?? (/redirect/i.test(at.message) ? 'redirect' : undefined)
    if (word) return word
    if (typeof code === 'string' && !code.startsWith('ERR_NETWORK')) found = code
    at = isAxiosError(at) && !at.cause ? undefined : at.cause
  }
  return found
}
