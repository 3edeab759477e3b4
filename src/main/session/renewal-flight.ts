import { failed } from '@shared/result'
import type { SessionCause } from '@shared/views'
import type { Clock } from './clock'
import type { TokenPair, TokenVault } from './ports'
import type { Renewal } from './renewal'
import { newTokenRefused, type SessionCore } from './session-core'
import { type ActiveState, ageAtShare, isUntried, type Lease } from './session-state'

/** The single flight: one renewal at a time, shared by everyone who needs one. */
export interface RenewalFlight {
  /**
   * The flight that is under way, or a new one for `held`. Its outcome is the state it leaves behind, or OFFLINE. A flight for
   * nobody but calls that are unattended leaves the state as it is where the session turns out to be over.
   */
  join(held: ActiveState, isAttended: boolean): Promise<void>
  /** Starts one ahead of time when it is due, for nobody in particular. Failing changes nothing. */
  maybeEarly(held: ActiveState): void
  /**
   * A person asks: where renewing came to nothing and calls need it, it is tried at once, however long the rest after the
   * failure is. Resolves when that try is over, however it ended; at once where there is no such trouble.
   */
  now(): Promise<void>
  /** The flight that calls have to wait for, if any; one ahead of time is not: the old token is still good. */
  awaited(): Promise<void> | null
  /** Resolves when nothing is under way, however it ended. */
  settled(): Promise<void>
}

export interface RenewalFlightDeps {
  readonly renewal: Renewal
  readonly vault: TokenVault
  readonly clock: Clock
  /** 0 to 1; spreads early renewals of many clients. */
  readonly random: () => number
}

/** Renewed ahead of time at 80 % of the access token's life, give or take 5 %. */
const EARLY_AT = 0.8
const EARLY_JITTER = 0.05

interface Flight {
  readonly end: Promise<void>
  readonly isEarly: boolean
  readonly passengers: Passengers
  /** A flight of a session that is gone is nobody's to wait for. */
  readonly epoch: number
}

/** Who waits for a flight: whoever gets on makes it one that a person waits for. */
interface Passengers {
  hasPerson: boolean
}

export function createRenewalFlight(core: SessionCore, deps: RenewalFlightDeps): RenewalFlight {
  let flight: Flight | null = null
  /** The access token for which an early renewal was tried: once is enough, a refusal by the server decides then. */
  let triedEarly: Lease | null = null
  const launch = (held: ActiveState, isEarly: boolean, hasPerson: boolean): Flight => {
    const passengers = { hasPerson }
    const end = fly(core, deps, held, isEarly, passengers).finally(() => {
      if (flight !== launched) return
      flight = null
      core.isRenewing = false
      core.changed()
    })
    // Every waiter may have been cancelled by the time it fails; then nobody is left to hear of it.
    end.catch(() => undefined)
    const launched: Flight = { end, isEarly, passengers, epoch: core.epoch }
    flight = launched
    core.isRenewing = !isEarly
    core.changed()
    return launched
  }
  const current = (): Flight | null => (flight?.epoch === core.epoch ? flight : null)
  return {
    join: (held, isAttended) => {
      const joined = current() ?? launch(held, false, isAttended)
      if (isAttended) joined.passengers.hasPerson = true
      return joined.end
    },
    maybeEarly: (held) => {
      if (current() || triedEarly === held.lease || !isEarlyDue(deps, held)) return
      triedEarly = held.lease
      launch(held, true, false)
    },
    now: async () => {
      if (core.renewalHeldUntil === null || core.state.kind !== 'active') return
      deps.renewal.endRest()
      await (current() ?? launch(core.state, false, true)).end.catch(() => undefined)
    },
    awaited: () => {
      const running = current()
      return running && !running.isEarly ? running.end : null
    },
    settled: async () => {
      await flight?.end.catch(() => undefined)
    },
  }
}

/**
 * Asked at each use, not by a timer: an idle client renews nothing, and a machine that wakes up has no timers to fire.
 * Not for opaque tokens, whose life is not known.
 */
function isEarlyDue({ clock, renewal, random }: RenewalFlightDeps, { lease, refresh }: ActiveState): boolean {
  if (!refresh || renewal.restMs(refresh) > 0) return false
  const dueAtAge = ageAtShare(lease, EARLY_AT + (random() * 2 - 1) * EARLY_JITTER)
  return dueAtAge !== null && clock.monotonicMs() - lease.bornAtMs >= dueAtAge
}

async function fly(core: SessionCore, { renewal, vault, clock }: RenewalFlightDeps, held: ActiveState, isEarly: boolean, passengers: Passengers): Promise<void> {
  if (!held.refresh) {
    if (passengers.hasPerson) end(core, held, 'expired')
    return
  }
  const restMs = renewal.restMs(held.refresh)
  if (restMs > 0) throw heldBack(core, clock, restMs, isEarly)
  const flownIn = core.epoch
  const answer = await renewal.attempt(held.refresh)
  // Signed out, or signed in anew, meanwhile: what was fetched belongs to a session that is gone (docs/session.md, "Fault table", F16 and F17).
  if (core.epoch !== flownIn) return
  if (answer.kind === 'passing') throw heldBack(core, clock, renewal.restMs(held.refresh), isEarly)
  if (answer.kind === 'terminal') {
    // Ahead of time the access token is still good: nobody is sent to sign in before the server refuses it.
    if (!isEarly && passengers.hasPerson) end(core, held, answer.cause)
    return
  }
  // Vault first, then memory, then the waiters: after a crash in between, the newest pair is the stored one.
  const isStored = held.keepsStored && (await vault.write(storedForm(core, answer.pair, held)))
  if (core.epoch !== flownIn || core.state.kind !== 'active') return
  core.renewals += 1
  core.renewalHeldUntil = null
  core.state = core.activated(answer.pair, core.state, isStored, held.lease.userId)
}

/** The session is over. Refused before anything of it was ever taken, it is the header that is at fault, not the person. */
function end(core: SessionCore, held: ActiveState, cause: SessionCause): void {
  if (cause !== 'expired' || !isUntried(core.state)) {
    core.halt(cause)
    return
  }
  core.endUntried(held)
  throw newTokenRefused()
}

function storedForm(core: SessionCore, pair: TokenPair, held: ActiveState) {
  return { access: pair.access, refresh: pair.refresh ?? held.refresh, userId: held.lease.userId, username: core.user?.username ?? '' }
}

/** What waiters are told, and the session shows. Ahead of time nobody needs it yet: the old token still serves. */
function heldBack(core: SessionCore, clock: Clock, restMs: number, isEarly: boolean): Error {
  if (!isEarly) core.renewalHeldUntil = clock.wallMs() + restMs
  return failed('OFFLINE', 'The session could not be renewed just now; it is kept.', { details: { cause: 'renewal', retryAfterMs: restMs } })
}
