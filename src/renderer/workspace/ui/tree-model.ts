/** One thing to choose from, as the server lists it: flat, naming the one above. */
export interface TreeNode {
  readonly id: number
  /** Null at the top. */
  readonly parentId: number | null
  readonly label: string
  /** What a search finds it by besides its label. */
  readonly keywords?: string | undefined
  /** A quieter word behind the label, such as "disabled". */
  readonly note?: string | undefined
  /** Why it may neither be chosen nor taken away; such a node stays as it is. */
  readonly lock?: string | undefined
}

/**
 * A tree in reading order. A node is known by its place in that order, from 0, so what hangs below it is one unbroken
 * run: from the place behind it up to `end`. Everything else here is a loop over these arrays, however deep the tree is.
 */
export interface TreeIndex {
  readonly nodes: readonly TreeNode[]
  /** The place of the node above; -1 at the top. */
  readonly parent: Int32Array
  /** The place behind the last one below. */
  readonly end: Int32Array
  /** From 1. */
  readonly level: Int32Array
  /** Among its siblings, from 1. */
  readonly position: Int32Array
  readonly setSize: Int32Array
  /** The place of an id; -1 for one that is not there. */
  placeOf(id: number): number
}

/** What a search leaves of a tree, by place. */
export interface TreeSearch {
  /** How many nodes match. */
  readonly count: number
  readonly isMatch: Uint8Array
  /** The way to a match leads through it: it is open as long as nobody closes it. */
  readonly leadsToMatch: Uint8Array
  /** Matches, the ways to them, and, closed at first, what hangs below a match that leads to no other. */
  readonly isShown: Uint8Array
  /** Among the siblings that are shown. */
  readonly position: Int32Array
  readonly setSize: Int32Array
}

/**
 * Puts flat nodes into reading order, siblings as they were given. No node gets lost and no bad data can hang it: one whose
 * parent is not there stands at the top, and so does the first of a circle and any further node with an id that is taken.
 */
export function indexTree(given: readonly TreeNode[]): TreeIndex {
  const firstWith = new Map<number, number>()
  for (let at = given.length - 1; at >= 0; at--) firstWith.set((given[at] as TreeNode).id, at)
  const parents = openCircles(parentsOf(given, firstWith))
  const order = readingOrder(parents)
  const places = new Int32Array(given.length)
  const parent = new Int32Array(given.length)
  const nodes: TreeNode[] = new Array<TreeNode>(given.length)
  // Loops, not maps over typed arrays: those cost several times as much, and a person waits for this one.
  for (let place = 0; place < order.length; place++) {
    const at = valueAt(order, place)
    const above = valueAt(parents, at)
    places[at] = place
    nodes[place] = given[at] as TreeNode
    // Who is above comes first in reading order: its place is known.
    parent[place] = above < 0 ? -1 : valueAt(places, above)
  }
  return {
    nodes,
    parent,
    ...countSiblings(parent, null),
    level: levels(parent),
    end: ends(parent),
    placeOf: (id) => {
      const at = firstWith.get(id)
      return at === undefined ? -1 : valueAt(places, at)
    },
  }
}

function parentsOf(given: readonly TreeNode[], firstWith: ReadonlyMap<number, number>): Int32Array {
  const parents = new Int32Array(given.length).fill(-1)
  for (let at = 0; at < given.length; at++) {
    const { id, parentId } = given[at] as TreeNode
    if (parentId !== null && firstWith.get(id) === at) parents[at] = firstWith.get(parentId) ?? -1
  }
  return parents
}

/** The places on screen, top to bottom: those whose ways are all open, and that the search leaves. */
export function shownPlaces(tree: TreeIndex, isOpen: (place: number) => boolean, search: TreeSearch | null): number[] {
  const places: number[] = []
  for (let place = 0; place < tree.nodes.length; ) {
    const isShown = search === null || search.isShown[place] === 1
    if (isShown) places.push(place)
    place = isShown && isBranch(tree, place) && isOpen(place) ? place + 1 : valueAt(tree.end, place)
  }
  return places
}

