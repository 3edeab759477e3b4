import { failed } from '@shared/result'
import type { SessionCause, SessionView } from '@shared/views'
import type { Wait } from './budget'
import type { Clock } from './clock'
import type { KnownUser, SignInPrompt, TokenPair } from './ports'
import { type ActiveState, isNewer, type Lease, type SessionState, viewOf } from './session-state'
import { createWaiters, type Waiters } from './waiters'

/** What is true of a session just now, and the few moves that change it. Its parts (renewal, signing in) share one. */
export interface SessionCore {
  state: SessionState
  user: KnownUser | null
  /** Grows with every sign-in and sign-out: what belongs to an older one is thrown away. */
  epoch: number
  /** Calls made in this epoch or before ended with a sign-out; signing in again does not revive them. */
  signedOutOf: number
  /** Grows with each attempt to sign in, and when one is given up: only the newest may take over. */
  signIns: number
  renewals: number
  isRenewing: boolean
  /** See `SessionView`. */
  renewalHeldUntil: number | null
  readonly waiters: Waiters<Lease>
  view(): SessionView
  onChange(listener: (view: SessionView) => void): () => void
  /** Tells the listeners, if there is news for them. */
  changed(): void
  become(next: SessionState): void
  /** The session is over as far as the server is concerned: everything else is kept, and a sign-in is asked for. */
  halt(cause: SessionCause): void
  /** The server refuses what it has just given out: another sign-in window would be a loop, so none opens. */
  endUntried(held: ActiveState): void
  /** The state after a new pair: what `held` knew stays, where the pair brings nothing newer. */
  activated(pair: TokenPair, held: ActiveState | null, isStored: boolean, userId: number): ActiveState
  /** Throws SESSION_ENDED for a call of another user, or of a session that was signed out of. */
  requireMayGoOn(lease: Lease): void
  /** True when the session already has a newer lease than the refused one. */
  hasNewerThan(refused: Lease): boolean
  /** The current lease, or the wait for one, whatever state the session is in. */
  current(wait: Wait): Promise<Lease>
}

export function sessionEnded(): Error {
  return failed('SESSION_ENDED', 'The session that this call was made in is over.')
}

/** For calls with a token that the server refuses although it has just given it out. */
export function newTokenRefused(): Error {
  return failed('SERVER', 'The server refuses the token that it has just given out; most likely it looks for another header.', { details: { cause: 'token-header' } })
}

export function createSessionCore(clock: Clock, prompt: SignInPrompt, lastUser: KnownUser | null): SessionCore {
  const listeners = new Set<(view: SessionView) => void>()
  let lastTold = ''
  const core: SessionCore = {
    state: { kind: 'signed-out', cause: lastUser ? 'signed-out' : 'first-start', since: null },
    user: lastUser,
    epoch: 0,
    signedOutOf: -1,
    signIns: 0,
    renewals: 0,
    isRenewing: false,
    renewalHeldUntil: null,
    waiters: createWaiters<Lease>(() => {
      core.changed()
    }),
    view: () => viewOf(core.state, { user: core.user, renewals: core.renewals, waiting: core.waiters.count, isRenewing: core.isRenewing, renewalHeldUntil: core.renewalHeldUntil }),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    changed: () => {
      const view = core.view()
      // Several parts change at one moment; listeners hear of each new view once.
      const told = JSON.stringify(view)
      if (told === lastTold) return
      lastTold = told
      for (const listener of listeners) listener(view)
    },
    become: (next) => {
      // Only a session that runs has a renewal to be held back, and a new sign-in brings new tokens.
      if (next.kind !== 'active' || core.state.kind !== 'active' || next.lease.epoch !== core.state.lease.epoch) core.renewalHeldUntil = null
      core.state = next
      core.changed()
    },
    halt: (cause) => {
      core.become({ kind: 'suspended', cause, since: clock.wallMs() })
      prompt.open()
    },
    endUntried: (held) => {
      core.become({ kind: 'ended', cause: 'new-token-refused', since: clock.wallMs(), refused: held.lease.access })
    },
    activated: (pair, held, isStored, userId) => activatedState(core.epoch, clock.monotonicMs(), pair, held, isStored, userId),
    requireMayGoOn: (lease) => {
      if (lease.userId !== core.user?.userId || lease.epoch <= core.signedOutOf) throw sessionEnded()
    },
    hasNewerThan: (refused) => core.state.kind === 'active' && isNewer(core.state.lease, refused),
    current: async (wait) => {
      if (core.state.kind === 'active') return core.state.lease
      if (core.state.kind === 'suspended' && !wait.isUnattended) return core.waiters.add(wait)
      throw sessionEnded()
    },
  }
  return core
}

function activatedState(epoch: number, nowMs: number, pair: TokenPair, held: ActiveState | null, isStored: boolean, userId: number): ActiveState {
  return {
    kind: 'active',
    lease: {
      access: pair.access,
      epoch,
      serial: (held?.lease.serial ?? 0) + 1,
      userId,
      bornAtMs: nowMs,
      lifeMs: pair.access.claims()?.lifeMs ?? null,
    },
    // An answer without a refresh token keeps the old one.
    refresh: pair.refresh ?? held?.refresh ?? null,
    isStored,
    keepsStored: held?.keepsStored ?? isStored,
    signedInHere: held?.signedInHere ?? false,
    wasAccepted: held?.wasAccepted ?? false,
    // A pair that came by a renewal came for a token in the same header.
    wasRead: held !== null,
  }
}
