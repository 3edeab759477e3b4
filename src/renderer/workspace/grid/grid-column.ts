export interface GridColumn<Row> {
  readonly key: string
  readonly label: string
  /** Narrowest width in CSS pixels, and its share of the room that is left; 0: it stays as narrow as that. */
  readonly minWidth: number
  readonly grow: number
  /** How narrow it may get where nothing is left that could give way; `minWidth` when left out. */
  readonly narrowestWidth?: number
  readonly isSortable: boolean
  /** Where not all columns fit, the one with the highest number gives way first; one without a number stays. */
  readonly yields?: number
  readonly align?: 'end'
  /** The cell as plain text: shown, copied, and read by assistive technology. */
  readonly text: (row: Row) => string
  /** Longer words for the tooltip, where the cell is an abbreviation. */
  readonly tooltip?: (row: Row) => string
  /** What goes into the clipboard, where it has to say more away from this screen: a time with its zone. */
  readonly copied?: (row: Row) => string
}

/** The box of each row, in a grid whose rows can be chosen; the grid draws it itself. */
export const SELECT_COLUMN: GridColumn<unknown> = { key: 'select', label: '', minWidth: 38, grow: 0, isSortable: false, text: () => '' }

/** The chosen rows by their keys; a key may be of a row that is gone. */
export type GridSelection = Readonly<Record<string, true>>

/** Rows that the list has and that were not read yet. */
export interface UnreadRows {
  /** Reads the next ones. */
  more(): unknown
  /** Reads them all; false when that cannot be done. */
  all(): Promise<boolean>
}

/** A row is shown while the focus stays in the list, or opened for editing, which takes the focus along. */
export type GridOpening = 'show' | 'edit'

export interface GridSort {
  readonly field: string
  readonly direction: 'asc' | 'desc'
}

export function sortOf(sort: readonly GridSort[], key: string): GridSort['direction'] | undefined {
  return sort.find(({ field }) => field === key)?.direction
}

/** ARIA allows one sorted column to be marked: the first key. The others show their arrow. */
export function ariaSort({ key, isSortable }: Pick<GridColumn<never>, 'key' | 'isSortable'>, sort: readonly GridSort[]): 'ascending' | 'descending' | 'none' | undefined {
  if (!isSortable) return undefined
  if (sort[0]?.field !== key) return 'none'
  return sort[0].direction === 'asc' ? 'ascending' : 'descending'
}

/** The columns for a width, in their order: those that fit side by side, and where even these do not, as narrow as they may be. A width of 0 is not known yet. */
export function shownColumns<Column extends Pick<GridColumn<never>, 'minWidth' | 'narrowestWidth' | 'yields'>>(columns: readonly Column[], width: number): readonly Column[] {
  const isTooWide = columns.reduce((sum, { minWidth }) => sum + minWidth, 0) > width
  const yields = Math.max(0, ...columns.map((column) => column.yields ?? 0))
  if (width === 0 || !isTooWide) return columns
  if (yields === 0) return columns.map((column) => ({ ...column, minWidth: column.narrowestWidth ?? column.minWidth }))
  return shownColumns(
    columns.filter((column) => (column.yields ?? 0) < yields),
    width,
  )
}

/** The new sorting after a header was chosen: the same header turns round, another starts upward. */
export function toggleSort(sort: readonly GridSort[], field: string, isAdding: boolean): GridSort[] {
  const present = sort.find((part) => part.field === field)
  const next: GridSort = { field, direction: present?.direction === 'asc' ? 'desc' : 'asc' }
  if (!isAdding) return [next]
  const others = sort.filter((part) => part.field !== field)
  // The contract takes three keys; the oldest further one makes room.
  return present ? sort.map((part) => (part.field === field ? next : part)) : [...others.slice(0, 2), next]
}
