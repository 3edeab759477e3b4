import type { Failure } from '@shared/result'
import { onBeforeUnmount, onMounted, ref, type Ref, shallowRef, type ShallowRef, watch } from 'vue'
import { useAppState } from '../../stores/app-state'
import type { LogList } from './use-log-list'

const everyMs = 5000

/** What following the log does just now, and why it does nothing. */
type TailState = 'off' | 'waiting' | 'updated' | 'reading' | 'hidden' | 'offline' | 'session' | 'failed'

export interface LiveTail {
  readonly isOn: Readonly<Ref<boolean>>
  readonly state: Readonly<Ref<TailState>>
  /** Unix milliseconds of the last answer; null before the first. */
  readonly checkedAt: Readonly<Ref<number | null>>
  readonly failure: Readonly<ShallowRef<Failure | null>>
  toggle(): void
}

/**
 * Follows the log: asks for what came in since, five seconds after the last answer, as long as the page is to be seen. While a
 * person reads, what came waits to be shown. It is no use of the session: where that needs a person, it stops and says so
 * (docs/session.md, "Calls that nobody asked for").
 */
export function useLiveTail(log: LogList, isReading: () => boolean): LiveTail {
  const appState = useAppState()
  const isOn = ref(false)
  const state = ref<TailState>('off')
  const checkedAt = ref<number | null>(null)
  const failure = shallowRef<Failure | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsking = false
  /** Until a person's own reading has gone through. */
  let needsPerson = false

  function reasonToWait(): TailState | null {
    if (document.hidden) return 'hidden'
    if (needsPerson || !appState.isSessionOpen) return 'session'
    if (appState.state?.connection.state === 'offline') return 'offline'
    return null
  }

  async function turn(): Promise<void> {
    clearTimeout(timer)
    if (!isOn.value || isAsking) return
    const reason = reasonToWait()
    if (reason) state.value = reason
    else if (!log.list.isLoading.value) await ask()
    if (isOn.value) timer = setTimeout(() => void turn(), everyMs)
  }

  async function ask(): Promise<void> {
    isAsking = true
    const failed = await log.askNewer()
    isAsking = false
    if (!isOn.value) return
    failure.value = failed
    if (failed) {
      needsPerson = failed.code === 'SESSION_ENDED'
      state.value = needsPerson ? 'session' : failed.code === 'OFFLINE' || failed.code === 'TIMEOUT' ? 'offline' : 'failed'
      // What the server refuses it will refuse again.
      if (failed.code === 'FORBIDDEN') isOn.value = false
      return
    }
    checkedAt.value = Date.now()
    if (!isReading() && log.held.value !== null) log.showHeld()
    state.value = isReading() || log.held.value === null ? 'reading' : 'updated'
  }

  const onVisibility = (): void => void turn()
  watch(log.list.shown, () => (needsPerson = false))
  watch(
    () => [appState.isSessionOpen, appState.state?.connection.state],
    () => void turn(),
  )
  onMounted(() => document.addEventListener('visibilitychange', onVisibility))
  onBeforeUnmount(() => {
    isOn.value = false
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', onVisibility)
  })
  return {
    isOn,
    state,
    checkedAt,
    failure,
    toggle: () => {
      isOn.value = !isOn.value
      state.value = isOn.value ? 'waiting' : 'off'
      failure.value = null
      clearTimeout(timer)
      void turn()
    },
  }
}
