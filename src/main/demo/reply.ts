import { BACKEND_CODES, type BackendCode } from '@shared/backend-codes'

/** The body of an answer in the contract's envelope. */
interface Envelope {
  readonly code: BackendCode
  readonly type?: 'success' | 'error'
  readonly message?: string
  readonly data?: unknown
}

/** What a route answers: the envelope, or text that is not JSON (the original has such answers). */
export type Reply = { readonly kind: 'json'; readonly status: number; readonly body: Envelope } | { readonly kind: 'text' | 'html'; readonly status: number; readonly text: string }

/** A read that went well. */
export function data(value: unknown): Reply {
  return { kind: 'json', status: 200, body: { code: BACKEND_CODES.OK, data: value } }
}

/** A write that went well. */
export function done(message: string): Reply {
  return { kind: 'json', status: 200, body: { code: BACKEND_CODES.OK, type: 'success', message } }
}

/** A write refused by a rule of the business: HTTP 200 and 20000 all the same, only `type` tells. */
export function refused(message: string): Reply {
  return { kind: 'json', status: 200, body: { code: BACKEND_CODES.OK, type: 'error', message } }
}

export function failure(status: number, code: BackendCode, message: string, value?: unknown): Reply {
  return { kind: 'json', status, body: { code, message, ...(value === undefined ? {} : { data: value }) } }
}

/** True for a write that was carried out. */
export function isDone(reply: Reply): boolean {
  return reply.kind === 'json' && reply.body.code === BACKEND_CODES.OK && reply.body.type !== 'error'
}

/**
 * The request cannot be put to the database: an unknown column, a missing id, a reference to nothing. Answered 400 with
 * 20400 and the text in `data` (no `message`), as the original does for its lists.
 */
export class BadQueryError extends Error {
  override readonly name = 'BadQueryError'
}

/** A request that makes the original's PHP fail outright: an HTML page with HTTP 500. */
export class PhpFailureError extends Error {
  override readonly name = 'PhpFailureError'
}

export function badQuery(text: string): Reply {
  return { kind: 'json', status: 400, body: { code: BACKEND_CODES.INVALID, data: text } }
}

export function errorPage(status: number, heading: string, text: string): Reply {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const head = `<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${heading}</title></head>`
  const html = `${head}\n<body><div id="container"><h1>${heading}</h1><p>${escaped}</p></div></body>\n</html>`
  return { kind: 'html', status, text: html }
}
