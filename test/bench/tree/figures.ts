/** What is measured of one control with so many nodes: medians, in milliseconds until the change is painted. */
export interface TreeFigures {
  readonly nodes: number
  readonly openMs: number
  readonly searchMs: number
  readonly checkAllMs: number
  /** Rows that are elements while it is open. */
  readonly domRows: number
  /** All elements of the control while it is open. */
  readonly elements: number
}

export interface TreeBench {
  /** The tree of menus and operations in the grant editor of a role. */
  readonly grants: TreeFigures
  /** The effective access of a user with 20 roles; `checkAllMs`: until what another role would give is told. */
  readonly access: TreeFigures
  readonly ours: readonly TreeFigures[]
  readonly list: TreeFigures
  /** Element Plus' own tree select, every branch open as it was in our forms. */
  readonly yardstick: TreeFigures
}
