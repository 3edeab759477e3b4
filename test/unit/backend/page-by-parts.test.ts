// F62: a page that is too large is read in parts, and its rows and their order are those that the page has.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOverBound, overBoundReply } from '../../../src/main/backend/failures'
import { type PageAsked, pageByParts, type PageGiven } from '../../../src/main/backend/page-by-parts'
import { seed } from '../../support/seed'

/** A list of rows with a weight each, on a server that answers any page, and a bound of what is taken. */
function listOf(weights: readonly number[], bound: number) {
  const asked: PageAsked[] = []
  const rowsOf = ({ page, pageSize }: PageAsked): number[] => weights.map((_, index) => index).slice((page - 1) * pageSize, page * pageSize)
  return {
    asked,
    rowsOf,
    source: {
      ask: (page: PageAsked): Promise<PageGiven> => {
        asked.push(page)
        const rows = rowsOf(page)
        const weight = rows.reduce((sum, row) => sum + (weights[row] ?? 0), 0)
        return weight > bound ? Promise.reject(overBoundReply('tooLarge')) : Promise.resolve({ items: rows, total: weights.length })
      },
      name: (page: PageAsked): Promise<PageGiven> => Promise.resolve({ items: rowsOf(page).map((row) => `#${row}`), total: weights.length }),
    },
  }
}

const failureOfPage = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'went well',
    (error: unknown) => error,
  )

describe('F62: a page in parts', () => {
  it(`F62: any page of any list keeps its rows and their order; only what is too large by itself is left out, and named (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(1, 1, 1, 4, 9, 20), { maxLength: 60 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5 }), async (weights, pageSize, page) => {
        // Two too large at the most: more than a few end the page, see below.
        let heavy = 0
        const some = weights.map((weight) => (weight > 10 && (heavy += 1) > 2 ? 1 : weight))
        const { source, rowsOf } = listOf(some, 10)
        const read = await pageByParts({ page, pageSize }, source)
        const due = rowsOf({ page, pageSize })
        expect(read.items).toEqual(due.filter((row) => (some[row] ?? 0) <= 10))
        expect(read.tooLarge).toEqual(due.filter((row) => (some[row] ?? 0) > 10).map((row) => `#${row}`))
        expect(read.total).toBe(some.length)
      }),
      { seed, numRuns: 500 },
    )
  })

  it('F62: a page that fits is asked for once; a large one in halves, no part of it twice', async () => {
    const light = listOf(
      Array.from({ length: 44 }, () => 1),
      100,
    )
    await pageByParts({ page: 1, pageSize: 20 }, light.source)
    expect(light.asked).toEqual([{ page: 1, pageSize: 20 }])
    const heavy = listOf(
      Array.from({ length: 44 }, () => 1),
      12,
    )
    await pageByParts({ page: 2, pageSize: 20 }, heavy.source)
    expect(heavy.asked).toEqual([
      { page: 2, pageSize: 20 },
      { page: 3, pageSize: 10 },
      { page: 4, pageSize: 10 },
    ])
  })

  it('F62: more rows than were asked for are refused, also of a part and of a name', async () => {
    const items = Array.from({ length: 45 }, (_, index) => index)
    const all = (): Promise<PageGiven> => Promise.resolve({ items, total: null })
    const never = (): Promise<PageGiven> => Promise.reject(overBoundReply('tooLarge'))
    expect(isOverBound(await failureOfPage(pageByParts({ page: 1, pageSize: 44 }, { ask: all, name: all })), 'tooManyRows')).toBe(true)
    expect(isOverBound(await failureOfPage(pageByParts({ page: 1, pageSize: 44 }, { ask: never, name: all })), 'tooManyRows')).toBe(true)
    expect((await pageByParts({ page: 1, pageSize: 45 }, { ask: all, name: all })).items).toHaveLength(45)
  })

  it('F62: a server that gives too much for everything is asked a bounded number of times', async () => {
    let asked = 0
    const ask = (): Promise<PageGiven> => {
      asked += 1
      return Promise.reject(overBoundReply('tooLarge'))
    }
    expect(isOverBound(await failureOfPage(pageByParts({ page: 3, pageSize: 200 }, { ask, name: ask })), 'tooLarge')).toBe(true)
    expect(asked).toBeLessThanOrEqual(10)
    const each = listOf(
      Array.from({ length: 200 }, () => 11),
      10,
    )
    expect(isOverBound(await failureOfPage(pageByParts({ page: 1, pageSize: 200 }, each.source)), 'tooLarge')).toBe(true)
    expect(each.asked.length).toBeLessThanOrEqual(24)
  })

  it('F62: what fails otherwise is not asked for again', async () => {
    let asked = 0
    const ask = (): Promise<PageGiven> => {
      asked += 1
      return Promise.reject(overBoundReply('tooDeep'))
    }
    expect(isOverBound(await failureOfPage(pageByParts({ page: 1, pageSize: 20 }, { ask, name: ask })), 'tooDeep')).toBe(true)
    expect(asked).toBe(1)
  })
})
