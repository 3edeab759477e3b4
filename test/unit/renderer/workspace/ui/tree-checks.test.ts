import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyChange, type CheckMode, countChecks, setChecks, toggleCheck } from '@renderer/workspace/ui/tree-checks'
import { indexTree, type TreeIndex, type TreeNode } from '@renderer/workspace/ui/tree-model'
import { seed } from '../../../../support/seed'

const size = 12
/** A tree with ids 1 to 12, each below an earlier one or at the top, some of them locked. */
const trees = fc.array(fc.record({ above: fc.double({ min: 0, max: 1, noNaN: true }), isLocked: fc.boolean(), isTop: fc.boolean() }), { minLength: size, maxLength: size }).map((rows) =>
  indexTree(
    rows.map(
      ({ above, isLocked, isTop }, at): TreeNode => ({
        id: at + 1,
        parentId: isTop || at === 0 ? null : 1 + Math.floor(above * (at - 1)),
        label: String(at + 1),
        lock: isLocked ? 'locked' : undefined,
      }),
    ),
  ),
)
const sets = fc.uniqueArray(fc.integer({ min: 1, max: size + 2 })).map((ids) => new Set(ids))
const modes = fc.constantFrom<CheckMode>('strict', 'linked')

const idAt = (tree: TreeIndex, place: number): number => tree.nodes[place]?.id ?? 0
const isLocked = (tree: TreeIndex, id: number): boolean => tree.nodes[tree.placeOf(id)]?.lock !== undefined
/** By asking every node for its parents, one after the other. */
const above = (tree: TreeIndex, id: number): number[] => {
  const parentId = tree.nodes.find((node) => node.id === id)?.parentId ?? null
  return parentId === null ? [] : [parentId, ...above(tree, parentId)]
}
const below = (tree: TreeIndex, id: number): number[] => tree.nodes.map((node) => node.id).filter((other) => above(tree, other).includes(id))
const after = (ids: ReadonlySet<number>, change: { readonly added: readonly number[]; readonly removed: readonly number[] }): Set<number> => new Set(applyChange([...ids], change))

