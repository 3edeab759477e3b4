export interface GridColumn<Row> {
  readonly key: string
  readonly label: string
  /** Narrowest width in CSS pixels, and its share of the room that is left. */
  readonly minWidth: number
  readonly grow: number
  readonly isSortable: boolean
  readonly align?: 'end'
  /** The cell as plain text: shown, copied, and read by assistive technology. */
  readonly text: (row: Row) => string
  /** Longer words for the tooltip, where the cell is an abbreviation. */
  readonly tooltip?: (row: Row) => string
}

export interface GridSort {
  readonly field: string
  readonly direction: 'asc' | 'desc'
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
