import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

export interface Passwords {
  /** `scrypt$<N>$<salt>$<key>`, salt and key in base64url. */
  hash(password: string): Promise<string>
  /** What no password is right for, as long to compare as any other. */
  locked(): string
  /**
   * Compares in constant time. `stored` undefined means that there is no such user: the same work is done, so that the
   * time of the answer does not tell which user names exist.
   */
  isRight(password: string, stored: string | undefined): Promise<boolean>
}

/** scrypt's N (RFC 7914): about 40 ms and 16 MB each, slow enough for guessing, fast enough for a sign-in. */
export const DEFAULT_PASSWORD_COST = 16_384
const [BLOCK_SIZE, KEY_BYTES, SALT_BYTES] = [8, 32, 16]

interface Stored {
  readonly cost: number
  readonly salt: Buffer
  readonly key: Buffer
}

/** `cost`: scrypt's N for passwords from now on, a power of two. What is stored names its own. */
export function createPasswords(cost: number): Passwords {
  const locked = (): Stored => ({ cost, salt: randomBytes(SALT_BYTES), key: randomBytes(KEY_BYTES) })
  return {
    hash: async (password) => {
      const salt = randomBytes(SALT_BYTES)
      return written({ cost, salt, key: await derive(password, { salt, cost }) })
    },
    locked: () => written(locked()),
    isRight: async (password, stored) => {
      const known = read(stored ?? '')
      const { key, ...how } = known ?? locked()
      const actual = await derive(password, how)
      return known !== undefined && key.length === actual.length && timingSafeEqual(key, actual)
    },
  }
}

function written({ cost, salt, key }: Stored): string {
  return ['scrypt', cost, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Data of before the cost was written down has three parts. */
function read(stored: string): Stored | undefined {
  const [scheme, ...parts] = stored.split('$')
  const [cost, salt, key] = parts.length === 2 ? [String(DEFAULT_PASSWORD_COST), ...parts] : parts
  if (scheme !== 'scrypt' || salt === undefined || key === undefined) return undefined
  return { cost: Number(cost), salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') }
}

function derive(password: string, { salt, cost }: Omit<Stored, 'key'>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, { N: cost, r: BLOCK_SIZE, p: 1 }, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}
