import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { popupPlace } from '@renderer/workspace/ui/use-popup-place'

const wanted = { width: 300, height: 360 }

describe('where a popup opens', () => {
  it('is below its field where that is room enough, and above it where there is more room', () => {
    const field = { left: 500, width: 348, top: 100, bottom: 132 }
    expect(popupPlace({ field, window: { width: 1280, height: 800 }, wanted })).toEqual({ left: 500, top: 136, width: 348, height: 360 })
    const low = { ...field, top: 700, bottom: 732 }
    expect(popupPlace({ field: low, window: { width: 1280, height: 800 }, wanted })).toEqual({ left: 500, top: 336, width: 348, height: 360 })
    // As at 200 % zoom: half the pixels each way. It takes the larger side, and no more than that.
    expect(popupPlace({ field: { left: 20, width: 340, top: 180, bottom: 212 }, window: { width: 640, height: 400 }, wanted })).toEqual({ left: 20, top: 216, width: 340, height: 176 })
  })

  it('lies in the window whole, wherever its field is and however small the window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 2000 }), fc.integer({ min: 160, max: 1400 }), fc.integer({ min: -300, max: 2000 }), fc.integer({ min: -300, max: 1600 }), (width, height, left, top) => {
        const place = popupPlace({ field: { left, top, bottom: top + 32, width: 340 }, window: { width, height }, wanted })
        expect([place.left >= 8, place.top >= 8, place.left + place.width <= width - 8, place.top + place.height <= height - 8, place.height >= Math.min(140, height - 16)]).toEqual([
          true,
          true,
          true,
          true,
          true,
        ])
      }),
    )
  })
})
