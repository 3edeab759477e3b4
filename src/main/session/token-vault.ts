import { z } from 'zod'
import type { SecretStore } from '../secrets/secret-store'
import type { StoredSession, TokenVault } from './ports'
import { SecretToken } from './secret-token'

const storedSchema = z.object({
  access: z.string().min(1),
  refresh: z.string().min(1).nullable(),
  userId: z.number().int(),
  username: z.string(),
  /** The identity of the server that made them. Items of older programs have none. */
  server: z.string().optional(),
})

/** Outlives the program beside the keychain: what the keychain still holds has been signed out of. */
export interface VoidMark {
  isSet(): boolean
  set(isVoid: boolean): void
}

/** Whose tokens count. */
export interface VaultServer {
  /** The identity of the server that is worked on. */
  readonly here: string
  /** The one that items of older programs belong to; null where that is not known. */
  readonly before: string | null
}

/**
 * The token pair of one profile in the operating system's keychain, as base64url(JSON): keytar cuts values at NUL.
 * `account` is `<installation>/<profile>/tokens`. A pair that another server made does not count, whoever put it there: it is
 * cleared, and never sent (docs/session.md, "The token goes to its own server").
 */
export function createTokenVault(secrets: SecretStore, account: string, voidMark: VoidMark, server: VaultServer): TokenVault {
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
      const stored = value === null ? null : decode(value)
      if (stored === null || (stored.server ?? server.before) === server.here) return stored?.session ?? null
      await clear()
      return null
    },
    write: async (session) => {
      const isStored = await secrets.write(account, encode(session, server.here))
      if (isStored) voidMark.set(false)
      return isStored
    },
    clear,
  }
}

function encode(session: StoredSession, server: string): string {
  const plain = {
    access: session.access.reveal(),
    refresh: session.refresh?.reveal() ?? null,
    userId: session.userId,
    username: session.username,
    server,
  }
  return Buffer.from(JSON.stringify(plain), 'utf8').toString('base64url')
}

/** Null for anything that does not decode: then the person signs in; drafts and queue are untouched (docs/session.md, "Fault table", F36). */
function decode(value: string): { readonly session: StoredSession; readonly server: string | undefined } | null {
  try {
    const parsed = storedSchema.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')))
    if (!parsed.success) return null
    const { access, refresh, userId, username, server } = parsed.data
    return { session: { access: new SecretToken(access), refresh: refresh === null ? null : new SecretToken(refresh), userId, username }, server }
  } catch {
    return null
  }
}
