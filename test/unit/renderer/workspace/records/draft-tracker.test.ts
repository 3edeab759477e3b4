import type { Failure, Result } from '@shared/result'
import { effectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useDraftTracker } from '@renderer/workspace/records/draft-tracker'

const storage: Failure = { code: 'STORAGE', message: 'disk full', retryable: false }

function open() {
  const world = { text: '', kept: [] as string[], discarded: [] as string[], mayWrite: true, failure: null as Failure | null, gate: Promise.resolve() }
  let ids = 0
  const owner = { profileId: 'demo', userId: 1 }
  const scope = effectScope()
  const tracker = scope.run(() =>
    useDraftTracker({
      newId: () => `draft-${++ids}`,
      mayWrite: () => world.mayWrite,
      snapshot: () => (world.text === '' ? null : { owner, resource: 'users', recordId: 5, title: 'zhang', base: {}, edits: { email: world.text }, cursorField: null }),
      keep: async (draft): Promise<Result<{ keptAt: number }>> => {
        await world.gate
        if (world.failure) return { ok: false, failure: world.failure }
        world.kept.push(`${draft.draftId}:${String(draft.edits['email'])}`)
        return { ok: true, value: { keptAt: Date.now() } }
      },
      discard: async (draftId) => {
        world.discarded.push(draftId)
        return { ok: true, value: null }
      },
    }),
  )
  if (!tracker) throw new Error('no scope')
  const type = (text: string): void => {
    world.text = text
    tracker.touch()
  }
  return { world, tracker, type, scope }
}

describe('keeping a draft', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('writes at most a second behind, however steadily someone types', async () => {
    const { world, type } = open()
    for (let at = 0; at < 3000; at += 100) {
      type(`t${at}`)
      await vi.advanceTimersByTimeAsync(100)
    }
    // Three seconds of typing without a pause: three writes, the last of them not older than a second.
    expect(world.kept.length).toBeGreaterThanOrEqual(2)
    const last = Number(world.kept.at(-1)?.split(':t')[1])
    expect(3000 - last).toBeLessThanOrEqual(1000)
  })

  it('goes on under an id of its own when told to, and hands the old draft over', async () => {
    const { world, type, tracker } = open()
    expect(tracker.renew()).toBeNull()
    type('a')
    await tracker.flush()
    expect(tracker.renew()).toBe('draft-2')
    type('b')
    await tracker.flush()
    expect([world.kept, world.discarded, tracker.keptId()]).toEqual([['draft-2:a', 'draft-3:b'], [], 'draft-3'])
  })

  it('writes soon after typing stops', async () => {
    const { world, type, tracker } = open()
    type('a')
    expect(tracker.state.value).toBe('unsaved')
    await vi.advanceTimersByTimeAsync(800)
    expect([world.kept, tracker.state.value, tracker.keptId()]).toEqual([['draft-1:a'], 'kept', 'draft-1'])
  })

  it('writes at once when flushed, and not twice', async () => {
    const { world, type, tracker } = open()
    type('a')
    expect(await tracker.flush()).toBe(true)
    await vi.advanceTimersByTimeAsync(5000)
    expect(world.kept).toEqual(['draft-1:a'])
  })

  it('goes on with the newest state when something was typed during a slow write', async () => {
    const { world, type, tracker } = open()
    let letGo = (): void => undefined
    world.gate = new Promise((resolve) => (letGo = resolve))
    type('a')
    const first = tracker.flush()
    await vi.advanceTimersByTimeAsync(0)
    type('ab')
    letGo()
    await first
    expect(tracker.state.value).toBe('unsaved')
    await vi.advanceTimersByTimeAsync(1000)
    expect([world.kept.at(-1), tracker.state.value]).toEqual(['draft-1:ab', 'kept'])
  })

  it('discards the draft when the edits came to nothing, and starts another afterwards', async () => {
    const { world, type, tracker } = open()
    type('a')
    await tracker.flush()
    type('')
    await tracker.flush()
    expect([world.discarded, tracker.state.value, tracker.keptId()]).toEqual([['draft-1'], 'none', null])
    type('b')
    await tracker.flush()
    expect(world.kept.at(-1)).toBe('draft-2:b')
  })

  it('says that a draft could not be kept, and tries again by itself', async () => {
    const { world, type, tracker } = open()
    world.failure = storage
    type('a')
    expect(await tracker.flush()).toBe(false)
    expect([tracker.state.value, tracker.failure.value]).toEqual(['failed', storage])
    world.failure = null
    await vi.advanceTimersByTimeAsync(6000)
    expect([tracker.state.value, world.kept]).toEqual(['kept', ['draft-1:a']])
  })

  it('writes nothing under another owner', async () => {
    const { world, type } = open()
    world.mayWrite = false
    type('a')
    await vi.advanceTimersByTimeAsync(5000)
    expect(world.kept).toEqual([])
  })

  it('goes on under the id of the draft that was restored', async () => {
    const { world, type, tracker } = open()
    tracker.adopt('older', 1)
    type('a')
    await tracker.flush()
    expect(world.kept).toEqual(['older:a'])
  })
})
