import type { SessionCause, SessionView } from '@shared/views'
import { untilAborted, type Wait } from './budget'
import type { Clock } from './clock'
import type { AuthHttp, KnownUser, SignInPrompt, TokenVault } from './ports'
import { createRenewal } from './renewal'
import { createRenewalFlight, type RenewalFlight } from './renewal-flight'
import { createSessionCore, newTokenRefused, type SessionCore, sessionEnded } from './session-core'
import type { SecretToken } from './secret-token'
import type { Lease } from './session-state'
import { type Credentials, signIn, type SignInResult } from './signing-in'

export interface SessionDeps {
  readonly http: AuthHttp
  readonly vault: TokenVault
  readonly clock: Clock
  readonly prompt: SignInPrompt
  /** Who signed in here last, and where the next one is to be noted (docs/session.md, "Who it is"). */
  readonly lastUser: KnownUser | null
  readonly rememberUser: (user: KnownUser) => void
  /** 0 to 1, for the jitter of early renewals. */
  readonly random?: () => number
}

/** Whose work something is, and since when. */
export interface WorkStamp {
  readonly userId: number | null
  readonly epoch: number
}

/** The session of one profile: owns the token pair, renews it, and holds calls through the death of the refresh token. */
export interface Session {
  view(): SessionView
  onChange(listener: (view: SessionView) => void): () => void
  /** Reads the vault. Calls made before it has ended wait for it. Never throws. */
  start(): Promise<void>
  /** Whose work begins just now; for work of several calls, which may not change hands in between. */
  stamp(): WorkStamp
  /**
   * The lease a new call is to carry; waits for a renewal or a sign-in that is under way. Throws `FailureError`:
   * SESSION_ENDED also when the work is not this user's, by its stamp or by who was signed in when the call began.
   */
  acquire(wait: Wait, stamp?: WorkStamp): Promise<Lease>
  /** A newer lease than the refused one. One renewal at a time; throws OFFLINE, TIMEOUT, CANCELLED, SESSION_ENDED. */
  renew(refused: Lease, wait: Wait): Promise<Lease>
  /** Whether a newer lease than this one is there already: its refusal says nothing of that. */
  hasNewerThan(lease: Lease): boolean
  /** The session is over as far as `refused` goes: waits for the same user to sign in. */
  suspend(refused: Lease, cause: SessionCause, wait: Wait): Promise<Lease>
  /** The server took this lease: sign-in and token are sound. */
  accepted(lease: Lease): void
  /** The server has read this lease's token and said something of it: expired, say. Its header arrives. */
  wasRead(lease: Lease): void
  /** For the connection test: the token of a running session, or the one that was refused as soon as it was there. */
  tokenToTest(): SecretToken | null
  /** Throws `FailureError` when the server gave no answer to go by. */
  signIn(credentials: Credentials): Promise<SignInResult>
  /** A person asks for something: a renewal that is held back after a failure is tried at once. Never throws. */
  renewNow(): Promise<void>
  /** The person puts signing in off: waiting calls end, everything else stays. */
  putOff(): void
  /** Opens the sign-in window unless a session is running. */
  askToSignIn(): void
  signOut(): Promise<void>
  /** The keychain works again: what could not be stored is stored now, if the person wants it to be. */
  storeAgain(): Promise<void>
}

