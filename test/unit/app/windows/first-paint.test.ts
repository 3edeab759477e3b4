import { EventEmitter } from 'node:events'
import { beforeEach, expect, test } from 'vitest'
import { createFirstPaints, type FirstPaints } from '../../../../src/main/app/windows/first-paint'
import { createVirtualClock, type VirtualClock } from '../../../support/virtual-clock'

let clock: VirtualClock
let paints: FirstPaints
let window: EventEmitter
let runs: number

beforeEach(() => {
  clock = createVirtualClock()
  paints = createFirstPaints(clock)
  window = new EventEmitter()
  runs = 0
  paints.after(window as never, () => (runs += 1))
})

const noted = (one = window): void => {
  paints.noted(one as never)
}

test('what waits for a page runs when that page is on screen, once, also where it is loaded again', async () => {
  window.emit('show')
  noted(new EventEmitter())
  expect(runs).toBe(0)
  noted()
  expect(runs).toBe(1)
  noted()
  await clock.advance(5_000)
  expect(runs).toBe(1)
})

test('a window that draws nothing, because it is covered or minimised, is waited for until it is shown, and no longer than a second from then', async () => {
  noted()
  await clock.advance(5_000)
  expect(runs).toBe(0)
  window.emit('show')
  await clock.advance(999)
  expect(runs).toBe(0)
  await clock.advance(1)
  expect(runs).toBe(1)
  noted()
  expect(runs).toBe(1)
})

test('a window that closes before takes what waits for it along', async () => {
  window.emit('show')
  window.emit('closed')
  noted()
  await clock.advance(5_000)
  expect(runs).toBe(0)
  expect(clock.pendingTimers).toBe(0)
})
