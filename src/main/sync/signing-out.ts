import { failed } from '@shared/result'
import type { Session } from '../session/session'
import type { UserCaches } from '../store/cache-by-user'

/** What ends with a sign-out besides the session. Drafts and pending changes are never a part of it. */
export interface SignOutWish {
  /** What was read from this server for this account goes from this computer too. */
  readonly clearsCache: boolean
}

/**
 * Signs out, and clears the cache of the account that was signed in if that is wanted. The session ends first: an answer
 * that is still on its way then finds nobody to be kept for (`profile-data.ts`), and cannot fill the cache anew.
 *
 * Throws STORAGE with `details.cause: 'cacheKept'` where the cache could not be cleared; the session is over all the same.
 */
export async function signOutOf({ session, caches }: { readonly session: Session; readonly caches: UserCaches }, { clearsCache }: SignOutWish): Promise<void> {
  const { userId } = session.view()
  await session.signOut()
  if (!clearsCache || userId === null) return
  try {
    await caches.clear(userId)
  } catch {
    throw cacheKept()
  }
}

/** Signed out, and what was read from the server is still on this computer. */
export function cacheKept(): Error {
  return failed('STORAGE', 'Signed out; the cache could not be cleared.', { details: { cause: 'cacheKept' } })
}
