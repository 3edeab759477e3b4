import type { SecretToken } from '../session/secret-token'
import type { AnswerBound } from './answer-bounds'
import type { Reading } from './envelope'
import type { Upload, UploadProgress } from './upload'

/** One request to the API, before headers and origin are put on. `path` is relative to the API's base. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Starts with a slash, such as `/sys/user/users`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Made into JSON once, before the first send: a replay is byte-identical. */
  readonly body?: unknown
  /** In place of `body`: JSON with secrets in it (`secretBody`). It stays its caller's, who wipes it when the call has ended. */
  readonly secretBytes?: Uint8Array
  /** In place of `body`, for what is not JSON. */
  readonly upload?: Upload
  /** Same key, same effect: sent with writes for servers that know it. */
  readonly idempotencyKey?: string
  /** A POST that only asks: it is treated as a GET, also where its answer is lost. */
  readonly isQuestion?: true
  /** A GET that acts all the same: sent like a write, on a socket of its own, so that it cannot arrive twice. */
  readonly hasEffect?: true
  /** What its answer may hold at most; that of a page when absent. */
  readonly bound?: AnswerBound
}

export interface WireAnswer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Empty where the body was read elsewhere, or not at all: then `reading` says what stood in it. */
  readonly text: string
  readonly reading?: Reading
}

/** There was no answer. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  /** False only where the request surely never reached the server (refused, no route, no name). */
  readonly mayHaveActed: boolean
  readonly kind: 'unreachable' | 'aborted' | 'redirected' | 'certificate' | 'unusableToken'
  /** Where a redirect led, as an origin, where that is known. */
  readonly location: string | null
  constructor(kind: TransportError['kind'], mayHaveActed: boolean, code: string, location: string | null = null) {
    super(code)
    this.location = location
    this.kind = kind
    this.mayHaveActed = mayHaveActed
  }
}

/** Whether the server does nothing but answer: then a lost answer is a failure like any other, and it may go out again. */
export function isRead({ method, isQuestion, hasEffect }: Pick<WireRequest, 'method' | 'isQuestion' | 'hasEffect'>): boolean {
  return (method === 'GET' || isQuestion === true) && !hasEffect
}

/** A request with its body in bytes, ready to be sent any number of times. */
export interface PreparedRequest extends Omit<WireRequest, 'body' | 'secretBytes' | 'upload'> {
  readonly bytes: string | Uint8Array | null
  /** Null without a body. */
  readonly contentType: string | null
  readonly onProgress?: UploadProgress | undefined
}

/** For JSON bodies and for none; the bytes of an upload have to be read first (`openUpload`). */
export function prepare({ body, secretBytes, ...rest }: Omit<WireRequest, 'upload'>): PreparedRequest {
  const bytes = secretBytes ?? (body === undefined ? null : jsonOf(body))
  return { ...rest, bytes, contentType: bytes === null ? null : JSON_TYPE }
}

export const JSON_TYPE = 'application/json'

/** A stream, a file or a form would become `{}`, and that would be sent without a word: such a body is refused. */
function jsonOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    const prototype: unknown = Object.getPrototypeOf(body)
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw new TypeError('This body is not JSON: it is an upload.')
  }
  return JSON.stringify(body)
}

export interface Transport {
  /**
   * Sends once. `token` goes into the header of the profile's dialect; without one the request carries none. Rejects
   * with `TransportError`; any HTTP status is an answer.
   */
  send(request: PreparedRequest, token: SecretToken | null, signal: AbortSignal): Promise<WireAnswer>
}
