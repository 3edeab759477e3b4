import { computed, type ComputedRef } from 'vue'
import { useAppState } from '../../stores/app-state'
import { useNow } from '../../ui/use-now'

const HOUR_MS = 3_600_000
/** Hours before the end at which a person is told, the first one first. */
const STEPS_HOURS = [24, 6, 1, 0] as const

export interface SessionEnd {
  /** How many of the steps are reached; 0: none, or it is not in danger. */
  readonly step: ComputedRef<number>
  /** Until when the session can be renewed, Unix milliseconds; null: the token does not tell. */
  readonly until: ComputedRef<number | null>
  readonly isOver: ComputedRef<boolean>
}

/** While the server cannot be reached nothing renews the session: how near it is to the end of its refresh token. */
export function useSessionEnd(): SessionEnd {
  const appState = useAppState()
  const now = useNow()
  const until = computed(() => appState.state?.session.until ?? null)
  const step = computed(() => {
    if (until.value === null || !appState.isSessionOpen || appState.state?.connection.state !== 'offline') return 0
    const left = until.value - now.value
    return STEPS_HOURS.filter((hours) => left <= hours * HOUR_MS).length
  })
  return { step, until, isOver: computed(() => step.value === STEPS_HOURS.length) }
}
