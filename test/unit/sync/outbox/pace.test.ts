import { describe, expect, it } from 'vitest'
import { createPace } from '../../../../src/main/sync/outbox/pace'
import { createVirtualClock } from '../../../support/virtual-clock'

const SOME = ['server', 'session'] as const
const world = () => {
  const clock = createVirtualClock()
  return { clock, pace: createPace({ clock, random: () => 0.5 }) }
}

describe('when an entry may be tried again', () => {
  it('F74: a network that is back makes a long delay short, and never lets an entry go at once after its last try', async () => {
    const { clock, pace } = world()
    pace.putOff('long', { cause: 'server', tries: 9, atLeastMs: 0 })
    pace.networkIsBack()
    expect(pace.isDue('long')).toBe(false)
    await clock.advance(4999)
    // However often it comes and goes.
    pace.networkIsBack()
    expect(pace.isDue('long')).toBe(false)
    await clock.advance(1)
    expect(pace.isDue('long')).toBe(true)
  })

  it('F74: an entry whose own delay is shorter than that waits for its own delay, and no longer', async () => {
    const { clock, pace } = world()
    pace.putOff('first', { cause: 'server', tries: 0, atLeastMs: 0 })
    pace.networkIsBack()
    expect(pace.isDue('first')).toBe(false)
    await clock.advance(1000)
    expect(pace.isDue('first')).toBe(true)
  })

  it('F74: so does the brake that a row of failures puts on all of them', async () => {
    const { clock, pace } = world()
    for (let tries = 0; tries < 8; tries += 1) pace.putOff(`entry ${tries}`, { cause: 'server', tries: 0, atLeastMs: 60_000 })
    pace.networkIsBack()
    expect(pace.hasRoom('another', 0)).toBe(false)
    await clock.advance(5000)
    expect(pace.hasRoom('another', 0)).toBe(true)
    // One at a time, until one has gone through.
    expect(pace.hasRoom('another', 1)).toBe(false)
    pace.wentThrough()
    expect(pace.hasRoom('another', 3)).toBe(true)
  })

  it('what comes due between two looks at the clock still has a moment at which it goes', async () => {
    const { clock, pace } = world()
    pace.putOff('first', { cause: 'server', tries: 0, atLeastMs: 0 })
    // A timer that fires a little early finds nothing, and the moment passes before the next one is set.
    await clock.advance(999.7)
    expect(pace.takeDue()).toEqual([])
    await clock.advance(0.5)
    expect(pace.nextDueMs()).toBe(1000)
    expect(pace.takeDue()).toEqual(['first'])
    expect(pace.nextDueMs()).toBeNull()
  })

  it('asked for while it is on its way, it has had that try: put off again, it waits as any other, and says so', () => {
    const { pace } = world()
    pace.putOff('first', { cause: 'server', tries: 0, atLeastMs: 0 })
    pace.askedFor(null)
    pace.started('first')
    pace.askedFor(null)
    pace.putOff('first', { cause: 'server', tries: 1, atLeastMs: 0 })
    expect([pace.isAskedFor('first'), pace.isDue('first'), pace.ownDelayUntilMs('first')]).toEqual([false, false, 2000])
  })

  it('what waits for a session goes as soon as there is one, and nothing else does', () => {
    const { pace } = world()
    for (const cause of SOME) pace.putOff(cause, { cause, tries: 4, atLeastMs: 0 })
    pace.sessionIsBack()
    expect(SOME.map((cause) => pace.isDue(cause))).toEqual([false, true])
  })
})
