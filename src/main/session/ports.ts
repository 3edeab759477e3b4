import type { SignInProvider } from '@shared/bridge/contract'
import type { Captcha, CaptchaAnswer, CaptchaFault } from '@shared/captcha'
import type { SessionCause } from '@shared/views'
import type { SecretToken } from './secret-token'

/** What the session engine asks of the world. It knows nothing of Electron, axios or Vue. */

export interface TokenPair {
  readonly access: SecretToken
  /** Null when an answer brought none: the one before is kept (docs/session.md, "Renewal"). */
  readonly refresh: SecretToken | null
}

/** How the server took a sign-in or a renewal. */
export type AuthAnswer =
  | { readonly kind: 'pair'; readonly pair: TokenPair }
  /** The refresh token is dead: 50015, 50008, 50012, or 50014 from the refresh endpoint. Nothing else is terminal. */
  | { readonly kind: 'terminal'; readonly cause: SessionCause }
  /** A passing cause: network, time-out, 408, 429, 5xx, HTML, a proxy's own 401/403/407, an answer without a token. */
  | { readonly kind: 'passing'; readonly mayHaveActed: boolean; readonly retryAfterMs: number | null }

/** What a person brings to a sign-in: a password, or what a third party has said of them. */
export type SignInProof =
  | {
      readonly kind: 'password'
      readonly username: string
      /** Bytes are UTF-8, and wiped once they were sent. */
      readonly password: string | Uint8Array
      /** What the person has read off the server's picture, where it has one. */
      readonly captcha?: CaptchaAnswer | undefined
    }
  /** `code` works once; `state` is the one that this program made and has found again in the answer. */
  | { readonly kind: 'oauth'; readonly provider: SignInProvider; readonly code: string; readonly state: string }

export type SignInAnswer =
  | { readonly kind: 'pair'; readonly pair: TokenPair }
  | { readonly kind: 'wrong-credentials' }
  /** The password was not looked at. */
  | { readonly kind: 'captcha'; readonly fault: CaptchaFault }
  | { readonly kind: 'refused'; readonly message: string }

/** The endpoints that make tokens. They never pass through `authorized`. */
export interface AuthHttp {
  /** Never throws. Bounded in time by the transport. */
  refresh(token: SecretToken): Promise<AuthAnswer>
  /** Throws `FailureError` (OFFLINE, TIMEOUT, SERVER, BAD_REPLY) when there was no answer to go by. */
  signIn(proof: SignInProof): Promise<SignInAnswer>
  /** The user by `GET info`, for tokens that do not tell the id and proofs that do not tell the name. Throws `FailureError`. */
  whoIs(access: SecretToken): Promise<KnownUser>
}

/** The third parties that the server lets people sign in with. */
export interface ProviderPages {
  /**
   * Provider -> the address of its page, as the server gives it (`readAuthAddress` has found it fit to be opened). The
   * server is asked once; what it did not answer counts as not offered, and is asked again the next time. Never throws.
   */
  offered(): Promise<ReadonlyMap<SignInProvider, string>>
}

/** The picture that the server wants to be read, if it has one. Another one with each question. */
export interface CaptchaSource {
  /** Never throws. */
  ask(): Promise<Captcha>
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
