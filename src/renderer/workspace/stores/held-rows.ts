import { computed, shallowRef, watch } from 'vue'
import { useAppState } from './app-state'

/** All rows of a kind that servers give whole, as a page last read them. Those of one server, or of one user, are nobody else's. */
export function useHeldRows<Row extends { readonly id: number }>() {
  const appState = useAppState()
  const rows = shallowRef<readonly Row[]>([])

  watch(
    () => appState.holder,
    () => {
      rows.value = []
    },
  )

  return {
    rows,
    byId: computed(() => new Map(rows.value.map((row) => [row.id, row]))),
    put: (all: readonly Row[]): void => {
      rows.value = all
    },
  }
}
