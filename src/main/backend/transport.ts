import type { SecretToken } from '../session/secret-token'

/** One request to the API, before headers and origin are put on. `path` is relative to the API's base. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Starts with a slash, such as `/sys/user/users`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Made into JSON once, before the first send: a replay is byte-identical. */
  readonly body?: unknown
  /** Same key, same effect: sent with writes for servers that know it. */
  readonly idempotencyKey?: string
}

export interface WireAnswer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** There was no answer. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  /** False only where the request surely never reached the server (refused, no route, no name). */
  readonly mayHaveActed: boolean
  readonly kind: 'unreachable' | 'aborted' | 'redirected' | 'certificate'
  constructor(kind: TransportError['kind'], mayHaveActed: boolean, code: string) {
    super(code)
    this.kind = kind
    this.mayHaveActed = mayHaveActed
  }
}

/** A request with its body in bytes, ready to be sent any number of times. */
export interface PreparedRequest extends Omit<WireRequest, 'body'> {
  readonly bytes: string | null
}

export function prepare(request: WireRequest): PreparedRequest {
  const { body, ...rest } = request
  return { ...rest, bytes: body === undefined ? null : JSON.stringify(body) }
}

export interface Transport {
  /**
   * Sends once. `token` goes into the header of the profile's dialect; without one the request carries none. Rejects
   * with `TransportError`; any HTTP status is an answer.
   */
  send(request: PreparedRequest, token: SecretToken | null, signal: AbortSignal): Promise<WireAnswer>
}

/** A transport that is made at its first use: the demo's address is known only once its back-end runs. */
export function lazyTransport(make: () => Promise<Transport>): Transport {
  let made: Promise<Transport> | null = null
  return {
    send: async (request, token, signal) => {
      if (!made) {
        made = make()
        // What failed once may work at the next call (a CA file that was missing, say).
        made.catch(() => {
          made = null
        })
      }
      return (await made).send(request, token, signal)
    },
  }
}
