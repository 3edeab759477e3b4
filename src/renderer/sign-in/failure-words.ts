import type { Failure } from '@shared/result'
import type { Locale } from '@shared/views'
import { failureCause } from '@renderer/failure-causes'
import { fill, sentences, type SignInWords } from './words'

/** A failure in words: what happened and why, that the typing is still there, what to do. */
export function failureWords(failure: Failure, words: SignInWords, locale: Locale): string {
  const { fields, details } = failure
  if (failure.code === 'VALIDATION' && fields?.['password'] === 'wrongCredentials') return words.wrongCredentials
  if (failure.code === 'VALIDATION' && fields?.['captcha'] !== undefined) return words.captcha.missing
  const atProvider = providerWords(failure, words)
  if (atProvider !== null) return atProvider
  if (failure.code === 'REFUSED') return failure.message || words.wrongCredentials
  if (details?.['status'] === 429) return pauseWords(retryAfterMs(failure), words)
  const known = failureCause(failure)
  const { happened, todo } = known ? words.failures.causes[known] : words.failures.errors[failure.code]
  const other = details?.['otherUser']
  const kept = typeof other === 'string' ? fill(words.otherUser, { name: other }) : words.failures.kept.typed
  const cause = failure.code === 'OFFLINE' ? causeWords(failure, words) : null
  return sentences(locale, [happened, ...(cause === null ? [] : [cause]), kept, todo])
}

/** How long the server wants no further attempt, in milliseconds, two minutes at most; 0 when it does not say. */
export function retryAfterMs({ details }: Failure): number {
  const told = details?.['retryAfterMs']
  return typeof told === 'number' && told > 0 ? Math.min(told, LONGEST_WAIT_MS) : 0
}

/** No server is taken at its word for longer. */
const LONGEST_WAIT_MS = 120_000

function pauseWords(waitMs: number, { pause }: SignInWords): string {
  if (waitMs === 0) return pause.unknown
  const seconds = Math.ceil(waitMs / 1000)
  return fill(pause.seconds, { seconds: String(seconds) }, seconds)
}

/** Why a server cannot be reached, by the network stack's own word for it. */
const CAUSES: readonly (readonly [pattern: RegExp, key: Exclude<keyof SignInWords['cause'], 'gateway' | 'portal' | 'other'>])[] = [
  [/ALPN|NO_APPLICATION_PROTOCOL|HTTP_1_1_REQUIRED/, 'http2Only'],
  [/SSL_(PROTOCOL|VERSION)|EPROTO/, 'tls'],
  [/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|SSL/, 'certificate'],
  [/PROXY|TUNNEL/, 'proxy'],
  [/NAME_|ENOTFOUND|EAI_AGAIN/, 'name'],
  [/INTERNET_DISCONNECTED|NETWORK_CHANGED|ENETUNREACH|ENETDOWN|ADDRESS_UNREACHABLE|EHOSTUNREACH/, 'noNetwork'],
  [/UNSAFE_PORT/, 'blockedPort'],
  [/CONNECTION_REFUSED|ECONNREFUSED/, 'refused'],
  [/TIMED_?OUT|TIMEOUT/, 'slow'],
]

function causeWords({ details }: Failure, { cause: words }: SignInWords): string | null {
  if (details?.['isPortal'] === true) return words.portal
  if (typeof details?.['status'] === 'number') return fill(words.gateway, { status: String(details['status']) })
  const cause = details?.['cause']
  if (typeof cause !== 'string') return null
  const key = CAUSES.find(([pattern]) => pattern.test(cause))?.[1]
  return key ? words[key] : fill(words.other, { cause })
}

function providerWords({ fields, details }: Failure, { provider: words }: SignInWords): string | null {
  if (fields?.['address'] === 'otherState') return words.otherState
  switch (fields?.['provider']) {
    case 'notOffered':
    case 'noBrowser':
    case 'denied':
    case 'timeout':
      return words[fields['provider']]
    case 'portTaken':
      return fill(words.portTaken, { port: String(details?.['port']) })
    case 'failed':
      return fill(words.failed, { error: String(details?.['error'] || '?') })
    default:
      return null
  }
}
