import { isSameServer } from '@shared/server-identity'
import { decisionsSchema } from '@shared/outbox'
import { isUnreadable, type JournalEntry } from '../../store/journal-row'
import type { EntryChange } from '../../store/journal'

/** Entries that were made for another server than the one that is worked on: held until a person says what is meant. */

export function isMoved(entry: JournalEntry, server: string | null): boolean {
  return !isSameServer(entry.server, server)
}

/**
 * What holds the open entries of other servers, whatever they waited for there, and lets those go on that were held and
 * whose server is worked on again. What of it cannot be written is held by the write policy all the same.
 */
export function movedChanges(entries: readonly JournalEntry[], server: string | null): [string, EntryChange][] {
  return entries.flatMap((entry): [string, EntryChange][] => {
    const isHeld = entry.why?.kind === 'parked' && entry.why.cause === 'moved'
    if (isUnreadable(entry) || isHeld === isMoved(entry, server)) return []
    return [[entry.entryId, isHeld ? heldNoMore(entry) : { state: 'parked', why: { kind: 'parked', cause: 'moved' } }]]
  })
}

/** What was recovered waits for a person, wherever its server is. */
function heldNoMore({ decisions, attempts }: JournalEntry): EntryChange {
  if (isRecovered({ decisions })) return { state: 'parked', why: { kind: 'parked', cause: 'recovered' } }
  return { state: attempts > 0 ? 'unknown' : 'queued', why: null }
}

/** Held because its file had to be recovered, and released by nobody yet. */
export function isRecovered({ decisions }: Pick<JournalEntry, 'decisions'>): boolean {
  return decisions.recovered === true && !decisions.released
}

/**
 * A person has said that it is meant for this server. There it is a new wish: what was tried, chosen or released before was
 * about another server's record.
 */
export function movedHere(server: string | null): EntryChange {
  return { server, state: 'queued', why: null, attempts: 0, sentAt: null, taken: [], decisions: decisionsSchema.parse({ released: true }) }
}
