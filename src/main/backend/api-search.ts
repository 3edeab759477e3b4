import type { Dialect } from '@shared/views'
import { createBudget } from '../session/budget'
import type { Clock } from '../session/clock'
import { judgeApi } from './connection-test/answer'
import { troubleOf } from './connection-test/causes'
import { askInfo } from './connection-test/request'
import type { Fetch } from './http'
import { TransportError } from './transport'

export interface ApiSearch {
  readonly origin: string
  /** Where the API may be, the likeliest first. */
  readonly apiPaths: readonly string[]
  readonly dialect: Dialect
  readonly fetch: Fetch
  readonly clock: Clock
}

/** `noTls`: the other side is there, and does not speak TLS at this port. `unknown`: nothing answered as this API. */
export type ApiPlace = { readonly kind: 'found'; readonly apiPath: string } | { readonly kind: 'noTls' } | { readonly kind: 'unknown' }

/** For the whole search, in milliseconds: a person waits for it after "Save". */
const SEARCH_LIMIT_MS = 5000

/** Asks at each place, without a token, until this API answers at one. Never throws. */
export async function findApi({ origin, apiPaths, dialect, fetch, clock }: ApiSearch): Promise<ApiPlace> {
  const budget = createBudget(clock, SEARCH_LIMIT_MS)
  try {
    for (const apiPath of apiPaths) {
      const answer = await askInfo({ origin, apiPath, fetch }, dialect, budget.signal).catch((error: unknown) => {
        // A redirect is about this place alone; whatever else kept an answer away would keep it away everywhere.
        if (error instanceof TransportError && error.kind === 'redirected') return null
        throw error
      })
      if (answer && judgeApi(answer).state === 'ok') return { kind: 'found', apiPath }
    }
    return { kind: 'unknown' }
  } catch (error) {
    return { kind: error instanceof TransportError && isWithoutTls(origin, error) ? 'noTls' : 'unknown' }
  } finally {
    budget.release()
  }
}

function isWithoutTls(origin: string, { kind, message }: TransportError): boolean {
  if (!origin.startsWith('https:') || kind !== 'unreachable') return false
  const { cause } = troubleOf(message, { isProxied: false, isTls: true, hasCertificate: false, finding: null })
  return cause === 'tlsProtocol' || cause === 'refused'
}
