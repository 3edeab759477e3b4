import { computed, type ComputedRef, ref } from 'vue'

/** In CSS pixels. */
export interface WidthBounds {
  readonly least: number
  readonly usual: number
  readonly most: number
}

export interface ColumnWidth {
  /** While it is being changed too. */
  readonly width: ComputedRef<number>
  /** Shows a width without remembering it. */
  tryWidth(width: number): void
  /** Remembers the width, or the one that is shown. */
  keepWidth(width?: number): void
}

/**
 * The width of a column that a person makes wider and narrower.
 *
 * @param remembered The width as it was left; undefined where it never was changed.
 * @param remember Told of another one, within the bounds.
 */
export function useColumnWidth(bounds: WidthBounds, remembered: () => number | undefined, remember: (width: number) => unknown): ColumnWidth {
  const tried = ref<number | null>(null)
  const width = computed(() => tried.value ?? remembered() ?? bounds.usual)
  const within = (wanted: number): number => Math.round(Math.min(bounds.most, Math.max(bounds.least, wanted)))
  return {
    width,
    tryWidth: (wanted) => {
      tried.value = within(wanted)
    },
    keepWidth: (wanted = width.value) => {
      tried.value = null
      if (within(wanted) !== remembered()) void remember(within(wanted))
    },
  }
}
