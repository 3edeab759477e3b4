import { describe, expect, it } from 'vitest'
import { createConnectivity } from '../../../../src/main/sync/reads/connectivity'
import { createVirtualClock } from '../../../support/virtual-clock'

describe('connectivity by evidence', () => {
  it('asks after 1, 2, 4 … 30 s while offline, and not at all while online', async () => {
    const clock = createVirtualClock()
    const asked: number[] = []
    let isUp = false
    const connectivity = createConnectivity({
      clock,
      probe: () => {
        asked.push(clock.monotonicMs())
        return Promise.resolve(isUp)
      },
    })
    connectivity.evidence(true)
    await clock.advance(600_000)
    expect(asked).toEqual([])
    connectivity.evidence(false)
    const start = clock.monotonicMs()
    await clock.advance(100_000)
    expect(asked.map((at) => (at - start) / 1000)).toEqual([1, 3, 7, 15, 31, 61, 91])
    isUp = true
    await clock.advance(30_000)
    expect(connectivity.view()).toMatchObject({ state: 'online', since: null })
    const count = asked.length
    await clock.advance(600_000)
    expect(asked).toHaveLength(count)
  })
  it('keeps the time since when, tells a change once, and is still when closed', async () => {
    const clock = createVirtualClock(0)
    const told: string[] = []
    const connectivity = createConnectivity({ clock, probe: () => Promise.resolve(false) })
    connectivity.onChange(({ state, since }) => told.push(`${state} ${since}`))
    await clock.advance(500)
    connectivity.evidence(false)
    await clock.advance(10_000)
    expect(new Set(told)).toEqual(new Set(['offline 500']))
    connectivity.close()
    expect(clock.pendingTimers).toBe(0)
  })

  it('tells why it is offline, and again when that changes; what does not say why takes nothing back', async () => {
    const clock = createVirtualClock()
    const told: unknown[] = []
    const connectivity = createConnectivity({ clock, probe: () => Promise.resolve({ cause: 'nameNotFound', facts: { error: 'ERR_NAME_NOT_RESOLVED' } }) })
    connectivity.onChange(({ reason }) => told.push(reason?.cause ?? null))
    connectivity.evidence(false, { cause: 'captivePortal', facts: { status: '200' } })
    connectivity.evidence(false)
    expect(connectivity.view().reason).toEqual({ cause: 'captivePortal', facts: { status: '200' } })
    await clock.advance(1000)
    connectivity.evidence(true)
    expect(told).toEqual(['captivePortal', 'nameNotFound', null])
  })
})
