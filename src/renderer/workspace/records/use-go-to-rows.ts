import { nextTick, ref, watch } from 'vue'

export interface GoToRowsDeps {
  /** Asks at once for what was typed last. */
  readonly apply: () => void
  /** The rows for what stands in the filter are on screen. */
  readonly isShown: () => boolean
  /** The focus is still where Enter was pressed. */
  readonly hasFocus: () => boolean
  readonly focusFirst: () => void
}

/** Enter in the filter: on to the first of the rows that it finds, unless the person has gone on elsewhere, or typing, by then. */
export function useGoToRows({ apply, isShown, hasFocus, focusFirst }: GoToRowsDeps): { go(): void; stay(): void } {
  const isGoing = ref(false)
  watch(
    [isGoing, isShown] as const,
    async ([isDue, isThere]) => {
      if (!isDue || !isThere) return
      isGoing.value = false
      await nextTick()
      if (hasFocus()) focusFirst()
    },
    { flush: 'post' },
  )
  return {
    go: () => {
      apply()
      isGoing.value = true
    },
    /** Typed on: what was asked for by Enter is of no use any more. */
    stay: () => {
      isGoing.value = false
    },
  }
}
