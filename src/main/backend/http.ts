import type { AxiosAdapter, AxiosHeaders } from 'axios'
import type { Dialect } from '@shared/views'
import type { SecretToken } from '../session/secret-token'
import { type AnswerBody, readBody, textOf } from './answer-body'
import { MOST_ANSWER_BYTES } from './answer-bounds'
import type { AnswerReader } from './answer-reader'
import { fitsHeader, tokenHeader } from './dialect'
import { isRead, type PreparedRequest, type Transport, TransportError, type WireAnswer } from './transport'
import { withProgress } from './upload'

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
  /** Where the last request that was sent on would have gone, as an origin; null where nobody saw it. */
  readonly redirectedTo?: () => string | null
  /** For long answers; without it they are parsed here and now. */
  readonly answers?: AnswerReader
}

/** axios over an injected `fetch`: Chromium's network stack in the app, Node's in tests. */
export function createHttp(options: HttpOptions): Transport {
  const root = rootOf(options)
  return {
    send: async (request, token, signal) => {
      const url = addressOf(root, request)
      // Fetch would refuse it with the words of a network that is not there.
      if (token && !fitsHeader(token)) throw new TransportError('unusableToken', false, 'unusable-token')
      const { client, noHeaders } = await (axios ??= loadAxios())
      const adapter = adapterFor(options, request, token, noHeaders)
      try {
        return (await client.request<WireAnswer>({ method: request.method, url, adapter, signal })).data
      } catch (error) {
        throw toTransportError(error, signal, options.redirectedTo)
      }
    },
  }
}

/**
 * The bare class, without defaults. What `axios.create` merges into each request (JSON, forms, XSRF) would have to be
 * switched off again, and costs as much as the rest of a call; so does axios' own fetch adapter.
 *
 * Read with the first request, not at the start: it looks for Node's own fetch, which comes with HTTP/2 and more, and the
 * window need not wait for all that (docs/measured.md).
 */
async function loadAxios() {
  const { Axios, AxiosHeaders } = await import('axios')
  // An answer's own headers stay with the `WireAnswer`: axios would turn each of them over.
  return { client: new Axios(), noHeaders: new AxiosHeaders() }
}
let axios: ReturnType<typeof loadAxios> | undefined

/**
 * Redirects would carry the token's header to another host, a cached answer would spoil a re-read, and cookies have no
 * part in this API.
 */
const RULES: RequestInit = { redirect: 'error', cache: 'no-store', credentials: 'omit' }

/**
 * Hands one request to `fetch`. Headers and body are put on here, past axios: no configuration or error of axios ever
 * holds a token. Every status is an answer; the body is judged by `envelope.ts`.
 */
function adapterFor({ dialect, readFetch, writeFetch, answers }: HttpOptions, request: PreparedRequest, token: SecretToken | null, noHeaders: AxiosHeaders): AxiosAdapter {
  const fetch = isRead(request) ? readFetch : writeFetch
  return async (config) => {
    const { method, bound = 'page' } = request
    const caller = config.signal as AbortSignal
    const ends = new AbortController()
    const init: RequestInit = { ...RULES, method, headers: headersOf(request, dialect, token), signal: AbortSignal.any([caller, ends.signal]) }
    const response = await fetch(config.url ?? '', withBody(init, request)).catch(unanswered)
    const body = await readBody(response, MOST_ANSWER_BYTES[bound]).catch(unanswered)
    // What is over its bound has no end that anybody waits for: the connection goes with it.
    if (body.kind === 'tooLarge') ends.abort()
    const data = wireAnswer(response, await readingOf(body, answers, caller))
    return { data, status: response.status, statusText: response.statusText, headers: noHeaders, config }
  }
}

/** A body as an answer holds it: its text, or what was found in one that is too long to be parsed on main's thread. */
async function readingOf(body: AnswerBody, answers: AnswerReader | undefined, signal: AbortSignal): Promise<Pick<WireAnswer, 'text' | 'reading'>> {
  if (body.kind === 'text') return body
  if (body.kind === 'tooLarge') return { text: '', reading: { kind: 'unreadable', cause: 'tooLarge' } }
  return answers ? { text: '', reading: await answers.read(body.blocks, signal).catch(unanswered) } : { text: textOf(body.blocks) }
}

/** Whatever fetch rejects with is the network's doing; a `TypeError` of our own code stays one. */
function unanswered(cause: unknown): never {
  throw new Error('unanswered', { cause })
}

function wireAnswer({ status, headers }: Response, { text, reading }: Pick<WireAnswer, 'text' | 'reading'>): WireAnswer {
  return {
    status,
    text,
    ...(reading ? { reading } : {}),
    // Few answers are asked for one of them.
    get headers() {
      return Object.fromEntries(headers)
    },
  }
}

function headersOf({ contentType, idempotencyKey }: PreparedRequest, dialect: Dialect, token: SecretToken | null): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (contentType) headers['Content-Type'] = contentType
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey
  if (!token) return headers
  const [name, value] = tokenHeader(dialect, token)
  headers[name] = value
  return headers
}

/** Each send of an upload is a new stream over the same bytes, and its progress starts over. */
function withBody(init: RequestInit, { bytes, onProgress }: PreparedRequest): RequestInit {
  if (bytes === null) return init
  if (typeof bytes === 'string' || !onProgress) return { ...init, body: bytes as RequestInit['body'] }
  // Asked for by fetch with a stream: the answer is read after all of it has been sent.
  return { ...init, body: withProgress(bytes, onProgress), duplex: 'half' } as RequestInit
}

/** What every address begins with; throws `TypeError` when the API's path would lead away from its origin. */
function rootOf({ origin, apiPath }: HttpOptions): string {
  const base = new URL(origin)
  const root = `${base.origin}${apiPath}`
  if (new URL(`${root}/`).origin !== base.origin) throw new TypeError('Not a path of this server.')
  return root
}

/** The API never leaves its own origin; a path that tries to (`//host`, `https:…`) is refused before anything is sent. */
function addressOf(root: string, { path, query }: PreparedRequest): string {
  if (!/^\/(?!\/)[\w\-/.]*$/.test(path)) throw new TypeError(`Not a path of this API: ${path}`)
  return query ? `${root}${path}?${new URLSearchParams(query).toString()}` : root + path
}

/**
 * Failures after which the server surely has not seen the request: no name, no route, no connection, no trust. Anything
 * else (reset, empty answer, time-out) may have happened after it acted.
 */
const NEVER_SENT =
  /ERR_(CONNECTION_REFUSED|CONNECTION_TIMED_OUT|NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|INTERNET_DISCONNECTED|ADDRESS_UNREACHABLE|ADDRESS_INVALID|PROXY_CONNECTION_FAILED|TUNNEL_CONNECTION_FAILED|NO_SUPPORTED_PROXIES|UNSAFE_PORT|INVALID_URL|CERT_\w+)|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT/

function toTransportError(error: unknown, signal: AbortSignal, redirectedTo: HttpOptions['redirectedTo']): Error {
  if (error instanceof TypeError) return error
  if (signal.aborted) return new TransportError('aborted', true, 'aborted')
  const code = codeOf(error)
  if (/ERR_CERT_|CERT_|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return new TransportError('certificate', false, code)
  if (/redirect/i.test(code)) return new TransportError('redirected', true, 'redirected', redirectedTo?.() ?? null)
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
    if (typeof code === 'string') found = code
    at = at.cause
  }
  return found
}
