import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FakeHoldfast } from '../../support/fake-holdfast'
import { makeEntry } from '../../support/fake-outbox'
import { giveElementsASize, type OpenWorkspace, press, quiet } from '../../support/mount'
import { openOutbox, words, world } from './outbox-world'

let fake: FakeHoldfast
let page: OpenWorkspace
const base = { id: 4, name: 'Auditor', createdAt: 1, scope: 1, menus: [1, 2, 3], roles: [], departments: [3] }
const edits = { menus: [1, 2, 4, 6], departments: [3, 4], scope: 4 }
const entry = () => makeEntry({ entryId: 'g', resource: 'grants', verb: 'update', recordId: 4, title: 'Auditor', base, edits })

function values(field: string): string[] {
  return [...page.get(`compare-${field}`).querySelectorAll('td')].map(words)
}

describe('grants in the outbox', () => {
  beforeEach(giveElementsASize)
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('say how much of each kind comes in and goes out', async () => {
    fake = world([entry()])
    page = await openOutbox(fake)
    expect(words(document.querySelector('[data-row="g"]'))).toContain('Menus +2 −1 · Departments +1 · Data scope')
  })

  it('name what comes in and goes out, and what somebody else has changed, not all that there is', async () => {
    fake = world([entry()])
    fake.serverRows.set('g', { kind: 'row', row: { ...base, menus: [1, 2, 3, 5], scope: 2 } })
    page = await openOutbox(fake)
    await press('Enter')
    await quiet()
    expect(values('menus').slice(1)).toEqual(['+ Users / Add, Departments / View − Users / View', '+ Departments'])
    expect(values('departments')).toEqual(['平台组', '+ 客户端组', 'Unchanged'])
    expect(values('scope')).toEqual(['Own department', 'Custom', 'Own department and sub-departments'])
  })

  it('of a role that is gone there are not made anew', async () => {
    fake = world([{ ...entry(), state: 'conflict', why: { kind: 'conflict', conflict: 'gone', theirs: null, fields: ['menus'] } }])
    page = await openOutbox(fake)
    await press('Enter')
    expect(page.find('decide-restore')).toBeNull()
  })
})

describe('a save of the grants of an own role', () => {
  it('has the account read again; that of another role has not', async () => {
    fake = world([])
    fake.account = { ...fake.account, roles: [{ id: 4, name: 'Auditor' }] }
    page = await openOutbox(fake)
    const reads = (): number => fake.callsOf('account.read').length
    const before = reads()
    fake.push('records.changed', { resource: 'grants', id: 3, isGone: false, temporaryId: null })
    fake.push('records.changed', { resource: 'roles', id: 4, isGone: false, temporaryId: null })
    await quiet()
    expect(reads()).toBe(before)
    fake.push('records.changed', { resource: 'grants', id: 4, isGone: false, temporaryId: null })
    await quiet()
    expect(reads()).toBe(before + 1)
    page.close()
    document.body.replaceChildren()
  })
})
