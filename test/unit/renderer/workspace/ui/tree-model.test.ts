import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText, indexTree, isBranch, placesAbove, searchTree, shownPlaces, siblingPlaces, type TreeNode } from '@renderer/workspace/ui/tree-model'
import { seed } from '../../../../support/seed'

/** Nodes as a bad server may send them: parents that are not there, circles, ids that come twice. */
const oddNodes = fc.array(
  fc.record({ id: fc.integer({ min: 1, max: 14 }), parentId: fc.option(fc.integer({ min: 0, max: 14 })), label: fc.constantFrom('Sales', 'sales north', 'Support', '研发', 'ＲＤ') }),
  { maxLength: 24 },
)

/** A node with what hangs below it: what the index must come to, by the plainest means. */
interface Branch {
  readonly node: TreeNode
  readonly below: Branch[]
}

/** Written without a thought for speed: the first with an id counts, the first of a circle is at the top. */
function plainTree(nodes: readonly TreeNode[]): Branch[] {
  const firsts = nodes.filter((node, at) => nodes.findIndex(({ id }) => id === node.id) === at)
  const parentOf = (node: TreeNode): TreeNode | undefined => (firsts.includes(node) && node.parentId !== null ? firsts.find(({ id }) => id === node.parentId) : undefined)
  const circleOf = (node: TreeNode): TreeNode[] => {
    const way = [node]
    for (let above = parentOf(node); above; above = parentOf(above)) {
      if (above === node) return way
      if (way.includes(above)) return []
      way.push(above)
    }
    return []
  }
  const isTop = (node: TreeNode): boolean => {
    const circle = circleOf(node)
    return parentOf(node) === undefined || (circle.length > 0 && Math.min(...circle.map((one) => nodes.indexOf(one))) === nodes.indexOf(node))
  }
  const build = (node: TreeNode): Branch => ({ node, below: firsts.includes(node) ? nodes.filter((child) => !isTop(child) && parentOf(child) === node).map(build) : [] })
  return nodes.filter(isTop).map(build)
}

interface Line {
  readonly node: TreeNode
  readonly level: number
  readonly position: number
  readonly setSize: number
}

function plainLines(branches: readonly Branch[], isOpen: (branch: Branch) => boolean, isShown: (branch: Branch) => boolean = () => true, level = 1): Line[] {
  const shown = branches.filter(isShown)
  return shown.flatMap((branch, at) => [{ node: branch.node, level, position: at + 1, setSize: shown.length }, ...(isOpen(branch) ? plainLines(branch.below, isOpen, isShown, level + 1) : [])])
}

const all = (branches: readonly Branch[]): Branch[] => branches.flatMap((branch) => [branch, ...all(branch.below)])

