import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeFields, sameValue, subtractSent } from '../../../src/shared/merge'
import { seed } from '../../support/seed'

const options = { seed, numRuns: 500 }
const row = fc.record({ a: fc.integer({ min: 0, max: 3 }), b: fc.string({ maxLength: 2 }), ids: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }) })
const edits = fc.record({ a: fc.integer({ min: 0, max: 3 }), b: fc.string({ maxLength: 2 }) }, { requiredKeys: [] })

describe('sameValue', () => {
  it('takes lists of ids for sets, and other lists in their order', () => {
    expect(sameValue([1, 2], [2, 1])).toBe(true)
    expect(sameValue([1, 2], [1, 3])).toBe(false)
    expect(sameValue(['a', 'b'], ['b', 'a'])).toBe(false)
    expect(sameValue({ a: [1] }, { a: [1] })).toBe(true)
    expect(sameValue(null, undefined)).toBe(false)
  })
})

describe('three-way merge', () => {
  it('lets changes of different fields go together and names what was taken', () => {
    expect(mergeFields({ a: 1, b: 'x' }, { a: 2 }, { a: 1, b: 'y' })).toEqual({ edits: { a: 2 }, taken: ['b'], clashes: [] })
  })
  it('asks where both changed the same field to different values', () => {
    expect(mergeFields({ a: 1 }, { a: 2 }, { a: 3 }).clashes).toEqual(['a'])
  })
  it('does not ask where both changed it to the same value, and does not send it again', () => {
    expect(mergeFields({ a: 1 }, { a: 2 }, { a: 2 })).toEqual({ edits: {}, taken: [], clashes: [] })
  })
  it(`never changes a field without someone having changed it (seed ${seed})`, () => {
    fc.assert(
      fc.property(row, edits, row, (base, mine, theirs) => {
        const merge = mergeFields(base, mine, theirs)
        const result: Record<string, unknown> = { ...theirs, ...merge.edits }
        for (const key of Object.keys(base) as (keyof typeof base)[]) {
          const changedByMe = key in mine && !sameValue((mine as Record<string, unknown>)[key], base[key])
          const changedByThem = !sameValue(theirs[key], base[key])
          if (!changedByMe && !(key in mine)) expect(sameValue(result[key], theirs[key])).toBe(true)
          if (changedByMe && !changedByThem) expect(sameValue(result[key], (mine as Record<string, unknown>)[key])).toBe(true)
        }
      }),
      options,
    )
  })
})

describe('what is left of a draft after a save', () => {
  it('is what was typed since, also a way back to the old value', () => {
    expect(subtractSent({ a: 2, b: 'later' }, { a: 2 }, { a: 2, b: 'x' })).toEqual({ b: 'later' })
    expect(subtractSent({ a: 1 }, { a: 2 }, { a: 2 })).toEqual({ a: 1 })
    expect(subtractSent({ a: 2 }, { a: 2 }, { a: 2 })).toEqual({})
  })
  it(`never drops a value that the server does not have or that was not sent (seed ${seed})`, () => {
    fc.assert(
      fc.property(edits, edits, row, (typed, sent, newBase) => {
        const left: Record<string, unknown> = { ...subtractSent(typed, sent, newBase) }
        for (const [key, value] of Object.entries(typed)) {
          const isCovered = sameValue(value, (newBase as Record<string, unknown>)[key]) || (key in sent && sameValue(value, (sent as Record<string, unknown>)[key]))
          expect(key in left).toBe(!isCovered)
        }
      }),
      options,
    )
  })
})
