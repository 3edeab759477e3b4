import type { EntryView } from '@shared/outbox'
import { computed, type ComputedRef, shallowRef, watch } from 'vue'
import { useBridge } from '../../bridge'
import { useAppState } from '../../stores/app-state'
import { useOutbox } from '../../stores/outbox'

/**
 * The entry with this id as it is. One that leaves the outbox while it is shown stays to be seen with how it ended: what
 * someone is reading does not vanish from under their eyes.
 */
export function useShownEntry(entryId: () => string | null): ComputedRef<EntryView | null> {
  const bridge = useBridge()
  const appState = useAppState()
  const outbox = useOutbox()
  const last = shallowRef<EntryView | null>(null)
  const live = computed(() => {
    const id = entryId()
    return id === null ? null : outbox.find(id)
  })

  async function readEnd(left: EntryView): Promise<void> {
    const answer = await bridge.journal.list({ before: left.seq + 1, limit: 1 })
    const ended = answer.ok ? answer.value.find((entry) => entry.entryId === left.entryId && entry.state === 'done') : undefined
    if (ended && last.value?.entryId === left.entryId) last.value = ended
  }

  watch(
    live,
    (now, before) => {
      if (now) last.value = now
      else if (before && entryId() === before.entryId && outbox.entries) void readEnd(before)
    },
    { immediate: true, flush: 'sync' },
  )
  watch([() => appState.holder, () => outbox.summary === null] as const, () => (last.value = null))

  return computed(() => {
    if (live.value) return live.value
    return last.value && last.value.entryId === entryId() ? { ...last.value, state: 'done' } : null
  })
}
