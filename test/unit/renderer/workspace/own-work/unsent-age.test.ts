// How long changes have been waiting, a session that ends before they can be sent, and whose they are while nobody is signed in.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { makeEntry } from '../../support/fake-outbox'
import { giveElementsASize, openPopover, openWorkspace, type OpenWorkspace, quiet } from '../../support/mount'
import { words } from './outbox-world'

let fake: FakeHoldfast
let page: OpenWorkspace
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START = new Date(2026, 10, 20, 9, 0).getTime()

beforeEach(() => {
  giveElementsASize()
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: START })
  fake = createFakeHoldfast()
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Time goes by in front of the open window. */
async function after(ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms - 30_000)
  vi.advanceTimersByTime(30_000)
  await quiet()
}
const told = (): string | null => (page.find('unsent-notice') ? words(page.get('unsent-notice')) : null)

describe('changes that wait for days', () => {
  beforeEach(() => {
    fake.entries = [makeEntry(), makeEntry()]
    fake.oldestAt = START
  })

  it('are told at 1, 3 and 7 days; a notice that was put away comes back with the next step, not before', async () => {
    page = await openWorkspace(fake)
    expect(told()).toBeNull()
    await after(DAY_MS - HOUR_MS)
    expect(told()).toBeNull()
    await after(HOUR_MS)
    expect(told()).toMatch(/2 changes on this computer have not been sent; the oldest is 1 day old\./)
    await page.click('unsent-dismiss')
    expect(told()).toBeNull()
    await after(DAY_MS)
    expect(told()).toBeNull()
    await after(DAY_MS)
    expect(told()).toMatch(/the oldest is 3 days old/)
    await page.click('unsent-dismiss')
    await after(4 * DAY_MS)
    expect(told()).toMatch(/the oldest is 7 days old/)
  })

  it('are told at the start too, in the status bar and on the page of the outbox, with the time since when', async () => {
    vi.setSystemTime(START + 3 * DAY_MS)
    page = await openWorkspace(fake)
    expect([told() !== null, words(page.get('status-outbox'))]).toEqual([true, '2 pending, oldest 3 days'])
    await openPopover(page.get('status-outbox'))
    const oldest = 'The oldest pending change has been waiting for 3 days, since Nov 20, 2026, 09:00.'
    expect(words(page.get('outbox-oldest'))).toBe(oldest)
    await page.click('unsent-open')
    expect(words(page.get('outbox-notices'))).toContain(oldest)
  })

  it('begin with the first step again once everything was sent', async () => {
    vi.setSystemTime(START + 3 * DAY_MS)
    page = await openWorkspace(fake)
    await page.click('unsent-dismiss')
    fake.entries = []
    fake.oldestAt = null
    fake.changeEntries([], {})
    await quiet()
    fake.entries = [makeEntry()]
    fake.oldestAt = Date.now()
    fake.changeEntries([], {})
    await after(DAY_MS)
    expect(told()).toMatch(/1 change on this computer has not been sent for 1 day/)
  })
})

describe('a session that ends while there is no connection', () => {
  const end = (): string | null => (page.find('session-end-notice') ? words(page.get('session-end-notice')) : null)
  const offline = (isOffline: boolean): void => {
    fake.push('connection.changed', { state: isOffline ? 'offline' : 'online', syncedAt: null, since: Date.now(), reason: null })
  }

  beforeEach(async () => {
    fake.entries = [makeEntry()]
    fake.state = { ...fake.state, session: { ...fake.state.session, until: START + 30 * HOUR_MS } }
    page = await openWorkspace(fake)
  })

  it('is told a day, six hours and one hour before, and when it is over; each can be put away', async () => {
    offline(true)
    await quiet()
    expect(end()).toBeNull()
    await after(6 * HOUR_MS)
    expect(end()).toMatch(/You are offline, and your session can only be renewed until .*15:00\. Connect before then.*1/)
    await page.click('session-end-dismiss')
    expect(end()).toBeNull()
    for (const hours of [18, 5]) {
      await after(hours * HOUR_MS)
      expect(end()).toMatch(/You are offline/)
      await page.click('session-end-dismiss')
    }
    await after(HOUR_MS)
    expect(end()).toMatch(/Sign in when the server can be reached again\. Pending changes are kept: 1\./)
  })

  it('is no news online, nor without anything that waits', async () => {
    await after(29 * HOUR_MS)
    expect(end()).toBeNull()
    offline(true)
    await quiet()
    expect(end()).not.toBeNull()
    fake.entries = []
    fake.changeEntries([], {})
    await quiet()
    expect(end()).toBeNull()
  })
})

describe('pending changes of somebody who is signed out', () => {
  beforeEach(async () => {
    fake.unsent = [{ profileId: 'live', username: 'editor', entries: 3 }]
    fake.state = { ...fake.state, session: { ...fake.state.session, state: 'signed-out', cause: 'signed-out', until: null } }
    page = await openWorkspace(fake)
  })

  it('are named where the program starts, with the server', () => {
    const live = fake.profiles.find(({ id }) => id === 'live')?.name
    expect(words(page.get('welcome-unsent'))).toContain(`editor has 3 pending changes on ${live}.`)
  })

  it('are named in the list of servers, and beside the server itself', async () => {
    fake.push('actions.asked', { id: 'servers', choice: null })
    await quiet()
    expect(words(page.get('server-unsent-live'))).toBe('editor: 3 pending changes')
    await page.click('server-live')
    expect(words(page.get('server-unsent'))).toMatch(/editor has 3 pending changes on .* Can be sent after this user signs in again\./)
  })
})
