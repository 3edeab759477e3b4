import { describe, expect, it } from 'vitest'
import { branchOf, childCounts, treeLines } from '@renderer/workspace/grid/tree-lines'

const row = (id: number, parentId: number, name = `n${id}`) => ({ id, parentId, name })
const rows = [row(1, 0), row(2, 1), row(3, 1, 'wanted'), row(4, 2), row(5, 0)]
const open = { collapsed: new Set<number>(), matches: null }
const told = (lines: ReturnType<typeof treeLines>) => lines.map(({ row: { id }, level, position, setSize }) => [id, level, position, setSize])

describe('the lines of a tree', () => {
  it('stand below their parents, siblings in the order given, with their places among them', () => {
    expect(told(treeLines(rows, open))).toEqual([
      [1, 1, 1, 2],
      [2, 2, 1, 2],
      [4, 3, 1, 1],
      [3, 2, 2, 2],
      [5, 1, 2, 2],
    ])
  })

  it('leave out what is below a collapsed one, which says that there is something', () => {
    const lines = treeLines(rows, { ...open, collapsed: new Set([1]) })
    expect(lines.map(({ row: { id }, hasChildren, isExpanded }) => [id, hasChildren, isExpanded])).toEqual([
      [1, true, false],
      [5, false, false],
    ])
  })

  it('keep those above what matches, open whatever was collapsed', () => {
    const lines = treeLines(rows, { collapsed: new Set([1]), matches: ({ name }) => name === 'wanted' })
    expect(lines.map(({ row: { id } }) => id)).toEqual([1, 3])
  })

  it('lose no row: one without its parent stands at the top, and so does the first of a circle', () => {
    const broken = [row(1, 0), row(2, 99), row(3, 4), row(4, 3), row(5, 4), row(6, 6)]
    const ids = treeLines(broken, open).map(({ row: { id }, level }) => [id, level])
    expect(ids).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 2],
      [5, 3],
      [6, 1],
    ])
  })

  it('lose no row that hangs below a circle and comes before it', () => {
    const ids = treeLines([row(5, 4), row(3, 4), row(4, 3)], open).map(({ row: { id } }) => id)
    expect(ids.sort()).toEqual([3, 4, 5])
  })
})

describe('a branch', () => {
  it('is the row and all below it, and ends in a circle', () => {
    expect([...branchOf(rows, 1)].sort()).toEqual([1, 2, 3, 4])
    expect([...branchOf([row(1, 2), row(2, 1)], 1)].sort()).toEqual([1, 2])
  })

  it('counts what is right below', () => {
    expect([childCounts(rows).get(1), childCounts(rows).get(3)]).toEqual([2, undefined])
  })
})
