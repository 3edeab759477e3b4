import type { Sqlite } from '../sqlite/open'
import type { Idempotency } from './idempotency'
import type { Passwords } from './passwords'
import type { Permissions } from './permissions'
import type { Quirks } from './quirks'
import type { RequestLog } from './request-log'
import type { ThirdParties } from './third-party'
import type { Tokens } from './tokens'
import type { Traffic } from './traffic'
import type { RowWriter } from './wire-rows'

/** Everything that routes may use. Built once per back-end; nothing here is shared between two of them. */
export interface DemoWorld {
  readonly db: Sqlite
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly quirks: Readonly<Quirks>
  readonly tokens: Tokens
  readonly thirdParties: ThirdParties
  readonly passwords: Passwords
  readonly permissions: Permissions
  readonly idempotency: Idempotency
  readonly traffic: Traffic
  readonly log: RequestLog
  readonly writeRow: RowWriter
  /** Resolves after so many milliseconds of real time; at once for 0. */
  wait(delayMs: number): Promise<void>
}
