import type { EntryView } from '@shared/outbox'
import { RESOURCES } from '@shared/resources/registry'

/** What cannot be made is not made anew; a record with a secret, such as a user's password, cannot be made from what is known of the one that was deleted. */
export function isRestorable({ resource }: Pick<EntryView, 'resource'>): boolean {
  const { verbs, secretFields } = RESOURCES[resource]
  return verbs.includes('create') && secretFields.length === 0
}
