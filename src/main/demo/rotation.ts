import { createHash } from 'node:crypto'
import type { Sqlite } from '../sqlite/open'
import type { TokenPolicy } from './options'
import { type Claims, TokenDefectError } from './signed-claims'

export interface SuccessorClaims {
  readonly access: Claims
  readonly refresh: Claims
}

interface UsedRow {
  readonly used_ms: number
  readonly access_claims: string
  readonly refresh_claims: string
}

/**
 * Single-use refresh tokens (RFC 9700 §4.14.2). A token used again within the grace answers the pair that its first use
 * made, so that a client whose answer was lost can ask once more; later it is refused.
 *
 * Kept are the claims of the successors, never the tokens: signing the same claims again gives the same bytes.
 */
export function createRotation(deps: { readonly db: Sqlite; readonly now: () => number; readonly policy: Readonly<TokenPolicy> }) {
  return {
    /** Marks `token` as used and returns what its successors say. Throws `TokenDefectError` on a second use. */
    use(token: string, claims: Claims, next: SuccessorClaims): SuccessorClaims {
      const fingerprint = createHash('sha256').update(token).digest('base64url')
      return deps.db.transaction(() => {
        const used = deps.db.get<UsedRow>('SELECT * FROM used_refresh_token WHERE fingerprint = ?', [fingerprint])
        if (used) return replayed(used)
        deps.db.run('DELETE FROM used_refresh_token WHERE expires_seconds < ?', [Math.floor(deps.now() / 1000)])
        deps.db.run('INSERT INTO used_refresh_token VALUES (?, ?, ?, ?, ?)', [
          fingerprint,
          deps.now(),
          claims.exp ?? Number.MAX_SAFE_INTEGER,
          JSON.stringify(next.access),
          JSON.stringify(next.refresh),
        ])
        return next
      })
    },
  }

  function replayed(used: UsedRow): SuccessorClaims {
    const isWithinGrace = deps.now() - used.used_ms < deps.policy.rotationGraceMs
    if (!isWithinGrace) throw new TokenDefectError('refresh_token has been used')
    return { access: JSON.parse(used.access_claims) as Claims, refresh: JSON.parse(used.refresh_claims) as Claims }
  }
}
