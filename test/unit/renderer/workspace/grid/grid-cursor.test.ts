import { describe, expect, it } from 'vitest'
import { clampCell, nextCell } from '@renderer/workspace/grid/grid-cursor'

const bounds = { rows: 20, columns: 8, screenRows: 7 }
const at = (row: number, column: number) => ({ row, column })

describe('moving in a grid', () => {
  it.each([
    ['ArrowRight', false, at(0, 0), at(0, 1)],
    ['ArrowRight', false, at(0, 7), at(0, 7)],
    ['ArrowLeft', false, at(0, 0), at(0, 0)],
    ['ArrowDown', false, at(-1, 2), at(0, 2)],
    ['ArrowDown', false, at(19, 2), at(19, 2)],
    ['ArrowUp', false, at(0, 2), at(-1, 2)],
    ['ArrowUp', false, at(-1, 2), at(-1, 2)],
    ['Home', false, at(5, 3), at(5, 0)],
    ['End', false, at(5, 3), at(5, 7)],
    ['Home', true, at(5, 3), at(0, 0)],
    ['End', true, at(5, 3), at(19, 7)],
    ['PageDown', false, at(0, 3), at(7, 3)],
    ['PageDown', false, at(-1, 3), at(7, 3)],
    ['PageDown', false, at(15, 3), at(19, 3)],
    ['PageUp', false, at(3, 3), at(0, 3)],
  ])('%s (Ctrl %s) from %o leads to %o', (key, isCtrl, from, to) => {
    expect(nextCell(from, key, isCtrl, bounds)).toEqual(to)
  })

  it('leaves other keys alone', () => {
    expect(nextCell(at(0, 0), 'a', false, bounds)).toBeNull()
    expect(nextCell(at(0, 0), 'Tab', false, bounds)).toBeNull()
  })

  it('stays in the header when there are no rows', () => {
    const empty = { ...bounds, rows: 0 }
    for (const key of ['ArrowDown', 'PageDown', 'PageUp', 'End']) expect(nextCell(at(-1, 0), key, true, empty)?.row).toBe(-1)
  })

  it('goes to the nearest cell that still exists', () => {
    expect(clampCell(at(19, 7), { rows: 3, columns: 2 })).toEqual(at(2, 1))
    expect(clampCell(at(5, 0), { rows: 0, columns: 2 })).toEqual(at(-1, 0))
  })
})
