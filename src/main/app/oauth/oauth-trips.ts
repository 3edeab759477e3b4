import { randomBytes } from 'node:crypto'
import type { SignInProvider } from '@shared/bridge/contract'
import { failed, FailureError } from '@shared/result'
import type { Locale } from '@shared/views'
import { codeOfAnswer, isAnswerTo, paramsOfAddress, readAuthAddress, withState } from '../../backend/oauth-address'
import type { OAuthProof, OAuthTrip, OAuthTrips } from '../../bridge/oauth-trips'
import { type Budget, createBudget, untilAborted } from '../../session/budget'
import type { Clock } from '../../session/clock'
import { type Receiver, receiveAt } from './oauth-receiver'

export interface OAuthTripsDeps {
  /** Opens an address of one of these origins in the system browser; says whether it did. */
  readonly openExternal: (url: string, allowedOrigins: ReadonlySet<string>) => Promise<boolean>
  readonly clock: Clock
  readonly locale: () => Locale
}

/** How long an answer is waited for, in milliseconds: time to find a password, a phone, and a second factor. */
const TRIP_TIMEOUT_MS = 600_000
const STATE_BYTES = 16

/**
 * Sign-in by a third party, in the system browser and never in a window of this program (RFC 8252 §8.12). The servers of
 * this contract hand out a `state` and never look at it again, so a code from anywhere would be taken: it is made and
 * checked here (RFC 6749 §10.12).
 */
export function createOAuthTrips({ openExternal, clock, locale }: OAuthTripsDeps): OAuthTrips {
  return {
    begin: async (provider, address, signal) => {
      const auth = readAuthAddress(address)
      if (!auth) throw problem('notOffered')
      const state = randomBytes(STATE_BYTES).toString('base64url')
      const budget = createBudget(clock, TRIP_TIMEOUT_MS, signal)
      let receiver: Receiver | null = null
      try {
        // Listening comes first: the answer may be there in a blink.
        receiver = auth.redirect && (await receiveAt(auth.redirect, locale(), (params) => isAnswerTo(params, state)))
        budget.signal.throwIfAborted()
        const isOpen = await openExternal(withState(auth, state), new Set([auth.url.origin])).catch(() => false)
        if (!isOpen) throw problem('noBrowser')
      } catch (error) {
        receiver?.close()
        budget.release()
        throw error
      }
      return receiver ? received(provider, state, receiver, budget) : pasted(provider, state, budget)
    },
  }
}

function received(provider: SignInProvider, state: string, receiver: Receiver, budget: Budget): OAuthTrip {
  const answer = async (): Promise<OAuthProof> => {
    try {
      const params = await untilAborted(receiver.answer, budget.signal)
      return { kind: 'oauth', provider, state, code: codeOfAnswer(params, state) }
    } catch (error) {
      throw inTimeWords(error)
    } finally {
      receiver.close()
      budget.release()
    }
  }
  return { next: 'answer', answer: answer() }
}

function pasted(provider: SignInProvider, state: string, budget: Budget): OAuthTrip {
  budget.signal.addEventListener('abort', budget.release, { once: true })
  let isUsed = false
  return {
    next: 'paste',
    read: (address) => {
      if (budget.signal.aborted) throw inTimeWords(budget.signal.reason)
      if (isUsed) throw failed('VALIDATION', 'This address has been used.', { fields: { address: 'otherState' } })
      const code = codeOfAnswer(paramsOfAddress(address), state)
      isUsed = true
      return { kind: 'oauth', provider, state, code }
    },
  }
}

/** What took too long was the person or the browser, not the server. */
function inTimeWords(error: unknown): unknown {
  if (!(error instanceof FailureError) || error.failure.code !== 'TIMEOUT') return error
  return failed('TIMEOUT', 'No answer came from the browser.', { fields: { provider: 'timeout' } })
}

function problem(field: 'notOffered' | 'noBrowser'): Error {
  return failed('VALIDATION', 'The page of the provider could not be opened.', { fields: { provider: field } })
}
