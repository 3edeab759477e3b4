import type { Clock } from './clock'
import { createCooldown } from './cooldown'
import type { AuthAnswer, AuthHttp } from './ports'
import type { SecretToken } from './secret-token'

/** Asks for a new pair, with the rules of passing failures: one retry where the server may have rotated, then a rest. */
export interface Renewal {
  /** Milliseconds until a renewal with this token may be tried again; 0 when it may. */
  restMs(token: SecretToken): number
  /** A person asks: the rest after a failure is over. */
  endRest(): void
  /** Never throws. */
  attempt(token: SecretToken): Promise<AuthAnswer>
}

export function createRenewal(http: AuthHttp, clock: Clock): Renewal {
  const cooldown = createCooldown(clock)
  return {
    restMs: (token) => cooldown.remainingMs(token),
    endRest: cooldown.cutShort,
    attempt: async (token) => {
      let answer = await http.refresh(token)
      // Sent and unanswered: the server may have rotated the token already. Asking once more with the same one either
      // works (stateless, or within the server's grace) or is refused, and then nobody could have saved this session.
      if (answer.kind === 'passing' && answer.mayHaveActed) answer = await http.refresh(token)
      if (answer.kind === 'passing') cooldown.failed(token, answer.retryAfterMs)
      else cooldown.reset()
      return answer
    },
  }
}
