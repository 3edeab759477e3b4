import type { Dialect } from '@shared/views'
import type { SecretToken } from '../session/secret-token'

/** The name of the header in which this dialect carries its token. */
export function tokenHeaderName(dialect: Dialect): string {
  return dialect === 'bearer' ? 'Authorization' : 'X-Token'
}

/** Whether a token can stand in a header as it is: letters that one can see, no line break, nothing beyond ASCII (RFC 9110 §5.5). */
export function fitsHeader(token: SecretToken): boolean {
  return /^[\x21-\x7e]+( +[\x21-\x7e]+)*$/.test(token.reveal())
}

/**
 * The one place that writes a token into a header. `bearer` is today's vue-php-admin, `x-token` the article that this
 * family of clients goes back to: same codes, another header.
 */
export function tokenHeader(dialect: Dialect, token: SecretToken): readonly [name: string, value: string] {
  switch (dialect) {
    case 'bearer':
      return [tokenHeaderName(dialect), `Bearer ${token.reveal()}`]
    case 'x-token':
      return [tokenHeaderName(dialect), token.reveal()]
  }
}
