import { z } from 'zod'
import { BACKEND_CODES } from '@shared/backend-codes'
import { failed } from '@shared/result'
import type { SessionCause } from '@shared/views'
import { createBudget } from '../session/budget'
import type { Clock } from '../session/clock'
import type { AuthAnswer, AuthHttp, SignInAnswer, SignInProof, TokenPair } from '../session/ports'
import { SecretToken } from '../session/secret-token'
import { captchaFault } from './captcha'
import { readEnvelope } from './envelope'
import { fitsHeader } from './dialect'
import { dataOf, fromStatus, fromTransport, retryAfterMs, unusableToken } from './failures'
import { PROVIDER_PATHS } from './oauth-pages'
import { secretBody } from './secret-body'
import { prepare, type PreparedRequest, type Transport, TransportError, type WireAnswer, type WireRequest } from './transport'

const pairSchema = z.object({ token: z.string().min(1), refresh_token: z.string().min(1).nullish() })
const whoSchema = z.object({ id: z.coerce.number().int(), username: z.string().catch('') })

/** Codes with which the refresh endpoint ends a session for good; every other failure passes. */
const TERMINAL: ReadonlyMap<number, SessionCause> = new Map([
  [BACKEND_CODES.TOKEN_REFUSED, 'expired'],
  [BACKEND_CODES.ACCESS_EXPIRED, 'expired'],
  [BACKEND_CODES.USER_GONE, 'user-gone'],
  [BACKEND_CODES.SIGNED_IN_ELSEWHERE, 'elsewhere'],
])

/** The server asks the third party before it answers, and a code works only once: worth a longer wait. */
const EXCHANGE_TIMEOUT_MS = 30_000

export interface AuthHttpOptions {
  readonly clock: Clock
  /** For one request; a retry has its own. */
  readonly timeoutMs: number
}

/** Sign-in, renewal and "who is this?": the endpoints that the session engine itself calls. */
export function createAuthHttp(transport: Transport, { clock, timeoutMs }: AuthHttpOptions): AuthHttp {
  const sendOnce = async (request: PreparedRequest, token: SecretToken | null, limitMs = timeoutMs): Promise<WireAnswer> => {
    const budget = createBudget(clock, limitMs)
    try {
      return await transport.send(request, token, budget.signal)
    } finally {
      budget.release()
    }
  }
  return {
    refresh: async (token) => {
      try {
        return toAuthAnswer(await sendOnce(prepare({ method: 'POST', path: '/sys/user/refreshtoken', bound: 'small' }), token))
      } catch (error) {
        return { kind: 'passing', mayHaveActed: error instanceof TransportError && error.mayHaveActed, retryAfterMs: null }
      }
    },
    signIn: async (proof) => {
      if (proof.kind === 'password') return signInByPassword(proof, (request) => sendOnce(request, null))
      const request = prepare(exchangeOf(proof))
      return toExchangeAnswer(request, withoutProof(await sendOnce(request, null, EXCHANGE_TIMEOUT_MS).catch(rethrow), [proof.code, proof.state]))
    },
    whoIs: async (access) => {
      const request = prepare({ method: 'GET', path: '/sys/user/info' })
      const who = whoSchema.safeParse(dataOf(request, await sendOnce(request, access).catch(rethrow)).data)
      if (!who.success) throw failed('BAD_REPLY', 'The server does not say who has signed in.')
      return { userId: who.data.id, username: who.data.username }
    },
  }
}

type ProofBy<Kind extends SignInProof['kind']> = Extract<SignInProof, { kind: Kind }>

/** The password is sent once, whatever comes of it: after that nothing of ours holds it any more. */
async function signInByPassword({ username, password, captcha }: ProofBy<'password'>, send: (request: PreparedRequest) => Promise<WireAnswer>): Promise<SignInAnswer> {
  const { bytes, wipe } = secretBody({ username, ...(captcha ? { captcha_id: captcha.id, captcha: captcha.text } : {}) }, { password })
  const request: PreparedRequest = { method: 'POST', path: '/sys/user/login', bytes, contentType: 'application/json', bound: 'small' }
  try {
    return toSignInAnswer(request, await send(request).catch(rethrow), captcha !== undefined)
  } finally {
    wipe()
  }
}

