import { computed, type ComputedRef, watch } from 'vue'
import type { TreePlace } from '../grid/tree-lines'
import { isBranch, type TreeNode } from '../ui/tree-model'
import type { TreeControl } from '../ui/use-tree'

export interface NodeRows {
  /** What is on screen, top to bottom. */
  readonly rows: ComputedRef<readonly TreeNode[]>
  readonly placeOf: (node: TreeNode) => number
  /** Where it stands, as `DataGrid` tells it. */
  readonly treePlace: (node: TreeNode) => TreePlace
}

/** A tree of thousands as rows of a grid. At first it is open where something is chosen, and closed where there is too much to look at. */
export function useNodeRows(tree: TreeControl): NodeRows {
  const placeOf = ({ id }: TreeNode): number => tree.index.value.placeOf(id)
  watch(
    () => tree.index.value.nodes.length > 0,
    (has) => has && tree.openAtChosen(),
    { immediate: true },
  )
  return {
    rows: computed(() => tree.rows.value.map((place) => tree.index.value.nodes[place] as TreeNode)),
    placeOf,
    treePlace: (node) => {
      const place = placeOf(node)
      const among = tree.search.value ?? tree.index.value
      return {
        level: tree.index.value.level[place] ?? 1,
        position: among.position[place] ?? 1,
        setSize: among.setSize[place] ?? 1,
        hasChildren: isBranch(tree.index.value, place),
        isExpanded: tree.isOpen(place),
      }
    },
  }
}
