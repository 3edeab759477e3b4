import { sameValue } from '@shared/merge'
import { RESOURCES } from '@shared/resources/registry'
import type { Row } from '@shared/resources/resource'
import type { JournalEntry } from '../../store/journal-row'
import type { OutboxQueue } from './queue'
import { decidedIdentity } from '../reads/same-record'

/**
 * What was submitted later on the same record stands on what has just been done, not on the record before it: otherwise
 * this program's own change would look like somebody else's. `row` is the record after `entry`.
 */
export function rebaseLater(queue: OutboxQueue, entry: JournalEntry, row: Row): void {
  for (const later of queue.recordQueue(entry.resource, row.id)) {
    if (later.base === null || later.seq < entry.seq) continue
    const base = { ...later.base }
    for (const field of entry.verb === 'create' ? Object.keys(row) : Object.keys(entry.edits)) {
      const before = entry.verb === 'create' ? entry.edits[field] : entry.base?.[field]
      const sawOwn = sameValue(base[field], entry.edits[field])
      if (entry.verb === 'create' || sawOwn || sameValue(base[field], before)) base[field] = row[field]
    }
    queue.change(later.entryId, { base: { ...base, ...decidedIdentity(RESOURCES[entry.resource], entry, row) } })
  }
}
