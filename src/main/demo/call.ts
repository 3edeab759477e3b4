import type { Reply } from './reply'
import type { Body } from './request-body'

/** One request that has passed its guard. */
export interface Call {
  readonly method: string
  /** As the original names it in logs and messages: `api/v2/sys/user/users/4`. */
  readonly uri: string
  /** The id in the path (`/users/4`), as text. */
  readonly id: string | undefined
  readonly query: URLSearchParams
  readonly body: Body
  /** The caller's user id; 0 on open routes. */
  readonly userId: number
  /** The bearer token as it came; '' without one. Only the refresh route uses it. */
  readonly token: string
  /**
   * Runs the one piece of work of a write in a transaction. With an `Idempotency-Key` that was answered before, the
   * stored answer is returned and nothing runs.
   */
  commit(work: () => Reply): Reply
}

/**
 * Who may call: `open` anyone; `token` anyone with a good access token (401 without one); `permission` holders of the
 * permission that the path and method name (403 without a token, 50016 without the permission).
 */
export type Access = 'open' | 'token' | 'permission'

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below the base, `/sys/user/users`. */
  readonly path: string
  readonly access: Access
  /** The path goes on with an id. */
  readonly hasId?: true
  handle(call: Call): Reply | Promise<Reply>
}
