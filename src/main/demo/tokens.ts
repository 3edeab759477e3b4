import { createHash, createSecretKey, randomBytes } from 'node:crypto'
import { CompactSign } from 'jose'
import type { Sqlite } from '../sqlite/open'
import type { TokenPolicy } from './options'
import type { Quirks } from './quirks'
import { createRotation } from './rotation'
import { type Claims, TokenDefectError, type TokenScope, checkTimes, readClaims, readSigned } from './signed-claims'

/** As it goes over the wire. */
interface TokenPair {
  readonly token: string
  readonly refresh_token: string
}

export interface TokenDeps {
  readonly db: Sqlite
  readonly signingKey: string | Uint8Array
  readonly now: () => number
  readonly quirks: Readonly<Quirks>
  readonly policy: Readonly<TokenPolicy>
}

export interface Tokens {
  /** A new pair for someone who has just signed in. */
  issue(userId: number): Promise<TokenPair>
  /** The claims of a good token. Throws `TokenDefectError`. */
  verify(token: string, scope: TokenScope): Promise<Claims>
  /** The next pair for a verified refresh token. Throws `TokenDefectError` when it was used before (rotating only). */
  renew(token: string, claims: Claims): Promise<TokenPair>
  /** Everything of this scope signed until now counts as expired from here on. */
  expire(scope: TokenScope): void
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
  const expiry = createForcedExpiry()
  const nowSeconds = (): number => Math.floor(deps.now() / 1000)

  const sign = async (claims: Claims, kind: TokenScope): Promise<string> => {
    const payload = new TextEncoder().encode(JSON.stringify(claims))
    const token = await new CompactSign(payload).setProtectedHeader({ typ: 'JWT', alg: 'HS256' }).sign(key)
    expiry.remember(kind, token)
    return token
  }
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
      ...jti(deps.quirks),
    }
  }

  return {
    issue: (userId) => pair(make(String(userId), 'role_access'), make(String(userId), 'role_refresh')),
    verify: async (token, scope) => {
      const claims = await readSigned(token, key)
      checkTimes(claims, nowSeconds())
      if (expiry.covers(token)) throw new TokenDefectError('Expired token', true)
      if (claims.scopes !== scope && !deps.quirks.anyTokenScope) throw new TokenDefectError('Wrong token scope')
      return claims
    },
    renew: (token, claims) => {
      const access = make(claims.user_id, 'role_access')
      const count = (claims.count ?? 0) + 1
      if (deps.policy.refresh === 'stateless') {
        const isWornOut = count > REFRESHES_PER_TOKEN
        const same = { ...claims, count, ...jti(deps.quirks) }
        return pair(access, isWornOut ? make(claims.user_id, 'role_refresh') : same)
      }
      const successor = { ...make(claims.user_id, 'role_refresh'), count }
      const next = rotation.use(token, claims, { access, refresh: successor })
      return pair(next.access, next.refresh)
    },
    expire: expiry.expire,
  }
}

function jti(quirks: Readonly<Quirks>): { jti?: string } {
  return quirks.noJti ? {} : { jti: randomBytes(12).toString('base64url') }
}

/**
 * Expiry on demand, for tests: from the first `expire` on only tokens signed since the last one are good. Works by the
 * tokens themselves and not by time, so that a token made in the same second is told from an older one.
 */
function createForcedExpiry() {
  const fresh = new Map<TokenScope, Set<string>>()
  const digest = (token: string): string => createHash('sha256').update(token).digest('base64url')
  return {
    remember: (scope: TokenScope, token: string): void => {
      fresh.get(scope)?.add(digest(token))
    },
    expire: (scope: TokenScope): void => {
      fresh.set(scope, new Set())
    },
    covers: (token: string): boolean => {
      const scope = scopeOf(token)
      const known = fresh.get(scope)
      return known !== undefined && !known.has(digest(token))
    },
  }
}

/** Only for tokens whose signature has been checked. */
function scopeOf(token: string): TokenScope {
  return readClaims(token)?.scopes === 'role_refresh' ? 'role_refresh' : 'role_access'
}
