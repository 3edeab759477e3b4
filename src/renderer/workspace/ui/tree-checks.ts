import { isBranch, type TreeIndex } from './tree-model'

/**
 * `strict`: each node by itself. `linked`, as permissions of a menu need it: whoever is chosen has all above it chosen too,
 * and whoever is taken away takes all below it along. `branch`: as `linked`, and whoever is chosen brings all below it at
 * the first stroke.
 */
export type CheckMode = 'strict' | 'linked' | 'branch'

type CheckState = 'on' | 'off' | 'mixed'

/** The chosen ones of a tree, counted. */
export interface TreeChecks {
  isOn(place: number): boolean
  /** How many are chosen below, not counting itself. */
  below(place: number): number
  stateOf(place: number): CheckState
}

/** What a choice changes, as ids. Both are empty when nothing may change. */
export interface CheckChange {
  readonly added: readonly number[]
  readonly removed: readonly number[]
}

/** @param checked ids; those that the tree does not have count nowhere */
export function countChecks(tree: TreeIndex, checked: ReadonlySet<number>, mode: CheckMode): TreeChecks {
  // Chosen ones before each place: what is below is one run of places, so its count is one subtraction.
  const before = new Int32Array(tree.nodes.length + 1)
  tree.nodes.forEach(({ id }, place) => {
    before[place + 1] = (before[place] as number) + Number(checked.has(id))
  })
  const count = (from: number, to: number): number => (before[to] as number) - (before[from] as number)
  const isOn = (place: number): boolean => count(place, place + 1) > 0
  const below = (place: number): number => count(place + 1, tree.end[place] as number)
  return {
    isOn,
    below,
    stateOf: (place) => {
      if (mode === 'strict') return isOn(place) ? 'on' : 'off'
      const chosen = below(place)
      if (!isOn(place)) return chosen > 0 ? 'mixed' : 'off'
      return chosen === (tree.end[place] as number) - place - 1 ? 'on' : 'mixed'
    },
  }
}

/**
 * What choosing a node changes. Strict: on and off. Branch: all of it, with all above it, and where that stands: off. Linked: off → itself and all above it → everything below it as well →
 * off; where the second step has nothing to add it is left out. Locked nodes neither come nor go, nor does a node that a
 * locked one below it needs.
 */
export function toggleCheck(tree: TreeIndex, checked: ReadonlySet<number>, place: number, mode: CheckMode): CheckChange {
  const node = tree.nodes[place]
  if (!node || node.lock !== undefined) return { added: [], removed: [] }
  const isOn = checked.has(node.id)
  if (mode === 'strict') return isOn ? { added: [], removed: [node.id] } : { added: [node.id], removed: [] }
  const state = countChecks(tree, checked, mode).stateOf(place)
  if (state === 'off') return setChecks(tree, checked, [place], true, mode)
  const more = state === 'mixed' ? setChecks(tree, checked, branchPlaces(tree, place), true, 'linked') : null
  return more && more.added.length > 0 ? more : setChecks(tree, checked, [place], false, mode)
}

/** What it changes to choose, or to take away, all of these places: for "all that the search found". */
export function setChecks(tree: TreeIndex, checked: ReadonlySet<number>, places: readonly number[], isOn: boolean, mode: CheckMode): CheckChange {
  const branches = mode === 'strict' || (isOn && mode === 'linked') ? places : withThoseBelow(tree, places)
  const wanted = isOn && mode !== 'strict' ? withThoseAbove(tree, branches) : new Set(branches)
  const kept = isOn || mode === 'strict' ? null : neededByLocked(tree, checked)
  const ids = new Set<number>()
  for (const place of [...wanted].sort((x, y) => x - y)) {
    const node = tree.nodes[place]
    if (node && node.lock === undefined && !kept?.has(place) && checked.has(node.id) !== isOn) ids.add(node.id)
  }
  return isOn ? { added: [...ids], removed: [] } : { added: [], removed: [...ids] }
}

/** The ids after a change, in the order in which they were chosen. */
export function applyChange(ids: readonly number[], { added, removed }: CheckChange): number[] {
  const gone = new Set(removed)
  return [...ids.filter((id) => !gone.has(id)), ...added]
}

function branchPlaces(tree: TreeIndex, place: number): number[] {
  return isBranch(tree, place) ? Array.from({ length: (tree.end[place] as number) - place }, (_, at) => place + at) : [place]
}

function withThoseAbove(tree: TreeIndex, places: Iterable<number>): Set<number> {
  const all = new Set<number>()
  for (const place of places) {
    // Who is in the set already has brought those above it along.
    for (let at = place; at >= 0 && !all.has(at); at = tree.parent[at] as number) all.add(at)
  }
  return all
}

function withThoseBelow(tree: TreeIndex, places: readonly number[]): Set<number> {
  const all = new Set<number>()
  // From the top down: who is in the set already has brought its whole branch along.
  for (const place of [...places].sort((x, y) => x - y)) {
    if (!all.has(place)) for (const below of branchPlaces(tree, place)) all.add(below)
  }
  return all
}

/** The places above chosen ones that are locked: without them those would hang on nothing. */
function neededByLocked(tree: TreeIndex, checked: ReadonlySet<number>): ReadonlySet<number> {
  return withThoseAbove(
    tree,
    tree.nodes.flatMap(({ id, lock }, place) => (lock !== undefined && checked.has(id) ? [place] : [])),
  )
}
