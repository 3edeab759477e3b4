import type { EntryView } from '@shared/outbox'
import type { ResourceName } from '@shared/resources/resource'

/**
 * The entries that a page knows, by id and by record. Answers and pushes may overtake each other: what was told of an entry
 * at a higher revision stays.
 */
export interface KnownEntries {
  get(entryId: string): EntryView | null
  /** In order of submission, as far as they are known. */
  ofRecord(resource: ResourceName, recordId: number): EntryView[]
  put(entry: EntryView, revision: number): void
  /** It was gone at this revision. */
  drop(entryId: string, revision: number): void
  clear(): void
}

export function recordName(resource: ResourceName, recordId: number): string {
  return `${resource}/${recordId}`
}

export function createKnownEntries(): KnownEntries {
  const byId = new Map<string, { readonly entry: EntryView; readonly revision: number }>()
  const byRecord = new Map<string, Set<string>>()
  const get = (entryId: string): EntryView | null => byId.get(entryId)?.entry ?? null
  const remove = (entryId: string): void => {
    const entry = get(entryId)
    if (!entry) return
    byId.delete(entryId)
    const name = recordName(entry.resource, entry.recordId)
    byRecord.get(name)?.delete(entryId)
    if (byRecord.get(name)?.size === 0) byRecord.delete(name)
  }
  const isOlder = (entryId: string, revision: number): boolean => (byId.get(entryId)?.revision ?? revision) > revision
  return {
    get,
    ofRecord: (resource, recordId) => [...(byRecord.get(recordName(resource, recordId)) ?? [])].flatMap((entryId) => get(entryId) ?? []).sort((a, b) => a.seq - b.seq),
    put: (entry, revision) => {
      if (isOlder(entry.entryId, revision)) return
      remove(entry.entryId)
      byId.set(entry.entryId, { entry, revision })
      const name = recordName(entry.resource, entry.recordId)
      byRecord.set(name, (byRecord.get(name) ?? new Set()).add(entry.entryId))
    },
    drop: (entryId, revision) => {
      if (!isOlder(entryId, revision)) remove(entryId)
    },
    clear: () => {
      byId.clear()
      byRecord.clear()
    },
  }
}
