/**
 * The codes of the vue-php-admin contract as they stand in a body's `code`. Meaning only: what to do about one is
 * decided in main (`backend/envelope.ts`, `backend/authorized.ts`, `session/`).
 */
export const BACKEND_CODES = {
  /** The transport went well. A write may still be refused: then `type` is `error`. */
  OK: 20000,
  /** Validation failed, or the database refused the query; the text is in `message` or in `data`. */
  INVALID: 20400,
  /** The token is good but its user is gone. */
  USER_GONE: 50008,
  /** The same account signed in elsewhere (sent by relatives of vue-php-admin). */
  SIGNED_IN_ELSEWHERE: 50012,
  /** The access token has expired. */
  ACCESS_EXPIRED: 50014,
  /** The refresh token has expired, or any other defect of a token. */
  TOKEN_REFUSED: 50015,
  /** The caller lacks the permission for this call (HTTP 200). */
  NO_PERMISSION: 50016,
  /** Wrong user name or password. */
  WRONG_CREDENTIALS: 60204,
  /** The captcha is missing, wrong or expired (servers that have one; docs/contract.md, "What only some servers have"). */
  CAPTCHA_REFUSED: 60205,
  /** Third-party sign-in failed, or its account is not linked. */
  OAUTH_FAILED: 60206,
} as const

export type BackendCode = (typeof BACKEND_CODES)[keyof typeof BACKEND_CODES]
