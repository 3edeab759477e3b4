import { failed } from '@shared/result'
import type { Renewal } from './renewal'
import type { SessionCore } from './session-core'
import type { ActiveState } from './session-state'
import type { TokenPair, TokenVault } from './ports'

/** The single flight: one renewal at a time, shared by everyone who needs one. */
export interface RenewalFlight {
  /** The flight that is under way, or a new one for `held`. Its outcome is the state it leaves behind, or OFFLINE. */
  join(held: ActiveState): Promise<void>
  /** The flight that is under way, if any. */
  running(): Promise<void> | null
}

export function createRenewalFlight(core: SessionCore, renewal: Renewal, vault: TokenVault): RenewalFlight {
  let flight: Promise<void> | null = null
  const track = (flown: Promise<void>): Promise<void> => {
    const tracked = flown.finally(() => {
      flight = null
      core.isRenewing = false
      core.changed()
    })
    // Every waiter may have been cancelled by the time it fails; then nobody is left to hear of it.
    tracked.catch(() => undefined)
    core.isRenewing = true
    core.changed()
    return tracked
  }
  return {
    join: (held) => (flight ??= track(fly(core, renewal, vault, held))),
    running: () => flight,
  }
}

async function fly(core: SessionCore, renewal: Renewal, vault: TokenVault, held: ActiveState): Promise<void> {
  if (!held.refresh) {
    core.halt('expired')
    return
  }
  const restMs = renewal.restMs(held.refresh)
  if (restMs > 0) throw offline(restMs)
  const flownIn = core.epoch
  const answer = await renewal.attempt(held.refresh)
  // Signed out, or signed in anew, meanwhile: what was fetched belongs to a session that is gone (F16, F17).
  if (core.epoch !== flownIn) return
  if (answer.kind === 'passing') throw offline(renewal.restMs(held.refresh))
  if (answer.kind === 'terminal') {
    core.halt(answer.cause)
    return
  }
  // Vault first, then memory, then the waiters: after a crash in between, the newest pair is the stored one.
  const isStored = held.keepsStored && (await vault.write(storedForm(core, answer.pair, held)))
  if (core.epoch !== flownIn || core.state.kind !== 'active') return
  core.renewals += 1
  core.state = core.activated(answer.pair, core.state, isStored, held.lease.userId)
}

function storedForm(core: SessionCore, pair: TokenPair, held: ActiveState) {
  return { access: pair.access, refresh: pair.refresh ?? held.refresh, userId: held.lease.userId, username: core.user?.username ?? '' }
}

function offline(restMs: number): Error {
  return failed('OFFLINE', 'The session could not be renewed just now; it is kept.', { details: { retryAfterMs: restMs } })
}