export function createSession(deps: SessionDeps): Session {
  const { vault, clock, prompt, random = Math.random } = deps
  const core = createSessionCore(clock, prompt, deps.lastUser)
  const flight = createRenewalFlight(core, { renewal: createRenewal(deps.http, clock), vault, clock, random })
  let started: Promise<void> | null = null
  return {
    view: core.view,
    onChange: core.onChange,
    start: () => (started ??= readVault(core, vault)),
    stamp: () => stampOf(core),
    acquire: async (wait, stamp) => {
      if (started) await untilAborted(started, wait.budget.signal)
      return acquire(core, flight, wait, stamp ?? stampOf(core))
    },
    renew: (refused, wait) => renew(core, flight, refused, wait),
    hasNewerThan: core.hasNewerThan,
    suspend: (refused, cause, wait) => suspend(core, refused, cause, wait),
    accepted: (lease) => {
      if (core.state.kind === 'active' && core.state.lease.epoch === lease.epoch) core.state.wasAccepted = true
    },
    wasRead: (lease) => {
      if (core.state.kind === 'active' && core.state.lease.epoch === lease.epoch) core.state.wasRead = true
    },
    tokenToTest: () => (core.state.kind === 'active' ? core.state.lease.access : core.state.kind === 'ended' ? (core.state.refused ?? null) : null),
    signIn: (credentials) => signIn(core, deps, credentials),
    renewNow: () => flight.now(),
    putOff: () => {
      core.signIns += 1
      prompt.close()
      if (core.state.kind !== 'suspended') return
      core.become({ ...core.state, kind: 'ended', cause: 'cancelled' })
      core.waiters.rejectAll(sessionEnded())
    },
    askToSignIn: () => {
      if (core.state.kind !== 'active') prompt.open()
    },
    signOut: async () => {
      core.signedOutOf = core.epoch
      core.epoch += 1
      core.signIns += 1
      core.waiters.rejectAll(sessionEnded())
      if (core.state.kind !== 'signed-out') core.become({ kind: 'signed-out', cause: 'signed-out', since: clock.wallMs() })
      prompt.close()
      await vault.clear()
    },
    storeAgain: () => storeAgain(core, flight, vault),
  }
}

async function storeAgain(core: SessionCore, flight: RenewalFlight, vault: TokenVault): Promise<void> {
  for (;;) {
    // A renewal that is just being stored goes first, or its newer pair would be overwritten.
    await flight.settled()
    const held = core.state
    if (held.kind !== 'active' || held.isStored || !held.keepsStored) return
    const { lease, refresh } = held
    const isStored = await vault.write({ access: lease.access, refresh, userId: lease.userId, username: core.user?.username ?? '' })
    if (core.state !== held) continue
    core.become({ ...held, isStored })
    return
  }
}

async function readVault(core: SessionCore, vault: TokenVault): Promise<void> {
  const startedIn = core.epoch
  const found = await vault.read()
  if (!found || core.epoch !== startedIn) return
  core.user = { userId: found.userId, username: found.username }
  core.become(core.activated({ access: found.access, refresh: found.refresh }, null, true, found.userId))
}

function stampOf(core: SessionCore): WorkStamp {
  return { userId: core.user?.userId ?? null, epoch: core.epoch }
}

async function acquire(core: SessionCore, flight: RenewalFlight, wait: Wait, stamp: WorkStamp): Promise<Lease> {
  const renewing = flight.awaited()
  // Whatever becomes of it: a failed renewal leaves the old token, which may still be good.
  if (renewing)
    await untilAborted(
      renewing.catch(() => undefined),
      wait.budget.signal,
    )
  // While it waited someone else may have signed in: this call is not theirs.
  if ((core.user?.userId ?? null) !== stamp.userId || core.signedOutOf >= stamp.epoch) throw sessionEnded()
  if (core.state.kind === 'active' && !wait.isUnattended) flight.maybeEarly(core.state)
  return core.current(wait)
}

async function renew(core: SessionCore, flight: RenewalFlight, refused: Lease, wait: Wait): Promise<Lease> {
  for (;;) {
    core.requireMayGoOn(refused)
    // A late refusal of an older token: there is a newer one already, and nothing to renew.
    if (core.state.kind !== 'active' || core.hasNewerThan(refused)) return core.current(wait)
    await untilAborted(flight.join(core.state, wait.isUnattended !== true), wait.budget.signal)
    // Refused for good, and nobody was there to be told: the next call of a person finds out, and asks.
    if (wait.isUnattended && core.state.kind === 'active' && !core.hasNewerThan(refused)) throw sessionEnded()
  }
}

async function suspend(core: SessionCore, refused: Lease, cause: SessionCause, wait: Wait): Promise<Lease> {
  core.requireMayGoOn(refused)
  if (core.state.kind === 'active' && !core.hasNewerThan(refused)) {
    if (wait.isUnattended) throw sessionEnded()
    // A second window right after a sign-in would be a loop: it is the server that is at fault.
    if (cause === 'refused' && core.state.signedInHere && !core.state.wasAccepted) {
      throw newTokenRefused()
    }
    core.halt(cause)
  }
  return core.current(wait)
}
