import { failed } from '@shared/result'
import type { SessionCause, SessionView } from '@shared/views'
import { type Budget, untilAborted } from './budget'
import type { Clock } from './clock'
import { type ActiveState, type Lease, type SessionState, viewOf } from './session-state'
import type { AuthHttp, KnownUser, SignInPrompt, StoredSession, TokenPair, TokenVault } from './ports'
import { createRenewal } from './renewal'
import { createWaiters } from './waiters'

/** How long and how patiently a call waits for the session. */
export interface Wait {
  readonly budget: Budget
}

export interface SessionDeps {
  readonly http: AuthHttp
  readonly vault: TokenVault
  readonly clock: Clock
  readonly prompt: SignInPrompt
  /** Who signed in here last, and where the next one is to be noted (rule 14). */
  readonly lastUser: KnownUser | null
  readonly rememberUser: (user: KnownUser) => void
}

export interface Credentials {
  readonly username: string
  readonly password: string
  /** False: the pair stays in memory and the next start asks again. */
  readonly staySignedIn: boolean
}

export type SignInResult = { readonly kind: 'signed-in' } | { readonly kind: 'wrong-credentials' } | { readonly kind: 'refused'; readonly message: string }

/** The session of one profile: owns the token pair, renews it, and holds calls through the death of the refresh token. */
export interface Session {
  view(): SessionView
  onChange(listener: (view: SessionView) => void): () => void
  /** Reads the vault. Calls made before it has ended wait for it. Never throws. */
  start(): Promise<void>
  /** The lease a new call is to carry; waits for a renewal or a sign-in that is under way. Throws `FailureError`. */
  acquire(wait: Wait): Promise<Lease>
  /** A newer lease than the refused one. One renewal at a time; throws OFFLINE, TIMEOUT, CANCELLED, SESSION_ENDED. */
  renew(refused: Lease, wait: Wait): Promise<Lease>
  /** The session is over as far as `refused` goes: waits for the same user to sign in. */
  suspend(refused: Lease, cause: SessionCause, wait: Wait): Promise<Lease>
  /** The server took this lease: sign-in and token are sound. */
  accepted(lease: Lease): void
  /** Throws `FailureError` when the server gave no answer to go by. */
  signIn(credentials: Credentials): Promise<SignInResult>
  /** The person puts signing in off: waiting calls end, everything else stays. */
  putOff(): void
  /** Opens the sign-in window unless a session is running. */
  askToSignIn(): void
  signOut(): Promise<void>
}

const ended = (): Error => failed('SESSION_ENDED', 'The session that this call was made in is over.')

