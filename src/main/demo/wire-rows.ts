export type Row = Readonly<Record<string, unknown>>

/**
 * Puts rows of the database on the wire. PHP from 8.1 on sends numbers as numbers; before that every column was a string
 * except where the original casts it (`casts`).
 */
export type RowWriter = (row: Row, casts?: readonly string[]) => Row

/** Columns of trees that the original casts to numbers. */
export const TREE_CASTS: readonly string[] = ['id', 'pid', 'type', 'hidden', 'listorder']

interface TreeRow {
  readonly id: number
  readonly pid: number
}

/**
 * Nests rows under their parents, keeping their order. A row whose parent is missing, or that hangs in a circle, appears
 * nowhere, as in the original.
 *
 * @param leaves `omit`: a leaf has no `children` key (most trees); `empty`: it has `[]` (asyncRouterMap).
 */
export function treeOf<R extends TreeRow>(rows: readonly R[], write: (row: R) => Row, leaves: 'omit' | 'empty' = 'omit', root = 0): Row[] {
  const below = new Map<number, R[]>()
  for (const row of rows) below.set(row.pid, [...(below.get(row.pid) ?? []), row])
  const grow = (pid: number): Row[] =>
    (below.get(pid) ?? []).map((row) => {
      const children = grow(row.id)
      return children.length > 0 || leaves === 'empty' ? { ...write(row), children } : write(row)
    })
  return grow(root)
}
