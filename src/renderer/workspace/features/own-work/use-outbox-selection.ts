import type { EntryView } from '@shared/outbox'
import { computed, type ComputedRef, ref } from 'vue'

export interface OutboxSelection {
  /** Those that are still in the outbox, in its order. */
  readonly selected: ComputedRef<readonly EntryView[]>
  has(entryId: string): boolean
  toggle(entryId: string): void
  add(entryIds: readonly string[]): void
  clear(): void
}

/** Which entries are chosen to be sent or dropped together. One that has left the outbox is chosen no longer. */
export function useOutboxSelection(entries: () => readonly EntryView[]): OutboxSelection {
  const chosen = ref<ReadonlySet<string>>(new Set())
  return {
    selected: computed(() => entries().filter(({ entryId }) => chosen.value.has(entryId))),
    has: (entryId) => chosen.value.has(entryId),
    toggle: (entryId) => {
      const next = new Set(chosen.value)
      if (!next.delete(entryId)) next.add(entryId)
      chosen.value = next
    },
    add: (entryIds) => {
      chosen.value = new Set([...chosen.value, ...entryIds])
    },
    clear: () => {
      chosen.value = new Set()
    },
  }
}
