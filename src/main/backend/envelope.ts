import { BACKEND_CODES } from '@shared/backend-codes'
import { type OverBound, overBound } from './answer-bounds'

/** A body in the contract's form. */
export interface Envelope {
  readonly code: number
  readonly data: unknown
  readonly message: string
  /** `error`: a write refused by a business rule, although the code says that all is well. */
  readonly isRefusal: boolean
}

/** As much of an answer as tells whether an envelope came with it. `reading`: the text was read elsewhere, and stood for this. */
interface Answered {
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
  readonly reading?: Reading
}

/** What stood where an envelope was due. */
export type Reading = { readonly kind: 'envelope'; readonly envelope: Envelope } | { readonly kind: 'html' } | Unreadable

interface Unreadable {
  readonly kind: 'unreadable'
  /** Why it was not even read: it is over a bound. */
  readonly cause?: OverBound
}

/**
 * Reads the body before anyone looks at the status: relatives of this API deliver 50014 with HTTP 200. A development
 * server prints PHP notices around the JSON, some 25 kB of them before each answer: the one envelope among them is taken.
 */
export function readEnvelope(answer: Answered): Reading {
  const reading = answer.reading ?? readText(answer.text)
  const isPage = reading.kind === 'unreadable' && !reading.cause && (answer.headers['content-type'] ?? '').includes('text/html')
  return isPage ? { kind: 'html' } : reading
}

/** The same by the body alone; what a server calls its answer is not known here. */
export function readText(text: string): Reading {
  const parsed = parse(text)
  const envelope = parsed ?? amongNotices(text)
  if (isEnvelope(envelope)) return { kind: 'envelope', envelope }
  if (envelope !== null) return { kind: 'unreadable', cause: envelope }
  return { kind: /^\s*(<!doctype html|<html|<head|<body)/i.test(text) ? 'html' : 'unreadable' }
}

function isEnvelope(parsed: Envelope | OverBound | null): parsed is Envelope {
  return typeof parsed === 'object' && parsed !== null
}

/** Null for what is no envelope; the bound that an object goes over. */
function parse(text: string): Envelope | OverBound | null {
  // What begins otherwise is no envelope, and its braces and quotes mean nothing.
  if (!/^\s*\{/.test(text)) return null
  const over = overBound(text)
  if (over) return over
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

/** A page, in which JSON may stand in a script, is no answer of this API. Notices come in pieces of HTML, never as a page. */
const PAGE = /<!doctype|<html|<head[\s>]|<body/i

/** Begins of objects that are looked at: a notice may quote some. */
const MOST_TRIES = 20

/** The envelope in a text of notices; null where there is none, or more than one to choose from. */
function amongNotices(text: string): Envelope | OverBound | null {
  const begin = /\{\s*"(code|type|message|data)"/g
  let found: { readonly envelope: Envelope; readonly from: number; readonly to: number } | null = null
  for (let tries = 0, match = begin.exec(text); match && tries < MOST_TRIES; tries += 1, match = begin.exec(text)) {
    const to = endOfObject(text, match.index)
    // What was cut off holds objects of its own, which are no answers.
    if (to === null) return null
    begin.lastIndex = to
    const envelope = parse(text.slice(match.index, to))
    if (envelope && found) return null
    if (envelope !== null && !isEnvelope(envelope)) return envelope
    if (envelope) found = { envelope, from: match.index, to }
  }
  if (!found) return null
  const [before, after] = [text.slice(0, found.from), text.slice(found.to)]
  return PAGE.test(before) || PAGE.test(after) || isInScript(before) ? null : found.envelope
}

/** Where the object that begins here ends; null where it does not. */
function endOfObject(text: string, from: number): number | null {
  let depth = 0
  let isInText = false
  for (let place = from; place < text.length; place += 1) {
    const letter = text[place]
    if (isInText) {
      if (letter === '\\') place += 1
      else if (letter === '"') isInText = false
    } else if (letter === '"') isInText = true
    else if (letter === '{') depth += 1
    else if (letter === '}') {
      depth -= 1
      if (depth === 0) return place + 1
    }
  }
  return null
}

function isInScript(before: string): boolean {
  return (before.match(/<script/gi) ?? []).length > (before.match(/<\/script/gi) ?? []).length
}

/** What the code says about the token or the account; null when it says nothing about them. */
export type TokenVerdict = 'access-expired' | 'token-refused' | 'user-gone' | 'elsewhere' | 'header-stripped'

export function tokenVerdict(answer: { readonly status: number }, envelope: Envelope): TokenVerdict | null {
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
