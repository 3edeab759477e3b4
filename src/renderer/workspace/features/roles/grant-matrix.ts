import type { Grantable } from '@shared/resources/options'
import type { TreeIndex } from '../../ui/tree-model'

/** What the server keeps one permission for: the HTTP verb, the last name of an operation's path. */
const VERBS = ['get', 'post', 'put', 'delete'] as const
export type OperationVerb = (typeof VERBS)[number]

/** A verb's column, and the one for operations of no such verb. */
export const MATRIX_COLUMNS = [...VERBS, 'other'] as const
export type MatrixColumn = (typeof MATRIX_COLUMNS)[number]

type MatrixRow = Readonly<Partial<Record<MatrixColumn, readonly number[]>>>
export type GrantableMenu = Grantable['menus'][number]

export function verbOf({ type, path }: Pick<GrantableMenu, 'type' | 'path'>): OperationVerb | null {
  const last = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return type === 'operation' ? (VERBS.find((verb) => verb === last) ?? null) : null
}

/** The operations right below each page, by column, as places in the tree: a page may have several of one verb. */
export function matrixOf(tree: TreeIndex, menuById: ReadonlyMap<number, GrantableMenu>): ReadonlyMap<number, MatrixRow> {
  const rows = new Map<number, Partial<Record<MatrixColumn, number[]>>>()
  tree.nodes.forEach(({ id }, place) => {
    const menu = menuById.get(id)
    const above = tree.nodes[tree.parent[place] ?? -1]
    if (menu?.type !== 'operation' || !above) return
    const column = verbOf(menu) ?? 'other'
    const row = rows.get(above.id) ?? {}
    row[column] = [...(row[column] ?? []), place]
    rows.set(above.id, row)
  })
  return rows
}
