import { failed, FailureError } from '@shared/result'
import type { SignInHandlers } from '../call-handlers'
import type { OAuthTrip, OAuthTrips } from '../oauth-trips'
import type { ProfilePort, WorkspacePort } from '../workspace-port'
import { pickProfile, signInWith, type SigningInDeps } from './signing-in'

type ProviderCall = 'signIn.providers' | 'signIn.openProvider' | 'signIn.pasteAddress' | 'signIn.cancelProvider'

/** A trip to a provider that has not come back yet: whose server it is for never changes on the way. */
interface Round {
  readonly runtime: ProfilePort
  readonly staySignedIn: boolean
  readonly trip: Extract<OAuthTrip, { next: 'paste' }> | null
  readonly ends: AbortController
}

export interface ProviderHandlers {
  readonly handlers: Pick<SignInHandlers<WorkspacePort>, ProviderCall>
  /** What this window still waits for from a provider is no longer wanted. */
  giveUp(window: WorkspacePort): void
}

/** Signing in by a third party: at most one round for each window, and the newest one counts. */
export function providerHandlers(deps: SigningInDeps & { readonly trips: OAuthTrips }): ProviderHandlers {
  const rounds = new WeakMap<WorkspacePort, Round>()
  const giveUp = (window: WorkspacePort): void => {
    rounds.get(window)?.ends.abort()
    rounds.delete(window)
  }
  return {
    giveUp,
    handlers: {
      'signIn.providers': async ({ profileId }) => {
        const runtime = deps.runtimeOf(profileId)
        // The demo has none, and its back-end shall not start for this question.
        const offered = runtime.profile().isDemo ? [] : await runtime.providerPages.offered()
        return [...offered].map(([provider, address]) => ({ provider, host: new URL(address).host }))
      },
      'signIn.openProvider': async ({ profileId, provider, staySignedIn }, { window, signal }) => {
        giveUp(window)
        const runtime = pickProfile(deps, window, profileId)
        const ends = new AbortController()
        // Of the window that asks: while the server is asked, it may close, and another one open.
        const closed = window.signIn.closed()
        rounds.set(window, { runtime, staySignedIn, trip: null, ends })
        const address = (await runtime.providerPages.offered()).get(provider)
        if (address === undefined) throw failed('VALIDATION', 'This server no longer offers this.', { fields: { provider: 'notOffered' } })
        const trip = await deps.trips.begin(provider, address, AbortSignal.any([ends.signal, signal, closed]))
        if (trip.next === 'paste') {
          if (!ends.signal.aborted) rounds.set(window, { runtime, staySignedIn, trip, ends })
          return { next: 'paste' }
        }
        const proof = await trip.answer
        await signInWith(deps, window, runtime, { ...proof, staySignedIn })
        return { next: 'done' }
      },
      'signIn.pasteAddress': async ({ address }, { window }) => {
        const round = rounds.get(window)
        if (!round?.trip) throw failed('VALIDATION', 'No sign-in waits for an address.', { fields: { address: 'otherState' } })
        const proof = readOrEnd(round.trip, address, () => {
          giveUp(window)
        })
        // A code works once, whatever the server says to it.
        giveUp(window)
        await signInWith(deps, window, round.runtime, { ...proof, staySignedIn: round.staySignedIn })
        return null
      },
      'signIn.cancelProvider': (_input, { window }) => {
        giveUp(window)
        return null
      },
    },
  }
}

/** A wrong address leaves the right one to be pasted; anything else has ended the trip. */
function readOrEnd(trip: Extract<OAuthTrip, { next: 'paste' }>, address: string, end: () => void) {
  try {
    return trip.read(address)
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.fields?.['address'] === undefined) end()
    throw error
  }
}
