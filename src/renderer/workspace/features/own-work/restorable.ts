import type { EntryView } from '@shared/outbox'
import { RESOURCES } from '@shared/resources/registry'

/** A record with a secret, such as a user's password, cannot be made from what is known of the one that was deleted. */
export function isRestorable({ resource }: Pick<EntryView, 'resource'>): boolean {
  return RESOURCES[resource].secretFields.length === 0
}
