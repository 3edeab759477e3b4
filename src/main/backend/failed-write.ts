import { FailureError } from '@shared/result'
import { newLogId } from '../log'
import type { PreparedRequest } from './transport'

/** Where failed writes are noted; without a log none gets an id. */
export interface FailureLog {
  readonly clock: { wallMs(): number }
  /** One line of what failed; it holds nothing of what was sent or answered. */
  readonly log?: ((line: string) => void) | undefined
}

/**
 * Notes a write that failed in the log. The failure gets `details.requestId`, by which whoever has the log finds the line,
 * and `details.at`, the time of the failure in Unix milliseconds.
 */
export function noted({ clock, log }: FailureLog, { method, path }: Pick<PreparedRequest, 'method' | 'path'>, { failure }: FailureError): FailureError {
  if (!log) return new FailureError(failure)
  const requestId = newLogId()
  const { status, cause } = failure.details ?? {}
  const facts = [failure.code, typeof status === 'number' ? `HTTP ${status}` : null, typeof cause === 'string' ? cause : null]
  log(`Request ${requestId} failed: ${method} ${path}, ${facts.filter((fact) => fact !== null).join(', ')}`)
  return new FailureError({ ...failure, details: { ...failure.details, requestId, at: clock.wallMs() } })
}

const SAID = ['status', 'title', 'text', 'requestId', 'at']

/** Of a failure's details, what the server said and where the log has it. */
export function saidBy(reason: Error): Record<string, unknown> {
  const details = reason instanceof FailureError ? (reason.failure.details ?? {}) : {}
  return Object.fromEntries(Object.entries(details).filter(([key]) => SAID.includes(key)))
}