/** Looks for nodes; keeps the ways to them, and what is below them within reach. */
export function searchTree(tree: TreeIndex, matches: (node: TreeNode, place: number) => boolean): TreeSearch {
  const { nodes, parent } = tree
  const isMatch = new Uint8Array(nodes.length)
  let count = 0
  nodes.forEach((node, place) => {
    if (!matches(node, place)) return
    isMatch[place] = 1
    count++
  })
  const leadsToMatch = new Uint8Array(nodes.length)
  for (let place = nodes.length - 1; place >= 0; place--) {
    const above = valueAt(parent, place)
    if (above >= 0 && (isMatch[place] || leadsToMatch[place])) leadsToMatch[above] = 1
  }
  const isBelowMatch = new Uint8Array(nodes.length)
  const isShown = new Uint8Array(nodes.length)
  for (let place = 0; place < nodes.length; place++) {
    const above = valueAt(parent, place)
    if (above >= 0 && (isBelowMatch[above] || (isMatch[above] && !leadsToMatch[above]))) isBelowMatch[place] = 1
    isShown[place] = isMatch[place] || leadsToMatch[place] || isBelowMatch[place] ? 1 : 0
  }
  return { count, isMatch, leadsToMatch, isShown, ...countSiblings(parent, isShown) }
}

/** True for a node with something below it. */
export function isBranch(tree: TreeIndex, place: number): boolean {
  return valueAt(tree.end, place) > place + 1
}

/** The places above, from the nearest to the top. */
export function placesAbove(tree: TreeIndex, place: number): number[] {
  const above: number[] = []
  for (let at = tree.parent[place] ?? -1; at >= 0; at = valueAt(tree.parent, at)) above.push(at)
  return above
}

/** All with the same parent, itself included. */
export function siblingPlaces(tree: TreeIndex, place: number): number[] {
  const above = tree.parent[place] ?? -1
  const siblings: number[] = []
  const end = above < 0 ? tree.nodes.length : valueAt(tree.end, above)
  for (let at = above + 1; at < end; at = valueAt(tree.end, at)) siblings.push(at)
  return siblings
}

/** A text as searches compare it: full-width and half-width, capital and small letters are the same. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase().trim()
}

/** The value of a typed array at a place that is known to be in it. */
function valueAt(array: Int32Array, place: number): number {
  return array[place] as number
}

/** Where following the parents comes back to a node, the first of that circle, as given, hangs at the top instead. */
function openCircles(parents: Int32Array): Int32Array {
  const walkOf = new Int32Array(parents.length).fill(-1)
  for (let start = 0; start < parents.length; start++) {
    let at = start
    while (at >= 0 && walkOf[at] === -1) {
      walkOf[at] = start
      at = valueAt(parents, at)
    }
    // Met on this very walk: it went round. Met on an earlier one: that has been seen to already.
    if (at < 0 || walkOf[at] !== start) continue
    let first = at
    for (let next = valueAt(parents, at); next !== at; next = valueAt(parents, next)) first = Math.min(first, next)
    parents[first] = -1
  }
  return parents
}

/** The given places, each followed by what hangs below it. */
function readingOrder(parents: Int32Array): Int32Array {
  const firstBelow = new Int32Array(parents.length).fill(-1)
  const next = new Int32Array(parents.length).fill(-1)
  let firstAtTop = -1
  for (let at = parents.length - 1; at >= 0; at--) {
    const above = valueAt(parents, at)
    next[at] = above < 0 ? firstAtTop : valueAt(firstBelow, above)
    if (above < 0) firstAtTop = at
    else firstBelow[above] = at
  }
  const order = new Int32Array(parents.length)
  let place = 0
  const waiting = [firstAtTop]
  for (let at = waiting.pop() ?? -1; at >= 0 || waiting.length > 0; at = waiting.pop() ?? -1) {
    if (at < 0) continue
    order[place++] = at
    waiting.push(valueAt(next, at), valueAt(firstBelow, at))
  }
  return order
}

function levels(parent: Int32Array): Int32Array {
  const level = new Int32Array(parent.length)
  for (let place = 0; place < parent.length; place++) level[place] = valueAt(parent, place) < 0 ? 1 : valueAt(level, valueAt(parent, place)) + 1
  return level
}

function ends(parent: Int32Array): Int32Array {
  const end = new Int32Array(parent.length)
  for (let place = 0; place < end.length; place++) end[place] = place + 1
  for (let place = parent.length - 1; place >= 0; place--) {
    const above = valueAt(parent, place)
    if (above >= 0) end[above] = Math.max(valueAt(end, above), valueAt(end, place))
  }
  return end
}

function countSiblings(parent: Int32Array, isShown: Uint8Array | null): { position: Int32Array; setSize: Int32Array } {
  // One more for the top, whose parent is -1.
  const below = new Int32Array(parent.length + 1)
  const position = new Int32Array(parent.length)
  const setSize = new Int32Array(parent.length)
  for (let place = 0; place < parent.length; place++) {
    if (isShown && isShown[place] === 0) continue
    const above = valueAt(parent, place) + 1
    position[place] = below[above] = valueAt(below, above) + 1
  }
  for (let place = 0; place < parent.length; place++) setSize[place] = valueAt(below, valueAt(parent, place) + 1)
  return { position, setSize }
}
