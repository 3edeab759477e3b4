import type { AuthHttp, KnownUser, SignInPrompt, TokenPair, TokenVault } from './ports'
import { type SessionCore, sessionEnded } from './session-core'

export interface Credentials {
  readonly username: string
  readonly password: string
  /** False: the pair stays in memory and the next start asks again. */
  readonly staySignedIn: boolean
}

export type SignInResult = { readonly kind: 'signed-in' } | { readonly kind: 'wrong-credentials' } | { readonly kind: 'refused'; readonly message: string }

export interface SigningInDeps {
  readonly http: AuthHttp
  readonly vault: TokenVault
  readonly prompt: SignInPrompt
  readonly rememberUser: (user: KnownUser) => void
}

/** Signs in: who waited for this user goes on, who waited for another one ends. Throws `FailureError` without an answer. */
export async function signIn(core: SessionCore, deps: SigningInDeps, { username, password, staySignedIn }: Credentials): Promise<SignInResult> {
  const answer = await deps.http.signIn(username, password)
  if (answer.kind !== 'pair') return answer
  const userId = answer.pair.access.claims()?.userId ?? (await deps.http.whoIs(answer.pair.access))
  core.epoch += 1
  const signedInto = core.epoch
  const isStored = await keepOrForget(deps.vault, staySignedIn, answer.pair, { userId, username })
  if (core.epoch !== signedInto) return { kind: 'signed-in' }

  const isSame = core.user === null || core.user.userId === userId
  core.user = { userId, username }
  deps.rememberUser(core.user)
  const active = { ...core.activated(answer.pair, null, isStored, userId), keepsStored: staySignedIn, signedInHere: true }
  core.become(active)
  if (isSame) core.waiters.releaseAll(active.lease)
  else core.waiters.rejectAll(sessionEnded())
  deps.prompt.close()
  return { kind: 'signed-in' }
}

async function keepOrForget(vault: TokenVault, staySignedIn: boolean, pair: TokenPair, user: KnownUser): Promise<boolean> {
  if (staySignedIn) return vault.write({ ...pair, ...user })
  await vault.clear()
  return false
}
