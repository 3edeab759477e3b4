import { failed, FailureError } from '@shared/result'
import type { OfflineReason, SessionCause } from '@shared/views'
import { createBudget, type Wait } from '../session/budget'
import type { Clock } from '../session/clock'
import type { Session, WorkStamp } from '../session/session'
import { type Lease, mayHaveOutlived } from '../session/session-state'
import { type Reading, readEnvelope, tokenVerdict, type TokenVerdict } from './envelope'
import { type FailureLog, noted } from './failed-write'
import { dataOf, fromTransport } from './failures'
import { oddAnswerToWrite, secretsIn } from './odd-answers'
import { reasonOf } from './offline-reason'
import { isRead, prepare, type PreparedRequest, type Transport, TransportError, type WireAnswer, type WireRequest } from './transport'
import { openUpload, type Upload } from './upload'

/** The way for every call that needs a session. */
export interface Authorized {
  /**
   * Sends with the current token, renews and replays behind the caller's back, and waits through a sign-in. Resolves
   * with the envelope's data; throws `FailureError`. A write that may have reached the server without an answer throws
   * `UnansweredError`.
   */
  send(request: WireRequest, options?: CallOptions): Promise<Done>
}

/** What the envelope of a success held. */
interface Done {
  readonly data: unknown
  readonly message: string
}

export interface CallOptions {
  /** Cancels the call: it settles at once, and nothing more is sent for it. */
  readonly signal?: AbortSignal
  /** For the whole call, in milliseconds; waiting for a person to sign in is not counted. */
  readonly budgetMs?: number
  /** For a call that is part of a longer work: whose work it is. It is never sent as anybody else. */
  readonly stamp?: WorkStamp
  /** The program makes this call by itself, again and again: see `Wait`. Where the session needs a person it ends SESSION_ENDED. */
  readonly isUnattended?: boolean
}

/** The request left, and no answer came back: whether it was carried out is to be looked up, not guessed. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError'
  /** What the caller would be told if nothing could be looked up. */
  readonly reason: Error
  constructor(reason: Error) {
    super('unanswered')
    this.reason = reason
  }
}

export interface AuthorizedDeps {
  readonly session: Pick<Session, 'acquire' | 'renew' | 'hasNewerThan' | 'suspend' | 'accepted' | 'wasRead'>
  readonly transport: Transport
  readonly clock: Clock
  readonly defaultBudgetMs: number
  /** Evidence for the connection indicator: every answer of the API, every failure to reach it. */
  readonly onEvidence?: (isReachable: boolean, reason?: OfflineReason | null) => void
  /** A write got no answer, or not one of this API: that says nothing for sure of the way to the server. It is to be asked. */
  readonly onDoubt?: () => void
  /** The program's log, for writes that fail by anything but the API's own word. */
  readonly log?: FailureLog['log']
}

/** What has happened to one call so far. */
interface History {
  /** Sent again with a token that was made because the one before was refused. */
  replays: number
  /** Sent again with one that was there already: the refusal was of an older token, and says nothing of this one. */
  catchUps: number
  signIns: number
}

export function createAuthorized(deps: AuthorizedDeps): Authorized {
  return { send: (request, options = {}) => send(deps, request, options) }
}

async function send(deps: AuthorizedDeps, wireRequest: WireRequest, { signal, budgetMs = deps.defaultBudgetMs, stamp, isUnattended = false }: CallOptions): Promise<Done> {
  const wait: Wait = { budget: createBudget(deps.clock, budgetMs, signal), isUnattended }
  try {
    if (wireRequest.upload) return await sendUpload(deps, wireRequest, wireRequest.upload, wait, stamp)
    const request = prepare(wireRequest)
    return await sendThrough(deps, request, await deps.session.acquire(wait, stamp), wait)
  } finally {
    wait.budget.release()
  }
}

async function sendUpload(deps: AuthorizedDeps, wireRequest: WireRequest, upload: Upload, wait: Wait, stamp?: WorkStamp): Promise<Done> {
  const opened = openUpload(upload)
  try {
    const request = prepare(wireRequest)
    const lease = await deps.session.acquire(wait, stamp)
    const packed = await opened.read(wait.budget.signal)
    // Reading takes its time: by now the session may have been renewed, or be somebody else's.
    return await sendThrough(deps, { ...request, ...packed }, await deps.session.acquire(wait, lease), wait)
  } finally {
    opened.close()
  }
}

