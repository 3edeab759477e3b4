import type { CallOutput } from '@shared/bridge/contract'
import type { Failure } from '@shared/result'
import { ref, type Ref, shallowRef, type ShallowRef, watch } from 'vue'
import { useBridge } from '../../bridge'
import { useAppState } from '../../stores/app-state'
import { usePageViews } from '../../stores/page-views'

export interface DataSize {
  /** Null until it was read, and while nobody is signed in. */
  readonly size: Readonly<ShallowRef<CallOutput<'data.size'> | null>>
  readonly failure: Readonly<ShallowRef<{ readonly what: 'read' | 'clear'; readonly failure: Failure } | null>>
  readonly isClearing: Readonly<Ref<boolean>>
  read(): Promise<void>
  /** True when the cache is empty now. */
  clear(): Promise<boolean>
}

/** What this user's data takes on this computer; read again when somebody else's is meant. */
export function useDataSize(): DataSize {
  const bridge = useBridge()
  const appState = useAppState()
  const views = usePageViews()
  const size = shallowRef<CallOutput<'data.size'> | null>(null)
  const failure = shallowRef<{ what: 'read' | 'clear'; failure: Failure } | null>(null)
  const isClearing = ref(false)
  let latest = 0

  async function read(): Promise<void> {
    const mine = ++latest
    const answer = await bridge.data.size()
    if (mine !== latest) return
    size.value = answer.ok ? answer.value : null
    // Signed out there is nobody whose data it could be: the page says that by itself.
    failure.value = answer.ok || answer.failure.code === 'SESSION_ENDED' ? null : { what: 'read', failure: answer.failure }
  }

  async function clear(): Promise<boolean> {
    if (isClearing.value) return false
    isClearing.value = true
    const answer = await bridge.data.clearCache()
    isClearing.value = false
    if (answer.ok) {
      views.forget()
      await read()
    } else failure.value = { what: 'clear', failure: answer.failure }
    return answer.ok
  }

  watch([() => appState.holder, () => appState.state?.session.state === 'signed-out'] as const, () => {
    size.value = null
    void read()
  })
  return { size, failure, isClearing, read, clear }
}