export function createSession(deps: SessionDeps): Session {
  const { http, vault, clock, prompt } = deps
  const renewal = createRenewal(http, clock)
  const listeners = new Set<(view: SessionView) => void>()
  const waiters = createWaiters<Lease>(() => {
    changed()
  })
  let state: SessionState = { kind: 'signed-out', cause: deps.lastUser ? 'signed-out' : 'first-start', since: null }
  let user: KnownUser | null = deps.lastUser
  /** Grows with every sign-in and sign-out: what belongs to an older one is thrown away. */
  let epoch = 0
  /** Calls made in this epoch or before ended with a sign-out; signing in again does not revive them. */
  let signedOutOf = -1
  let renewals = 0
  let flight: Promise<void> | null = null
  let started: Promise<void> | null = null

  const view = (): SessionView => viewOf(state, { user, renewals, waiting: waiters.count, isRenewing: flight !== null })
  const changed = (): void => {
    for (const listener of listeners) listener(view())
  }
  const become = (next: SessionState): void => {
    state = next
    changed()
  }

  const activate = (pair: TokenPair, held: ActiveState | null, isStored: boolean, userId: number): ActiveState => {
    const claims = pair.access.claims()
    const refresh = pair.refresh ?? held?.refresh ?? null
    return {
      kind: 'active',
      lease: {
        access: pair.access,
        epoch,
        serial: (held?.lease.serial ?? 0) + 1,
        userId,
        bornAtMs: clock.monotonicMs(),
        lifeMs: claims?.lifeMs ?? null,
      },
      refresh,
      isStored,
      keepsStored: held?.keepsStored ?? isStored,
      signedInHere: held?.signedInHere ?? false,
      wasAccepted: held?.wasAccepted ?? false,
    }
  }

  const store = (pair: TokenPair, held: ActiveState): Promise<boolean> => {
    const stored: StoredSession = {
      access: pair.access,
      refresh: pair.refresh ?? held.refresh,
      userId: held.lease.userId,
      username: user?.username ?? '',
    }
    return held.keepsStored ? vault.write(stored) : Promise.resolve(false)
  }

  /** The single flight: renews once for everyone. Its outcome is the state that it leaves behind, or the error it throws. */
  const fly = async (held: ActiveState): Promise<void> => {
    if (!held.refresh) {
      halt('expired')
      return
    }
    const restMs = renewal.restMs(held.refresh)
    if (restMs > 0) throw offline(restMs)
    const flownIn = epoch
    const answer = await renewal.attempt(held.refresh)
    // Signed out, or signed in anew, meanwhile: what was fetched belongs to a session that is gone (F16, F17).
    if (epoch !== flownIn) return
    if (answer.kind === 'passing') throw offline(renewal.restMs(held.refresh))
    if (answer.kind === 'terminal') {
      halt(answer.cause)
      return
    }
    // Vault first, then memory, then the waiters: after a crash in between, the newest pair is the stored one.
    const isStored = await store(answer.pair, held)
    if (epoch !== flownIn || state.kind !== 'active') return
    renewals += 1
    state = activate(answer.pair, state, isStored, held.lease.userId)
  }

  const launch = (held: ActiveState): Promise<void> => {
    if (!flight) {
      flight = fly(held).finally(() => {
        flight = null
        changed()
      })
      // Every waiter may have been cancelled by the time it fails; then nobody is left to hear of it.
      flight.catch(() => undefined)
      changed()
    }
    return flight
  }

  /** Ends the running session as far as the server is concerned, keeps everything else, and asks for a sign-in. */
  const halt = (cause: SessionCause): void => {
    become({ kind: 'suspended', cause, since: clock.wallMs() })
    prompt.open()
  }

  const mayGoOn = (lease: Lease): boolean => user !== null && lease.userId === user.userId && lease.epoch > signedOutOf

  /** The current lease, or the wait for one, whatever state the session is in. */
  const current = async (wait: Wait): Promise<Lease> => {
    if (state.kind === 'active') return state.lease
    if (state.kind === 'suspended') return waiters.add(wait)
    throw ended()
  }

  const settleSignIn = (pair: TokenPair, next: KnownUser, isStored: boolean, keepsStored: boolean): void => {
    const isSame = user === null || user.userId === next.userId
    user = next
    deps.rememberUser(next)
    state = { ...activate(pair, null, isStored, next.userId), keepsStored, signedInHere: true, wasAccepted: false }
    const { lease } = state
    changed()
    if (isSame) waiters.releaseAll(lease)
    else waiters.rejectAll(ended())
    prompt.close()
  }

  return {
    view,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start: () => {
      started ??= (async () => {
        const startedIn = epoch
        const found = await vault.read()
        if (!found || epoch !== startedIn) return
        user = { userId: found.userId, username: found.username }
        become(activate({ access: found.access, refresh: found.refresh }, null, true, found.userId))
      })()
      return started
    },
    acquire: async (wait) => {
      if (started) await untilAborted(started, wait.budget.signal)
      if (flight) await untilAborted(flight.catch(() => undefined), wait.budget.signal)
      return current(wait)
    },
    renew: async (refused, wait) => {
      for (;;) {
        if (!mayGoOn(refused)) throw ended()
        if (state.kind !== 'active' || isNewer(state.lease, refused)) return current(wait)
        await untilAborted(launch(state), wait.budget.signal)
      }
    },
    suspend: async (refused, cause, wait) => {
      if (!mayGoOn(refused)) throw ended()
      if (state.kind === 'active' && !isNewer(state.lease, refused)) {
        if (cause === 'refused' && state.signedInHere && !state.wasAccepted) {
          throw failed('SERVER', 'The server refuses the token that it has just given out.')
        }
        halt(cause)
      }
      return current(wait)
    },
    accepted: (lease) => {
      if (state.kind === 'active' && state.lease.epoch === lease.epoch) state.wasAccepted = true
    },
    signIn: async ({ username, password, staySignedIn }) => {
      const answer = await http.signIn(username, password)
      if (answer.kind !== 'pair') return answer
      const userId = answer.pair.access.claims()?.userId ?? (await http.whoIs(answer.pair.access))
      epoch += 1
      const signedInto = epoch
      const stored: StoredSession = { ...answer.pair, userId, username }
      const isStored = staySignedIn ? await vault.write(stored) : (await vault.clear(), false)
      if (epoch === signedInto) settleSignIn(answer.pair, { userId, username }, isStored, staySignedIn)
      return { kind: 'signed-in' }
    },
    putOff: () => {
      prompt.close()
      if (state.kind !== 'suspended') return
      become({ kind: 'ended', cause: state.cause, since: state.since })
      waiters.rejectAll(ended())
    },
    askToSignIn: () => {
      if (state.kind === 'active') return
      prompt.open()
    },
    signOut: async () => {
      signedOutOf = epoch
      epoch += 1
      const isNews = state.kind !== 'signed-out'
      if (isNews) become({ kind: 'signed-out', cause: 'signed-out', since: clock.wallMs() })
      waiters.rejectAll(ended())
      prompt.close()
      await vault.clear()
    },
  }
}

function isNewer(current: Lease, refused: Lease): boolean {
  return current.epoch > refused.epoch || (current.epoch === refused.epoch && current.serial > refused.serial)
}

function offline(restMs: number): Error {
  return failed('OFFLINE', 'The session could not be renewed just now; it is kept.', { details: { retryAfterMs: restMs } })
}
