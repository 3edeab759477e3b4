import type { Sqlite } from '../sqlite/open'
import type { BackendHooks } from './hooks'
import type { Idempotency } from './idempotency'
import type { Passwords } from './passwords'
import type { Permissions } from './permissions'
import type { RequestLog } from './request-log'
import type { Tokens } from './tokens'

/** Everything that routes may use. Built once per back-end; nothing here is shared between two of them. */
export interface DemoWorld {
  readonly db: Sqlite
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly hooks: BackendHooks
  readonly tokens: Tokens
  readonly passwords: Passwords
  readonly permissions: Permissions
  readonly idempotency: Idempotency
  readonly log: RequestLog
}
