// The filters of the users' list: what the server is asked, what is looked for among all users, and the departments beside it.
import type { PageViews } from '@shared/page-views'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeUser } from '../../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { closeWorkspaces, giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'
import { soon } from '../../../../support/soon'

let fake: FakeHoldfast
let page: OpenWorkspace
const ids = (): number[] => [...page.get('users-grid').querySelectorAll<HTMLElement>('.grid-body [role=row]')].map((row) => Number(row.dataset['testid']?.slice(4)))
const range = (): string => page.get('range-text').textContent ?? ''
const asked = (): unknown[] => fake.callsOf('users.list')
const kept = (): PageViews['users'] => fake.views.get(`${fake.state.profile.id}/${fake.state.session.userId}`)?.users
const option = (id: number): HTMLElement | null => page.get('department-pane').querySelector(`[data-testid="option-${id}"]`)
async function choose(testid: string, value: string): Promise<void> {
  const field = page.get<HTMLSelectElement>(testid)
  field.value = value
  field.dispatchEvent(new Event('change', { bubbles: true }))
  await quiet()
}
async function check(testid: string, isOn: boolean): Promise<void> {
  const field = page.get<HTMLInputElement>(testid)
  field.checked = isOn
  field.dispatchEvent(new Event('change', { bubbles: true }))
  await quiet()
}
/** An answer that waits until it is let go. */
function held(): { gate: Promise<void>; go: () => Promise<void> } {
  let open: () => void = () => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  return { gate, go: () => (open(), quiet()) }
}
const openPane = (): Promise<void> => press('b', { ctrlKey: true, shiftKey: true })
/** Where rows stand in the list: its own first order is by `listorder`, then id. */
const expected = (fits: (user: (typeof fake.users)[number]) => boolean): number[] => fake.users.filter(fits).map(({ id }) => id)

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast({ users: Array.from({ length: 30 }, (_, index) => makeUser(index + 1, index === 8 ? { departmentIds: [] } : {})) })
})
afterEach(() => {
  closeWorkspaces()
  document.body.replaceChildren()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('the filters of the users', () => {
  it('name, e-mail, phone and status are asked of the server; each can be taken away, or all at once', async () => {
    page = await openWorkspace(fake)
    await page.click('filter-more')
    await page.type('filter-email', 'user')
    await press('Enter')
    page.get('filter-email').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await quiet()
    await page.type('filter-tel', '138')
    page.get('filter-tel').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await quiet()
    await choose('filter-status', 'enabled')
    expect(asked().at(-1)).toMatchObject({ page: 1, filter: { email: 'user', tel: '138', status: 'enabled' } })
    await page.type('filter-email', '')
    page.get('filter-email').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await quiet()
    expect((asked().at(-1) as { filter: object }).filter).toEqual({ tel: '138', status: 'enabled' })
    await page.click('filter-clear')
    expect([(asked().at(-1) as { filter: object }).filter, document.activeElement]).toEqual([{}, page.get('filter-username')])
    expect(page.find('filter-clear')).toBeNull()
  })

  it('Enter in any of them goes on to the first row', async () => {
    page = await openWorkspace(fake)
    await page.click('filter-more')
    page.get('filter-email').focus()
    await page.type('filter-email', 'user6')
    await press('Enter')
    expect(document.activeElement?.closest('[data-testid="row-6"]')).not.toBeNull()
  })

  it('a role and a range of days are looked for among all users, with those of the server: exact rows, an honest count, pages', async () => {
    page = await openWorkspace(fake)
    await page.click('filter-more')
    await choose('filter-role', '2')
    const holders = expected(({ roleIds }) => roleIds.includes(2))
    expect([ids(), range()]).toEqual([holders, `1–${holders.length} of ${holders.length}`])
    expect(asked().at(-1)).toEqual({ page: 1, pageSize: 200, sort: [{ field: 'id', direction: 'asc' }], filter: {} })
    const questions = asked().length
    await choose('filter-status', 'enabled')
    expect(ids()).toEqual(expected(({ roleIds, status }) => roleIds.includes(2) && status === 'enabled'))
    await choose('filter-role', '3')
    await choose('filter-status', '')
    const day = (id: number): string => new Date((fake.users[id - 1]?.createdAt ?? 0) * 1000).toLocaleDateString('sv')
    await choose('filter-from', day(5))
    const later = expected(({ roleIds, createdAt }) => roleIds.includes(3) && new Date((createdAt ?? 0) * 1000).toLocaleDateString('sv') >= day(5))
    expect(range()).toBe(`1–20 of ${later.length}`)
    await page.click('pager-next')
    expect([ids(), range()]).toEqual([later.slice(20), `21–${later.length} of ${later.length}`])
    // All of that without a question to the server.
    expect(asked().length).toBe(questions)
    page.root.querySelector<HTMLElement>('[role=columnheader]')?.click()
    await quiet()
    expect(ids()).toEqual(later.toSorted((a, b) => ((fake.users[a - 1]?.username ?? '') < (fake.users[b - 1]?.username ?? '') ? -1 : 1)).slice(0, 20))
  })

  it('says how far all users are read, shows what is found so far, and is cancelled and gone on with', async () => {
    fake.users = Array.from({ length: 450 }, (_, index) => makeUser(index + 1, { roleIds: index % 2 === 0 ? [2] : [3] }))
    page = await openWorkspace(fake)
    await page.click('filter-more')
    const second = held()
    fake.next('users.list', {})
    fake.next('users.list', { gate: second.gate })
    await choose('filter-role', '2')
    expect([page.get('all-users').textContent?.includes('200 of 450 users loaded.'), range()]).toEqual([true, '1–20 of 100'])
    page.get('all-users-stop').focus()
    await page.click('all-users-stop')
    await second.go()
    // The button is gone; the focus is where it was.
    expect(document.activeElement).toBe(page.get('all-users'))
    expect([page.get('all-users').textContent?.includes('Only 200 of 450 users were filtered.'), range()]).toEqual([true, '1–20 of 100'])
    // Another question is answered out of the same, and reads nothing.
    const questions = asked().length
    await choose('filter-role', '3')
    expect([asked().length, range(), page.find('all-users') !== null]).toEqual([questions, '1–20 of 100', true])
    page.get('all-users-rest').focus()
    await page.click('all-users-rest')
    expect([page.find('all-users'), range()]).toEqual([null, '1–20 of 225'])
    expect(document.activeElement?.closest('[role=grid]')).toBe(page.get('users-grid'))
  })

  it('says why not all could be read, and tries again', async () => {
    fake.users = Array.from({ length: 250 }, (_, index) => makeUser(index + 1))
    page = await openWorkspace(fake)
    await page.click('filter-more')
    fake.next('users.list', {})
    fake.next('users.list', { failure: { code: 'SERVER', message: '', retryable: true } })
    await choose('filter-role', '3')
    expect(page.get('all-users').textContent).toContain('Only 200 of 250 users were filtered.')
    await page.click('all-users-rest')
    expect([page.find('all-users'), range()]).toEqual([null, `1–20 of ${expected(({ roleIds }) => roleIds.includes(3)).length}`])
  })

  it('offline is answered from the cache, as far as that goes, which is said', async () => {
    page = await openWorkspace(fake)
    fake.state = { ...fake.state, connection: { state: 'offline', syncedAt: null, since: Date.now(), reason: null } }
    fake.push('connection.changed', fake.state.connection)
    fake.always('users.list', { answer: { rows: fake.users.slice(0, 14), total: 14, fetchedAt: Date.now(), origin: 'cache', isComplete: false } })
    await page.click('filter-more')
    await choose('filter-role', '2')
    expect([ids(), page.get('list-kept').textContent?.includes('Offline.'), page.get('list-part').textContent]).toEqual([[7, 14], true, '2 cached; the server may have more.'])
    fake.always('users.list', null)
    fake.push('connection.changed', { state: 'online', syncedAt: Date.now(), since: null, reason: null })
    await quiet()
    expect([ids(), page.find('list-kept')]).toEqual([[7, 14, 21, 28], null])
  })

  it('follows what is written: here at once, and elsewhere', async () => {
    page = await openWorkspace(fake)
    await page.click('filter-more')
    await choose('filter-role', '2')
    page.get('row-7').querySelector<HTMLElement>('[role=gridcell]')?.focus()
    await press('Delete')
    await page.click('question-confirm')
    expect(ids()).toEqual([14, 21, 28])
    fake.users = fake.users.map((user) => (user.id === 8 ? { ...user, roleIds: [2] } : user))
    fake.push('records.changed', { resource: 'users', id: 8, isGone: false, temporaryId: null })
    await soon(() => expect(ids()).toEqual([8, 14, 21, 28]))
  })

  it('are as they were left, with the departments’ column, its width and where it was', async () => {
    page = await openWorkspace(fake)
    await page.click('filter-more')
    await choose('filter-role', '2')
    await choose('filter-to', '2026-01-01')
    await openPane()
    await check('pane-below', false)
    page.get('pane-splitter').focus()
    await press('End')
    await page.click('menu-sys-dept-index')
    expect(kept()).toMatchObject({ role: 2, to: '2026-01-01', isAlone: true, isPaneShown: true, paneWidth: 480 })
    page.close()
    page = await openWorkspace(fake)
    await page.click('menu-sys-user-index')
    expect([page.get<HTMLSelectElement>('filter-role').value, page.get<HTMLInputElement>('filter-to').value, page.get<HTMLInputElement>('pane-below').checked]).toEqual(['2', '2026-01-01', false])
    expect([page.get('department-pane').style.getPropertyValue('--aside-width'), ids()]).toEqual(['480px', [7, 14, 21, 28]])
    expect(page.get('told').textContent).toContain('Your last filter is still on')
  })

  it('the last sign-in is a column only where somebody has one', async () => {
    page = await openWorkspace(fake)
    const headers = (): (string | null)[] => [...page.root.querySelectorAll('[role=columnheader]')].map(({ textContent }) => textContent)
    expect(headers()).not.toContain('Last sign-in')
    fake.users = fake.users.map((user) => (user.id === 3 ? { ...user, lastSignInAt: 1_700_000_000 } : user))
    await page.click('refresh')
    expect(headers()).toContain('Last sign-in')
  })
})

describe('the departments beside the list', () => {
  const inBranch = (branch: readonly number[]) => expected(({ departmentIds }) => departmentIds.some((id) => branch.includes(id)))

  it('are shown by their key, take the focus, filter by keys with what is below them, and give the focus back', async () => {
    page = await openWorkspace(fake)
    expect(page.get('pane-toggle').getAttribute('aria-expanded')).toBe('false')
    await openPane()
    const tree = page.get('department-pane').querySelector('[role=tree]')
    expect([document.activeElement, page.get('pane-toggle').getAttribute('aria-expanded')]).toEqual([tree, 'true'])
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await press(key)
    expect([ids(), range().split(' ').at(-1)]).toEqual([inBranch([2, 3, 4]).slice(0, 20), String(inBranch([2, 3, 4]).length)])
    expect(document.activeElement).toBe(tree)
    await check('pane-below', false)
    expect(ids()).toEqual(inBranch([2]))
    tree?.dispatchEvent(new FocusEvent('focusin'))
    ;(tree as HTMLElement).focus()
    await openPane()
    expect([page.find('department-pane'), document.activeElement]).toEqual([null, page.get('pane-toggle')])
    // Out of sight it is still in force: the same choice stands in the filter, which counts it.
    expect(page.get('filter-department').style.display).not.toBe('none')
  })

  it('have “no department”, say how many are in each, and are all again', async () => {
    page = await openWorkspace(fake)
    await openPane()
    expect([option(0)?.textContent, option(2)?.textContent, option(3)?.textContent].map((text) => /\d+$/.exec(text ?? '')?.[0])).toEqual([
      '30',
      String(inBranch([2, 3, 4]).length),
      String(inBranch([3]).length),
    ])
    option(Number.MIN_SAFE_INTEGER)?.click()
    await quiet()
    expect(ids()).toEqual([9])
    option(0)?.click()
    await quiet()
    expect(range()).toBe('1–20 of 30')
  })

  it('are made wider and narrower by keys', async () => {
    page = await openWorkspace(fake)
    await openPane()
    const splitter = page.get('pane-splitter')
    splitter.focus()
    const seen: (string | null)[] = []
    for (const key of ['ArrowRight', 'ArrowLeft', 'Home', 'End']) {
      await press(key)
      seen.push(splitter.getAttribute('aria-valuenow'))
    }
    expect(seen).toEqual(['236', '220', '150', '480'])
  })

  it('stand in the filter where there is no room for them beside the list', async () => {
    page = await openWorkspace(fake)
    const styles = window.getComputedStyle.bind(window)
    vi.spyOn(window, 'getComputedStyle').mockImplementation((element) =>
      element instanceof HTMLElement && element.dataset['testid'] === 'department-pane' ? ({ display: 'none' } as CSSStyleDeclaration) : styles(element),
    )
    await openPane()
    expect([page.find('department-pane'), document.activeElement]).toEqual([null, page.get('filter-department').querySelector('input')])
    expect(kept()?.['isPaneShown']).not.toBe(true)
  })

  it('stay wished for where they gave way to a narrow window', async () => {
    fake.views.set(`${fake.state.profile.id}/${fake.state.session.userId}`, { users: { isPaneShown: true } })
    const styles = window.getComputedStyle.bind(window)
    vi.spyOn(window, 'getComputedStyle').mockImplementation((element) =>
      element instanceof HTMLElement && element.dataset['testid'] === 'department-pane' ? ({ display: 'none' } as CSSStyleDeclaration) : styles(element),
    )
    page = await openWorkspace(fake)
    await openPane()
    expect([page.find('department-pane') !== null, document.activeElement]).toEqual([true, page.get('filter-department').querySelector('input')])
  })

  it('a link to one of them opens the list of its people, whatever was filtered before', async () => {
    fake.views.set(`${fake.state.profile.id}/${fake.state.session.userId}`, { users: { username: 'nobody', role: 9 }, start: { component: 'sys/dept/index' } })
    page = await openWorkspace(fake)
    await page.click('menu-sys-dept-index')
    const router = page.app.config.globalProperties.$router
    await router.push({ name: 'users', query: { department: '2' } })
    await quiet()
    expect([ids(), page.get<HTMLInputElement>('filter-username').value, router.currentRoute.value.query]).toEqual([inBranch([2, 3, 4]).slice(0, 20), '', {}])
    expect(page.get('filter-department').querySelector('input')?.placeholder).toBe('研发部')
  })

  it('leave Ctrl+B to the menu', async () => {
    page = await openWorkspace(fake)
    await press('b', { ctrlKey: true })
    expect([page.find('department-pane'), fake.callsOf('preferences.set')]).toEqual([null, [{ isMenuHidden: true }]])
  })
})
