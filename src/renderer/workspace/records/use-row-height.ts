import { computed, type ComputedRef } from 'vue'
import { useAppState } from '../stores/app-state'

/** The height of a list's rows, in CSS pixels, as the person likes them. */
export function useRowHeight(): ComputedRef<number> {
  const appState = useAppState()
  return computed(() => (appState.state?.preferences.density === 'compact' ? 26 : 32))
}
