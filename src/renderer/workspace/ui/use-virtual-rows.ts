import { defaultRangeExtractor, useVirtualizer } from '@tanstack/vue-virtual'
import { computed, type ComputedRef, type Ref, watch } from 'vue'

export interface VirtualRow<Row> {
  readonly row: Row
  readonly index: number
  /** Distance from the top, in CSS pixels. */
  readonly start: number
}

export interface VirtualRowsDeps<Row> {
  readonly scroller: Ref<HTMLElement | null>
  readonly rows: () => readonly Row[]
  readonly rowHeight: () => number
  /** The row with the focus; negative when it is none. */
  readonly focusedRow: () => number
}

/**
 * The rows in view. The row with the focus is always among them: scrolled out of sight it must not lose the focus.
 */
export function useVirtualRows<Row>(deps: VirtualRowsDeps<Row>): {
  visible: ComputedRef<VirtualRow<Row>[]>
  height: ComputedRef<string>
  /** Scrolls as far as needed for the row to be in view. */
  reveal(index: number): void
} {
  const virtualizer = useVirtualizer(
    computed(() => {
      // Read here, not in the extractor: a new place of the focus has to make a new extractor, which is memoised.
      const focused = Math.min(deps.focusedRow(), deps.rows().length - 1)
      return {
        count: deps.rows().length,
        getScrollElement: () => deps.scroller.value,
        estimateSize: deps.rowHeight,
        overscan: 8,
        rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
          const indexes = defaultRangeExtractor(range)
          return focused < 0 || indexes.includes(focused) ? indexes : [...indexes, focused].sort((x, y) => x - y)
        },
      }
    }),
  )
  watch(deps.rowHeight, () => virtualizer.value.measure())
  return {
    visible: computed(() =>
      virtualizer.value.getVirtualItems().flatMap(({ index, start }) => {
        const row = deps.rows()[index]
        return row === undefined ? [] : [{ row, index, start }]
      }),
    ),
    height: computed(() => `${virtualizer.value.getTotalSize()}px`),
    reveal: (index) => virtualizer.value.scrollToIndex(index, { align: 'auto' }),
  }
}
