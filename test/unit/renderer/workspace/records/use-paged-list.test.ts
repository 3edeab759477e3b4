import type { Result } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { type Answer, usePagedList } from '@renderer/workspace/records/use-paged-list'

function open(onSettled?: Parameters<typeof usePagedList<string, string>>[1]) {
  const asked: { query: string; signal: AbortSignal; answer: (result: Result<Answer<string>>) => void }[] = []
  const list = effectScope().run(() => usePagedList<string, string>((query, signal) => new Promise((answer) => asked.push({ query, signal, answer })), onSettled))
  if (!list) throw new Error('no scope')
  const rows = (...names: string[]): Result<Answer<string>> => ({ ok: true, value: { rows: names, total: names.length, fetchedAt: 1, origin: 'network', isComplete: true } })
  return { list, asked, rows }
}
const offline: Result<never> = { ok: false, failure: { code: 'OFFLINE', message: '', retryable: true } }
const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined)

describe('a list by pages', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('drops and cancels the answer to an older question, in whichever order they come', async () => {
    const { list, asked, rows } = open()
    void list.load('a')
    void list.load('ab')
    expect(asked[0]?.signal.aborted).toBe(true)
    asked[1]?.answer(rows('new'))
    await settle()
    asked[0]?.answer(rows('stale'))
    await settle()
    expect(list.shown.value).toMatchObject({ rows: ['new'], query: 'ab' })
  })

  it('ignores the cancellation of the older question while the newer one runs', async () => {
    const { list, asked } = open()
    void list.load('a')
    void list.load('ab')
    asked[0]?.answer({ ok: false, failure: { code: 'CANCELLED', message: '', retryable: false } })
    await settle()
    expect([list.failure.value, list.isLoading.value]).toEqual([null, true])
  })

  it('keeps the rows on screen while refreshing and when that fails', async () => {
    const { list, asked, rows } = open()
    void list.load('a')
    asked[0]?.answer(rows('one'))
    await settle()
    void list.load('a')
    expect(list.shown.value?.rows).toEqual(['one'])
    asked[1]?.answer(offline)
    await settle()
    expect([list.shown.value?.rows, list.failure.value?.code]).toEqual([['one'], 'OFFLINE'])
  })

  it('shows a skeleton only when the first answer takes longer than 150 ms', async () => {
    const { list, asked, rows } = open()
    void list.load('a')
    await vi.advanceTimersByTimeAsync(149)
    expect(list.isSkeletonDue.value).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(list.isSkeletonDue.value).toBe(true)
    asked[0]?.answer(rows('one'))
    await settle()
    void list.load('a')
    await vi.advanceTimersByTimeAsync(500)
    expect(list.isSkeletonDue.value).toBe(false)
  })

  it('tells of each answer whether anybody asked for it, also of one that came in the place of another', async () => {
    const told: (readonly [unknown, boolean])[] = []
    const { list, asked, rows } = open((outcome, isQuiet) => told.push([outcome.ok ? outcome.value.query : null, isQuiet]))
    void list.load('a', true)
    void list.load('b', true)
    asked[0]?.answer(rows('stale'))
    await settle()
    asked[1]?.answer(rows('one'))
    await settle()
    void list.load('c')
    asked[2]?.answer(rows('two'))
    await settle()
    expect(told).toEqual([
      ['b', true],
      ['c', false],
    ])
  })

  it('puts a saved row in its place', async () => {
    const { list, asked, rows } = open()
    void list.load('a')
    asked[0]?.answer(rows('one', 'two'))
    await settle()
    list.replaceRow((row) => row === 'two', 'TWO')
    expect(list.shown.value?.rows).toEqual(['one', 'TWO'])
  })
})
