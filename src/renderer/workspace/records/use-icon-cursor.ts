import { computed, nextTick, onBeforeUnmount, ref, type Ref, shallowRef, watch } from 'vue'
import { type Cell, nextCell } from '../grid/grid-cursor'
import type { IconEntry } from './icon-search'

/**
 * Which icon is chosen, and where keys lead from it: by the keys of every grid, over as many columns as there is room for.
 *
 * @param place Where the grid stands; its width gives the columns.
 * @param tileWidth Room for one icon with its name, in CSS pixels.
 */
export function useIconCursor(found: Readonly<Ref<readonly IconEntry[]>>, place: Readonly<Ref<HTMLElement | null>>, tileWidth = 112) {
  const columns = ref(1)
  const chosenName = shallowRef<string | null>(null)
  const chosen = computed(() => found.value.find(({ name }) => name === chosenName.value) ?? found.value[0] ?? null)
  const rows = computed(() => Array.from({ length: Math.ceil(found.value.length / columns.value) }, (_, row) => found.value.slice(row * columns.value, (row + 1) * columns.value)))

  const widths = new ResizeObserver(([entry]) => {
    columns.value = Math.max(1, Math.floor((entry?.contentRect.width ?? 0) / tileWidth))
  })
  watch(place, (element) => element && widths.observe(element), { flush: 'post' })
  onBeforeUnmount(() => widths.disconnect())

  async function focus(entry: IconEntry | undefined): Promise<void> {
    if (!entry) return
    chosenName.value = entry.name
    await nextTick()
    place.value?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]')?.focus()
  }

  /** How many rows are in sight. */
  function screenRows(): number {
    const height = place.value?.querySelector('[role=row]')?.clientHeight ?? 0
    return height > 0 ? Math.max(1, Math.floor((place.value?.clientHeight ?? 0) / height)) : 1
  }

  /** There is no header, and the last row may be short. */
  function entryAt({ row, column }: Cell): IconEntry | undefined {
    return found.value[Math.min(Math.max(0, row) * columns.value + column, found.value.length - 1)]
  }

  return {
    columns,
    rows,
    chosen,
    focus,
    choose: ({ name }: IconEntry): void => {
      chosenName.value = name
    },
    /** Where this key leads; undefined when it is none of the grid's. */
    target: ({ key, ctrlKey }: KeyboardEvent): IconEntry | undefined => {
      const at = chosen.value ? found.value.indexOf(chosen.value) : 0
      const cell = { row: Math.floor(at / columns.value), column: at % columns.value }
      const next = nextCell(cell, key, ctrlKey, { rows: rows.value.length, columns: columns.value, screenRows: screenRows() })
      return next ? entryAt(next) : undefined
    },
  }
}