describe('checks in a tree', () => {
  it(`are on, off or mixed as counting every node by itself tells (seed ${seed})`, () => {
    fc.assert(
      fc.property(trees, sets, modes, (tree, checked, mode) => {
        const counted = countChecks(tree, checked, mode)
        for (const [place, { id }] of tree.nodes.entries()) {
          const chosen = below(tree, id).filter((other) => checked.has(other)).length
          const isWhole = chosen === below(tree, id).length
          const plain = mode === 'strict' ? (checked.has(id) ? 'on' : 'off') : checked.has(id) ? (isWhole ? 'on' : 'mixed') : chosen > 0 ? 'mixed' : 'off'
          expect([counted.isOn(place), counted.below(place), counted.stateOf(place)]).toEqual([checked.has(id), chosen, plain])
        }
      }),
      { seed },
    )
  })

  it(`strict, change the one node and nothing else, and a locked one never (seed ${seed})`, () => {
    fc.assert(
      fc.property(trees, sets, fc.nat(size - 1), (tree, checked, place) => {
        const id = idAt(tree, place)
        const wanted = new Set(checked)
        if (!isLocked(tree, id) && !wanted.delete(id)) wanted.add(id)
        expect(after(checked, toggleCheck(tree, checked, place, 'strict'))).toEqual(wanted)
      }),
      { seed },
    )
  })

  it(`linked, take the way above along when coming, and the branch below when going (seed ${seed})`, () => {
    fc.assert(
      fc.property(trees, sets, fc.nat(size - 1), fc.boolean(), (tree, checked, place, isOn) => {
        const id = idAt(tree, place)
        const wanted = new Set(checked)
        if (isOn) {
          for (const other of [id, ...above(tree, id)]) if (!isLocked(tree, other)) wanted.add(other)
        } else {
          const needed = [...checked].filter((other) => isLocked(tree, other)).flatMap((other) => [other, ...above(tree, other)])
          for (const other of [id, ...below(tree, id)]) if (!isLocked(tree, other) && !needed.includes(other)) wanted.delete(other)
        }
        expect(after(checked, setChecks(tree, checked, [place], isOn, 'linked'))).toEqual(wanted)
      }),
      { seed },
    )
  })

  it(`linked, leave nobody without those above, where that was so before and nothing above is locked (seed ${seed})`, () => {
    fc.assert(
      fc.property(trees, fc.array(fc.nat(size - 1), { maxLength: 20 }), (tree, presses) => {
        let checked = new Set<number>()
        for (const place of presses) checked = after(checked, toggleCheck(tree, checked, place, 'linked'))
        for (const id of checked) for (const other of above(tree, id)) expect(checked.has(other) || isLocked(tree, other)).toBe(true)
      }),
      { seed },
    )
  })

  it('linked, go by presses from off to this one, to all below it, and to off again', () => {
    const tree = indexTree([
      { id: 1, parentId: null, label: 'System' },
      { id: 2, parentId: 1, label: 'Users' },
      { id: 3, parentId: 2, label: 'View' },
      { id: 4, parentId: 2, label: 'Add' },
    ])
    let checked = new Set<number>()
    const press = (id: number): number[] => [...(checked = after(checked, toggleCheck(tree, checked, tree.placeOf(id), 'linked')))].sort()
    expect([press(2), countChecks(tree, checked, 'linked').stateOf(tree.placeOf(2))]).toEqual([[1, 2], 'mixed'])
    expect(press(2)).toEqual([1, 2, 3, 4])
    expect(press(2)).toEqual([1])
    expect([press(4), press(4)]).toEqual([
      [1, 2, 4],
      [1, 2],
    ])
  })

  it(`never touch a locked node, nor an id that the tree does not have (seed ${seed})`, () => {
    fc.assert(
      fc.property(trees, sets, modes, fc.uniqueArray(fc.nat(size - 1)), fc.boolean(), (tree, checked, mode, places, isOn) => {
        const now = after(checked, setChecks(tree, checked, places, isOn, mode))
        for (let id = 1; id <= size + 2; id++) if (id > size || isLocked(tree, id)) expect(now.has(id)).toBe(checked.has(id))
      }),
      { seed },
    )
  })

  it('keep the order in which ids were chosen', () => {
    expect(applyChange([5, 1, 4], { added: [2], removed: [1] })).toEqual([5, 4, 2])
  })

  it('of a tree as deep as it is long are set and taken away as one', () => {
    const deep = indexTree(Array.from({ length: 50_000 }, (_, id): TreeNode => ({ id, parentId: id === 0 ? null : id - 1, label: '' })))
    const places = [...deep.nodes.keys()].reverse()
    const chosen = after(new Set(), setChecks(deep, new Set(), places, true, 'linked'))
    expect([chosen.size, after(chosen, setChecks(deep, chosen, places, false, 'linked')).size]).toEqual([50_000, 0])
  })

  it(`by branch, bring everything above and below at one stroke, and take everything below along (seed ${seed})`, () => {
    fc.assert(
      fc.property(trees, sets, fc.nat(size - 1), (given, checked, place) => {
        const tree = indexTree(given.nodes.map((node) => ({ ...node, lock: undefined })))
        const id = idAt(tree, place)
        const branch = [id, ...below(tree, id)]
        const isWhole = branch.every((one) => checked.has(one))
        const wanted = new Set(checked)
        for (const one of isWhole ? [] : [...branch, ...above(tree, id)]) wanted.add(one)
        for (const one of isWhole ? branch : []) wanted.delete(one)
        expect(after(checked, toggleCheck(tree, checked, place, 'branch'))).toEqual(wanted)
      }),
      { seed },
    )
  })

  it(`linked and by branch, leave no chosen one without those above it, where there was none (seed ${seed})`, () => {
    fc.assert(
      fc.property(trees, fc.array(fc.record({ place: fc.nat(size - 1), mode: fc.constantFrom<CheckMode>('linked', 'branch'), isOn: fc.option(fc.boolean()) }), { maxLength: 12 }), (given, strokes) => {
        const tree = indexTree(given.nodes.map((node) => ({ ...node, lock: undefined })))
        let checked: ReadonlySet<number> = new Set()
        for (const { place, mode, isOn } of strokes) {
          checked = after(checked, isOn === null ? toggleCheck(tree, checked, place, mode) : setChecks(tree, checked, [place], isOn, mode))
          for (const id of checked) expect(above(tree, id).filter((one) => !checked.has(one))).toEqual([])
        }
      }),
      { seed },
    )
  })
})
