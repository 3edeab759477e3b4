import { createHmac } from 'node:crypto'
import { BACKEND_CODES } from '@shared/backend-codes'
import type { Sqlite } from '../sqlite/open'
import { type Reply, isDone } from './reply'

/** What makes two requests "the same" for `Idempotency-Key`. */
interface WriteIdentity {
  readonly userId: number
  /** The header's value; null when the request has none. */
  readonly key: string | null
  readonly method: string
  readonly path: string
  readonly bodyText: string
}

export interface Idempotency {
  /**
   * Runs `work` once per key, user and request, in one transaction with the note that it ran. A repetition gets the
   * stored answer; the same key on another request is refused (422). Refusals are not stored: nothing happened, so the
   * question may be asked again. Rule: draft-ietf-httpapi-idempotency-key-header §2.
   */
  commit(identity: WriteIdentity, work: () => Reply): Reply
}

const KEPT_MS = 7 * 24 * 3600 * 1000

export function createIdempotency(deps: { readonly db: Sqlite; readonly signingKey: string | Uint8Array; readonly now: () => number; readonly isHonoured: boolean }): Idempotency {
  return {
    commit: (identity, work) =>
      deps.db.transaction(() => {
        const { key, userId } = identity
        if (key === null || !deps.isHonoured || userId === 0) return work()
        const fingerprint = fingerprintOf(identity, deps.signingKey)
        const stored = deps.db.get<{ fingerprint: string; reply: string }>('SELECT fingerprint, reply FROM answered_write WHERE user_id = ? AND idempotency_key = ?', [userId, key])
        if (stored && stored.fingerprint !== fingerprint) return keyTaken()
        if (stored) return JSON.parse(stored.reply) as Reply
        const reply = work()
        if (isDone(reply)) {
          deps.db.run('DELETE FROM answered_write WHERE answered_ms < ?', [deps.now() - KEPT_MS])
          const row = [userId, key, fingerprint, deps.now(), JSON.stringify(reply)]
          deps.db.run('INSERT INTO answered_write VALUES (?, ?, ?, ?, ?)', row)
        }
        return reply
      }),
  }
}

/** Keyed, because a body may hold a new user's password and a bare hash of it could be guessed. */
function fingerprintOf(identity: WriteIdentity, signingKey: string | Uint8Array): string {
  const { method, path, bodyText } = identity
  return createHmac('sha256', signingKey).update(`${method}\n${path}\n${bodyText}`).digest('base64url')
}

function keyTaken(): Reply {
  const message = 'Idempotency-Key was used for another request'
  return { kind: 'json', status: 422, body: { code: BACKEND_CODES.INVALID, type: 'error', message } }
}
