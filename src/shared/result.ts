import { z } from 'zod'

/**
 * The closed set of failure codes that cross the bridge. `code` is for programs, `message` for people, `fields` for
 * forms. The words that a person reads live in the locales under `errors.<code>`.
 */
export const FAILURE_CODES = [
  /** The input does not fit; `fields` names what. Nothing was sent. */
  'VALIDATION',
  /** The server refused by a business rule; `message` is the server's own. Nothing was changed. */
  'REFUSED',
  /** The account lacks the permission; `details.permission` names it where the server said so. */
  'FORBIDDEN',
  'NOT_FOUND',
  /** Someone else changed the same field; `details` holds the server's row and the fields. */
  'CONFLICT',
  /** The request may have been carried out; looking it up did not settle the question. */
  'UNKNOWN',
  /** The server cannot be reached. */
  'OFFLINE',
  /** The call's time was over. */
  'TIMEOUT',
  /** The session of the user who made this call is over. */
  'SESSION_ENDED',
  'CANCELLED',
  /** The server answered with a fault of its own. */
  'SERVER',
  /** Something answered that is not this API, or not in a form that can be read. */
  'BAD_REPLY',
  /** The operating system's keychain did not do its part. */
  'KEYCHAIN',
  /** The local store did not do its part. */
  'STORAGE',
  /** A fault of this program. */
  'INTERNAL',
] as const

export type FailureCode = (typeof FAILURE_CODES)[number]

export const failureSchema = z.object({
  code: z.enum(FAILURE_CODES),
  message: z.string(),
  /** Field name -> message or message key, for forms. */
  fields: z.record(z.string(), z.string()).optional(),
  /** Whether the same call may well succeed later without a change. */
  retryable: z.boolean(),
  /** Plain data for the page; never a token, a stack, or a URL with its query. */
  details: z.record(z.string(), z.unknown()).optional(),
})

export type Failure = z.infer<typeof failureSchema>

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** Codes for which trying the same call again later makes sense. */
const RETRYABLE: ReadonlySet<FailureCode> = new Set(['OFFLINE', 'TIMEOUT', 'SERVER', 'UNKNOWN', 'SESSION_ENDED'])

export function failure(code: FailureCode, message: string, more: Partial<Omit<Failure, 'code' | 'message'>> = {}): Failure {
  return { code, message, retryable: RETRYABLE.has(code), ...more }
}

export function fail<T = never>(code: FailureCode, message: string, more: Partial<Omit<Failure, 'code' | 'message'>> = {}): Result<T> {
  return { ok: false, failure: failure(code, message, more) }
}

/** A failure on its way up inside one process. Turned into a `Result` at the bridge; never thrown across it. */
export class FailureError extends Error {
  override readonly name = 'FailureError'
  readonly failure: Failure
  constructor(reason: Failure) {
    super(`${reason.code}: ${reason.message}`)
    this.failure = reason
  }
}

/** Shorthand to throw a typed failure: `throw failed('OFFLINE', '…')`. */
export function failed(code: FailureCode, message: string, more: Partial<Omit<Failure, 'code' | 'message'>> = {}): FailureError {
  return new FailureError(failure(code, message, more))
}

/** Whether this was thrown for this reason. */
export function isFailure(error: unknown, code: FailureCode): error is FailureError {
  return error instanceof FailureError && error.failure.code === code
}

/** For the end of a `switch` over a closed set: a new member does not compile until it is handled. */
export function assertNever(member: never): never {
  throw new Error(`Nothing handles ${JSON.stringify(member)}.`)
}
