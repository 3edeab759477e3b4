import { createSecretKey, randomBytes } from 'node:crypto'
import { CompactSign } from 'jose'
import type { Sqlite } from '../sqlite/open'
import type { TokenPolicy } from './options'
import { createRotation } from './rotation'
import { type Claims, TokenDefectError, type TokenScope, checkTimes, readSigned } from './signed-claims'

/** As it goes over the wire. */
interface TokenPair {
  readonly token: string
  readonly refresh_token: string
}

/** Makes a token that says this. */
type Sign = (claims: Claims, kind: TokenScope) => Promise<string>
/** The claims of a good token. Throws `TokenDefectError`. */
type Verify = (token: string, scope: TokenScope) => Promise<Claims>

/** Around every token that is made or looked at. */
export interface TokenHooks {
  sign(next: Sign): Sign
  verify(next: Verify): Verify
}

export interface TokenDeps {
  readonly db: Sqlite
  readonly signingKey: string | Uint8Array
  readonly now: () => number
  readonly hooks: TokenHooks
  readonly policy: Readonly<TokenPolicy>
}

export interface Tokens {
  /** A new pair for someone who has just signed in. */
  issue(userId: number): Promise<TokenPair>
  readonly verify: Verify
  /** The next pair for a verified refresh token. Throws `TokenDefectError` when it was used before (rotating only). */
  renew(token: string, claims: Claims): Promise<TokenPair>
}

/** jwt_refresh_count of the original: the refresh after so many gets a fresh token with a new life. */
const REFRESHES_PER_TOKEN = 7
/** RFC 7518 §3.2: an HS256 key is at least as long as its hash. */
const LEAST_KEY_BYTES = 32

export function createTokens(deps: TokenDeps): Tokens {
  const keyBytes = typeof deps.signingKey === 'string' ? Buffer.from(deps.signingKey) : deps.signingKey
  if (keyBytes.length < LEAST_KEY_BYTES) throw new Error(`The signing key needs at least ${LEAST_KEY_BYTES} bytes.`)
  const key = createSecretKey(keyBytes)
  const rotation = createRotation(deps)
  const nowSeconds = (): number => Math.floor(deps.now() / 1000)

  const sign = deps.hooks.sign((claims) => new CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader({ typ: 'JWT', alg: 'HS256' }).sign(key))
  const pair = async (access: Claims, refresh: Claims): Promise<TokenPair> => ({
    token: await sign(access, 'role_access'),
    refresh_token: await sign(refresh, 'role_refresh'),
  })
  const make = (userId: string, scopes: TokenScope): Claims => {
    const seconds = nowSeconds()
    const { accessSeconds, refreshSeconds } = deps.policy.lifetimes
    const isRefresh = scopes === 'role_refresh'
    return {
      iat: seconds,
      nbf: seconds,
      user_id: userId,
      scopes,
      exp: seconds + (isRefresh ? refreshSeconds : accessSeconds),
      ...(isRefresh ? { count: 0 } : {}),
      jti: newJti(),
    }
  }

  return {
    issue: (userId) => pair(make(String(userId), 'role_access'), make(String(userId), 'role_refresh')),
    verify: deps.hooks.verify(async (token, scope) => {
      const claims = await readSigned(token, key)
      checkTimes(claims, nowSeconds())
      if (claims.scopes !== scope) throw new TokenDefectError('Wrong token scope')
      return claims
    }),
    renew: (token, claims) => {
      const access = make(claims.user_id, 'role_access')
      const count = (claims.count ?? 0) + 1
      if (deps.policy.refresh === 'stateless') {
        const isWornOut = count > REFRESHES_PER_TOKEN
        const same = { ...claims, count, jti: newJti() }
        return pair(access, isWornOut ? make(claims.user_id, 'role_refresh') : same)
      }
      const successor = { ...make(claims.user_id, 'role_refresh'), count }
      const next = rotation.use(token, claims, { access, refresh: successor })
      return pair(next.access, next.refresh)
    },
  }
}

function newJti(): string {
  return randomBytes(12).toString('base64url')
}
