import { useActionKeys } from '../ui/use-actions'
import type { Cell } from './grid-cursor'
import type { TreePlace } from './tree-lines'

export interface TreeKeysDeps<Row> {
  readonly rows: () => readonly Row[]
  /** Where a row stands in the tree; null in a grid that is none. */
  readonly place: (row: Row) => TreePlace | null
  readonly cursor: { value: Cell }
  readonly focus: () => unknown
  readonly onExpand: (rows: readonly Row[], isExpanded: boolean) => void
}

/**
 * Keys of a tree in a grid (ARIA authoring practices, treegrid pattern), in its first column: → opens a row, ← closes it
 * or goes to the one above, `*` opens it and all its siblings. In every other column these keys move the cursor.
 */
export function useTreeKeys<Row>({ rows, place, cursor, focus, onExpand }: TreeKeysDeps<Row>): (event: KeyboardEvent) => boolean {
  const keys = useActionKeys()

  /** The rows with the same parent, as far as they are on screen. */
  function siblings(at: number, level: number): Row[] {
    const all = rows()
    const levelOf = (index: number): number => levelAt(all, index)
    let from = at
    while (from > 0 && levelOf(from - 1) >= level) from--
    const found: Row[] = []
    for (let index = from; index < all.length && levelOf(index) >= level; index++) {
      const row = all[index]
      if (row !== undefined && levelOf(index) === level) found.push(row)
    }
    return found
  }

  function levelAt(all: readonly Row[], index: number): number {
    const row = all[index]
    return row === undefined ? 0 : (place(row)?.level ?? 0)
  }

  function goTo(row: number): void {
    cursor.value = { row, column: cursor.value.column }
    void focus()
  }

  return (event) => {
    const { key, ctrlKey, metaKey } = event
    const { row: at, column } = cursor.value
    const row = rows()[at]
    const here = row === undefined ? null : place(row)
    if (row === undefined || !here || column !== 0 || ctrlKey || metaKey) return false
    if (keys.is(event, 'expandSiblings')) {
      onExpand(siblings(at, here.level), true)
      return true
    }
    if (key === 'ArrowRight' && here.hasChildren && !here.isExpanded) {
      onExpand([row], true)
      return true
    }
    if (key !== 'ArrowLeft') return false
    if (here.isExpanded) onExpand([row], false)
    else if (here.level > 1) goTo(rows().findLastIndex((_, index) => index < at && levelAt(rows(), index) < here.level))
    return true
  }
}
