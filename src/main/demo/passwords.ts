import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** scrypt work factors: about 40 ms and 16 MB each, slow enough for guessing, fast enough for a sign-in. */
const COST = { N: 16_384, r: 8, p: 1 } as const
const KEY_BYTES = 32

/** `scrypt$<salt>$<key>`, both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt)
  return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`
}

/**
 * Compares in constant time. `stored` undefined means that there is no such user: the same work is done, so that the
 * time of the answer does not tell which user names exist.
 */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [scheme, salt, key] = (stored ?? '').split('$')
  const known = scheme === 'scrypt' && salt !== undefined && key !== undefined
  const expected = known ? Buffer.from(key, 'base64url') : Buffer.alloc(KEY_BYTES)
  const actual = await derive(password, known ? Buffer.from(salt, 'base64url') : Buffer.alloc(16))
  return known && expected.length === actual.length && timingSafeEqual(expected, actual)
}

function derive(password: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, COST, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}
