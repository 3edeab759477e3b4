// What goes by itself, by what the profile says and by the server that an entry was made for.
import { describe, expect, it } from 'vitest'
import type { WriteMode } from '../../../../src/shared/write-modes'
import type { JournalEntry } from '../../../../src/main/store/journal-row'
import { createWritePolicy } from '../../../../src/main/sync/outbox/write-policy'

const HERE = 'https://h.example/api/v2'
const LATER = 3_600_000
const entry = (some: object = {}) => ({ server: HERE, verb: 'update', attempts: 0, createdAt: LATER, decisions: { mine: {} }, ...some }) as unknown as JournalEntry
const policy = (some: { mode?: WriteMode; isProduction?: boolean; server?: string } = {}) =>
  createWritePolicy({ writeMode: () => some.mode ?? 'normal', isProduction: () => some.isProduction ?? false, server: some.server ?? HERE, wallMs: () => LATER })

describe('what does not go by itself', () => {
  const released = { decisions: { mine: {}, released: true } }
  it.each([[{}], [released], [{ attempts: 1 }], [{ ...released, attempts: 2 }]])(
    'F72: is what was made for another server, or for one that is not known, whatever was said of it before: %j',
    (some) => {
      expect(['https://h.example/staging/api/v2', null].map((server) => policy().parks(entry({ ...some, server })))).toEqual(['moved', 'moved'])
      expect(policy().parks(entry(some))).toBeNull()
    },
  )

  it('waits after ten minutes where it grants something to a role', () => {
    const granted = { resource: 'grants', verb: 'update' } as const
    expect([600_001, 600_000].map((age) => policy().parks(entry({ ...granted, createdAt: LATER - age })))).toEqual(['stale', null])
    expect(policy().parks(entry({ ...granted, ...released, createdAt: LATER - 600_001 }))).toBeNull()
  })

  it('waits for review, on production, or after ten minutes where it deletes; neither once a person has released it, nor once it may have left', () => {
    const old = { verb: 'remove', createdAt: LATER - 600_001 }
    const cases = [
      [policy({ mode: 'review' }), {}, 'review'],
      [policy({ isProduction: true }), {}, 'production'],
      [policy(), old, 'stale'],
    ] as const
    for (const [of, some, cause] of cases) expect([{}, released, { attempts: 1 }].map((more) => of.parks(entry({ ...some, ...more })))).toEqual([cause, null, null])
    expect([policy().parks(entry({ ...old, createdAt: LATER - 600_000 })), policy().parks(entry({ ...old, verb: 'update' }))]).toEqual([null, null])
    // Nothing changes on a read-only server without a word, whether it may have left before or not.
    expect([{}, released, { attempts: 1 }].map((more) => policy({ mode: 'read-only' }).parks(entry(more)))).toEqual(['read-only', null, 'read-only'])
    expect([policy({ mode: 'review' }).parksAtOnce(), policy({ isProduction: true }).parksAtOnce()]).toEqual(['review', null])
  })
})
