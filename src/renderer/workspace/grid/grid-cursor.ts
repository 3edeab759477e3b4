/** A cell by its place on the page. Row -1 is the header. */
export interface Cell {
  readonly row: number
  readonly column: number
}

export interface GridBounds {
  readonly rows: number
  readonly columns: number
  /** How many rows a page of the screen holds. */
  readonly screenRows: number
}

/**
 * Where a key leads in a grid (ARIA authoring practices, grid pattern); null when the key is none of the grid's.
 * Pure, so that the rules can be read and tested in one place.
 */
export function nextCell(cell: Cell, key: string, isCtrl: boolean, bounds: GridBounds): Cell | null {
  const lastRow = bounds.rows - 1
  const lastColumn = bounds.columns - 1
  switch (key) {
    case 'ArrowLeft':
      return { ...cell, column: Math.max(0, cell.column - 1) }
    case 'ArrowRight':
      return { ...cell, column: Math.min(lastColumn, cell.column + 1) }
    case 'ArrowUp':
      return { ...cell, row: Math.max(-1, cell.row - 1) }
    case 'ArrowDown':
      return { ...cell, row: Math.min(lastRow, cell.row + 1) }
    case 'PageUp':
      return { ...cell, row: Math.max(Math.min(0, lastRow), cell.row - bounds.screenRows) }
    case 'PageDown':
      return { ...cell, row: Math.min(lastRow, Math.max(0, cell.row) + bounds.screenRows) }
    case 'Home':
      return isCtrl ? { row: Math.min(0, lastRow), column: 0 } : { ...cell, column: 0 }
    case 'End':
      return isCtrl ? { row: lastRow, column: lastColumn } : { ...cell, column: lastColumn }
    default:
      return null
  }
}

/** The same in a grid whose rows are the stops: from row to row, never into the header, and not sideways. */
export function nextRow(cell: Cell, key: string, bounds: GridBounds): Cell | null {
  if (key === 'ArrowLeft' || key === 'ArrowRight') return null
  const next = nextCell(cell, key, true, bounds)
  return next && { row: Math.max(0, next.row), column: 0 }
}

/** The nearest cell that still exists after rows or columns have changed. */
export function clampCell(cell: Cell, bounds: Pick<GridBounds, 'rows' | 'columns'>): Cell {
  return {
    row: Math.min(Math.max(-1, cell.row), bounds.rows - 1),
    column: Math.min(Math.max(0, cell.column), Math.max(0, bounds.columns - 1)),
  }
}

/** Where a column's place is after some columns came or went. One that went leaves the cursor to the nearest before it. */
export function columnAfter(at: number, before: readonly { readonly key: string }[], now: readonly { readonly key: string }[]): number {
  const stayed = before.slice(0, at + 1).findLast(({ key }) => now.some((column) => column.key === key))
  return stayed ? now.findIndex(({ key }) => key === stayed.key) : 0
}
