import { nextTick, ref, type Ref, watch } from 'vue'
import { type Cell, clampCell, columnAfter, nextCell, nextRow } from './grid-cursor'

/** What the arrows go along: from cell to cell, or from row to row, where a row is one thing and comes and goes by itself. */
export type GridStops = 'cells' | 'rows'

export interface GridCursor {
  readonly cursor: Ref<Cell>
  isAt(row: number, column: number): boolean
  /** Brings the stop of the cursor into view and gives it the focus. */
  focus(): Promise<void>
  onFocusIn(event: FocusEvent): void
  /** Moves by a key; false when the key is none of the grid's. */
  move(event: KeyboardEvent): boolean
}

export interface GridCursorDeps {
  readonly scroller: Ref<HTMLElement | null>
  readonly stops: GridStops
  readonly rows: () => readonly unknown[]
  /** The keys of all rows, in their order. */
  readonly keys: () => readonly string[]
  /** The columns on screen. */
  readonly columns: () => readonly { readonly key: string }[]
  readonly rowHeight: () => number
  /** Place of the first row in the whole list: another one means another page. */
  readonly firstIndex: () => number
}

/**
 * The one tab stop of a grid: a roving focus over its cells or rows, which survives new rows and new pages. A stop is an
 * element with `data-cell` ("row:column"), or with `data-row` (its key).
 */
export function useGridCursor(deps: GridCursorDeps): GridCursor {
  const { scroller } = deps
  const byRows = deps.stops === 'rows'
  const cursor = ref<Cell>({ row: 0, column: 0 })
  const hasFocus = (): boolean => scroller.value?.contains(document.activeElement) ?? false
  const size = (): { rows: number; columns: number } => ({ rows: deps.keys().length, columns: deps.columns().length })

  async function focus(): Promise<void> {
    await nextTick()
    const find = (): HTMLElement | null => {
      const { row, column } = cursor.value
      return scroller.value?.querySelector<HTMLElement>(byRows ? `[data-row="${deps.keys()[row] ?? ''}"]` : `[data-cell="${row}:${column}"]`) ?? null
    }
    // A grid that has just come measures itself first, and a row far away is drawn after the cursor has gone there: one turn later.
    if (!find()) await nextTick()
    const stop = find()
    stop?.focus({ preventScroll: true })
    stop?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  /** Cells stay where they are when the rows under them change: another page or a refresh takes the focus to the same place, not to nowhere. */
  function keepPlace(rows: number, rowsBefore: number): void {
    // First rows after none: the tab stop is the first cell, not the header that had it meanwhile.
    const isFresh = rowsBefore === 0 && rows > 0 && !hasFocus()
    cursor.value = clampCell(isFresh ? { row: 0, column: 0 } : cursor.value, size())
    if (hasFocus()) void focus()
  }

  /** A row that comes and goes by itself keeps the cursor wherever it is; one that went leaves it to its neighbour. */
  function keepRow(keys: readonly string[], before: readonly string[]): void {
    const key = before[cursor.value.row]
    const at = key === undefined ? -1 : keys.indexOf(key)
    const had = hasFocus()
    cursor.value = { row: at < 0 ? Math.max(0, Math.min(cursor.value.row, keys.length - 1)) : at, column: 0 }
    if (had && at < 0) void focus()
  }

  if (byRows) watch(deps.keys, keepRow)
  else watch(deps.rows, (rows, before) => keepPlace(rows.length, before.length))
  // The cursor stays in its column, wherever that is now; of a column that went it goes to the one before.
  watch(deps.columns, (now, before) => {
    if (byRows) return
    const column = columnAfter(cursor.value.column, before, now)
    if (column === cursor.value.column && now.length >= before.length) return
    cursor.value = { ...cursor.value, column }
    if (hasFocus()) void focus()
  })
  watch(deps.firstIndex, () => {
    cursor.value = { ...cursor.value, row: Math.min(cursor.value.row, 0) }
    if (scroller.value) scroller.value.scrollTop = 0
  })

  return {
    cursor,
    isAt: (row, column) => cursor.value.row === row && cursor.value.column === column,
    focus,
    onFocusIn: ({ target }) => {
      if (!(target instanceof HTMLElement)) return
      if (byRows) {
        const key = target.closest<HTMLElement>('[data-row]')?.dataset['row']
        const at = key === undefined ? -1 : deps.keys().indexOf(key)
        if (at >= 0) cursor.value = { row: at, column: 0 }
        return
      }
      const [row, column] = (target.closest<HTMLElement>('[data-cell]')?.dataset['cell'] ?? '').split(':').map(Number)
      if (row !== undefined && column !== undefined) cursor.value = { row, column }
    },
    move: (event) => {
      const isCtrl = event.ctrlKey || event.metaKey
      const screenRows = Math.max(1, Math.floor((scroller.value?.clientHeight ?? 0) / deps.rowHeight()) - 2)
      const bounds = { ...size(), screenRows }
      const next = byRows ? (isCtrl ? null : nextRow(cursor.value, event.key, bounds)) : nextCell(cursor.value, event.key, isCtrl, bounds)
      if (next) {
        cursor.value = next
        void focus()
      }
      return next !== null
    },
  }
}
