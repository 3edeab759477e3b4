import type { Owner } from '@shared/drafts'
import { failed } from '@shared/result'
import type { WorkspacePort } from '../workspace-port'

/**
 * A page may still speak for the user or server before, in the moment in which its window turns to another.
 * Throws SESSION_ENDED.
 */
export function insistOnOwner(owner: Owner, { runtime }: WorkspacePort): void {
  const isOwner = owner.profileId === runtime().profile().id && owner.userId === runtime().session.view().userId
  if (!isOwner) throw failed('SESSION_ENDED', 'This work belongs to another user or server.')
}
