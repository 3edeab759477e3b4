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

/** Outlives the program beside the keychain: what the keychain still holds has been signed out of. */
export interface VoidMark {
  isSet(): boolean
  set(isVoid: boolean): void
}

/**
 * The token pair of one profile in the operating system's keychain, as base64url(JSON): keytar cuts values at NUL.
 * `account` is `<installation>/<profile>/tokens`.
 */
export function createTokenVault(secrets: SecretStore, account: string, voidMark: VoidMark): TokenVault {
  const clear = async (): Promise<void> => {
    // First the mark: a keychain that hangs just now must not sign anybody in again tomorrow.
    voidMark.set(true)
    await secrets.remove(account)
  }
  return {
    read: async () => {
      if (voidMark.isSet()) {
        await clear()
        return null
      }
      const value = await secrets.read(account)
      return value === null ? null : decode(value)
    },
    write: async (session) => {
      const isStored = await secrets.write(account, encode(session))
      if (isStored) voidMark.set(false)
      return isStored
    },
    clear,
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
