import type { Clock } from './clock'
import type { SecretToken } from './secret-token'

const LONGEST_MS = 60_000

/**
 * Rest between failed renewals: 1, 2, 4 … 60 s, or as long as the server's `Retry-After` says. Keyed by the refresh
 * token: another token (signed in again) starts afresh.
 */
export interface Cooldown {
  /** Milliseconds until the next attempt with this token is due; 0 when it is. */
  remainingMs(token: SecretToken): number
  failed(token: SecretToken, retryAfterMs: number | null): void
  /** The next attempt is due at once; after another failure the rest is longer than this one was. */
  cutShort(): void
  reset(): void
}

export function createCooldown(clock: Clock): Cooldown {
  let key: SecretToken | null = null
  let failures = 0
  let until = 0
  const reset = (): void => {
    key = null
    failures = 0
    until = 0
  }
  return {
    reset,
    cutShort: () => {
      until = 0
    },
    remainingMs: (token) => (token.equals(key) ? Math.max(0, until - clock.monotonicMs()) : 0),
    failed: (token, retryAfterMs) => {
      if (!token.equals(key)) reset()
      key = token
      const restMs = Math.min(LONGEST_MS, 1000 * 2 ** failures)
      failures += 1
      until = clock.monotonicMs() + Math.max(restMs, retryAfterMs ?? 0)
    },
  }
}
