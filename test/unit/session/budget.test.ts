import { describe, expect, it } from 'vitest'
import { createBudget, untilAborted } from '../../../src/main/session/budget'
import type { FailureError } from '../../../src/shared/result'
import { createVirtualClock } from '../../support/virtual-clock'

const codeOf = (signal: AbortSignal): string | undefined => (signal.reason as FailureError | undefined)?.failure.code

describe('the time budget of a call', () => {
  it('is over at exactly its end', async () => {
    const clock = createVirtualClock()
    const budget = createBudget(clock, 2000)
    await clock.advance(1999)
    expect(budget.signal.aborted).toBe(false)
    await clock.advance(1)
    expect(codeOf(budget.signal)).toBe('TIMEOUT')
  })
  it('does not run while a person is waited for, and goes on with what was left', async () => {
    const clock = createVirtualClock()
    const budget = createBudget(clock, 2000)
    await clock.advance(1500)
    budget.pause()
    await clock.advance(3_600_000)
    budget.resume()
    await clock.advance(499)
    expect(budget.signal.aborted).toBe(false)
    await clock.advance(1)
    expect(codeOf(budget.signal)).toBe('TIMEOUT')
  })
  it('ends at once when the caller gives up, also one that gave up before', () => {
    const cancel = new AbortController()
    const budget = createBudget(createVirtualClock(), 2000, cancel.signal)
    cancel.abort()
    expect(codeOf(budget.signal)).toBe('CANCELLED')
    expect(codeOf(createBudget(createVirtualClock(), 2000, cancel.signal).signal)).toBe('CANCELLED')
  })
  it('leaves no timer behind', () => {
    const clock = createVirtualClock()
    createBudget(clock, 2000).release()
    expect(clock.pendingTimers).toBe(0)
  })
})

describe('waiting until aborted', () => {
  it('rejects with the reason, and lets the work behind go on', async () => {
    const cancel = new AbortController()
    let finish: (value: string) => void = () => undefined
    const work = new Promise<string>((resolve) => {
      finish = resolve
    })
    const waiting = untilAborted(work, cancel.signal)
    cancel.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    finish('done')
    await expect(work).resolves.toBe('done')
  })
})
