import { BACKEND_CODES } from '@shared/backend-codes'
import type { ConnectionStep } from '@shared/connection-test'
import { readEnvelope } from '../envelope'
import type { WireAnswer } from '../transport'

/** With these codes this API, or a relative of it, refuses a call without a token. */
const REFUSALS: ReadonlySet<number> = new Set([BACKEND_CODES.TOKEN_REFUSED, BACKEND_CODES.USER_GONE, BACKEND_CODES.ACCESS_EXPIRED])

/** What more than a minute of difference does: tokens count as expired, or as not valid yet, and times are shown wrong. */
const CLOCK_LIMIT_S = 60

/** The step `http`: anything that is HTTP and no failure of the server or of something before it. */
export function judgeHttp({ status }: WireAnswer): ConnectionStep {
  const facts = { status: String(status) }
  if (status === 407) return { step: 'http', state: 'failed', cause: 'proxyAsksForSignIn', facts }
  if (status === 511) return { step: 'http', state: 'failed', cause: 'captivePortal', facts }
  if (status >= 500) return { step: 'http', state: 'failed', cause: 'serverError', facts }
  return { step: 'http', state: 'ok', cause: null, facts }
}

/**
 * The step `api`: `GET info` without a token must be refused in this API's own words. Relatives of it do so with another
 * code or with HTTP 200.
 */
export function judgeApi(answer: WireAnswer): ConnectionStep {
  const facts = { status: String(answer.status) }
  const failed = (cause: ConnectionStep['cause']): ConnectionStep => ({ step: 'api', state: 'failed', cause, facts })
  const reading = readEnvelope(answer)
  if (reading.kind === 'envelope') {
    const code = String(reading.envelope.code)
    if (REFUSALS.has(reading.envelope.code)) return { step: 'api', state: 'ok', cause: null, facts: { ...facts, code } }
    if (answer.status !== 404) return { ...failed('otherApi'), facts: { ...facts, code } }
  }
  if (answer.status === 404) return failed('notFound')
  if (reading.kind === 'unreadable' && reading.cause) return failed('answerTooLarge')
  if (reading.kind === 'html') return failed(answer.status < 400 || answer.status === 401 ? 'captivePortal' : 'notJson')
  return failed(isJson(answer.text) ? 'otherApi' : 'notJson')
}

interface Places {
  readonly origin: string
  readonly apiPath: string
  readonly otherPaths?: readonly string[]
}

/**
 * The step `api` where it was looked for in several places: where it is, or that it is not below the typed path. A page of
 * the network can take the server's place over plain http only; over TLS its certificate would have stopped the test.
 *
 * @param foundAt The place that `answer` comes from.
 */
export function judgePlace(answer: WireAnswer, foundAt: string, { origin, apiPath, otherPaths = [] }: Places): ConnectionStep {
  const api = judgeApi(answer)
  if (api.state === 'ok') return otherPaths.length > 0 ? { ...api, facts: { ...api.facts, apiPath: foundAt } } : api
  const isPage = api.cause === 'captivePortal' && answer.status < 400
  const isElsewhere = isPage || api.cause === 'notFound' || api.cause === 'notJson'
  const isTypedPath = otherPaths.length > 1
  if (!(isTypedPath && isElsewhere) && !(isPage && origin.startsWith('https:'))) return api
  return { ...api, cause: 'notBelowPath', facts: { ...api.facts, tried: [apiPath, ...otherPaths].join(', ') } }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/**
 * The step `clock`, from the answer's `Date` (RFC 9110 §6.6.1, whole seconds). `clockAhead`: this computer is ahead of the
 * server.
 *
 * @param wallMs This computer's time in the middle of the exchange, Unix milliseconds.
 */
export function judgeClock(answer: WireAnswer, wallMs: number): ConnectionStep {
  const serverMs = Date.parse(answer.headers['date'] ?? '')
  if (Number.isNaN(serverMs)) return { step: 'clock', state: 'skipped', cause: 'noDate', facts: {} }
  const seconds = Math.round((wallMs - serverMs) / 1000)
  const isFar = Math.abs(seconds) > CLOCK_LIMIT_S
  const cause = !isFar ? null : seconds > 0 ? 'clockAhead' : 'clockBehind'
  return { step: 'clock', state: isFar ? 'warning' : 'ok', cause, facts: { seconds: String(seconds) } }
}
