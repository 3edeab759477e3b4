/**
 * A JSON body with a secret in it, as bytes. A text stays in memory until something is written over it, however often it is
 * collected, and is copied when it is moved; bytes of our own stay where they are, and can be wiped.
 */
export interface SecretBody {
  readonly bytes: Uint8Array
  /** Fills it, and the secret where that came as bytes, with zeros. It cannot be sent any more. */
  wipe(): void
}

const [QUOTE, BACKSLASH, FIRST_PLAIN] = [0x22, 0x5c, 0x20]

/** @param secret UTF-8, or a text, of which a copy stays wherever it came from. */
export function secretBody(fields: Readonly<Record<string, string>>, name: string, secret: string | Uint8Array): SecretBody {
  const plain = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret
  const before = new TextEncoder().encode(`${JSON.stringify(fields).slice(0, -1)},${JSON.stringify(name)}:"`)
  // The longest that a byte becomes, `\u001f`, for each of them, and the end.
  const whole = new Uint8Array(before.length + plain.length * 6 + 2)
  whole.set(before)
  let length = before.length
  const put = (...bytes: number[]): void => {
    for (const byte of bytes) whole[length++] = byte
  }
  for (const byte of plain) {
    if (byte === QUOTE || byte === BACKSLASH) put(BACKSLASH, byte)
    else if (byte < FIRST_PLAIN) put(...new TextEncoder().encode(`\\u00${byte.toString(16).padStart(2, '0')}`))
    else put(byte)
  }
  put(QUOTE, 0x7d)
  return {
    bytes: whole.subarray(0, length),
    wipe: () => {
      whole.fill(0)
      plain.fill(0)
    },
  }
}
