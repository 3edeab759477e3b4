import type { CaptchaFault } from '@shared/captcha'
import type { AuthHttp, KnownUser, SignInPrompt, SignInProof, TokenPair, TokenVault } from './ports'
import type { SecretToken } from './secret-token'
import { type SessionCore, sessionEnded } from './session-core'
import type { ActiveState } from './session-state'

export type Credentials = SignInProof & {
  /** The person's wish. False: the pair stays in memory and the next start asks again. True where the keychain fails: it is stored once that works. */
  readonly staySignedIn: boolean
}

export type SignInResult =
  | { readonly kind: 'signed-in' }
  /** Put off, signed out, or tried again before the server answered: this attempt changed nothing. */
  | { readonly kind: 'given-up' }
  | { readonly kind: 'wrong-credentials' }
  | { readonly kind: 'captcha'; readonly fault: CaptchaFault }
  | { readonly kind: 'refused'; readonly message: string }

export interface SigningInDeps {
  readonly http: AuthHttp
  readonly vault: TokenVault
  readonly prompt: SignInPrompt
  readonly rememberUser: (user: KnownUser) => void
}

/**
 * Signs in: who waited for this user goes on, who waited for another one ends. Throws `FailureError` without an answer.
 *
 * Unlike at a renewal, memory comes before the vault: between the two nobody may act under the old user, and a crash
 * there costs a sign-in, nothing else.
 */
export async function signIn(core: SessionCore, deps: SigningInDeps, { staySignedIn, ...proof }: Credentials): Promise<SignInResult> {
  core.signIns += 1
  const attempt = core.signIns
  const answer = await deps.http.signIn(proof)
  if (answer.kind !== 'pair') return answer
  const user = await whoSignedIn(deps.http, proof, answer.pair.access)
  if (core.signIns !== attempt) return { kind: 'given-up' }
  const signedIn = take(core, deps, answer.pair, user, staySignedIn)
  const isStored = staySignedIn ? await deps.vault.write({ ...answer.pair, ...user }) : await forget(deps.vault)
  // Renewed, signed out or signed in anew meanwhile: then that has stored, or forgotten, what is right by now.
  if (core.state === signedIn) core.become({ ...signedIn, isStored })
  return { kind: 'signed-in' }
}

/** The `user_id` claim says who it is, else `info`; the name is the one that was typed, else that of `info` (docs/session.md, "Who it is"). */
async function whoSignedIn(http: AuthHttp, proof: SignInProof, access: SecretToken): Promise<KnownUser> {
  const claimed = access.claims()?.userId ?? null
  if (proof.kind === 'password' && claimed !== null) return { userId: claimed, username: proof.username }
  const told = await http.whoIs(access)
  return { userId: claimed ?? told.userId, username: proof.kind === 'password' ? proof.username : told.username }
}

/** The new session takes over, in one step. */
function take(core: SessionCore, deps: SigningInDeps, pair: TokenPair, user: KnownUser, staySignedIn: boolean): ActiveState {
  const isSame = core.user === null || core.user.userId === user.userId
  core.epoch += 1
  core.user = user
  deps.rememberUser(user)
  const active: ActiveState = { ...core.activated(pair, null, false, user.userId), keepsStored: staySignedIn, signedInHere: true }
  core.become(active)
  if (isSame) core.waiters.releaseAll(active.lease)
  else core.waiters.rejectAll(sessionEnded())
  deps.prompt.close()
  return active
}

async function forget(vault: TokenVault): Promise<false> {
  await vault.clear()
  return false
}
