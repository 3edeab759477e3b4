import { idsOf } from '@shared/resources/registry'
import { isTemporaryId } from '@shared/resources/resource'
import type { EntryChange, Journal } from '../../store/journal'
import type { JournalEntry } from '../../store/journal-row'
import type { OutboxQueue } from './queue'
import { referencesOf } from './temporary-ids'
import { type GoingParts, waitsForStep } from './tree-order'

/** What an entry waits for besides its turn: the records made here that it names or is about, and in a tree what was moved or deleted before it. */

/** The record that it makes is not going to be there, as things stand. */
export function isHopeless({ state }: JournalEntry): boolean {
  return state === 'refused' || state === 'blocked'
}

/**
 * Whether the entry waits for nothing but its turn, and what has to be written down of it otherwise, or before. What stands on
 * a record made here waits until the server has that one, and is blocked, with the entry it hangs on, when it is not going to.
 */
export function outlook(parts: GoingParts, entry: JournalEntry): { readonly mayGo: boolean; readonly change?: EntryChange } {
  const { queue, realId } = parts
  // `sending`, and nobody is at it: how the last try ended could not be written down. It is looked up like `unknown`.
  if (!['queued', 'unknown', 'sending', 'blocked'].includes(entry.state)) return { mayGo: false }
  const missing = referencesOf(entry).filter(({ resource, id }) => realId(resource, id) === null)
  if (entry.verb !== 'create' && isTemporaryId(entry.recordId) && idsOf(entry.resource) === entry.resource) missing.push({ resource: entry.resource, id: entry.recordId })
  const makers = missing.map(({ resource, id }) => queue.recordQueue(resource, id).find(({ verb }) => verb === 'create'))
  const hopeless = makers.find((maker) => !maker || isHopeless(maker))
  if (makers.length > 0 && makers.includes(hopeless)) {
    const on = hopeless?.entryId ?? null
    const isKnown = entry.state === 'blocked' && entry.why?.kind === 'blocked' && entry.why.on === on
    return { mayGo: false, ...(isKnown ? {} : { change: { state: 'blocked', why: { kind: 'blocked', on } } }) }
  }
  if (makers.length > 0) return { mayGo: false }
  if (entry.state === 'blocked') return { mayGo: false, change: { state: 'queued', why: null, phases: [{ phase: 'unblocked' }] } }
  return { mayGo: !waitsForStep(parts, entry) }
}

/** The entries of others that this one waits for. */
export function dependenciesOf(queue: OutboxQueue, realId: Journal['realId'], entry: JournalEntry): string[] {
  const makers = referencesOf(entry)
    .filter(({ resource, id }) => realId(resource, id) === null)
    .flatMap(({ resource, id }) => queue.recordQueue(resource, id).slice(0, 1))
  const earlier = queue.recordQueueOf(entry).filter(({ seq }) => seq < entry.seq)
  return [...new Set([...makers, ...earlier].map(({ entryId }) => entryId))]
}

/** The other way round: those that wait for one of these, directly or through others, in order of submission. */
export function dependantsOf(queue: OutboxQueue, entryIds: readonly string[]): JournalEntry[] {
  const given = new Set(entryIds)
  const reached = new Map<string, JournalEntry>()
  const open = entryIds.flatMap((entryId) => queue.get(entryId) ?? [])
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { resource, recordId, seq } = entry
    const later = queue.recordQueueOf(entry).filter((other) => other.seq > seq)
    // What names the record waits for the first of its record queue, which is the one that makes it.
    const standing = isTemporaryId(recordId) && queue.recordQueue(resource, recordId)[0] === entry ? queue.standingOn(resource, recordId) : []
    for (const other of [...later, ...standing]) {
      if (given.has(other.entryId) || reached.has(other.entryId)) continue
      reached.set(other.entryId, other)
      open.push(other)
    }
  }
  return [...reached.values()].sort((a, b) => a.seq - b.seq)
}
