import { describe, expect, it } from 'vitest'
import { slopeOf } from '../../soak/slope'

describe('the slope of a long run', () => {
  it('of an exact line is that line, without a doubt', () => {
    const { perHour, low, high } = slopeOf([
      [0, 10],
      [0.5, 13],
      [1, 16],
      [1.5, 19],
    ])
    expect([perHour, low, high].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([6, 6, 6])
  })

  it('has the interval of the textbook', () => {
    // y = 2.2 + 0.6 x, standard error 0.2828, t(3) = 3.182.
    const { perHour, low, high } = slopeOf([
      [1, 2],
      [2, 4],
      [3, 5],
      [4, 4],
      [5, 5],
    ])
    expect(perHour).toBeCloseTo(0.6, 6)
    expect([low, high].map((value) => Math.round(value * 1000) / 1000)).toEqual([-0.3, 1.5])
  })

  it('of two points is no more than a guess', () => {
    expect(
      slopeOf([
        [0, 1],
        [1, 100],
      ]),
    ).toMatchObject({ perHour: 99, low: Number.NEGATIVE_INFINITY })
  })
})
