import type { Dialect } from '@shared/views'
import type { SecretToken } from '../session/secret-token'

/**
 * The one place that writes a token into a header. `bearer` is today's vue-php-admin, `x-token` the article that this
 * family of clients goes back to: same codes, another header.
 */
export function tokenHeader(dialect: Dialect, token: SecretToken): readonly [name: string, value: string] {
  switch (dialect) {
    case 'bearer':
      return ['Authorization', `Bearer ${token.reveal()}`]
    case 'x-token':
      return ['X-Token', token.reveal()]
  }
}
