// How pages were left: there again behind another menu entry and at the next start, for the same person on the same server.
import type { PageViews } from '@shared/page-views'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { unknownPage } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, quiet } from '../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace
const viewer = (): string => `${fake.state.profile.id}/${fake.state.session.userId}`
const keep = (views: PageViews): void => void fake.views.set(viewer(), views)
const asked = (): unknown => fake.callsOf('users.list').at(-1)
const choose = async (testid: string, value: string): Promise<void> => {
  const field = page.get<HTMLSelectElement>(testid)
  field.value = value
  field.dispatchEvent(new Event('change', { bubbles: true }))
  await quiet()
}
const filter = (): [string, string] => [page.get<HTMLInputElement>('filter-username').value, page.get<HTMLSelectElement>('filter-status').value]

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

describe('a list that was left', () => {
  it('is there again behind another menu entry and at the next start: filter, sort, page and page size, asked for once', async () => {
    vi.useFakeTimers()
    page = await openWorkspace(fake)
    await choose('filter-status', 'enabled')
    await choose('page-size', '50')
    page.root.querySelector<HTMLElement>('[role=columnheader]')?.click()
    await quiet()
    await page.click('pager-next')
    const left = asked()
    expect(left).toMatchObject({ page: 2, pageSize: 50, filter: { status: 'enabled' } })
    await page.click('menu-sys-dept-index')
    // Leaving is what writes it, before any time has passed.
    expect(fake.views.get(viewer())?.users).toMatchObject({ page: 2, pageSize: 50, status: 'enabled' })
    await page.type('filter-search', 'lab')
    await page.click('menu-sys-user-index')
    expect([asked(), filter()]).toEqual([left, ['', 'enabled']])
    await page.click('menu-sys-dept-index')
    expect(page.get<HTMLInputElement>('filter-search').value).toBe('lab')
    page.close()

    page = await openWorkspace(fake)
    expect(page.find('departments-grid') !== null || page.find('filter-search') !== null).toBe(true)
    // The page of departments counts all users; what this page asks for is asked from here on.
    const before = fake.callsOf('users.list').length
    await page.click('menu-sys-user-index')
    expect([asked(), fake.callsOf('users.list').length - before]).toEqual([left, 1])
  })

  it('says at a start that a filter is in force, once, with the way to be rid of it in sight', async () => {
    keep({ users: { username: 'user', page: 1 } })
    page = await openWorkspace(fake)
    expect(page.get('told').textContent).toContain('Your last filter is still on. Choose “Clear filters” to show everything.')
    expect([filter()[0], page.find('filter-clear') !== null]).toEqual(['user', true])
    await page.click('refresh')
    expect(page.get('announcer').textContent).not.toContain('Your last filter is still on')
    await page.click('menu-sys-dept-index')
    const saying = page.get('announcer').textContent
    await page.click('menu-sys-user-index')
    expect(page.get('announcer').textContent).not.toContain('Your last filter is still on')
    expect(saying).not.toContain('Your last filter is still on')
    await page.click('filter-clear')
    expect(asked()).toMatchObject({ page: 1, filter: {} })
  })

  it.each([
    ['a sort field that is gone', { sort: [{ field: 'shoeSize', direction: 'asc' }], status: 'disabled' }, { sort: [{ field: 'listorder', direction: 'asc' }], filter: { status: 'disabled' } }],
    [
      'values of another kind',
      { page: '2', pageSize: 9999, status: 'asleep', username: 7, sort: [{ field: 'email', direction: 'desc' }] },
      { page: 1, pageSize: 20, sort: [{ field: 'email', direction: 'desc' }], filter: {} },
    ],
    ['no page size of one’s own', { pageSize: null, page: 2 }, { page: 2, pageSize: 20 }],
    ['things that nobody knows', { columns: ['x'], page: 2 }, { page: 2 }],
  ])('takes what it can of %s, and its own for the rest', async (_what, users, expected) => {
    keep({ users })
    page = await openWorkspace(fake)
    expect(asked()).toMatchObject(expected)
    expect(page.find('users-grid')).not.toBeNull()
  })

  it('is there without a connection too: what is kept on this computer is asked by the same filter', async () => {
    fake.state = { ...fake.state, connection: { state: 'offline', syncedAt: null, since: Date.now(), reason: null } }
    keep({ users: { username: 'farid', status: 'enabled' } })
    page = await openWorkspace(fake)
    expect([asked(), filter()]).toMatchObject([{ filter: { username: 'farid', status: 'enabled' } }, ['farid', 'enabled']])
    await page.click('filter-clear')
    await page.click('menu-sys-dept-index')
    expect(fake.views.get(viewer())?.users).not.toHaveProperty('username')
  })

  it('of the activity is the filter, of whoever is there', async () => {
    keep({ journal: { state: 'done', resource: 'widgets' }, start: { work: 'journal' } })
    page = await openWorkspace(fake)
    expect(page.get<HTMLSelectElement>('journal-state').value).toBe('done')
    expect([fake.callsOf('journal.list').at(-1), page.get('told').textContent]).toMatchObject([{ state: 'done' }, expect.stringContaining('Your last filter is still on')])
    fake.setSession({ userId: 77 })
    await quiet()
    expect([page.get<HTMLSelectElement>('journal-state').value, fake.callsOf('journal.list').at(-1)]).toEqual(['', { limit: 100 }])
  })

  it('goes to the last page when the list has become shorter than the one that was left', async () => {
    keep({ users: { page: 4000, pageSize: 20 } })
    page = await openWorkspace(fake)
    expect(page.get('range-text').textContent).toBe('4,301–4,310 of 4,310')
  })

  it('is another one for who signs in next, and nothing of the one before is written under that name', async () => {
    vi.useFakeTimers()
    page = await openWorkspace(fake)
    const admin = viewer()
    await choose('filter-status', 'disabled')
    fake.setSession({ state: 'active', userId: 77 })
    await quiet()
    await vi.advanceTimersByTimeAsync(2000)
    expect([filter(), asked()]).toMatchObject([['', ''], { filter: {} }])
    await page.click('menu-sys-dept-index')
    expect(fake.views.get(viewer())?.users).toBeUndefined()
    expect(viewer()).not.toBe(admin)
  })

  it('is written down in one call after many changes, and at once when the window closes', async () => {
    vi.useFakeTimers()
    page = await openWorkspace(fake)
    for (const status of ['enabled', 'disabled', 'enabled', 'disabled']) await choose('filter-status', status)
    await vi.advanceTimersByTimeAsync(1000)
    expect(fake.callsOf('views.keep')).toMatchObject([{ name: 'users', view: { status: 'disabled' } }])
    await choose('filter-status', 'enabled')
    fake.push('app.closing', null)
    await quiet()
    const names = fake.calls.map(({ name }) => name)
    expect(fake.callsOf('views.keep')).toHaveLength(2)
    expect(names.lastIndexOf('views.keep')).toBeLessThan(names.indexOf('app.readyToClose'))
  })

  it('is not waited for longer than two seconds; nothing is written over it until it is there, and then it is there for other pages', async () => {
    vi.useFakeTimers()
    keep({ users: { status: 'disabled' }, departments: { search: 'lab' } })
    let answer = (): void => undefined
    fake.next('views.read', {
      gate: new Promise<void>((resolve) => {
        answer = resolve
      }),
    })
    page = await openWorkspace(fake)
    expect(page.find('users-grid')).toBeNull()
    await vi.advanceTimersByTimeAsync(2000)
    await quiet()
    expect([filter(), asked()]).toMatchObject([['', ''], { filter: {} }])
    await choose('page-size', '50')
    await vi.advanceTimersByTimeAsync(1000)
    expect(fake.callsOf('views.keep')).toEqual([])
    answer()
    await quiet()
    expect(filter()).toEqual(['', ''])
    await page.click('menu-sys-dept-index')
    expect(page.get<HTMLInputElement>('filter-search').value).toBe('lab')
  })

  it('that could not be written down goes with what is written next, of another page too', async () => {
    page = await openWorkspace(fake)
    await choose('filter-status', 'enabled')
    fake.next('views.keep', { failure: { code: 'STORAGE', message: '', retryable: true } })
    await page.click('menu-sys-dept-index')
    expect(fake.views.get(viewer())?.users).toBeUndefined()
    await page.type('filter-search', 'lab')
    await page.click('menu-sys-user-index')
    expect(fake.views.get(viewer())).toMatchObject({ users: { status: 'enabled' }, departments: { search: 'lab' } })
  })

  it('opens with its own when what was kept cannot be read', async () => {
    fake.next('views.read', { failure: { code: 'STORAGE', message: '', retryable: false } })
    page = await openWorkspace(fake)
    expect(asked()).toMatchObject({ page: 1, pageSize: 20, filter: {} })
  })

  it('shows every row again after the cached data was cleared', async () => {
    keep({ users: { status: 'disabled' }, start: { work: 'journal' } })
    page = await openWorkspace(fake)
    fake.push('actions.asked', { id: 'settings', choice: null })
    await quiet()
    await page.click('clear-cache')
    await page.click('question-confirm')
    await page.click('menu-sys-user-index')
    expect(filter()).toEqual(['', ''])
  })
})

describe('the page that a start opens', () => {
  it.each([
    ['the departments', { path: '/sys/dept', component: 'sys/dept/index' }, 'filter-search'],
    ['the outbox', { work: 'outbox' }, 'outbox'],
    ['a page that is not here', { path: '/extra', component: 'extra/index' }, 'unavailable'],
    ['the first, when the menu no longer has the one that was left', { path: '/sys/gone', component: 'sys/gone/index' }, 'users-grid'],
    ['the first, when what was kept says nothing', { work: 'settings', path: 3 }, 'users-grid'],
  ])('is where one was: %s', async (_where, start, testid) => {
    fake.account = { ...fake.account, menu: [...fake.account.menu, unknownPage] }
    keep({ start })
    page = await openWorkspace(fake)
    expect(page.find(testid)).not.toBeNull()
  })

  it('is not opened a second time by who leaves it', async () => {
    keep({ start: { work: 'drafts' } })
    page = await openWorkspace(fake)
    expect(page.find('users-grid')).toBeNull()
    await page.click('close-page')
    expect(page.find('users-grid')).not.toBeNull()
  })
})
