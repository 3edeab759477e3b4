import type { Menu, NewMenu } from '@shared/resources/menu'
import { baseOf, freePath, joinOperation, routeNameOf, verbOf } from '@shared/resources/menu-paths'

/** One entry of a copied branch, each behind the one above it. */
export interface MenuCopy {
  readonly sourceId: number
  /** The entry above it in the branch; null for the first, which stands where its original does. */
  readonly aboveId: number | null
  readonly values: NewMenu
}

export interface BranchCopyInput {
  /** All menus. */
  readonly rows: readonly Menu[]
  readonly root: Menu
  readonly title: string
  readonly path: string
  /** Paths besides those of `rows` that somebody has. */
  readonly otherPaths?: Iterable<string>
}

/**
 * A branch once more: what lies under the old path lies under the new one, and no path and no route name is there twice
 * (the server looks for neither).
 */
export function branchCopies({ rows, root, title, path, otherPaths = [] }: BranchCopyInput): MenuCopy[] {
  const paths = new Set([...rows.map((row) => row.path), ...otherPaths])
  const routes = new Set(rows.map(({ routeName }) => routeName))
  const below = new Map<number, Menu[]>()
  for (const row of rows) below.set(row.parentId, [...(below.get(row.parentId) ?? []), row])

  function pathOf(row: Menu): string {
    if (row.id === root.id) return path
    const [base, verb] = [baseOf(row), verbOf(row)]
    const wanted = base.startsWith(`${root.path}/`) ? `${path}${base.slice(root.path.length)}` : base
    const full = (one: string): string => (verb === null ? one : joinOperation(one, verb))
    return full(freePath(wanted, (one) => paths.has(full(one))))
  }

  function copyOf(row: Menu, aboveId: number | null): MenuCopy {
    const { id: _, ...values } = row
    const ownPath = pathOf(row)
    paths.add(ownPath)
    const routeName = row.type === 'operation' ? '' : freePath(routeNameOf(ownPath), (name) => routes.has(name))
    routes.add(routeName)
    return { sourceId: row.id, aboveId, values: { ...values, title: row.id === root.id ? title : row.title, path: ownPath, routeName } }
  }

  const copies: MenuCopy[] = []
  const passed = new Set<number>()
  const open: { readonly row: Menu; readonly aboveId: number | null }[] = [{ row: root, aboveId: null }]
  for (let next = open.shift(); next; next = open.shift()) {
    if (passed.has(next.row.id)) continue
    passed.add(next.row.id)
    copies.push(copyOf(next.row, next.aboveId))
    const { id } = next.row
    open.unshift(...(below.get(id) ?? []).map((row) => ({ row, aboveId: id })))
  }
  return copies
}
