import { z } from 'zod'
import type { SecretStore } from '../secrets/secret-store'
import type { StoredSession, TokenVault } from './ports'
import { SecretToken } from './secret-token'

const storedSchema = z.object({
  access: z.string().min(1),
  refresh: z.string().min(1).nullable(),
  userId: z.number().int(),
  username: z.string(),
})

/**
 * The token pair of one profile in the operating system's keychain, as base64url(JSON): keytar cuts values at NUL.
 * `account` is `<installation>/<profile>/tokens`.
 */
export function createTokenVault(secrets: SecretStore, account: string): TokenVault {
  return {
    read: async () => {
      const value = await secrets.read(account)
      return value === null ? null : decode(value)
    },
    write: (session) => secrets.write(account, encode(session)),
    clear: async () => {
      await secrets.remove(account)
    },
  }
}

function encode(session: StoredSession): string {
  const plain = {
    access: session.access.reveal(),
    refresh: session.refresh?.reveal() ?? null,
    userId: session.userId,
    username: session.username,
  }
  return Buffer.from(JSON.stringify(plain), 'utf8').toString('base64url')
}

/** Null for anything that does not decode: then the person signs in; drafts and queue are untouched (F36). */
function decode(value: string): StoredSession | null {
  try {
    const parsed = storedSchema.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')))
    if (!parsed.success) return null
    const { access, refresh, userId, username } = parsed.data
    return { access: new SecretToken(access), refresh: refresh === null ? null : new SecretToken(refresh), userId, username }
  } catch {
    return null
  }
}
