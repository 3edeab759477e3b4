import { FONT_SIZE } from '@shared/views'
import { computed, type ComputedRef } from 'vue'
import { rowHeight } from '@renderer/appearance'
import { useAppState } from '../stores/app-state'

/** The height of a list's rows, in CSS pixels, as the person likes them. */
export function useRowHeight(): ComputedRef<number> {
  const appState = useAppState()
  return computed(() => {
    const { density = 'comfortable', fontSize = FONT_SIZE.usual } = appState.state?.preferences ?? {}
    return rowHeight(density, fontSize)
  })
}
