import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { createRestartableReads, type RestartableReads } from '../../../src/main/backend/restartable-reads'
import { prepare, TransportError, type WireRequest } from '../../../src/main/backend/transport'
import { createBudget } from '../../../src/main/session/budget'
import { isFailure } from '../../../src/shared/result'
import { createKeptWire, type KeptWire } from '../../support/kept-wire'
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock'

const LIMIT_MS = 15_000
const SOCKETS = 6

let clock: VirtualClock
let wire: KeptWire
let reads: RestartableReads
beforeEach(() => {
  clock = createVirtualClock()
  wire = createKeptWire(clock)
  reads = createRestartableReads(wire)
})

/** First what was begun just now gets on its way. */
async function pass(ms: number): Promise<void> {
  await clock.advance(0)
  await clock.advance(ms)
}

interface Call {
  outcome: string
  endedAt: number
  readonly cancel: AbortController
}

/** A call as `authorized` makes it: one time limit for all of it. */
function call(path: string, { method = 'GET', limitMs = LIMIT_MS, by = reads.transport }: { method?: WireRequest['method']; limitMs?: number; by?: RestartableReads['transport'] } = {}): Call {
  const made: Call = { outcome: 'pending', endedAt: -1, cancel: new AbortController() }
  const budget = createBudget(clock, limitMs, made.cancel.signal)
  const end = (outcome: string): void => {
    made.outcome = made.outcome === 'pending' ? outcome : `twice: ${made.outcome}, ${outcome}`
    made.endedAt = clock.monotonicMs()
    budget.release()
  }
  by.send(prepare({ method, path }), null, budget.signal).then(
    ({ text }) => {
      end(text === path ? 'ok' : `another's answer: ${text}`)
    },
    (error: unknown) => {
      end(!(error instanceof TransportError) ? String(error) : error.kind !== 'aborted' ? error.message : isFailure(budget.signal.reason, 'TIMEOUT') ? 'timeout' : 'cancelled')
    },
  )
  return made
}
const calls = (count: number, name = 'r'): Call[] => Array.from({ length: count }, (_, at) => call(`/${name}${at}`))
const outcomes = (all: readonly Call[]): string[] => [...new Set(all.map(({ outcome }) => outcome))]
const sent = (path: string): number => wire.log.filter((line) => line.endsWith(` ${path}`) && !line.startsWith('aborted')).length
/** Six connections that were good once. */
async function warm(): Promise<void> {
  const first = calls(SOCKETS, 'warm')
  await pass(100)
  expect(outcomes(first)).toEqual(['ok'])
}
const probe = async (): Promise<void> => {
  call('/probe', { by: reads.probing, limitMs: 5000 })
  await Promise.resolve()
}

