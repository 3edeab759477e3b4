import { BACKEND_CODES } from '@shared/backend-codes'
import { type Failure, failed, type FailureError } from '@shared/result'
import { redact } from '../log'
import type { SecretToken } from '../session/secret-token'
import type { Reading } from './envelope'
import { fromStatus } from './failures'
import { JSON_TYPE, type PreparedRequest, type WireAnswer } from './transport'

/** What an answer to a write means that is not in this API's own form. */
export interface OddAnswer {
  readonly failure: FailureError
  /** The server behind it may have acted all the same: the record is to be looked at. */
  readonly mayBeDone: boolean
}

/**
 * `details.cause` of these failures: something on the way refused the request by its status, before the server acted; or an
 * answer came that says neither yes nor no, such as the `var_dump` text of the original for a missing permission row.
 */
const GATEWAY_REFUSED = 'gateway'
export const ODD_ANSWER = 'odd-answer'

/** Statuses that pass: the same request may well go through later (RFC 9110 §15.5.9, RFC 6585 §4, RFC 8470 §5.2). */
const PASSING_STATUS: ReadonlySet<number> = new Set([407, 408, 425, 429, 511])
/** Faults of a server that say for good that it does not do such a thing. */
const REFUSING_SERVER_STATUS: ReadonlySet<number> = new Set([501, 505])
/** Of those that pass: the ones by which nothing was handed on. */
const NOT_DONE: ReadonlySet<number> = new Set([407, 425, 429, 511])

/**
 * Judges an answer to a write that is no envelope, or one with a code that this API does not have. Null: it is the API's own
 * answer. A refusal is a refusal, whoever gives it: with its status and the title of its page, and nothing is tried again.
 * What passes (a gateway whose server is down, a limit of requests, a network's own sign-in page) is told as before.
 *
 * @param token taken out of whatever is shown: such pages and texts may repeat what was sent.
 * @param sent further secrets of the request, which are taken out as well; asked for only where there are words to show, for a secret that is read stays in memory
 */
export function oddAnswerToWrite(answer: WireAnswer, reading: Reading, token: SecretToken, sent: () => readonly string[] = () => []): OddAnswer | null {
  if (reading.kind === 'envelope' && isOwnCode(reading.envelope.code)) return null
  const { status } = answer
  const kind = reading.kind === 'html' ? 'html' : 'unreadable'
  const over = reading.kind === 'unreadable' && reading.cause ? { over: reading.cause } : {}
  const words = wordsOf(answer, reading, (text) => withoutSecrets(token.hiddenIn(text), sent()))
  const details = { status, ...over, ...words }
  const isFault = status >= 500 && !REFUSING_SERVER_STATUS.has(status)
  if (isFault || PASSING_STATUS.has(status)) return { failure: withDetails(passing(answer, kind), words), mayBeDone: !NOT_DONE.has(status) }
  if (status === 403) return { failure: failed('FORBIDDEN', 'A proxy or gateway refused this request.', { details }), mayBeDone: false }
  if (status >= 400) return { failure: failed('REFUSED', '', { details: { ...details, cause: GATEWAY_REFUSED } }), mayBeDone: false }
  // A page in place of an answer is taken for the network's own until the server is seen to answer.
  if (kind === 'html') return { failure: withDetails(fromStatus(answer, kind), details), mayBeDone: true }
  return { failure: failed('BAD_REPLY', 'The answer says neither yes nor no.', { details: { ...details, cause: ODD_ANSWER } }), mayBeDone: true }
}

function passing(answer: WireAnswer, kind: 'html' | 'unreadable'): FailureError {
  const { status } = answer
  if (status === 408) return failed('TIMEOUT', 'The gateway did not get the request in time.', { details: { status } })
  return status === 425 ? failed('SERVER', 'The gateway asks to send this again.', { details: { status } }) : fromStatus(answer, kind)
}

const OWN_CODES: ReadonlySet<number> = new Set(Object.values(BACKEND_CODES))

function isOwnCode(code: number): boolean {
  return OWN_CODES.has(code)
}

/** Takes the secrets of the request out of a text. */
type Hiding = (text: string) => string

/**
 * The passwords in a request's JSON body, plain and as JSON spells them. Taken out before a text is cut, since the first half of
 * one at the end would not be known for it.
 */
export function secretsIn({ bytes, contentType }: Pick<PreparedRequest, 'bytes'> & Partial<Pick<PreparedRequest, 'contentType'>>): string[] {
  const text = bytes instanceof Uint8Array && contentType === JSON_TYPE ? new TextDecoder().decode(bytes) : bytes
  if (typeof text !== 'string' || !/password/i.test(text)) return []
  const found: string[] = []
  JSON.parse(text, (key, value: unknown) => {
    if (/password/i.test(key) && typeof value === 'string' && value !== '') found.push(value, JSON.stringify(value).slice(1, -1))
    return value
  })
  return found
}

/** A failure whose words, the server's own among them, are without what was sent and is secret. */
export function hiddenIn(failure: Failure, secrets: readonly string[]): Failure {
  const { message, details } = failure
  const hide = (value: unknown): unknown => (typeof value === 'string' ? withoutSecrets(value, secrets) : value)
  return {
    ...failure,
    message: withoutSecrets(message, secrets),
    ...(details ? { details: Object.fromEntries(Object.entries(details).map(([name, value]) => [name, hide(value)])) } : {}),
  }
}

/** A text without what `secretsIn` has found. The longest first: one may be part of another. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  return [...secrets].sort((a, b) => b.length - a.length).reduce((so, secret) => so.replaceAll(secret, '[hidden]'), text)
}

const LONGEST_TITLE = 120
const LONGEST_TEXT = 500

/** For "Details": the title of a page, or the beginning of a text. Never a whole page: one may repeat the database's own rows. */
function wordsOf(answer: WireAnswer, reading: Reading, hide: Hiding): { title?: string; text?: string } {
  if (reading.kind === 'envelope') return reading.envelope.message === '' ? {} : { text: shown(reading.envelope.message, hide, LONGEST_TEXT) }
  // PHP calls a dumped text `text/html` as well: what has no markup is shown as the text that it is.
  if (reading.kind === 'unreadable' || !/<[a-z!]/i.test(answer.text)) return answer.text.trim() === '' ? {} : { text: shown(answer.text, hide, LONGEST_TEXT) }
  const title = /<(title|h1)[^>]*>([^<]+)</i.exec(answer.text)?.[2]
  return title ? { title: shown(decoded(title), hide, LONGEST_TITLE) } : {}
}

function shown(text: string, hide: Hiding, longest: number): string {
  const plain = redact(hide(text))
    // A hash of a password, as the original's own rows carry it.
    .replaceAll(/\b[0-9a-f]{32,}\b/gi, '[hidden]')
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' }

function decoded(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (_all, name: string) => ENTITIES[name] ?? '')
}

function withDetails({ failure }: FailureError, details: Record<string, unknown>): FailureError {
  return failed(failure.code, failure.message, { details: { ...failure.details, ...details } })
}
