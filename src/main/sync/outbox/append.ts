import { isTemporaryId } from '@shared/resources/resource'
import { idsOf, RESOURCES } from '@shared/resources/registry'
import { failed } from '@shared/result'
import type { Journal } from '../../store/journal'
import { isUnreadable, type JournalEntry } from '../../store/journal-row'
import { compact } from './compaction'
import type { Command } from './command'
import type { OutboxQueue } from './queue'
import { areOfOneRecord } from '../reads/same-record'
import { withKnownIds } from './temporary-ids'

export interface AppendParts {
  readonly queue: OutboxQueue
  readonly journal: Pick<Journal, 'secretOf' | 'realId'>
  /** Somebody works on this entry, or waits for it. */
  readonly isInUse: (entryId: string) => boolean
}

/**
 * Writes the command down, joined with what of the same record has not left yet. Null: nothing is left to do. Throws
 * REFUSED for a protected record, and STORAGE; then nothing was kept.
 */
export function append({ queue, journal, isInUse }: AppendParts, given: Command): JournalEntry | null {
  // A form may still know its record by the temporary id that it had before the server took it.
  const command = { ...given, recordId: (isTemporaryId(given.recordId) ? journal.realId(idsOf(given.resource), given.recordId) : null) ?? given.recordId }
  if (RESOURCES[command.resource].protectedIds.includes(command.recordId)) throw failed('REFUSED', 'This record is protected by the server.')
  const recordQueue = queue.recordQueue(command.resource, command.recordId)
  const isJoinable = (entry: JournalEntry): boolean =>
    entry.attempts === 0 &&
    entry.state !== 'sending' &&
    !isInUse(entry.entryId) &&
    !isUnreadable(entry) &&
    areOfOneRecord(RESOURCES[command.resource], entry, { ...command, decisions: entry.decisions })
  // Ticks of what was made here and has arrived since are ticks of one record, whichever id they were made under.
  const known = <C extends Pick<Command, 'base' | 'edits'>>(one: C): C => {
    const description = RESOURCES[command.resource]
    if (description.setFields.length === 0) return one
    return { ...one, base: one.base && withKnownIds(description, one.base, journal.realId), edits: withKnownIds(description, one.edits, journal.realId) }
  }
  const { merged, entry, secretFrom } = compact(recordQueue.slice(recordQueue.findLastIndex((other) => !isJoinable(other)) + 1).map(known), known(command))
  const ids = merged.map(({ entryId }) => entryId)
  if (!entry) {
    queue.end(ids, 'merged')
    return null
  }
  return queue.append(secretFrom ? { ...entry, secret: journal.secretOf(secretFrom) } : entry, ids)
}