async function sendThrough(deps: AuthorizedDeps, request: PreparedRequest, first: Lease, wait: Wait): Promise<Done> {
  const history: History = { replays: 0, catchUps: 0, signIns: 0 }
  let lease = first
  for (;;) {
    wait.budget.signal.throwIfAborted()
    const answer = await deps.transport.send(request, lease.access, wait.budget.signal).catch((error: unknown) => {
      throw withoutAnswer(deps, request, wait, error)
    })
    const reading = readEnvelope(answer)
    const verdict = reading.kind === 'envelope' ? tokenVerdict(answer, reading.envelope) : null
    if (!verdict) {
      if (reading.kind === 'envelope') deps.session.accepted(lease)
      return request.method === 'GET' || isRead(request) ? conclude(deps, request, answer, reading) : concludeWrite(deps, request, answer, reading, lease)
    }
    deps.onEvidence?.(true)
    lease = await nextLease(deps, verdict, lease, history, wait)
  }
}

function conclude(deps: AuthorizedDeps, request: PreparedRequest, answer: WireAnswer, reading: Reading): Done {
  try {
    const done = dataOf(request, answer, reading)
    deps.onEvidence?.(true)
    return done
  } catch (error) {
    // Whoever gives too much is there; whether it is this API is not known.
    if (reading.kind === 'unreadable' && reading.cause) throw error
    // What is not this API's own answer, nor a fault of its server, came from something on the way.
    const isElsewhere = reading.kind !== 'envelope' && error instanceof FailureError && (error.failure.code === 'OFFLINE' || error.failure.code === 'BAD_REPLY')
    deps.onEvidence?.(!isElsewhere, isElsewhere ? reasonOf(error.failure) : null)
    throw error
  }
}

/** A gateway's 504, half a page or a dumped text says nothing about what the server did behind it: that is looked up. */
function concludeWrite(deps: AuthorizedDeps, request: PreparedRequest, answer: WireAnswer, reading: Reading, lease: Lease): Done {
  const odd = oddAnswerToWrite(answer, reading, lease.access, () => secretsIn(request))
  if (!odd) return conclude(deps, request, answer, reading)
  // Gateways treat writes in ways of their own: whether reads come through is for a read to show.
  deps.onDoubt?.()
  const failure = noted(deps, request, odd.failure)
  throw odd.mayBeDone ? new UnansweredError(failure) : failure
}

/** What a call ends in to which no answer came. */
function withoutAnswer(deps: AuthorizedDeps, request: PreparedRequest, { budget }: Wait, error: unknown): unknown {
  if (!(error instanceof TransportError)) return error
  const reason = error.kind === 'aborted' ? (budget.signal.reason as FailureError) : fromTransport(error)
  const isUnanswered = error.mayHaveActed && request.method !== 'GET' && !isRead(request)
  // A person who gives up says nothing about the network; a server that does not answer in time does. A write that was lost
  // may have been lost for being a write.
  if (reason.failure.code !== 'CANCELLED') {
    if (isUnanswered) deps.onDoubt?.()
    else deps.onEvidence?.(false, reasonOf(reason.failure))
  }
  if (!isUnanswered) return reason
  return new UnansweredError(reason.failure.code === 'CANCELLED' ? reason : noted(deps, request, reason))
}

/** The token for the next send, or the failure in which the call ends. */
async function nextLease(deps: AuthorizedDeps, verdict: TokenVerdict, refused: Lease, history: History, wait: Wait): Promise<Lease> {
  const { session } = deps
  if (verdict === 'header-stripped') {
    throw failed('BAD_REPLY', 'The server saw no token although one was sent: something on the way removes it, or this server wants the other header.', { details: { cause: 'header-stripped' } })
  }
  if (verdict !== 'token-refused') session.wasRead(refused)
  const suspend = async (cause: SessionCause): Promise<Lease> => {
    if (history.signIns > 0) throw refusedForGood()
    history.signIns += 1
    return session.suspend(refused, cause, wait)
  }
  if (verdict === 'user-gone' || verdict === 'elsewhere') return suspend(verdict)

  if (mayReplay(deps.clock, history, refused)) {
    history[session.hasNewerThan(refused) ? 'catchUps' : 'replays'] += 1
    const lease = await session.renew(refused, wait)
    if (lease.epoch !== refused.epoch) history.signIns += 1
    return lease
  }
  if (verdict === 'access-expired') throw refusedForGood()
  return suspend('refused')
}

/** For tokens that live a second, on a server that takes half of one for each answer. An endless 50014 ends there too. */
const MOST_REPLAYS = 4

/** Once. Again only if the token may have outlived its own life by then: short-lived ones under load need that. */
function mayReplay(clock: Clock, { replays, catchUps }: History, refused: Lease): boolean {
  return replays === 0 ? catchUps < MOST_REPLAYS : replays + catchUps < MOST_REPLAYS && mayHaveOutlived(refused, clock.monotonicMs())
}

function refusedForGood(): Error {
  return failed('SERVER', 'The server refuses a token that it has just given out.')
}
