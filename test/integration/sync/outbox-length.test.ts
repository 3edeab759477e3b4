// F80: what one change costs must not grow with what waits already. Counted, not timed: looks at entries, statements, bytes pushed.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CountedOutbox, createCountedOutbox, FIRST_ID, type Work } from '../../support/counted-outbox'

const ENTRIES = 3000
const TENTH = ENTRIES / 10
const LAST = FIRST_ID + ENTRIES - 1

let world: CountedOutbox
beforeEach(() => {
  world = createCountedOutbox(ENTRIES)
})
afterEach(() => {
  world.close()
})

const per = (work: Work, entries: number): Record<string, number> => ({ looks: work.looks / entries, statements: work.statements / entries, pushedBytes: work.pushedBytes / entries })

/** Queues so many changes of different users, ten in the time of one push. */
async function queue(from: number, count: number): Promise<Work> {
  world.spent()
  for (let id = FIRST_ID + from; id < FIRST_ID + from + count; id += 1) {
    await world.save(id, `t${id}`)
    if (id % 10 === 0) await world.clock.advance(100)
  }
  await world.clock.advance(100)
  return world.spent()
}

/** One turn of the event loop after the other, with little time passing, until so many are left. */
async function drainTo(left: number): Promise<Work> {
  world.spent()
  for (let turns = 0; world.outbox.queue.size > left; turns += 1) {
    if (turns > 100 * ENTRIES) throw new Error(`${world.outbox.queue.size} are left`)
    await new Promise((resolve) => setImmediate(resolve))
    if (turns % 20 === 0) await world.clock.advance(10)
  }
  return world.spent()
}

describe('F80: many changes without a network', () => {
  it('F80: the last of three thousand costs what the first did, in looks at entries, in statements and in bytes pushed to a window', async () => {
    const first = per(await queue(0, TENTH), TENTH)
    await queue(TENTH, ENTRIES - 2 * TENTH)
    const last = per(await queue(ENTRIES - TENTH, TENTH), TENTH)
    expect(world.outbox.summary()).toEqual({ waiting: ENTRIES, needsYou: 0, isPaused: false })
    for (const [what, cost] of Object.entries(last)) expect(cost / (first[what] ?? 0), what).toBeLessThan(1.3)
    expect(last['looks']).toBeLessThan(300)
    expect(last['statements']).toBeLessThan(6)
    expect(last['pushedBytes']).toBeLessThan(2000)
  })

  it('F80: a wish of the whole, such as a pause, pushes no entries, and a wish of a thousand pushes no more than a page', async () => {
    await queue(0, ENTRIES)
    // Each is looked at once after it came.
    world.outbox.wake()
    world.spent()
    world.outbox.setPaused(true)
    await world.clock.advance(100)
    expect(world.spent()).toMatchObject({ looks: 0, statements: 0 })
    world.outbox.queue.end(
      world.outbox.queue.page({ after: 0, limit: 1000 }).map(({ entryId }) => entryId),
      'dropped',
    )
    await world.clock.advance(100)
    expect(world.spent()).toMatchObject({ pushes: 1 })
    expect(world.outbox.summary()).toEqual({ waiting: ENTRIES - 1000, needsYou: 0, isPaused: true })
  })

  it('F80: a change that is tried while the rest is paused looks at itself, not at the queue', async () => {
    await queue(0, ENTRIES - 10)
    world.outbox.setPaused(true)
    world.isOffline = false
    world.outbox.wake()
    world.spent()
    expect(await world.save(LAST, 'at once')).toMatchObject({ kind: 'done' })
    await world.clock.advance(100)
    expect(world.spent().looks).toBeLessThan(1000)
    expect([world.server.get(LAST)?.['tel'], world.outbox.queue.size]).toEqual(['at once', ENTRIES - 10])
  })

  it('F80: sending them looks at each a number of times that does not depend on how many there are', async () => {
    await queue(0, ENTRIES)
    world.isOffline = false
    world.outbox.wake()
    const first = per(await drainTo(ENTRIES - TENTH), TENTH)
    await drainTo(TENTH)
    const last = per(await drainTo(0), TENTH)
    expect(world.server.get(LAST)?.['tel']).toBe(`t${LAST}`)
    for (const what of ['looks', 'statements']) expect((last[what] ?? 0) / (first[what] ?? 1), what).toBeLessThan(1.3)
    // The first hundred come with one look at every head.
    expect(Math.max(first['looks'] ?? 0, last['looks'] ?? 0)).toBeLessThan(1000)
  })

  it('tells nothing more once the outbox is closed, of what was due to be told either', async () => {
    await queue(0, 10)
    await world.save(LAST, 'one more')
    await world.save(LAST - 1, 'and one')
    world.outbox.close()
    world.spent()
    await world.clock.advance(1000)
    expect(world.spent().pushes).toBe(0)
  })
})
