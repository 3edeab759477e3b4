import { placeFieldOf } from '@shared/resources/registry'
import type { JournalEntry } from '../../store/journal-row'

/** What changes a tree, and what of it is on its way: the queue, the order in a tree and what is sent of places in it each need to know. */

/** Whether an entry moves its record to another place in its tree. */
export function isMove({ verb, resource, edits }: Pick<JournalEntry, 'verb' | 'resource' | 'edits'>): boolean {
  const field = placeFieldOf(resource)
  return verb === 'update' && field !== null && field in edits
}

/** A record is put elsewhere in its tree, or taken out of it. One that is made closes no circle, and waits for its parent alone. */
export function isTreeStep(entry: Pick<JournalEntry, 'resource' | 'verb' | 'edits'>): boolean {
  return isMove(entry) || (entry.verb === 'remove' && placeFieldOf(entry.resource) !== null)
}

/** States that wait for no person. */
export const GOING: ReadonlySet<JournalEntry['state']> = new Set(['queued', 'unknown', 'sending'])
