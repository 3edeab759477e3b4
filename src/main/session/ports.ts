import type { SessionCause } from '@shared/views'
import type { SecretToken } from './secret-token'

/** What the session engine asks of the world. It knows nothing of Electron, axios or Vue. */

export interface TokenPair {
  readonly access: SecretToken
  /** Null when an answer brought none: the one before is kept (rule 6). */
  readonly refresh: SecretToken | null
}

/** How the server took a sign-in or a renewal. */
export type AuthAnswer =
  | { readonly kind: 'pair'; readonly pair: TokenPair }
  /** The refresh token is dead: 50015, 50008, 50012, or 50014 from the refresh endpoint. Nothing else is terminal. */
  | { readonly kind: 'terminal'; readonly cause: SessionCause }
  /** A passing cause: network, time-out, 408, 429, 5xx, HTML, a proxy's own 401/403/407, an answer without a token. */
  | { readonly kind: 'passing'; readonly mayHaveActed: boolean; readonly retryAfterMs: number | null }

export type SignInAnswer =
  | { readonly kind: 'pair'; readonly pair: TokenPair }
  | { readonly kind: 'wrong-credentials' }
  | { readonly kind: 'refused'; readonly message: string }

/** The endpoints that make tokens. They never pass through `authorized`. */
export interface AuthHttp {
  /** Never throws. Bounded in time by the transport. */
  refresh(token: SecretToken): Promise<AuthAnswer>
  /** Throws `FailureError` (OFFLINE, TIMEOUT, SERVER, BAD_REPLY) when there was no answer to go by. */
  signIn(username: string, password: string): Promise<SignInAnswer>
  /** The user's id by `GET info`, for tokens that do not tell. Throws `FailureError`. */
  whoIs(access: SecretToken): Promise<number>
}

export interface StoredSession {
  readonly access: SecretToken
  readonly refresh: SecretToken | null
  readonly userId: number
  readonly username: string
}

/** Where the pair outlives the program. A method that fails resolves false or null; it never throws. */
export interface TokenVault {
  read(): Promise<StoredSession | null>
  /** True when the pair is now safely stored. */
  write(session: StoredSession): Promise<boolean>
  clear(): Promise<void>
}

/** The native sign-in window, seen from the engine. */
export interface SignInPrompt {
  /** Opens the one window of this profile, or brings it to the front. */
  open(): void
  close(): void
}

export interface KnownUser {
  readonly userId: number
  readonly username: string
}
