import { type Fields, sameValue } from '@shared/merge'
import { RESOURCES, sharersOf } from '@shared/resources/registry'
import type { Row } from '@shared/resources/resource'
import type { JournalEntry } from '../../store/journal-row'
import type { OutboxQueue } from './queue'
import { decidedIdentity } from '../reads/same-record'

/**
 * What was submitted later on the same record stands on what has just been done, not on the record before it: otherwise
 * this program's own change would look like somebody else's. `row` is the record after `entry`.
 */
export function rebaseLater(queue: OutboxQueue, entry: JournalEntry, row: Row): void {
  if (entry.verb === 'create') rebaseParts(queue, entry, row)
  const { setFields } = RESOURCES[entry.resource]
  for (const later of queue.recordQueue(entry.resource, row.id)) {
    if (later.base === null || later.seq < entry.seq) continue
    const base = { ...later.base }
    // Of a set what counts is what the later one puts in and takes out, which its own base and edits say: neither is touched.
    const isOwnSet = (field: string): boolean => setFields.includes(field) && field in later.edits
    for (const field of entry.verb === 'create' ? Object.keys(row) : Object.keys(entry.edits)) {
      if (isOwnSet(field)) continue
      const before = entry.verb === 'create' ? entry.edits[field] : entry.base?.[field]
      const sawOwn = sameValue(base[field], entry.edits[field])
      if (entry.verb === 'create' || sawOwn || sameValue(base[field], before)) base[field] = row[field]
    }
    queue.change(later.entryId, { base: { ...base, ...decidedIdentity(RESOURCES[entry.resource], entry, row) } })
  }
}

/** What was submitted of parts of a record that has just been made, such as the grants of a new role, knows it as it was typed, not as the server keeps it. */
function rebaseParts(queue: OutboxQueue, { resource }: JournalEntry, row: Row): void {
  for (const part of sharersOf(resource).filter((sharer) => sharer !== resource)) {
    for (const { entryId, base } of queue.recordQueue(part, row.id)) {
      if (base)
        queue.change(entryId, {
          base: {
            ...base,
            ...pick(
              row,
              Object.keys(base).filter((field) => field in row),
            ),
          },
        })
    }
  }
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name]]))
}
