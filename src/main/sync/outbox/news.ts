import { type EntryView, OUTBOX_PAGE, type OutboxChange, type OutboxStanding } from '@shared/outbox'
import { sameValue } from '@shared/merge'
import { isTemporaryId, type ResourceName } from '@shared/resources/resource'
import type { Clock } from '../../session/clock'
import type { JournalEntry } from '../../store/journal-row'
import type { OutboxQueue } from './queue'

/** At most one push in this time: who watches sees no difference, and ten thousand changes are not ten thousand pushes. */
const PUSH_EVERY_MS = 100

/** What pages are told of the outbox: what has changed, together with what else changed at about the same time. */
export interface OutboxNews {
  /** How it stands now, with the revision that an answer of this moment has. */
  standing(): OutboxStanding
  /** How these are told of is another, although nothing of them is new in the queue. */
  note(entryIds: readonly string[]): void
  /** Something that is about all of them. */
  noteStanding(): void
  onChange(listener: (change: OutboxChange) => void): () => void
  close(): void
}

export interface NewsDeps {
  readonly queue: OutboxQueue
  readonly clock: Clock
  readonly standing: () => Omit<OutboxStanding, 'revision'>
  /** May throw STORAGE: then pages are told to ask. */
  readonly viewOf: (entry: JournalEntry) => EntryView
  readonly onFault: (error: unknown) => void
}

export function createOutboxNews({ queue, clock, standing, viewOf, onFault }: NewsDeps): OutboxNews {
  const listeners = new Set<(change: OutboxChange) => void>()
  let revision = 0
  let toldRevision = 0
  let toldAtMs = Number.NEGATIVE_INFINITY
  let stopTimer: (() => void) | null = null
  /** More than this is not told one by one: pages ask again for what they show. */
  let isTooMuch = false
  const entryIds = new Set<string>()
  const overlaid = new Set<ResourceName>()

  const noteId = (entryId: string): void => {
    if (isTooMuch) return
    entryIds.add(entryId)
    if (entryIds.size <= OUTBOX_PAGE) return
    isTooMuch = true
    entryIds.clear()
  }
  const soon = (): void => {
    revision += 1
    if (listeners.size === 0) isTooMuch = true
    else stopTimer ??= clock.after(Math.max(0, toldAtMs + PUSH_EVERY_MS - clock.monotonicMs()), push)
  }
  const views = (): Pick<OutboxChange, 'changed' | 'removed'> | null => {
    if (isTooMuch) return null
    try {
      const open = [...entryIds].flatMap((entryId) => queue.get(entryId) ?? [])
      return { changed: open.map(viewOf), removed: [...entryIds].filter((entryId) => !queue.get(entryId)) }
    } catch (error) {
      onFault(error)
      return null
    }
  }
  const push = (): void => {
    stopTimer = null
    toldAtMs = clock.monotonicMs()
    const told = views()
    const change: OutboxChange = { ...standing(), revision, since: told ? toldRevision : revision, ...(told ?? { changed: [], removed: [] }), overlaid: [...overlaid] }
    toldRevision = revision
    isTooMuch = false
    entryIds.clear()
    overlaid.clear()
    for (const listener of listeners) listener(change)
  }
  /** Those that wait for another one than before: behind this entry of the same record, or standing on the record that it makes. */
  const noteBehind = (entry: JournalEntry): void => {
    for (const { entryId } of queue.recordQueueOf(entry)) noteId(entryId)
    if (entry.verb !== 'create' || !isTemporaryId(entry.recordId) || isTooMuch) return
    for (const { entryId } of queue.standingOn(entry.resource, entry.recordId)) noteId(entryId)
  }
  queue.follow({
    touched: (before, after) => {
      for (const entry of [before, after]) if (entry) noteId(entry.entryId)
      const isSamePlace = before && after && before.recordId === after.recordId && before.server === after.server
      if (!isSamePlace) for (const entry of [before, after]) if (entry) noteBehind(entry)
      if (!isSamePlace || !sameValue(before.edits, after.edits)) for (const entry of [before, after]) if (entry) overlaid.add(entry.resource)
      soon()
    },
    reloaded: () => {
      isTooMuch = true
      entryIds.clear()
      soon()
    },
  })
  return {
    standing: () => ({ ...standing(), revision }),
    note: (ids) => {
      if (ids.length === 0) return
      ids.forEach(noteId)
      soon()
    },
    noteStanding: soon,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      stopTimer?.()
    },
  }
}
