import type { EntryView } from '@shared/outbox'
import { isTemporaryId } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { onScopeDispose, type Ref, ref, shallowRef, type ShallowRef, watch } from 'vue'
import { useBridge } from '../../bridge'
import { useAppState } from '../../stores/app-state'
import type { ServerLook } from './entry-compare'

export interface EntryLookUp {
  /** Null until it was read. */
  readonly server: Readonly<ShallowRef<ServerLook | null>>
  readonly isReading: Readonly<Ref<boolean>>
  readonly failure: Readonly<ShallowRef<Failure | null>>
}

/** The server's record as it is now, for the entry that is shown; read again when the entry has moved on or the connection is back. */
export function useEntryLook(entry: () => EntryView, isOpen: () => boolean): EntryLookUp {
  const bridge = useBridge()
  const appState = useAppState()
  const server = shallowRef<ServerLook | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const isReading = ref(false)
  let running: AbortController | null = null

  function stop(): void {
    running?.abort()
    running = null
    isReading.value = false
  }

  async function read(): Promise<void> {
    stop()
    if (!isOpen() || isTemporaryId(entry().recordId) || entry().state === 'sending') return
    if (appState.state?.connection.state === 'offline') {
      server.value = { kind: 'unread' }
      return
    }
    const mine = new AbortController()
    running = mine
    isReading.value = true
    const answer = await bridge.outbox.look({ entryId: entry().entryId }, mine.signal)
    if (running !== mine) return
    running = null
    isReading.value = false
    // It was done meanwhile: the list tells so.
    failure.value = answer.ok || answer.failure.code === 'NOT_FOUND' ? null : answer.failure
    if (answer.ok) server.value = answer.value.server
  }

  watch(
    () => entry().entryId,
    () => (server.value = failure.value = null),
  )
  watch([() => entry().entryId, () => entry().state, () => appState.state?.connection.state] as const, () => void read(), { immediate: true })
  onScopeDispose(stop)
  return { server, isReading, failure }
}
