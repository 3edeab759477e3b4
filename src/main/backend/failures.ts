import { BACKEND_CODES } from '@shared/backend-codes'
import { failed, type FailureError, isFailure } from '@shared/result'
import type { OverBound } from './answer-bounds'
import { type Envelope, readEnvelope, type Reading } from './envelope'
import { reasonOfAnswer, reasonOfTransport } from './offline-reason'
import type { PreparedRequest, TransportError, WireAnswer } from './transport'

/**
 * The data of an answer that means success; throws a `FailureError` that says what went wrong instead.
 *
 * @param reading the answer, read: a list of a thousand rows is not parsed twice
 */
export function dataOf(request: PreparedRequest, answer: WireAnswer, reading: Reading = readEnvelope(answer)): { data: unknown; message: string } {
  if (reading.kind === 'unreadable' && reading.cause) throw overBoundReply(reading.cause, { status: answer.status })
  if (reading.kind !== 'envelope') throw fromStatus(answer, reading.kind)
  const { envelope } = reading
  if (envelope.code === BACKEND_CODES.OK && !envelope.isRefusal) return { data: envelope.data, message: envelope.message }
  throw fromEnvelope(request, answer, envelope)
}

function fromEnvelope(request: PreparedRequest, answer: WireAnswer, envelope: Envelope): FailureError {
  const { code, message } = envelope
  switch (code) {
    case BACKEND_CODES.OK:
      return failed('REFUSED', message)
    case BACKEND_CODES.INVALID:
      // On reads the text in `data` is the database's own words: for "Details", not for the headline.
      return failed('REFUSED', message, typeof envelope.data === 'string' ? { details: { technical: envelope.data } } : {})
    case BACKEND_CODES.NO_PERMISSION:
      return failed('FORBIDDEN', message, { details: { permission: permissionOf(request) } })
    case BACKEND_CODES.WRONG_CREDENTIALS:
      return failed('VALIDATION', message, { fields: { password: 'wrongCredentials' } })
    case BACKEND_CODES.OAUTH_FAILED:
      return failed('REFUSED', message)
    default:
      return answer.status >= 500
        ? failed('SERVER', message, { details: { status: answer.status, backendCode: code } })
        : failed('BAD_REPLY', message, { details: { status: answer.status, backendCode: code } })
  }
}

/** The permission path that a request needs: its path without an id, and the verb. */
function permissionOf({ path, method }: PreparedRequest): string {
  return `${path.replace(/\/\d+$/, '')}/${method.toLowerCase()}`
}

const OVER_WORDS: Readonly<Record<OverBound, string>> = {
  tooLarge: 'The answer is larger than any that is read here.',
  tooDeep: 'The answer is nested deeper than any that is read here.',
  tooManyRows: 'The server gives more rows than it was asked for.',
}

/** Something answered, and more than is taken from anybody. The same request would be answered in the same way. */
export function overBoundReply(cause: OverBound, details: Readonly<Record<string, unknown>> = {}): FailureError {
  return failed('BAD_REPLY', OVER_WORDS[cause], { details: { ...details, cause } })
}

/** Whether a call has failed for an answer that is over this bound. */
export function isOverBound(error: unknown, cause: OverBound): boolean {
  return isFailure(error, 'BAD_REPLY') && error.failure.details?.['cause'] === cause
}

/** Statuses by which a gateway says that the server behind it cannot be reached. */
const UNREACHABLE_STATUS: ReadonlySet<number> = new Set([407, 502, 503, 504, 511])

/** An answer that is not this API's: a proxy, a captive portal, a crashed server. */
export function fromStatus(answer: WireAnswer, kind: 'html' | 'unreadable'): FailureError {
  const details = { status: answer.status }
  /** Of what is not this API at all. */
  const elsewhere = { ...details, reason: reasonOfAnswer(answer, kind) }
  const { status } = answer
  if (UNREACHABLE_STATUS.has(status)) return failed('OFFLINE', `The gateway answers ${status}.`, { details: elsewhere })
  if (status === 429) return failed('SERVER', 'The server asks for fewer requests.', { details: { ...details, retryAfterMs: retryAfterMs(answer) } })
  if (status >= 500) return failed('SERVER', `The server failed (HTTP ${status}).`, { details })
  if (status === 403) return failed('FORBIDDEN', 'A proxy or gateway refused this request.', { details })
  if (status === 401)
    return kind === 'html' ? failed('OFFLINE', 'A gateway asks for a sign-in of its own.', { details: elsewhere }) : failed('BAD_REPLY', 'HTTP 401 without a code of this API.', { details: elsewhere })
  if (kind === 'html' && status < 400) return failed('OFFLINE', 'A web page answered where the API was due.', { details: { ...elsewhere, isPortal: true } })
  return failed('BAD_REPLY', `What answered is not this API (HTTP ${status}).`, { details: elsewhere })
}

/** The longest that any server is taken at its word: a mistyped or hostile number must not lock anybody out for a day. */
export const LONGEST_RETRY_AFTER_MS = 120_000

/**
 * `Retry-After` in milliseconds, at most two minutes: whole seconds, or a date (RFC 9110 §10.2.3), which is taken against the
 * answer's own `Date`, since the two clocks may differ by hours. Null when there is none that can be read.
 *
 * @param wallMs This computer's time, Unix milliseconds, for an answer without a `Date`.
 */
export function retryAfterMs(answer: WireAnswer, wallMs = Date.now()): number | null {
  const value = answer.headers['retry-after']?.trim() ?? ''
  if (/^\d+$/.test(value)) return Math.min(LONGEST_RETRY_AFTER_MS, Number(value) * 1000)
  // A bare number of another form is nobody's date, whatever `Date.parse` makes of it.
  const date = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(date)) return null
  const saidAt = Date.parse(answer.headers['date'] ?? '')
  return Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, date - (Number.isNaN(saidAt) ? wallMs : saidAt)))
}

/** A token with a line break or other letters that no header can hold: nothing was sent with it. */
export function unusableToken(): FailureError {
  return failed('BAD_REPLY', 'The server gave a token that cannot be sent in a header.', { details: { cause: 'unusable-token' } })
}

export function fromTransport(error: TransportError): FailureError {
  if (error.kind === 'unusableToken') return unusableToken()
  const reason = reasonOfTransport(error)
  if (error.kind === 'certificate') return failed('OFFLINE', 'The certificate of the server is not trusted.', { details: { cause: error.message, reason } })
  if (error.kind === 'redirected') return failed('BAD_REPLY', 'The server sends requests on to another address.', { details: { cause: 'redirect', reason } })
  return failed('OFFLINE', 'The server cannot be reached.', { details: { cause: error.message, reason } })
}
