import { nextTick, type Ref, ref, watch } from 'vue'

export interface RowCursor {
  /** The row with the tab stop, by its place. */
  readonly index: Ref<number>
  focus(): Promise<void>
  /** Puts tab stop and focus on the row of this key, or on the one that is nearest to where the cursor is. */
  focusKey(key: string | null): Promise<void>
  onFocusIn(event: FocusEvent): void
  /** Moves by a key; false when the key moves nothing. */
  move(event: KeyboardEvent): boolean
}

export interface RowCursorDeps {
  readonly scroller: Ref<HTMLElement | null>
  /** The keys of all rows in their order; each row has its own as `data-row`. */
  readonly keys: () => readonly string[]
  readonly rowHeight: () => number
}

/** The one tab stop of a table whose rows come and go by themselves: it stays with its row, and never falls into nothing. */
export function useRowCursor({ scroller, keys, rowHeight }: RowCursorDeps): RowCursor {
  const index = ref(0)
  const clamp = (at: number): number => Math.max(0, Math.min(at, keys().length - 1))
  const rowOf = (): HTMLElement | null => scroller.value?.querySelector<HTMLElement>(`[data-row="${keys()[index.value] ?? ''}"]`) ?? null

  async function focus(): Promise<void> {
    await nextTick()
    // A row far away is drawn one turn after the cursor has gone there.
    if (!rowOf()) await nextTick()
    const row = rowOf()
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  }

  watch(keys, (now, before) => {
    const had = scroller.value?.contains(document.activeElement) ?? false
    const key = before[index.value]
    const at = key === undefined ? -1 : now.indexOf(key)
    const isGone = at < 0
    index.value = isGone ? clamp(index.value) : at
    if (had && isGone) void focus()
  })

  function target(key: string): number | null {
    const screen = Math.max(1, Math.floor((scroller.value?.clientHeight ?? 0) / rowHeight()) - 2)
    const places: Readonly<Record<string, number>> = {
      ArrowDown: index.value + 1,
      ArrowUp: index.value - 1,
      PageDown: index.value + screen,
      PageUp: index.value - screen,
      Home: 0,
      End: keys().length - 1,
    }
    return places[key] ?? null
  }

  return {
    index,
    focus,
    focusKey: (key) => {
      const at = key === null ? -1 : keys().indexOf(key)
      index.value = clamp(at < 0 ? index.value : at)
      return focus()
    },
    onFocusIn: (event) => {
      const key = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-row]')?.dataset['row'] : undefined
      const at = key === undefined ? -1 : keys().indexOf(key)
      if (at >= 0) index.value = at
    },
    move: (event) => {
      const at = target(event.key)
      if (at === null) return false
      index.value = clamp(at)
      void focus()
      return true
    },
  }
}
