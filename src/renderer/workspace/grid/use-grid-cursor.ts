import { nextTick, ref, type Ref, watch } from 'vue'
import { type Cell, clampCell, columnAfter, nextCell } from './grid-cursor'

export interface GridCursor {
  readonly cursor: Ref<Cell>
  isAt(row: number, column: number): boolean
  /** Brings the cursor's cell into view and gives it the focus. */
  focus(): Promise<void>
  onFocusIn(event: FocusEvent): void
  /** Moves by a key; false when the key is none of the grid's. */
  move(event: KeyboardEvent): boolean
}

export interface GridCursorDeps {
  readonly scroller: Ref<HTMLElement | null>
  readonly rows: () => readonly unknown[]
  /** The columns on screen. */
  readonly columns: () => readonly { readonly key: string }[]
  readonly rowHeight: () => number
  /** Place of the first row in the whole list: another one means another page. */
  readonly firstIndex: () => number
}

/** The one tab stop of a grid: a roving focus over its cells, which survives new rows and new pages. */
export function useGridCursor(deps: GridCursorDeps): GridCursor {
  const { scroller } = deps
  const cursor = ref<Cell>({ row: 0, column: 0 })
  const hasFocus = (): boolean => scroller.value?.contains(document.activeElement) ?? false
  const size = (): { rows: number; columns: number } => ({ rows: deps.rows().length, columns: deps.columns().length })

  async function focus(): Promise<void> {
    await nextTick()
    const { row, column } = cursor.value
    const find = (): HTMLElement | null => scroller.value?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`) ?? null
    // A grid that has just come measures itself first; its rows are there one turn later.
    if (!find()) await nextTick()
    const cell = find()
    cell?.focus({ preventScroll: true })
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  watch(
    () => deps.rows().length,
    (rows, rowsBefore) => {
      // First rows after none: the tab stop is the first cell, not the header that had it meanwhile.
      const isFresh = rowsBefore === 0 && rows > 0 && !hasFocus()
      cursor.value = clampCell(isFresh ? { row: 0, column: 0 } : cursor.value, size())
    },
  )
  // The cursor stays in its column, wherever that is now; of a column that went it goes to the one before.
  watch(deps.columns, (now, before) => {
    const column = columnAfter(cursor.value.column, before, now)
    if (column === cursor.value.column && now.length >= before.length) return
    cursor.value = { ...cursor.value, column }
    if (hasFocus()) void focus()
  })
  watch(deps.firstIndex, () => {
    cursor.value = { ...cursor.value, row: Math.min(cursor.value.row, 0) }
    if (scroller.value) scroller.value.scrollTop = 0
  })
  // Another page or a refresh replaces the rows under the focus: it goes to the same place, not to nowhere.
  watch(deps.rows, () => {
    if (hasFocus()) void focus()
  })

  return {
    cursor,
    isAt: (row, column) => cursor.value.row === row && cursor.value.column === column,
    focus,
    onFocusIn: (event) => {
      const at = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-cell]')?.dataset['cell'] : undefined
      const [row, column] = (at ?? '').split(':').map(Number)
      if (row !== undefined && column !== undefined) cursor.value = { row, column }
    },
    move: (event) => {
      const screenRows = Math.max(1, Math.floor((scroller.value?.clientHeight ?? 0) / deps.rowHeight()) - 2)
      const next = nextCell(cursor.value, event.key, event.ctrlKey || event.metaKey, { ...size(), screenRows })
      if (next) {
        cursor.value = next
        void focus()
      }
      return next !== null
    },
  }
}
