import type { ConnectionStep } from '@shared/connection-test'
import type { Dialect } from '@shared/views'
import { SecretToken } from '../session/secret-token'
import { createHttp, type Fetch } from './http'
import { prepare, type WireAnswer } from './transport'

/** One server as the test speaks to it. */
export interface Asked {
  readonly origin: string
  readonly apiPath: string
  readonly fetch: Fetch
}

/** The API's own question by which it is known: `GET info` without a token. Rejects with `TransportError`. */
export function askInfo(asked: Asked, dialect: Dialect, signal: AbortSignal): Promise<WireAnswer> {
  return send(asked, '/sys/user/info', dialect, null, signal)
}

function send({ origin, apiPath, fetch }: Asked, path: string, dialect: Dialect, token: SecretToken | null, signal: AbortSignal): Promise<WireAnswer> {
  return createHttp({ origin, apiPath, dialect, readFetch: fetch, writeFetch: fetch }).send(prepare({ method: 'GET', path }), token, signal)
}

/**
 * Today's vue-php-admin answers 403 where it sees no token header at all and 401 where it sees a bad one. So a made-up
 * token that is not seen in this dialect's header, but in the other's, tells that the other one is this server's. Servers
 * that tell no difference earn no hint.
 */
export async function withDialectHint(asked: Asked, dialect: Dialect, api: ConnectionStep, signal: AbortSignal): Promise<ConnectionStep> {
  if (api.state !== 'ok') return api
  const other: Dialect = dialect === 'bearer' ? 'x-token' : 'bearer'
  const isOther = (await isHeaderSeen(asked, dialect, signal)) === false && (await isHeaderSeen(asked, other, signal)) === true
  return isOther ? { ...api, state: 'warning', cause: 'otherDialect' } : api
}

async function isHeaderSeen(asked: Asked, dialect: Dialect, signal: AbortSignal): Promise<boolean | null> {
  try {
    const { status } = await send(asked, '/sys/user/users', dialect, new SecretToken('connection-test'), signal)
    return status === 403 ? false : status === 401 ? true : null
  } catch {
    return null
  }
}