function exchangeOf({ provider, code, state }: ProofBy<'oauth'>): WireRequest {
  return { method: 'GET', path: PROVIDER_PATHS[provider], query: { code, state }, hasEffect: true, bound: 'small' }
}

function rethrow(error: unknown): never {
  if (!(error instanceof TransportError)) throw error
  throw error.kind === 'aborted' ? failed('TIMEOUT', 'The server did not answer in time.') : fromTransport(error)
}

function pairOf(data: unknown): TokenPair | null {
  const parsed = pairSchema.safeParse(data)
  if (!parsed.success) return null
  const { token, refresh_token: refresh } = parsed.data
  // A renewal could not be sent with it either: as good as none.
  const renewing = refresh ? new SecretToken(refresh) : null
  return { access: new SecretToken(token), refresh: renewing && fitsHeader(renewing) ? renewing : null }
}

function toAuthAnswer(answer: WireAnswer): AuthAnswer {
  const passing: AuthAnswer = { kind: 'passing', mayHaveActed: false, retryAfterMs: retryAfterMs(answer) }
  const reading = readEnvelope(answer)
  // It went on for ever: what it would have said is not known, and the server may have rotated the token before.
  if (reading.kind === 'unreadable' && reading.cause) return { ...passing, mayHaveActed: true }
  // 403 with 50015 is "no header at all": something on the way took it, which says nothing about the token.
  if (reading.kind !== 'envelope' || answer.status === 403) return passing
  const cause = TERMINAL.get(reading.envelope.code)
  if (cause) return { kind: 'terminal', cause }
  const pair = reading.envelope.code === BACKEND_CODES.OK ? pairOf(reading.envelope.data) : null
  // An answer without a usable access token is a failed renewal and writes nothing.
  return pair && fitsHeader(pair.access) ? { kind: 'pair', pair } : passing
}

/** A server may quote what it was sent when it refuses; its words go on the screen, these do not. */
function withoutProof(answer: WireAnswer, secrets: readonly string[]): WireAnswer {
  const reading = readEnvelope(answer)
  if (reading.kind === 'envelope' && reading.envelope.code === BACKEND_CODES.OK) return answer
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)])
  return { ...answer, text: forms.reduce((text, form) => text.replaceAll(form, '…'), answer.text) }
}

const LONGEST_WORDS = 300

/** Some servers answer a failed exchange in plain text, without an envelope: those are their words. */
function toExchangeAnswer(request: PreparedRequest, answer: WireAnswer): SignInAnswer {
  const reading = readEnvelope(answer)
  const words = answer.text.trim().slice(0, LONGEST_WORDS)
  if (reading.kind === 'unreadable' && answer.status === 200 && words !== '') return { kind: 'refused', message: words }
  if (reading.kind === 'envelope' && reading.envelope.code === BACKEND_CODES.OAUTH_FAILED) return { kind: 'refused', message: reading.envelope.message }
  return toSignInAnswer(request, answer)
}

function toSignInAnswer(request: PreparedRequest, answer: WireAnswer, hadCaptcha = false): SignInAnswer {
  // Too many attempts, in whatever form: the wait it asks for is for the person to see.
  if (answer.status === 429) throw fromStatus(answer, 'unreadable')
  const reading = readEnvelope(answer)
  if (reading.kind === 'envelope') {
    const { code, message, isRefusal } = reading.envelope
    const fault = captchaFault(reading.envelope, hadCaptcha)
    if (fault) return { kind: 'captcha', fault }
    if (code === BACKEND_CODES.WRONG_CREDENTIALS) return { kind: 'wrong-credentials' }
    if (code === BACKEND_CODES.OK && isRefusal) return { kind: 'refused', message }
  }
  const pair = pairOf(dataOf(request, answer).data)
  if (!pair) throw failed('BAD_REPLY', 'The server accepted the sign-in but gave no token.')
  if (!fitsHeader(pair.access)) throw unusableToken()
  return { kind: 'pair', pair }
}
