import type { EntryView } from '@shared/outbox'

/** The entries that stand on these, directly or through others, in their order; none of the given ones. */
export function dependantsOf(entryIds: readonly string[], entries: readonly EntryView[]): EntryView[] {
  const reached = new Set(entryIds)
  let size = 0
  // Each round reaches one level further; an entry may be named before the one it stands on.
  while (size !== reached.size) {
    size = reached.size
    for (const entry of entries) if (entry.dependsOn.some((id) => reached.has(id))) reached.add(entry.entryId)
  }
  return entries.filter(({ entryId }) => reached.has(entryId) && !entryIds.includes(entryId))
}
