import type { SessionCause, SessionView } from '@shared/views'
import type { KnownUser } from './ports'
import type { SecretToken } from './secret-token'

/** One access token lent to one call, with what is needed to judge its refusal. */
export interface Lease {
  readonly access: SecretToken
  /** Which sign-in it comes from. */
  readonly epoch: number
  /** Grows with every renewal within one sign-in. */
  readonly serial: number
  readonly userId: number
  /** Monotonic milliseconds at which it was received. */
  readonly bornAtMs: number
  /** Its life by its own claims (`exp - iat`); null for an opaque token. */
  readonly lifeMs: number | null
}

export interface ActiveState {
  readonly kind: 'active'
  readonly lease: Lease
  readonly refresh: SecretToken | null
  /** The pair is in the keychain now. */
  readonly isStored: boolean
  /** The person wants it to be. */
  readonly keepsStored: boolean
  /** Made by a sign-in of this run, not read from the vault. */
  readonly signedInHere: boolean
  /** The server has taken a token of this sign-in at least once. */
  wasAccepted: boolean
  /** The server has read a token of this sign-in, whatever it said of it: the header arrives. */
  wasRead: boolean
}

export type SessionState =
  | { readonly kind: 'signed-out'; readonly cause: SessionCause; readonly since: number | null }
  | ActiveState
  /** Calls wait, the sign-in window is open. */
  | { readonly kind: 'suspended'; readonly cause: SessionCause; readonly since: number | null }
  /** The person put signing in off, or signing in was of no use: calls end at once, work stays, a bar offers the way back. */
  | { readonly kind: 'ended'; readonly cause: SessionCause; readonly since: number | null; readonly refused?: SecretToken }

/** Made by a sign-in of this run, and no sign yet that the server finds the token where this program puts it. */
export function isUntried(state: SessionState): state is ActiveState {
  return state.kind === 'active' && state.signedInHere && !state.wasAccepted && !state.wasRead
}

/**
 * `iat` and `exp` are whole seconds (RFC 7519 §2, as the original writes them): a token made late in a second lives up to a
 * second less than `exp - iat` says.
 */
const WHOLE_SECOND_MS = 1000

/** Whether a token may have outlived its own life by now. */
export function mayHaveOutlived({ bornAtMs, lifeMs }: Lease, nowMs: number): boolean {
  return lifeMs !== null && nowMs - bornAtMs >= lifeMs - WHOLE_SECOND_MS
}

/**
 * The age, in milliseconds, at which this share (0 to 1) of a token's life is over; of a very short life only what is sure
 * counts, but at least half, or each use would renew. Null for an opaque token.
 */
export function ageAtShare({ lifeMs }: Lease, share: number): number | null {
  return lifeMs === null ? null : Math.min(lifeMs * share, Math.max(lifeMs - WHOLE_SECOND_MS, lifeMs / 2))
}

interface Counters {
  readonly user: KnownUser | null
  readonly renewals: number
  readonly waiting: number
  readonly isRenewing: boolean
  readonly renewalHeldUntil: number | null
}

export function viewOf(state: SessionState, { user, renewals, waiting, isRenewing, renewalHeldUntil }: Counters): SessionView {
  const isActive = state.kind === 'active'
  return {
    state: isActive && isRenewing ? 'renewing' : state.kind,
    cause: isActive ? null : state.cause,
    since: isActive ? null : state.since,
    userId: user?.userId ?? null,
    username: user?.username ?? null,
    until: isActive ? (state.refresh?.claims()?.expiresAtMs ?? null) : null,
    renewals,
    renewalHeldUntil: isActive ? renewalHeldUntil : null,
    waiting,
    isStored: isActive && state.isStored,
  }
}

/** Whether `current` comes after `refused`: a later sign-in, or a later renewal of the same one. */
export function isNewer(current: Lease, refused: Lease): boolean {
  return current.epoch > refused.epoch || (current.epoch === refused.epoch && current.serial > refused.serial)
}

/** Whether calls go out just now; a renewal under way is no end of it. */
export function isOpen({ state }: Pick<SessionView, 'state'>): boolean {
  return state === 'active' || state === 'renewing'
}
