import type { ConnectionCause } from '@shared/connection-test'
import type { Failure } from '@shared/result'
import { type OfflineReason, offlineReasonSchema } from '@shared/views'
import { troubleOf } from './connection-test/causes'
import type { TransportError, WireAnswer } from './transport'

/** Why the server cannot be reached, in the causes of "Test connection", which have words for cause and remedy. */

/** By what the network stack said. What it says is all that is known: nothing was looked at step by step. */
export function reasonOfTransport({ kind, message, location }: TransportError): OfflineReason {
  if (kind === 'redirected') return { cause: 'redirected', facts: location === null ? {} : { location } }
  if (kind === 'aborted') return { cause: 'timedOut', facts: {} }
  const { cause } = troubleOf(message, { isProxied: false, isTls: false, hasCertificate: true, finding: null })
  return { cause, facts: { error: message } }
}

const GATEWAY_STATUS: ReadonlySet<number> = new Set([502, 503, 504])

/** By an answer that is not this API's own. */
export function reasonOfAnswer({ status }: WireAnswer, kind: 'html' | 'unreadable'): OfflineReason {
  return { cause: causeOfAnswer(status, kind), facts: { status: String(status) } }
}

function causeOfAnswer(status: number, kind: 'html' | 'unreadable'): ConnectionCause {
  if (status === 407) return 'proxyAsksForSignIn'
  if (status === 511) return 'captivePortal'
  if (GATEWAY_STATUS.has(status)) return 'gateway'
  if (status >= 500) return 'serverError'
  if (status === 404) return 'notFound'
  if (kind === 'html' && (status < 400 || status === 401)) return 'captivePortal'
  return 'notJson'
}

/** The one that a failure carries; that of a time-out is that no answer came. Null when it tells none. */
export function reasonOf({ code, details }: Failure): OfflineReason | null {
  const told = offlineReasonSchema.safeParse(details?.['reason'])
  if (told.success) return told.data
  return code === 'TIMEOUT' ? { cause: 'timedOut', facts: {} } : null
}
