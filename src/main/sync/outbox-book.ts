import type { Outcome } from '@shared/outbox'
import type { ResourceName } from '@shared/resources/resource'
import type { EntryChange, Journal, NewEntry } from '../store/journal'
import { isDamaged, type JournalEntry } from '../store/journal-row'

/**
 * The open entries in memory, in lanes: one per record, oldest first. Everything is written to the journal first; this is
 * only what was read from it, so that finding the next one does not parse the whole journal each time.
 */
export interface OutboxBook {
  /** All open entries, in order of submission. */
  all(): JournalEntry[]
  get(entryId: string): JournalEntry | undefined
  /** The open entries of one record of the server that is worked on, oldest first. */
  lane(resource: ResourceName, recordId: number): readonly JournalEntry[]
  /** Those of the record that this entry is about, on the server that it was made for. */
  laneOf(entry: JournalEntry): readonly JournalEntry[]
  /** The oldest of each record. */
  heads(): JournalEntry[]
  append(entry: NewEntry, merged: readonly string[]): JournalEntry
  change(entryId: string, change: EntryChange): JournalEntry
  end(entryIds: readonly string[], outcome: Outcome, more?: Parameters<Journal['end']>[2]): void
  /** As `change`, durable when it resolves, together with others of the same moment. */
  changeSoon(entryId: string, change: EntryChange): Promise<JournalEntry>
  /** Out of the way at once, durable when it resolves; what is lost in between is looked up at the next start. */
  endSoon(entryId: string, outcome: Outcome, more?: Parameters<Journal['end']>[2]): Promise<void>
  /** A record that was made here has the server's id from now on. */
  rename(resource: ResourceName, temporaryId: number, realId: number): void
  /** Reads everything again, after the journal has moved to another file. */
  reload(): void
}

export function createOutboxBook(journal: Journal): OutboxBook {
  const lanes = new Map<string, JournalEntry[]>()
  const byId = new Map<string, JournalEntry>()
  // The same id on another server is another record: neither waits for the other, or is joined with it.
  const laneKey = (resource: ResourceName, recordId: number, server = journal.server): string => `${resource}/${recordId}/${server}`
  // Which record a damaged one is about cannot be relied on: no other waits for it.
  const keyOf = (entry: JournalEntry): string => (isDamaged(entry) ? entry.entryId : laneKey(entry.resource, entry.recordId, entry.server))
  const put = (entry: JournalEntry): void => {
    const key = keyOf(entry)
    byId.set(entry.entryId, entry)
    lanes.set(key, [...(lanes.get(key) ?? []).filter(({ entryId }) => entryId !== entry.entryId), entry].sort(bySeq))
  }
  const drop = (entryId: string): void => {
    const entry = byId.get(entryId)
    if (!entry) return
    const key = keyOf(entry)
    const left = (lanes.get(key) ?? []).filter((other) => other.entryId !== entryId)
    byId.delete(entryId)
    if (left.length > 0) lanes.set(key, left)
    else lanes.delete(key)
  }
  const changed = (entry: JournalEntry): JournalEntry => {
    drop(entry.entryId)
    if (entry.state !== 'done') put(entry)
    return entry
  }
  const reload = (): void => {
    lanes.clear()
    byId.clear()
    for (const entry of journal.open()) {
      // The program ended while a request may have been on its way.
      put(entry.state === 'sending' ? journal.change(entry.entryId, { state: 'unknown' }) : entry)
    }
  }
  reload()
  return {
    all: () => [...byId.values()].sort(bySeq),
    get: (entryId) => byId.get(entryId),
    lane: (resource, recordId) => lanes.get(laneKey(resource, recordId)) ?? [],
    laneOf: (entry) => lanes.get(keyOf(entry)) ?? [],
    heads: () => [...lanes.values()].flatMap((lane) => lane.slice(0, 1)),
    append: (entry, merged) => {
      const appended = journal.append(entry, merged)
      merged.forEach(drop)
      put(appended)
      return appended
    },
    change: (entryId, change) => changed(journal.change(entryId, change)),
    changeSoon: async (entryId, change) => changed(await journal.changeSoon(entryId, change)),
    endSoon: (entryId, outcome, more) => {
      drop(entryId)
      return journal.endSoon(entryId, outcome, more)
    },
    end: (entryIds, outcome, more) => {
      journal.end(entryIds, outcome, more)
      entryIds.forEach(drop)
    },
    rename: (resource, temporaryId, realId) => {
      const moved = [...(lanes.get(laneKey(resource, temporaryId)) ?? [])]
      journal.mapId(resource, temporaryId, realId)
      for (const { entryId } of moved) {
        drop(entryId)
        put(journal.read(entryId))
      }
    },
    reload,
  }
}

function bySeq(a: JournalEntry, b: JournalEntry): number {
  return a.seq - b.seq
}
