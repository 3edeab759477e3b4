import type { EntryView } from '@shared/outbox'
import { onScopeDispose, shallowRef, type ShallowRef, watch } from 'vue'
import { useBridge } from '../../bridge'
import { useOutbox } from '../../stores/outbox'

/** The first of the entries that stand on this one, directly or through others; asked for again when the outbox has changed. */
export function useDependants(entry: () => EntryView): Readonly<ShallowRef<readonly EntryView[]>> {
  const bridge = useBridge()
  const outbox = useOutbox()
  const found: ShallowRef<readonly EntryView[]> = shallowRef([])
  let latest = 0
  let isDisposed = false

  async function read(): Promise<void> {
    const mine = ++latest
    const { entryId, state } = entry()
    const answer = state === 'done' ? null : await bridge.outbox.dependants({ entryIds: [entryId] })
    if (mine === latest && !isDisposed) found.value = answer?.ok ? answer.value.entries : []
  }

  watch([() => entry().entryId, () => outbox.revision] as const, () => void read(), { immediate: true })
  onScopeDispose(() => (isDisposed = true))
  return found
}
