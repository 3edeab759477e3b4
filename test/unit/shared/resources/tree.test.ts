import { describe, expect, it } from 'vitest'
import { parentFault } from '../../../../src/shared/resources/tree'

/** 1 > 2 > 3; 4; and 5 and 6 in a circle, as another client may have left them. */
const rows = [
  { id: 1, parentId: 0 },
  { id: 2, parentId: 1 },
  { id: 3, parentId: 2 },
  { id: 4, parentId: 0 },
  { id: 5, parentId: 6 },
  { id: 6, parentId: 5 },
]

describe('where a record may hang', () => {
  it.each([
    [1, 0],
    [1, 4],
    [3, 1],
    [3, 2],
    [null, 0],
    [null, 3],
  ])('%s may hang under %s', (id, parentId) => {
    expect(parentFault(rows, id, parentId)).toBeNull()
  })
  it.each([
    [1, 1],
    [1, 2],
    [1, 3],
  ])('%s may not hang under %s, itself or a part of its own branch', (id, parentId) => {
    expect(parentFault(rows, id, parentId)).toBe('parentBelow')
  })
  it('nothing may hang under what is not there', () => {
    expect(parentFault(rows, 1, 99)).toBe('parentGone')
    expect(parentFault(rows, null, 99)).toBe('parentGone')
    expect(parentFault(rows, null, -1)).toBe('parentGone')
  })
  it('a record that is itself gone may not become its own parent', () => {
    expect(parentFault(rows, 99, 99)).toBe('parentBelow')
  })
  it('ends in a circle that is there already', () => {
    expect(parentFault(rows, 4, 5)).toBeNull()
  })
})