describe('a tree out of flat nodes', () => {
  it(`is the same as one built by plain means, whatever the server sent (seed ${seed})`, () => {
    fc.assert(
      fc.property(oddNodes, (nodes) => {
        const tree = indexTree(nodes)
        const lines = shownPlaces(tree, () => true, null).map((place) => ({ node: tree.nodes[place], level: tree.level[place], position: tree.position[place], setSize: tree.setSize[place] }))
        expect(lines).toEqual(plainLines(plainTree(nodes), () => true))
      }),
      { seed },
    )
  })

  it(`shows what is open, and of closed branches nothing (seed ${seed})`, () => {
    fc.assert(
      fc.property(oddNodes, fc.uniqueArray(fc.integer({ min: 1, max: 14 })), (nodes, open) => {
        const tree = indexTree(nodes)
        const places = shownPlaces(tree, (place) => open.includes(tree.nodes[place]?.id ?? 0), null)
        expect(places.map((place) => tree.nodes[place])).toEqual(plainLines(plainTree(nodes), ({ node }) => open.includes(node.id)).map(({ node }) => node))
      }),
      { seed },
    )
  })

  it(`finds by text, keeps the ways to what it found and what hangs below a last match, and counts siblings among those (seed ${seed})`, () => {
    fc.assert(
      fc.property(oddNodes, fc.constantFrom('sales', 'support', '研', 'rd', 'nothing'), (nodes, wanted) => {
        const tree = indexTree(nodes)
        const search = searchTree(tree, ({ label }) => foldText(label).includes(wanted))
        const top = plainTree(nodes)
        const isMatch = ({ node }: Branch): boolean => foldText(node.label).includes(wanted)
        const leads = (branch: Branch): boolean => all(branch.below).some(isMatch)
        const lastMatches = all(top).filter((branch) => isMatch(branch) && !leads(branch))
        const isShown = (branch: Branch): boolean => isMatch(branch) || leads(branch) || lastMatches.some((match) => all(match.below).includes(branch))
        const lines = shownPlaces(tree, () => true, search).map((place) => ({ node: tree.nodes[place], level: tree.level[place], position: search.position[place], setSize: search.setSize[place] }))
        expect(lines).toEqual(plainLines(top, () => true, isShown))
        expect(search.count).toBe(all(top).filter(isMatch).length)
        const open = shownPlaces(tree, (place) => search.leadsToMatch[place] === 1, search)
        expect(open.map((place) => tree.nodes[place])).toEqual(plainLines(top, leads, isShown).map(({ node }) => node))
      }),
      { seed },
    )
  })

  it(`loses no node and shows none twice (seed ${seed})`, () => {
    fc.assert(
      fc.property(oddNodes, (nodes) => {
        const { nodes: kept } = indexTree(nodes)
        expect([...kept].sort(byPlaceIn(nodes))).toEqual(nodes)
      }),
      { seed },
    )
  })

  it('puts a node without its parent, the first of a circle and a second one of an id at the top', () => {
    const node = (id: number, parentId: number | null, label = String(id)): TreeNode => ({ id, parentId, label })
    const tree = indexTree([node(1, 99), node(2, 3), node(3, 2), node(4, 4), node(5, 1), node(5, 2, 'again')])
    const at = (label: string): number => tree.nodes.findIndex((one) => one.label === label)
    expect(tree.nodes.map(({ label }) => label)).toEqual(['1', '5', '2', '3', '4', 'again'])
    expect(['1', '2', '4', 'again'].map((label) => tree.level[at(label)])).toEqual([1, 1, 1, 1])
    expect(placesAbove(tree, at('3')).map((place) => tree.nodes[place]?.label)).toEqual(['2'])
    expect(siblingPlaces(tree, at('1')).map((place) => tree.nodes[place]?.label)).toEqual(['1', '2', '4', 'again'])
    expect([isBranch(tree, at('1')), isBranch(tree, at('5')), tree.placeOf(3), tree.placeOf(77)]).toEqual([true, false, at('3'), -1])
  })

  it('takes a tree as deep as it is long, and one circle through all of it', () => {
    const deep = Array.from({ length: 50_000 }, (_, id): TreeNode => ({ id, parentId: id === 0 ? null : id - 1, label: `Room ${id}` }))
    const tree = indexTree(deep)
    expect([tree.level[49_999], shownPlaces(tree, () => true, null).length, placesAbove(tree, 49_999).length]).toEqual([50_000, 50_000, 49_999])
    expect(searchTree(tree, ({ id }) => id === 49_999).isShown.every((shown) => shown === 1)).toBe(true)
    const circle = indexTree(deep.map((node) => ({ ...node, parentId: (node.id + 49_999) % 50_000 })))
    expect([circle.level[0], circle.level[49_999]]).toEqual([1, 50_000])
  })
})

/** Nodes by where they were given; equal ones are told apart by being the same object. */
function byPlaceIn(nodes: readonly TreeNode[]): (a: TreeNode, b: TreeNode) => number {
  return (a, b) => nodes.indexOf(a) - nodes.indexOf(b)
}
