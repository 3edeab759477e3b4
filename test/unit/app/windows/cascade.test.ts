import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cascade, type Place, within } from '../../../../src/main/app/windows/cascade'

const screen: Place = { x: 0, y: 24, width: 1920, height: 1056 }
const front: Place = { x: 100, y: 100, width: 1280, height: 800 }

describe('the place of a further window', () => {
  it('is a step beside the one in front', () => {
    expect(cascade(front, [front], screen)).toEqual({ x: 132, y: 132, width: 1280, height: 800 })
  })
  it('begins anew at the corner of the screen where it would leave it', () => {
    expect(cascade({ ...front, x: 630, y: 270 }, [], screen)).toMatchObject({ x: 0, y: 24 })
  })
  it('is that of no other window while the screen has room, and always on the screen', () => {
    const open: Place[] = [front]
    for (let count = 0; count < 15; count += 1) open.push(cascade(front, open, screen))
    expect(new Set(open.map(({ x, y }) => `${x},${y}`)).size).toBe(open.length)
    for (const { x, y, width, height } of open) {
      expect(x >= screen.x && x + width <= screen.x + screen.width, `${x}`).toBe(true)
      expect(y >= screen.y && y + height <= screen.y + screen.height, `${y}`).toBe(true)
    }
  })
  it('stays on a screen that is smaller than the window in front', () => {
    const small: Place = { x: -800, y: 0, width: 800, height: 600 }
    expect(cascade(front, [front], small)).toEqual({ x: -800, y: 0, width: 800, height: 600 })
  })
})

describe('the place of the first window', () => {
  it('stays where it was while it fits', () => {
    expect(within(front, screen)).toEqual(front)
  })
  it('is clamped to the work area when the screen has become smaller, or the window hangs over an edge', () => {
    const small: Place = { x: -800, y: 24, width: 800, height: 576 }
    expect(within({ x: -300, y: 0, width: 3000, height: 2000 }, small)).toEqual(small)
    expect(within({ x: -100, y: 500, width: 700, height: 400 }, small)).toEqual({ x: -700, y: 200, width: 700, height: 400 })
    expect(within({ x: -5000, y: -5000, width: 700, height: 400 }, small)).toEqual({ x: -800, y: 24, width: 700, height: 400 })
  })
  it('lies within any work area, whatever was stored', () => {
    const place = fc.record({
      x: fc.integer({ min: -20_000, max: 20_000 }),
      y: fc.integer({ min: -20_000, max: 20_000 }),
      width: fc.integer({ min: 1, max: 9000 }),
      height: fc.integer({ min: 1, max: 9000 }),
    })
    fc.assert(
      fc.property(place, place, (window, area) => {
        const { x, y, width, height } = within(window, area)
        expect(x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height).toBe(true)
      }),
    )
  })
})
