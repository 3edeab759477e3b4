import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '../../../../src/main/store/journal-row'
import { overlaid } from '../../../../src/main/sync/reads/overlay'

describe('grants that wait', () => {
  it('are laid over the row of the day tick by tick: what another has granted since stays in sight', () => {
    const base = { id: 7, name: 'Desk', createdAt: 1, scope: 1, menus: [1, 2], roles: [], departments: [] }
    const entry = { resource: 'grants', verb: 'update', recordId: 7, state: 'queued', base, edits: { menus: [2, 5], scope: 4 }, decisions: {} } as unknown as JournalEntry
    const waiting = { of: () => [entry], makers: () => [] }
    expect(overlaid('grants', waiting, [{ ...base, menus: [1, 2, 9] }], { id: 7 })).toEqual([{ ...base, menus: [2, 5, 9], scope: 4 }])
  })
})
