// Writes that come to nothing while reads work: what is sent again, how often, and what goes back to a person.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AnswerKind, ANSWERS, createFloodWorld, type FloodWorld } from '../../support/flood-world'
import { seed } from '../../support/seed'

let world: FloodWorld
beforeEach(async () => {
  world = await createFloodWorld()
})
afterEach(() => {
  world.close()
})

const count = (method: string, id?: number): number => world.requests.filter((request) => request.method === method && (id === undefined || request.id === id)).length
const states = (): string[] => world.outbox.queue.all().map(({ state }) => state)
/** Two changes wait; nobody waits for them any more. */
async function twoWait(kind: AnswerKind): Promise<void> {
  world.answers.write = () => kind
  const told = Promise.all([world.save(5), world.save(6)])
  await world.pass(kind === 'timeout' ? 35_000 : 0)
  expect(await told).toMatchObject([{ kind: 'queued' }, { kind: 'queued' }])
}

describe('F74: writes fail and reads work', () => {
  it.each(['502', '504', 'reset', '500', '429'] as const)('%s: the form is told at once, the delays grow, and no read makes them short', async (kind) => {
    await twoWait(kind)
    expect(world.isOffline()).toBe(false)
    await world.pass(10_000)
    // At 0, 1, 3, 7 s at most, and slower once three in a row have failed.
    expect(count('PUT')).toBeLessThanOrEqual(8)
    expect(world.requests.length).toBeLessThanOrEqual(40)
    // A server that answers 500, and is seen to do nothing, is asked five times; then it is a person's turn.
    await world.pass(kind === '500' ? 0 : 50_000)
    expect(count('PUT')).toBeLessThanOrEqual(14)
    world.answers.write = () => 'ok'
    await world.pass(150_000)
    expect(states()).toEqual([])
  })

  it('a write that is lost says nothing of reads: nobody is told to be offline for it', async () => {
    const wasOffline: boolean[] = []
    await twoWait('timeout')
    wasOffline.push(world.isOffline())
    world.answers.write = () => 'reset'
    await world.pass(20_000)
    expect([...wasOffline, world.isOffline()]).toEqual([false, false])
  })

  it('a person who asks for one entry has it tried at once, and only that one', async () => {
    await twoWait('502')
    await world.pass(20_000)
    const [first, second] = world.outbox.queue.all().map(({ entryId, recordId }) => ({ entryId, recordId }))
    const before = [count('PUT', first?.recordId), count('PUT', second?.recordId)] as const
    world.outbox.scheduler.forgetDelays([second?.entryId ?? ''])
    world.outbox.wake()
    await world.pass(0)
    expect([count('PUT', first?.recordId), count('PUT', second?.recordId)]).toEqual([before[0], before[1] + 1])
  })

  it('a long queue is no flood: once three tries in a row came to nothing, one goes at a time, and later', async () => {
    world.answers.read = () => 'refused connection'
    await world.save(100)
    for (let id = 101; id < 160; id += 1) await world.save(id)
    expect(world.isOffline()).toBe(true)
    world.requests.length = 0
    world.answers = { read: () => 'ok', write: () => '502' }
    await world.pass(60_000)
    expect(count('PUT')).toBeGreaterThan(3)
    expect(count('PUT')).toBeLessThanOrEqual(14)
    world.answers.write = () => 'ok'
    await world.pass(130_000)
    expect(states()).toEqual([])
  })

  it('a network that comes back after a real absence has the changes sent within two seconds', async () => {
    world.answers = { read: () => 'refused connection', write: () => 'refused connection' }
    expect(await world.save(5)).toMatchObject({ kind: 'queued', because: { code: 'OFFLINE' } })
    expect(world.isOffline()).toBe(true)
    await world.pass(100_000)
    expect(count('PUT')).toBe(0)
    world.answers = { read: () => 'ok', write: () => 'ok' }
    // The probe of a long absence comes every 30 s.
    for (let second = 0; second < 31 && world.isOffline(); second += 1) await world.pass(1000)
    expect(world.isOffline()).toBe(false)
    await world.pass(2000)
    expect(states()).toEqual([])
  })

  it('tries of an earlier run count: after a start the delay goes on from where it was', async () => {
    await twoWait('502')
    await world.pass(30_000)
    await world.restart()
    await world.pass(0)
    const delays = world.outbox.views().map(({ attempts, nextAttemptAt }) => ({ attempts, restMs: (nextAttemptAt ?? 0) - world.clock.wallMs() }))
    for (const { attempts, restMs } of delays) {
      expect(attempts).toBeGreaterThan(3)
      expect(restMs).toBeGreaterThan(7000)
    }
  })
})

