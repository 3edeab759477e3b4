import { BACKEND_CODES } from '@shared/backend-codes'
import type { WireAnswer } from './transport'

/** A body in the contract's form. */
export interface Envelope {
  readonly code: number
  readonly data: unknown
  readonly message: string
  /** `error`: a write refused by a business rule, although the code says that all is well. */
  readonly isRefusal: boolean
}

/** What stood where an envelope was due. */
export type Reading = { readonly kind: 'envelope'; readonly envelope: Envelope } | { readonly kind: 'html' } | { readonly kind: 'unreadable' }

/**
 * Reads the body before anyone looks at the status: relatives of this API deliver 50014 with HTTP 200. A development
 * server prints PHP warnings before the JSON; then the JSON after the leading text is tried once.
 */
export function readEnvelope(answer: WireAnswer): Reading {
  const envelope = parse(answer.text) ?? parse(afterLeadingText(answer.text))
  if (envelope) return { kind: 'envelope', envelope }
  const isHtml = /^\s*(<!doctype html|<html|<head|<body)/i.test(answer.text) || (answer.headers['content-type'] ?? '').includes('text/html')
  return { kind: isHtml ? 'html' : 'unreadable' }
}

function parse(text: string | null): Envelope | null {
  if (text === null) return null
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null) return null
    const { code, data, message, type } = body as Record<string, unknown>
    const number = typeof code === 'string' ? Number(code) : code
    if (typeof number !== 'number' || !Number.isInteger(number)) return null
    return { code: number, data, message: typeof message === 'string' ? message : '', isRefusal: type === 'error' }
  } catch {
    return null
  }
}

function afterLeadingText(text: string): string | null {
  const start = text.search(/\{\s*"(code|type|message|data)"/)
  return start > 0 ? text.slice(start) : null
}

/** What the code says about the token or the account; null when it says nothing about them. */
export type TokenVerdict = 'access-expired' | 'token-refused' | 'user-gone' | 'elsewhere' | 'header-stripped'

export function tokenVerdict(answer: WireAnswer, envelope: Envelope): TokenVerdict | null {
  switch (envelope.code) {
    case BACKEND_CODES.ACCESS_EXPIRED:
      return 'access-expired'
    case BACKEND_CODES.TOKEN_REFUSED:
      // "No header at all" has its own status on this API; a call that did carry a token lost it on the way.
      return answer.status === 403 ? 'header-stripped' : 'token-refused'
    case BACKEND_CODES.USER_GONE:
      return 'user-gone'
    case BACKEND_CODES.SIGNED_IN_ELSEWHERE:
      return 'elsewhere'
    default:
      return null
  }
}
