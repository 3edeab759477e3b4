/**
 * A JSON body with secrets in it, as bytes. A text stays in memory until something is written over it, however often it is
 * collected, and is copied when it is moved; bytes of our own stay where they are, and can be wiped.
 */
export interface SecretBody {
  readonly bytes: Uint8Array
  /** Fills it, and the secrets that came as bytes, with zeros. It cannot be sent any more. */
  wipe(): void
}

const [QUOTE, BACKSLASH, FIRST_PLAIN, CLOSE] = [0x22, 0x5c, 0x20, 0x7d]

/** @param secrets By name, in this order: UTF-8, or a text, of which a copy stays wherever it came from. */
export function secretBody(fields: Readonly<Record<string, string | number>>, secrets: Readonly<Record<string, string | Uint8Array>>): SecretBody {
  const encoder = new TextEncoder()
  const plain = Object.entries(secrets).map(([name, secret]) => ({ name: encoder.encode(`,${JSON.stringify(name)}:"`), bytes: typeof secret === 'string' ? encoder.encode(secret) : secret }))
  const before = encoder.encode(JSON.stringify(fields).slice(0, -1))
  // The longest that a byte becomes, `\u001f`, for each of them, and both ends.
  const whole = new Uint8Array(plain.reduce((size, { name, bytes }) => size + name.length + bytes.length * 6 + 1, before.length + 1))
  whole.set(before)
  let length = before.length
  const put = (...bytes: number[]): void => {
    for (const byte of bytes) whole[length++] = byte
  }
  for (const { name, bytes } of plain) {
    put(...name)
    for (const byte of bytes) {
      if (byte === QUOTE || byte === BACKSLASH) put(BACKSLASH, byte)
      else if (byte < FIRST_PLAIN) put(...encoder.encode(`\\u00${byte.toString(16).padStart(2, '0')}`))
      else put(byte)
    }
    put(QUOTE)
  }
  put(CLOSE)
  return {
    bytes: whole.subarray(0, length),
    wipe: () => {
      whole.fill(0)
      for (const { bytes } of plain) bytes.fill(0)
    },
  }
}