describe('F73: refused is refused', () => {
  it.each(['405', '413'] as const)('%s by a gateway goes back to who waits, with the status and the title of its page, and is not tried again', async (kind) => {
    world.answers.write = () => kind
    await expect(world.save(5)).rejects.toMatchObject({ failure: { code: 'REFUSED', details: { status: Number(kind), title: expect.stringContaining(kind) as string } } })
    await world.pass(60_000)
    expect([count('PUT'), states()]).toEqual([1, []])
  })

  it.each(['plain text', 'page', 'redirect', 'unknown code'] as const)('%s with 200, where the API answers reads, goes back to who waits: looked up, not sent again', async (kind) => {
    world.answers.write = () => kind
    await expect(world.save(5)).rejects.toMatchObject({ failure: { code: 'REFUSED', details: { cause: 'odd-answer' } } })
    await world.pass(60_000)
    expect([count('PUT'), states(), world.isOffline()]).toEqual([1, [], false])
  })

  it.each(['plain text', 'page', 'redirect', 'unknown code'] as const)('%s for one that nobody waits for is tried once more, and then needs a person', async (kind) => {
    await twoWait('502')
    world.answers.write = () => kind
    world.requests.length = 0
    await world.pass(180_000)
    expect(states()).toEqual(['refused', 'refused'])
    expect([count('PUT', 5), count('PUT', 6)]).toEqual([2, 2])
  })

  it('the one more try is not earned again by what goes wrong in between', async () => {
    await twoWait('502')
    let asked = 0
    world.answers.write = () => ((asked += 1) % 2 === 1 ? 'plain text' : '502')
    await world.pass(600_000)
    expect(states()).toEqual(['refused', 'refused'])
  })
})

it(`F74: whatever the answers are, requests are bounded and every change ends or waits (seed ${seed})`, async () => {
  const kinds = fc.array(fc.constantFrom(...ANSWERS), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(kinds, kinds, fc.integer({ min: 1, max: 6 }), async (writes, reads, entries) => {
      const mixed = await createFloodWorld()
      const next = (of: readonly AnswerKind[]) => {
        let at = 0
        return (): AnswerKind => of[(at += 1) % of.length] as AnswerKind
      }
      try {
        mixed.answers = { write: next(writes), read: next(reads) }
        for (let id = 1; id <= entries; id += 1) mixed.save(id).catch(() => undefined)
        await mixed.pass(120_000)
        const inMinute = (fromMs: number, ofWrites: boolean) => mixed.requests.filter(({ atMs, method }) => atMs >= fromMs && atMs < fromMs + 60_000 && (!ofWrites || method === 'PUT')).length
        for (const fromMs of [0, 30_000, 60_000]) {
          // Each try may be two, for a token that is renewed in between.
          expect(inMinute(fromMs, true), `PUTs from ${fromMs}`).toBeLessThanOrEqual(2 * (entries + 14))
          expect(inMinute(fromMs, false), `requests from ${fromMs}`).toBeLessThanOrEqual(12 * (entries + 14))
        }
      } finally {
        mixed.close()
      }
    }),
    { seed, numRuns: Number(process.env['FLOOD_RUNS'] ?? 25) },
  )
}, 240_000)
