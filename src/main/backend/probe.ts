import { createBudget } from '../session/budget'
import type { Clock } from '../session/clock'
import { readEnvelope } from './envelope'
import { prepare, type Transport } from './transport'

const PROBE_TIMEOUT_MS = 5000

/** Whether this API answers: `GET info` without a token is refused by it in its own words (401, code 50015). */
export async function probeApi(transport: Transport, clock: Clock): Promise<boolean> {
  const budget = createBudget(clock, PROBE_TIMEOUT_MS)
  try {
    const answer = await transport.send(prepare({ method: 'GET', path: '/sys/user/info' }), null, budget.signal)
    return readEnvelope(answer).kind === 'envelope'
  } catch {
    return false
  } finally {
    budget.release()
  }
}
