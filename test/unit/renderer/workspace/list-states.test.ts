import type { CallOutput } from '@shared/bridge/contract'
import type { Result } from '@shared/result'
import { failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeUser } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, quiet } from '../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace
type List = CallOutput<'users.list'>
const minute = 60_000

/** What main answers out of what it holds. */
function answerFromCache(more: Partial<List>): void {
  const rows = [makeUser(1), makeUser(5)]
  const answer: Result<List> = { ok: true, value: { rows, total: 2, fetchedAt: Date.now() - 23 * minute, origin: 'cache', isComplete: true, ...more } }
  vi.spyOn(fake.bridge.users, 'list').mockResolvedValue(answer)
}
function goOffline(): void {
  fake.state = { ...fake.state, connection: { state: 'offline', syncedAt: null, since: Date.now(), reason: null } }
}

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a list while the server cannot be reached', () => {
  it('shows what is kept, how old it is, and where edits go', async () => {
    // Of yesterday the day is said too: in the first minutes of a day that would be so.
    vi.useFakeTimers({ toFake: ['Date'], now: new Date().setHours(12, 0, 0, 0) })
    goOffline()
    answerFromCache({})
    page = await openWorkspace(fake)
    expect(page.get('list-kept').textContent).toMatch(/Offline\. Data from \d\d:\d\d, 23 min\. ago\. Changes go to the outbox\./)
    expect([page.get('list-kept').getAttribute('role'), page.find('row-5') !== null]).toEqual(['status', true])
  })

  it('says why it is offline and what to do: in the list, in the status bar with its panel, and in both languages', async () => {
    goOffline()
    fake.state = { ...fake.state, connection: { ...fake.state.connection, reason: { cause: 'redirected', facts: { location: 'https://portal.example' } } } }
    answerFromCache({})
    page = await openWorkspace(fake)
    const remedy = 'If you trust the other address, use it for this server.'
    expect(page.get('list-kept').textContent).toContain(`The server redirects to another address. ${remedy}`)
    expect(page.get('status-connection').textContent).toMatch(/Offline · since \d\d:\d\d · The server redirects to another address\./)
    page.get('status-connection').nextElementSibling?.dispatchEvent(Object.assign(new Event('beforetoggle'), { newState: 'open' }))
    await quiet()
    expect(page.get('offline-reason').textContent).toBe(`The server redirects to another address. ${remedy}`)
    expect(page.get('offline-reason').parentElement?.textContent).toContain('Redirected to: https://portal.example')
    fake.push('preferences.changed', { ...fake.state.preferences, locale: 'zh-CN' })
    await quiet()
    expect(page.get('list-kept').textContent).toContain('服务器重定向到另一个地址。如果另一个地址可信，请将此服务器改为该地址。')
    // Another cause, while still offline, is news.
    fake.push('connection.changed', { state: 'offline', syncedAt: null, since: 1, reason: { cause: 'captivePortal', facts: {} } })
    await quiet()
    expect(page.get('status-connection').textContent).toContain('此网络要求先登录。')
  })

  it('says why nothing could be read at all', async () => {
    goOffline()
    fake.state = { ...fake.state, connection: { ...fake.state.connection, reason: { cause: 'certificateDate', facts: {} } } }
    fake.always('users.list', { failure: failure('OFFLINE', '', { details: { reason: { cause: 'certificateDate', facts: {} } } }) })
    page = await openWorkspace(fake)
    expect(page.get('list-unreachable').textContent).toContain('The certificate has expired or is not valid yet. Check this computer’s clock.')
  })

  it('grows older on screen by itself', async () => {
    goOffline()
    answerFromCache({ fetchedAt: Date.now() - 5 * minute })
    vi.useFakeTimers({ shouldAdvanceTime: true })
    page = await openWorkspace(fake)
    await vi.advanceTimersByTimeAsync(10 * minute)
    expect(page.get('list-kept').textContent).toContain('15 min. ago')
  })

  it('promises no outbox where the server is read-only here', async () => {
    goOffline()
    fake.state = { ...fake.state, profile: { ...fake.state.profile, writeMode: 'read-only' } }
    answerFromCache({})
    page = await openWorkspace(fake)
    expect(page.get('list-kept').textContent).not.toContain('outbox')
  })

  it('says when it holds only a part, and of how many if that is known', async () => {
    fake.users = Array.from({ length: 4310 }, (_, index) => makeUser(index + 1))
    page = await openWorkspace(fake)
    answerFromCache({ isComplete: false, total: 120 })
    await page.click('refresh')
    expect(page.get('list-part').textContent).toBe('120 of 4,310 cached.')
    page.close()
    page = await openWorkspace(fake)
    expect(page.get('list-part').textContent).toBe('120 cached; the server may have more.')
  })

  it('says calmly that nothing is kept, and reads it as soon as the server is back', async () => {
    goOffline()
    fake.always('users.list', { failure: { code: 'OFFLINE', message: '', retryable: true } })
    page = await openWorkspace(fake)
    expect(page.get('list-unreachable').textContent).toContain('No cached data yet.')
    fake.always('users.list', null)
    fake.push('connection.changed', { state: 'online', syncedAt: Date.now(), since: null, reason: null })
    await quiet()
    expect(page.find('users-grid')).not.toBeNull()
  })

  it('asks for a sign of life when the person refreshes', async () => {
    goOffline()
    answerFromCache({})
    page = await openWorkspace(fake)
    expect(fake.callsOf('connection.check')).toHaveLength(0)
    await page.click('refresh')
    expect(fake.callsOf('connection.check')).toHaveLength(1)
  })

  it('asks the server again when it is back, for rows that are only kept ones', async () => {
    goOffline()
    answerFromCache({})
    page = await openWorkspace(fake)
    vi.mocked(fake.bridge.users.list).mockRestore()
    fake.push('connection.changed', { state: 'online', syncedAt: Date.now(), since: null, reason: null })
    await quiet()
    expect([page.find('list-kept'), page.get('range-text').textContent]).toEqual([null, '1–20 of 4,310'])
  })
})
