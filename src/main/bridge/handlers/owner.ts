import type { Owner } from '@shared/drafts'
import { failed } from '@shared/result'
import type { UserStore } from '../../store/held-store'
import type { WorkspacePort } from '../workspace-port'

/**
 * A page may still speak for the user or server before, in the moment in which its window turns to another, also to another
 * server of the same profile. Throws SESSION_ENDED.
 */
export function requireOwner(owner: Owner, window: WorkspacePort): void {
  requireUser(owner, window)
  if (owner.server !== undefined && owner.server !== window.runtime().server) throw failed('SESSION_ENDED', 'This work belongs to another user or server.')
}

/** As `requireOwner`, whichever server of the profile it was: for what is only kept, and kept as that server's. */
export function requireUser(owner: Owner, { runtime }: WorkspacePort): void {
  const isOwner = owner.profileId === runtime().profile().id && owner.userId === runtime().session.view().userId
  if (!isOwner) throw failed('SESSION_ENDED', 'This work belongs to another user or server.')
}

/**
 * The store of the user who is here. What is kept of a user is read, sent out or thrown away by that user alone, and not
 * after signing out. Throws SESSION_ENDED.
 */
export async function ownStore({ runtime }: WorkspacePort): Promise<UserStore> {
  const store = await runtime().store()
  const { state, userId } = runtime().session.view()
  // Opening the file takes its time: by now someone else may be here.
  if (!store || store.userId !== userId || state === 'signed-out') throw failed('SESSION_ENDED', 'Sign in to see this.')
  return store
}
