import { isRecord } from './request-body'

const MASK = '••••'
/** Longer texts are not searched for tokens but left out: the search takes time with the square of the length. */
const LONGEST_TEXT = 1000
/** Deeper nesting is cut off: no endpoint needs it, and a body may be nested until the stack overflows. */
const DEEPEST = 8
const SECRET_NAME = /pass|token|authorization|cookie|secret|api-?key|^code$|^state$/i
const JWT = /[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g

/**
 * The original writes whole bearer tokens and password hashes into its log, for every reader of it to see. Here whatever
 * is named like a secret, or looks like a JWT wherever it stands, is masked before it is stored.
 */
export function masked(value: unknown, name = '', depth = 0): unknown {
  if (SECRET_NAME.test(name)) return MASK
  if (depth > DEEPEST) return '…'
  if (Array.isArray(value)) return value.map((inner) => masked(inner, name, depth + 1))
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [maskText(key), masked(inner, key, depth + 1)]))
  }
  return typeof value === 'string' ? maskText(value) : value
}

/** A text without the tokens in it. */
export function maskText(text: string): string {
  return text.length > LONGEST_TEXT ? `(${text.length} characters)` : text.replaceAll(JWT, MASK)
}
