import { BACKEND_CODES } from '@shared/backend-codes'
import type { ConnectionStep } from '@shared/connection-test'
import type { Dialect } from '@shared/views'
import { SecretToken } from '../../session/secret-token'
import { tokenHeaderName } from '../dialect'
import { readEnvelope } from '../envelope'
import { createHttp, type Fetch } from '../http'
import { prepare, type WireAnswer } from '../transport'

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
  // A list is answered to a token that is good, and some servers pay no heed to its limit.
  const request = prepare({ method: 'GET', path, ...(token ? { query: { limit: '1' }, bound: 'page' } : { bound: 'small' }) })
  return createHttp({ origin, apiPath, dialect, readFetch: fetch, writeFetch: fetch }).send(request, token, signal)
}

/** What became of a token header: `lost` on its way, `read` by the server, `refused`, or `taken` with the token in it. */
type HeaderFate = 'lost' | 'read' | 'refused' | 'taken' | 'unknown'

/**
 * The step `api` with what can be learned of the token's header. Today's vue-php-admin answers 403 where it sees no token
 * header at all and 401 where it sees a bad one. So a made-up token tells whether its header arrives, and if not, whether
 * the other dialect's would; servers that tell no difference earn no finding. The token of a running session proves it.
 *
 * @param token Of the session that runs with this very server; null without one.
 */
export async function withHeaderFinding(asked: Asked, dialect: Dialect, token: SecretToken | null, api: ConnectionStep, signal: AbortSignal): Promise<ConnectionStep> {
  if (api.state !== 'ok') return api
  const fateOf = (sent: Dialect, carried: SecretToken | null): Promise<HeaderFate> => fateOfHeader(asked, sent, carried, signal)
  const other: Dialect = dialect === 'bearer' ? 'x-token' : 'bearer'
  const found = (cause: ConnectionStep['cause'], state: ConnectionStep['state'] = 'failed'): ConnectionStep => ({ ...api, state, cause, facts: { ...api.facts, header: tokenHeaderName(dialect) } })
  if (token) {
    const own = await fateOf(dialect, token)
    if (own === 'taken') return found(null, 'ok')
    if ((own === 'lost' || own === 'refused') && (await fateOf(other, token)) === 'taken') return found('otherDialect')
    if (own === 'lost') return found('headerLost')
  }
  if ((await fateOf(dialect, null)) !== 'lost') return api
  return (await fateOf(other, null)) === 'read' ? found('otherDialect', 'warning') : found('headerLost')
}

async function fateOfHeader(asked: Asked, dialect: Dialect, token: SecretToken | null, signal: AbortSignal): Promise<HeaderFate> {
  try {
    const answer = await send(asked, '/sys/user/users', dialect, token ?? new SecretToken('connection-test'), signal)
    const reading = readEnvelope(answer)
    if (reading.kind !== 'envelope') return 'unknown'
    const { code } = reading.envelope
    if (code === BACKEND_CODES.TOKEN_REFUSED) return answer.status === 403 ? 'lost' : answer.status !== 401 ? 'unknown' : token ? 'refused' : 'read'
    if (code === BACKEND_CODES.ACCESS_EXPIRED) return 'read'
    // Whoever lacks the permission for this list was told so by their token.
    return token && (code === BACKEND_CODES.OK || code === BACKEND_CODES.NO_PERMISSION) ? 'taken' : 'unknown'
  } catch {
    return 'unknown'
  }
}
