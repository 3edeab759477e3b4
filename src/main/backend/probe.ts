import type { OfflineReason } from '@shared/views'
import { createBudget } from '../session/budget'
import type { Clock } from '../session/clock'
import { readEnvelope } from './envelope'
import { reasonOfAnswer, reasonOfTransport } from './offline-reason'
import { prepare, type Transport, TransportError } from './transport'

const PROBE_TIMEOUT_MS = 5000

/** True when this API answers: `GET info` without a token is refused by it in its own words (401, code 50015). Else why not. */
export async function probeApi(transport: Transport, clock: Clock): Promise<true | OfflineReason> {
  const budget = createBudget(clock, PROBE_TIMEOUT_MS)
  try {
    const answer = await transport.send(prepare({ method: 'GET', path: '/sys/user/info', bound: 'small' }), null, budget.signal)
    const reading = readEnvelope(answer)
    if (reading.kind === 'envelope') return true
    return reading.kind === 'unreadable' && reading.cause ? { cause: 'answerTooLarge', facts: { status: String(answer.status) } } : reasonOfAnswer(answer, reading.kind)
  } catch (error) {
    return error instanceof TransportError ? reasonOfTransport(error) : { cause: 'unknown', facts: {} }
  } finally {
    budget.release()
  }
}
