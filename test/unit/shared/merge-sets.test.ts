// Sets of ids: what was put in and what was taken out is merged, id by id (docs/offline.md, "Sets").
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences, settled } from '../../../src/shared/kept'
import { joinedSet, mergeFields, setChange, subtractSent, withEdits, withSetChange } from '../../../src/shared/merge'
import { seed } from '../../support/seed'

const options = { seed, numRuns: 500 }
const FIELDS = ['ids']
const ids = fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 8 })
/** A server that keeps what it is sent. */
const saved = (base: readonly number[], mine: readonly number[], server: readonly number[]): readonly number[] => {
  const { edits } = mergeFields({ ids: base }, { ids: mine }, { ids: server }, FIELDS)
  return (edits['ids'] as number[] | undefined) ?? server
}
const has = (set: readonly number[], id: number): boolean => set.includes(id)
const ALL = [1, 2, 3, 4, 5, 6, 7, 8]
const sorted = (set: readonly number[]): number[] => [...set].sort((a, b) => a - b)

describe('two people who change one set', () => {
  it('keep what both have done; what the other did is named, and nothing asks', () => {
    expect(mergeFields({ ids: [1, 2, 3] }, { ids: [1, 2, 9] }, { ids: [2, 3, 4] }, FIELDS)).toEqual({ edits: { ids: [2, 4, 9] }, taken: ['ids'], clashes: [] })
    expect(mergeFields({ ids: [1] }, { ids: [1, 2] }, { ids: [1] }, FIELDS)).toEqual({ edits: { ids: [1, 2] }, taken: [], clashes: [] })
  })

  it('and did the same: nothing is sent', () => {
    expect(mergeFields({ ids: [1] }, { ids: [1, 2] }, { ids: [2, 1] }, FIELDS)).toEqual({ edits: {}, taken: [], clashes: [] })
  })

  it('beside fields that clash as ever', () => {
    expect(mergeFields({ scope: 1, ids: [1] }, { scope: 2, ids: [] }, { scope: 3, ids: [1] }, FIELDS)).toEqual({ edits: { scope: 2, ids: [] }, taken: [], clashes: ['scope'] })
  })

  it(`lose no tick, and none comes back (seed ${seed})`, () => {
    fc.assert(
      fc.property(ids, ids, ids, (base, mine, theirs) => {
        const end = saved(base, mine, saved(base, theirs, base))
        for (const id of ALL) {
          // Who changed it has his way; who only saw it has not. Against one another they cannot be: an id is in or out.
          const isChanged = has(base, id) !== has(mine, id) || has(base, id) !== has(theirs, id)
          expect(has(end, id), `${id}`).toBe(isChanged ? !has(base, id) : has(base, id))
        }
      }),
      options,
    )
  })

  it(`end alike whoever saves first (seed ${seed})`, () => {
    fc.assert(
      fc.property(ids, ids, ids, (base, one, two) => {
        expect(sorted(saved(base, one, saved(base, two, base)))).toEqual(sorted(saved(base, two, saved(base, one, base))))
      }),
      options,
    )
  })

  it(`and a save that is merged again changes nothing (seed ${seed})`, () => {
    fc.assert(
      fc.property(ids, ids, ids, (base, mine, theirs) => {
        const once = saved(base, mine, theirs)
        expect(mergeFields({ ids: base }, { ids: mine }, { ids: once }, FIELDS).edits).toEqual({})
      }),
      options,
    )
  })
})

describe('one person who changes it again', () => {
  it(`joins both changes into one, on whatever row the second stood (seed ${seed})`, () => {
    fc.assert(
      fc.property(ids, ids, ids, ids, ids, (base, first, seen, later, server) => {
        const joined = joinedSet({ base, edits: first }, { base: seen, edits: later })
        const together = withSetChange(server, setChange(joined.base, joined.edits))
        // One after the other; what the first did is done to the row that the second stands on, seen there or not.
        const apart = withSetChange(withSetChange(server, setChange(base, first)), setChange(seen, later))
        for (const id of ALL) {
          const wasTouched = has(base, id) !== has(first, id) || has(seen, id) !== has(later, id)
          if (!wasTouched) expect(has(together, id)).toBe(has(server, id))
          // Put in and taken out again is nothing that is sent.
          const isUndone = has(base, id) !== has(first, id) && has(seen, id) !== has(later, id) && has(base, id) === has(later, id)
          if (wasTouched && !isUndone) expect(has(together, id), `${id}`).toBe(has(apart, id))
        }
      }),
      options,
    )
  })

  it(`since Save: it stays what was put in and taken out since, on the new row (seed ${seed})`, () => {
    fc.assert(
      fc.property(ids, ids, ids, ids, (base, sent, typed, row) => {
        const left = subtractSent({ ids: typed }, { ids: sent }, { ids: row }, FIELDS, { ids: base })
        const end = (left['ids'] as number[] | undefined) ?? row
        for (const id of ALL) expect(has(end, id)).toBe(has(sent, id) === has(typed, id) ? has(row, id) : has(typed, id))
      }),
      options,
    )
  })

  it('in a set that the save did not hold, knows it from the row that it began on', () => {
    expect(subtractSent({ ids: [1, 5] }, {}, { ids: [2] }, FIELDS, { ids: [1] })).toEqual({ ids: [2, 5] })
    expect(withEdits({ base: { ids: [1] }, edits: { ids: [1, 5], name: 'x' } }, { ids: [2], name: 'y' }, FIELDS)).toEqual({ ids: [2, 5], name: 'x' })
  })
})

describe('a set of which the server keeps something else', () => {
  it('says what of the change is not there, not what others have changed besides', () => {
    expect(differences({ ids: [1, 5, 6] }, { ids: [5, 7] }, { ids: [1, 2] }, true, FIELDS)).toEqual([{ field: 'ids', sent: [5, 6, 7], kept: [5, 7], cause: 'dropped' }])
    expect(differences({ ids: [1, 5] }, { ids: [1, 5, 7] }, { ids: [1, 2] }, true, FIELDS)).toEqual([])
  })

  it('leaves that in the draft, with what was typed since', () => {
    const kept = differences({ ids: [1, 5, 6] }, { ids: [1, 5] }, { ids: [1] }, true, FIELDS)
    expect(settled({ edits: { ids: [1, 5, 6] }, base: { ids: [1] }, sent: { ids: [1, 5, 6] }, row: { ids: [1, 5] }, kept }, FIELDS)).toMatchObject({
      edits: { ids: [1, 5, 6] },
      marks: { ids: { cause: 'dropped' } },
    })
    expect(settled({ edits: { ids: [1, 5, 6, 8] }, base: { ids: [1] }, sent: { ids: [1, 5, 6] }, row: { ids: [1, 5] }, kept }, FIELDS)).toEqual({ edits: { ids: [1, 5, 6, 8] }, marks: {} })
  })
})
