import { describe, expect, it } from 'vitest'
import { createImeGuard } from '@renderer/ime'

describe('the guard of input methods', () => {
  it('owns keys while composing, and those marked as processed', () => {
    const guard = createImeGuard(new EventTarget())
    expect(guard.owns(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true }))).toBe(true)
    expect(guard.owns({ isComposing: false, keyCode: 229 } as KeyboardEvent)).toBe(true)
    expect(guard.owns(new KeyboardEvent('keydown', { key: 'Enter' }))).toBe(false)
  })

  it('owns the late Enter within 50 ms after the end of a composition, and no later one', () => {
    const target = new EventTarget()
    let now = 1000
    const guard = createImeGuard(target, () => now)
    target.dispatchEvent(new Event('compositionend'))
    now += 49
    expect(guard.owns(new KeyboardEvent('keydown', { key: 'Enter' }))).toBe(true)
    now += 1
    expect(guard.owns(new KeyboardEvent('keydown', { key: 'Enter' }))).toBe(false)
  })
})