describe('kept connections that have fallen silent', () => {
  it('F61: after a change of the network all that hangs is given up, connections are closed, it is probed, and asked once more', async () => {
    await warm()
    wire.fallSilent()
    const hung = calls(9)
    await pass(2000)
    const before = wire.log.length
    void reads.restart(probe)
    await pass(100)
    expect(outcomes(hung)).toEqual(['ok'])
    const after = wire.log.slice(before)
    expect(after.slice(0, 6).every((line) => line.startsWith('aborted'))).toBe(true)
    expect(after[6]).toBe('closed')
    expect(after[7]).toBe('GET /probe')
    // The three that had found no connection were not sent before, the six others are sent a second time, and no more.
    expect(hung.map((_, at) => sent(`/r${at}`))).toEqual([2, 2, 2, 2, 2, 2, 1, 1, 1])
  })

  it('F61: writes that hang are not touched by it, and arrive once', async () => {
    await warm()
    wire.setSilent(true)
    const write = call('/w', { method: 'PUT' })
    const acting = call('/x', { method: 'DELETE' })
    await pass(2000)
    wire.setSilent(false)
    void reads.restart(probe)
    await pass(1000)
    expect([write.outcome, acting.outcome]).toEqual(['pending', 'pending'])
    await pass(LIMIT_MS)
    expect([write, acting].map(({ outcome, endedAt }) => [outcome, endedAt])).toEqual([
      ['timeout', 15_100],
      ['timeout', 15_100],
    ])
    expect([sent('/w'), sent('/x')]).toEqual([1, 1])
  })

  it('F61: a GET that acts is a write', async () => {
    wire.setSilent(true)
    void reads.transport.send(prepare({ method: 'GET', path: '/acts', hasEffect: true }), null, new AbortController().signal).catch(() => undefined)
    await pass(10)
    void reads.restart(probe)
    await pass(1000)
    expect(wire.log).not.toContain('aborted /acts')
  })

  it('F61: without any word from the system it costs one time limit in all, whenever the reads began', async () => {
    await warm()
    wire.fallSilent()
    const all = [call('/first')]
    for (let second = 1; second < 15; second += 1) {
      await pass(1000)
      all.push(call(`/later${second}`))
    }
    await pass(LIMIT_MS)
    expect(all[0]?.outcome).toBe('timeout')
    expect(outcomes(all.slice(1))).toEqual(['ok'])
    expect(Math.max(...all.map(({ endedAt }) => endedAt))).toBeLessThanOrEqual(100 + LIMIT_MS + 200)
    const next = call('/next')
    await pass(50)
    expect(next.outcome).toBe('ok')
  })

  it('F61: one slow answer among others that come gives up nothing but itself', async () => {
    wire.answerMs = 20_000
    const slow = [call('/slow'), call('/report', { limitMs: 60_000 })]
    await pass(5000)
    wire.answerMs = 10
    const quick = call('/quick')
    await pass(LIMIT_MS)
    expect(slow.map(({ outcome }) => outcome)).toEqual(['timeout', 'ok'])
    expect([quick.outcome, sent('/report')]).toEqual(['ok', 1])
    // What is idle goes all the same: it may be as dead as the one that was silent.
    expect(wire.log.filter((line) => line === 'closed')).toHaveLength(1)
  })

  it('F61: what queues for a connection while others are thrown away is asked once more, and told nothing', async () => {
    wire.answerMs = 20_000
    const late = call('/late', { limitMs: 5000 })
    const busy = Array.from({ length: 4 }, (_, at) => call(`/busy${at}`, { limitMs: 60_000 }))
    await pass(0)
    // Not silent: somebody is answered meanwhile.
    wire.answerMs = 10
    busy.push(call('/quick'))
    await pass(20)
    wire.answerMs = 20_000
    busy.push(call('/busy5', { limitMs: 60_000 }))
    await pass(0)
    // The first of them takes the place of the one that is given up.
    const queued = [call('/queued0', { limitMs: 60_000 }), call('/queued1', { limitMs: 60_000 })]
    await pass(45_000)
    expect(outcomes([late])).toEqual(['timeout'])
    expect(outcomes([...busy, ...queued])).toEqual(['ok'])
    expect(sent('/busy0')).toBe(1)
  })

  it('F61: what is asked once more keeps its time limit to the millisecond', async () => {
    wire.setSilent(true)
    const read = call('/r')
    await pass(14_000)
    void reads.restart(() => new Promise(() => undefined))
    await pass(999)
    expect(read.outcome).toBe('pending')
    await pass(1)
    expect([read.outcome, read.endedAt, sent('/r')]).toEqual(['timeout', LIMIT_MS, 1])
  })

  it('F61: what is cancelled while connections are closed ends at once and is not sent again', async () => {
    await warm()
    wire.fallSilent()
    const read = call('/r')
    await pass(100)
    void reads.restart(() => new Promise(() => undefined))
    await pass(0)
    read.cancel.abort()
    await pass(0)
    expect([read.outcome, sent('/r')]).toEqual(['cancelled', 1])
  })

  it('F61: a probe that hangs itself is asked again at once, and what waits for it goes on', async () => {
    await warm()
    wire.fallSilent()
    const asking = call('/probe', { by: reads.probing, limitMs: 5000 })
    const read = call('/r')
    await pass(1000)
    // As `connectivity` does: the asking that is under way is joined.
    void reads.restart(async () => {
      while (asking.outcome === 'pending')
        await new Promise<void>((resolve) => {
          clock.after(10, resolve)
        })
    })
    await pass(100)
    expect([asking.outcome, read.outcome]).toEqual(['ok', 'ok'])
  })

  it('F61: what ends by the word of another network is asked once more, and not for ever', async () => {
    wire.failNext = 'ERR_NETWORK_CHANGED'
    const read = call('/r')
    await pass(50)
    expect([read.outcome, sent('/r')]).toEqual(['ok', 2])
    wire.failNext = 'ERR_CONNECTION_RESET'
    const other = call('/s')
    await pass(50)
    expect([other.outcome, sent('/s')]).toEqual(['ERR_CONNECTION_RESET', 1])
  })

  it('F61: whatever happens in whatever order, each read ends once and in time, and each write leaves once and is never cut', async () => {
    const move = fc.oneof(
      { weight: 6, arbitrary: fc.constant('read' as const) },
      { weight: 2, arbitrary: fc.constant('write' as const) },
      { weight: 2, arbitrary: fc.constant('restart' as const) },
      { weight: 2, arbitrary: fc.constant('fall silent' as const) },
      { weight: 1, arbitrary: fc.constant('silent' as const) },
      { weight: 1, arbitrary: fc.constant('mended' as const) },
      { weight: 1, arbitrary: fc.constant('network changed' as const) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(move, fc.integer({ min: 0, max: 6000 })), { minLength: 3, maxLength: 40 }), async (moves) => {
        clock = createVirtualClock()
        wire = createKeptWire(clock)
        reads = createRestartableReads(wire)
        const all: { readonly made: Call; readonly begunAt: number; readonly path: string; readonly isWrite: boolean }[] = []
        const begin = (isWrite: boolean): void => {
          const path = `/${isWrite ? 'w' : 'r'}${all.length}`
          all.push({ made: call(path, { method: isWrite ? 'POST' : 'GET' }), begunAt: clock.monotonicMs(), path, isWrite })
        }
        const act = {
          read: () => {
            begin(false)
          },
          write: () => {
            begin(true)
          },
          restart: () => {
            void reads.restart(probe)
          },
          'fall silent': () => {
            wire.fallSilent()
          },
          silent: () => {
            wire.setSilent(true)
          },
          mended: () => {
            wire.setSilent(false)
          },
          'network changed': () => {
            wire.failNext = 'ERR_NETWORK_CHANGED'
          },
        }
        for (const [name, waitMs] of moves) {
          act[name]()
          await pass(waitMs)
        }
        wire.setSilent(false)
        await pass(LIMIT_MS + 100)
        void reads.restart(probe)
        await pass(100)
        const last = calls(8, 'last')
        await pass(100)
        expect(outcomes(last)).toEqual(['ok'])
        for (const { made, begunAt, path, isWrite } of all) {
          expect(['ok', 'timeout', ...(isWrite ? [] : ['ERR_NETWORK_CHANGED'])], `${path} ${made.outcome}`).toContain(made.outcome)
          expect(made.endedAt - begunAt).toBeLessThanOrEqual(LIMIT_MS)
          if (isWrite) expect(sent(path)).toBe(1)
          if (isWrite && made.outcome === 'timeout') expect(made.endedAt - begunAt).toBe(LIMIT_MS)
        }
        expect(clock.pendingTimers).toBe(0)
      }),
      { numRuns: 300 },
    )
  }, 60_000)
})
