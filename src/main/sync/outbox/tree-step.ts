import { placeFieldOf } from '@shared/resources/registry'
import type { JournalEntry } from '../../store/journal-row'

/** What changes a tree: a file for itself, since the queue, the order in a tree and what is sent of places in it stand on it, and on one another. */

/** Whether an entry moves its record to another place in its tree. */
export function isMove({ verb, resource, edits }: Pick<JournalEntry, 'verb' | 'resource' | 'edits'>): boolean {
  const field = placeFieldOf(resource)
  return verb === 'update' && field !== null && field in edits
}

/** A record is put elsewhere in its tree, or taken out of it. One that is made closes no circle, and waits for its parent alone. */
export function isTreeStep(entry: Pick<JournalEntry, 'resource' | 'verb' | 'edits'>): boolean {
  return isMove(entry) || (entry.verb === 'remove' && placeFieldOf(entry.resource) !== null)
}
