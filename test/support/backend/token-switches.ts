import { createHash } from 'node:crypto'
import { BACKEND_CODES } from '@shared/backend-codes'
import { TokenDefectError, type TokenScope, readClaims } from '../../../src/main/demo/signed-claims'
import type { TokenHooks } from '../../../src/main/demo/tokens'
import type { Quirks } from './quirks'

/** The quirks that concern tokens, and their expiry on demand. */
export interface TokenSwitches {
  readonly hooks: TokenHooks
  /** Everything of this scope signed until now counts as expired from here on. */
  expire(scope: TokenScope): void
}

/**
 * From the first `expire` on only tokens signed since the last one are good. Works by the tokens themselves and not by time,
 * so that a token made in the same second is told from an older one.
 */
export function createTokenSwitches(quirks: Readonly<Quirks>): TokenSwitches {
  const fresh = new Map<TokenScope, Set<string>>()
  const digest = (token: string): string => createHash('sha256').update(token).digest('base64url')
  const isExpired = (token: string): boolean => fresh.get(scopeOf(token))?.has(digest(token)) === false
  return {
    expire: (scope) => {
      fresh.set(scope, new Set())
    },
    hooks: {
      sign: (next) => async (claims, kind) => {
        const { jti: _, ...withoutJti } = claims
        const token = await next(quirks.noJti ? withoutJti : claims, kind)
        fresh.get(kind)?.add(digest(token))
        return token
      },
      verify: (next) => async (token, scope) => {
        if (quirks.signedInElsewhere) throw new TokenDefectError('The account signed in elsewhere.', BACKEND_CODES.SIGNED_IN_ELSEWHERE, 200)
        // As what it is, so that what else is wrong with it, its expiry among that, is told before its scope.
        const claims = await next(token, scopeOf(token))
        if (isExpired(token)) throw new TokenDefectError('Expired token', BACKEND_CODES.ACCESS_EXPIRED)
        return claims.scopes === scope || quirks.anyTokenScope ? claims : next(token, scope)
      },
    },
  }
}

/** What a token says that it is. */
function scopeOf(token: string): TokenScope {
  return readClaims(token)?.scopes === 'role_refresh' ? 'role_refresh' : 'role_access'
}
