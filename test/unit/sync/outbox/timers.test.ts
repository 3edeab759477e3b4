// Time goes on while it is looked at, and timers fire a little early: no change may be left behind between two looks.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Clock } from '../../../../src/main/session/clock'
import { openSqlite } from '../../../../src/main/sqlite/open'
import { createJournal } from '../../../../src/main/store/journal'
import { MIGRATIONS } from '../../../../src/main/store/schema'
import { createOutboxQueue } from '../../../../src/main/sync/outbox/queue'
import { createScheduler } from '../../../../src/main/sync/outbox/scheduler'
import { createVirtualClock } from '../../../support/virtual-clock'
import { seed } from '../../../support/seed'

const HERE = 'https://h.example/api/v2'

/** As the system's: each look takes a moment, and a timer may fire up to a millisecond early. */
function ticking(stepMs: number) {
  const base = createVirtualClock()
  let looksMs = 0
  const clock: Clock = {
    monotonicMs: () => base.monotonicMs() + (looksMs += stepMs),
    wallMs: base.wallMs,
    after: (delayMs, run) => base.after(Math.max(0, delayMs - 1), run),
  }
  return { clock, base }
}

describe('the scheduler of the outbox', () => {
  it(`tries every change until it has gone through, however the clock falls between two looks (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 99 }).map((hundredths) => hundredths / 100),
        fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }),
        fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 5, maxLength: 5 }),
        async (stepMs, failures, jitters) => {
          const { clock, base } = ticking(stepMs)
          const db = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
          const queue = createOutboxQueue(createJournal(db, () => 0, HERE))
          const left = new Map<string, number>()
          failures.forEach((count, at) => {
            const entry = queue.append({ resource: 'users', verb: 'update', recordId: at + 1, title: 'it', base: null, edits: { tel: '1' }, secret: null, draftId: null }, [])
            left.set(entry.entryId, count)
          })
          let draws = 0
          const scheduler = createScheduler({
            queue,
            clock,
            realId: () => null,
            random: () => jitters[(draws += 1) % jitters.length] ?? 0,
            isOpen: () => true,
            mayStart: () => true,
            urgent: () => [],
            attempt: (entry) => {
              const count = left.get(entry.entryId) ?? 0
              left.set(entry.entryId, count - 1)
              if (count > 0) scheduler.putOff(entry.entryId)
              else {
                scheduler.wentThrough()
                queue.end([entry.entryId], 'ok')
              }
              return Promise.resolve()
            },
            isHeld: () => false,
            park: () => false,
            onWoken: () => undefined,
            onDelays: () => undefined,
            onFault: (error) => {
              throw error
            },
          })
          try {
            scheduler.wake()
            // More than the longest delays of all of them together, one at a time.
            for (let minutes = 0; minutes < 60 && queue.size > 0; minutes += 1) await base.advance(60_000)
            expect(queue.size).toBe(0)
          } finally {
            scheduler.close()
            db.close()
          }
        },
      ),
      { seed, numRuns: 60 },
    )
  })
})
