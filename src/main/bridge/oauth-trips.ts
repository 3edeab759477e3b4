import type { SignInProof } from '../session/ports'
import type { SignInProvider } from '@shared/bridge/contract'

export type OAuthProof = Extract<SignInProof, { kind: 'oauth' }>

/** One way of a person to a provider's page and back. Its `state` works for this trip alone, and once. */
export type OAuthTrip =
  /** The answer comes back to this program. Rejects with `FailureError`. */
  | { readonly next: 'answer'; readonly answer: Promise<OAuthProof> }
  /** The person brings the address. `read` throws `FailureError`; after one that fits, none does. */
  | { readonly next: 'paste'; read(address: string): OAuthProof }

export interface OAuthTrips {
  /**
   * Opens the page in the system browser. `signal` ends the trip: what waits settles, nothing listens any more. Throws
   * VALIDATION on `provider`: `notOffered`, `noBrowser`, `portTaken`.
   */
  begin(provider: SignInProvider, address: string, signal: AbortSignal): Promise<OAuthTrip>
}
