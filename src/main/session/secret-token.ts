const HIDDEN = '[token]'

/**
 * A token that does not print itself: logs, errors and JSON show `[token]`. `reveal()` is for `backend/dialect.ts`, which
 * writes the header, and for `token-vault.ts`, which stores it; lint refuses it anywhere else.
 */
export class SecretToken {
  readonly #value: string
  /** Undefined until they are asked for: each request of a profile asks, and a token never changes. */
  #claims: TokenClaims | null | undefined
  constructor(value: string) {
    this.#value = value
  }
  reveal(): string {
    return this.#value
  }
  equals(other: SecretToken | null): boolean {
    return other !== null && other.#value === this.#value
  }
  /** The same text without this token: for words of a server that may repeat what it was sent. */
  hiddenIn(text: string): string {
    return this.#value === '' ? text : text.replaceAll(this.#value, HIDDEN)
  }
  /** The claims this program goes by; `null` for an opaque token. Not verified: only the server can. */
  claims(): TokenClaims | null {
    return (this.#claims ??= readClaims(this.#value))
  }
  toString(): string {
    return HIDDEN
  }
  toJSON(): string {
    return HIDDEN
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN
  }
}

export interface TokenClaims {
  readonly userId: number | null
  /** Milliseconds from issue to expiry (`exp - iat`), independent of any clock of this machine. */
  readonly lifeMs: number | null
  /** Expiry in Unix milliseconds by the server's clock; for showing only. */
  readonly expiresAtMs: number | null
}

function readClaims(jwt: string): TokenClaims | null {
  const payload = jwt.split('.')[1]
  if (!payload) return null
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    if (typeof claims !== 'object' || claims === null) return null
    const { user_id: user, iat, exp } = claims as Record<string, unknown>
    const expires = typeof exp === 'number' ? exp : null
    return {
      userId: asId(user),
      lifeMs: expires !== null && typeof iat === 'number' && expires > iat ? (expires - iat) * 1000 : null,
      expiresAtMs: expires === null ? null : expires * 1000,
    }
  } catch {
    return null
  }
}

/** The contract's `user_id` claim is a string on some servers and a number on others. */
function asId(value: unknown): number | null {
  const id = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null
}
