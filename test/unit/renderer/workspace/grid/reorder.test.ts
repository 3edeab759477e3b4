import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOST_ORDER, type OrderedRow, reordered } from '@renderer/workspace/grid/reorder'
import { seed } from '../../../../support/seed'

const options = { seed, numRuns: 600 }

const number = fc.oneof(fc.constant(99), fc.integer({ min: 0, max: 12 }), fc.integer({ min: MOST_ORDER - 6, max: MOST_ORDER }), fc.integer({ min: 0, max: MOST_ORDER }))
const direction = fc.constantFrom('asc' as const, 'desc' as const)
const rowsOf = (numbers: readonly number[]): OrderedRow[] => numbers.map((listorder, index) => ({ id: index + 1, listorder }))

/** As a server shows siblings; equals by id, the other way round than they stand, which no order may rely on. */
function shown(rows: readonly OrderedRow[], how: 'asc' | 'desc'): number[] {
  return [...rows].sort((a, b) => (how === 'asc' ? a.listorder - b.listorder : b.listorder - a.listorder) || b.id - a.id).map(({ id }) => id)
}

/** The most numbers that can stay, by trying every choice of them. */
function mostKept(values: readonly number[]): number {
  const n = values.length
  const fits = (chosen: readonly number[]): boolean =>
    chosen.every((place, at) => {
      const value = values[place] ?? 0
      const next = chosen[at + 1]
      return value >= place && MOST_ORDER - value >= n - 1 - place && (next === undefined || (values[next] ?? 0) - value >= next - place)
    })
  let most = 0
  for (let mask = 0; mask < 2 ** n; mask++) {
    const chosen = values.flatMap((_, place) => (Math.floor(mask / 2 ** place) % 2 === 1 ? [place] : []))
    if (chosen.length > most && fits(chosen)) most = chosen.length
  }
  return most
}

describe('new numbers for an order', () => {
  it(`show it, within what the server takes, with as few changes as there can be (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 8 }), direction, fc.nat(), (numbers, how, at) => {
        const wanted = rowsOf(numbers)
        const changes = reordered(wanted, how, new Set([wanted[at % wanted.length]?.id ?? 0]))
        const after = wanted.map((row) => ({ ...row, listorder: changes.get(row.id) ?? row.listorder }))
        expect(shown(after, how)).toEqual(wanted.map(({ id }) => id))
        expect(after.every(({ listorder }) => Number.isInteger(listorder) && listorder >= 0 && listorder <= MOST_ORDER)).toBe(true)
        for (const [id, listorder] of changes) expect(wanted.find((row) => row.id === id)?.listorder).not.toBe(listorder)
        const rising = numbers.map((value) => (how === 'asc' ? value : MOST_ORDER - value))
        expect(changes.size).toBe(numbers.length - mostKept(rising))
      }),
      options,
    )
  })

  it('changes the one that was moved where another would do as well', () => {
    const row = (id: number, listorder: number) => ({ id, listorder })
    expect([...reordered([row(2, 20), row(1, 10), row(3, 30)], 'asc', new Set([1])).keys()]).toEqual([1])
    expect([...reordered([row(2, 20), row(1, 10), row(3, 30)], 'asc', new Set([2])).keys()]).toEqual([2])
  })

  it('leaves room beside what it puts at an end, and changes nothing where all is well', () => {
    expect(reordered(rowsOf([500, 400, 400]), 'desc', new Set([3]))).toEqual(new Map([[3, 390]]))
    expect(reordered(rowsOf([500, 400, 300]), 'desc', new Set([3]))).toEqual(new Map())
  })

  it('takes a number that is none the server would take for one to be replaced', () => {
    expect(reordered(rowsOf([-5, 3, 2_000_000]), 'asc', new Set([2]))).toEqual(
      new Map([
        [1, 1],
        [3, 13],
      ]),
    )
  })
})
