import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { unknownPage } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, quiet } from '../support/mount'
import { soon } from '../../../support/soon'

const draftId = '6f1f3a5e-8c1d-4d0e-9a6b-3f2b1c0d9e8f'
const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })

let fake: FakeHoldfast
let page: OpenWorkspace

describe('the workspace', () => {
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

  it('opens the users page of the server’s menu and says where one is in the list', async () => {
    page = await openWorkspace(fake)
    expect(page.get('range-text').textContent).toBe('1–20 of 4,310')
    expect(page.get('menu-sys-user-index').getAttribute('aria-current')).toBe('page')
    await page.click('pager-next')
    expect(page.get('range-text').textContent).toBe('21–40 of 4,310')
  })

  it('does not cut in with the first page when somebody is on the way to another one already', async () => {
    let answer: () => void = () => undefined
    fake.next('account.read', {
      gate: new Promise<void>((resolve) => {
        answer = resolve
      }),
    })
    page = await openWorkspace(fake)
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'O', ctrlKey: true, shiftKey: true, bubbles: true, cancelable: true }))
    answer()
    await quiet()
    expect([page.find('outbox') !== null, page.find('users-grid')]).toEqual([true, null])
  })

  it.each(['cancelled', 'signed-out'] as const)('says once that nobody is signed in, and that the work is kept: %s', async (cause) => {
    fake.state = { ...fake.state, session: { ...fake.state.session, state: 'ended', cause, userId: null } }
    page = await openWorkspace(fake)
    const text = page.get('welcome').textContent ?? ''
    expect([text.match(/not signed in|signed out/gi), text]).toEqual([['Not signed in'], expect.stringContaining('Your work is kept.')])
  })

  it('tells main once that the shell is visible', async () => {
    page = await openWorkspace(fake)
    await soon(() => expect(fake.callsOf('app.shellVisible')).toHaveLength(1))
  })

  it('says of other pages that they are not here, and offers no browser for the demo', async () => {
    fake.account = { ...fake.account, menu: [...fake.account.menu, unknownPage] }
    page = await openWorkspace(fake)
    await page.click('menu-extra-index')
    expect(page.get('unavailable').textContent).toContain('does not have this page')
    expect(page.find('open-in-browser')).toBeNull()
  })

  it('offers the browser where there are web pages', async () => {
    fake.state = { ...fake.state, profile: { ...fake.state.profile, isDemo: false, origin: 'https://x.example' } }
    fake.account = { ...fake.account, menu: [...fake.account.menu, unknownPage] }
    page = await openWorkspace(fake)
    await page.click('menu-extra-index')
    await page.click('open-in-browser')
    expect(fake.callsOf('links.openServerPage')).toEqual([{ path: '/extra' }])
  })

  it('is calm when signed out: a way in, and kept drafts by name only', async () => {
    fake.state = { ...fake.state, session: { ...fake.state.session, state: 'signed-out', cause: 'first-start' } }
    fake.drafts.set(draftId, { draftId, resource: 'users', recordId: 5, title: 'farid', keptAt: Date.now(), server: '', base: {}, edits: { email: 'secret@x' }, cursorField: null })
    page = await openWorkspace(fake)
    expect(page.get('welcome').textContent).toContain('farid')
    expect([fake.callsOf('account.read'), fake.callsOf('drafts.read')]).toEqual([[], []])
    await page.click('sign-in-button')
    expect(fake.callsOf('session.signIn')).toHaveLength(1)
    fake.setSession({ state: 'active', cause: null })
    await quiet()
    expect(page.find('users-grid')).not.toBeNull()
  })

  it('shows an account without a role its own page with a way out', async () => {
    fake.account = { ...fake.account, roles: [], menu: [] }
    page = await openWorkspace(fake)
    expect(page.get('no-access').textContent).toContain('Your account has no role')
    await page.click('sign-out')
    await page.click('question-confirm')
    expect(fake.callsOf('session.signOut')).toHaveLength(1)
  })

  it('asks the server for the filter 300 ms after typing, and never for a composition in progress', async () => {
    page = await openWorkspace(fake)
    vi.useFakeTimers()
    const field = page.get<HTMLInputElement>('filter-username')
    field.dispatchEvent(new Event('compositionstart'))
    await page.type('filter-username', 'zh')
    await vi.advanceTimersByTimeAsync(1000)
    expect(fake.callsOf('users.list')).toHaveLength(1)
    field.dispatchEvent(new Event('compositionend'))
    await page.type('filter-username', 'wei')
    await vi.advanceTimersByTimeAsync(299)
    expect(fake.callsOf('users.list')).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    await quiet()
    expect(fake.callsOf('users.list').at(-1)).toMatchObject({ page: 1, filter: { username: 'wei' } })
  })

  it('says what did not match, and clears the filters', async () => {
    page = await openWorkspace(fake)
    await page.type('filter-username', 'nobody')
    page.get('filter-username').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
    await quiet()
    expect(document.body.textContent).toContain('No users match “nobody”.')
    await page.click('filter-clear')
    expect(page.get('range-text').textContent).toBe('1–20 of 4,310')
  })

  it('keeps the rows on screen when a refresh fails, says so, and refreshes by itself when back online', async () => {
    page = await openWorkspace(fake)
    fake.always('users.list', { failure: failure('OFFLINE') })
    await page.click('refresh')
    expect(document.body.textContent).toContain('The server is not reachable.')
    expect(page.find('row-5')).not.toBeNull()
    fake.always('users.list', null)
    fake.push('connection.changed', { state: 'offline', syncedAt: null, since: 1, reason: null })
    await quiet()
    fake.push('connection.changed', { state: 'online', syncedAt: 2, since: null, reason: null })
    await quiet()
    expect(document.body.textContent).not.toContain('The server is not reachable.')
  })

  it('gives the focus to the list when nothing else has it, after a start and after a sign-in', async () => {
    fake.state = { ...fake.state, session: { ...fake.state.session, state: 'signed-out', cause: 'first-start' } }
    page = await openWorkspace(fake)
    expect(document.activeElement).toBe(page.get('sign-in-button'))
    fake.setSession({ state: 'active', cause: null })
    await quiet()
    expect([document.activeElement?.getAttribute('data-cell'), page.get('users-grid').contains(document.activeElement)]).toEqual(['0:0', true])
  })

  it('takes the focus from nobody who has it', async () => {
    fake.account = { ...fake.account, menu: [...fake.account.menu, unknownPage] }
    page = await openWorkspace(fake)
    page.get('menu-extra-index').focus()
    await page.click('menu-extra-index')
    page.get('menu-sys-user-index').focus()
    await page.click('menu-sys-user-index')
    expect([page.find('users-grid') !== null, document.activeElement]).toEqual([true, page.get('menu-sys-user-index')])
  })

  it('leaves the focus in the list at a click, and takes it into the form by a double click, Enter or F2', async () => {
    page = await openWorkspace(fake)
    const cell = (): HTMLElement => page.get('row-5').querySelector<HTMLElement>('[role=gridcell]') ?? document.body
    cell().focus()
    await page.click('row-5')
    expect(document.activeElement).toBe(cell())
    const starts = [
      () => cell().dispatchEvent(new MouseEvent('dblclick', { bubbles: true })),
      ...['Enter', 'F2'].map((key) => () => cell().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))),
    ]
    for (const start of starts) {
      cell().focus()
      start()
      await quiet()
      expect(document.activeElement).toBe(page.get('field-email'))
    }
  })

  it('goes back to the form after a sign-in from the bar', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    fake.setSession({ state: 'suspended', cause: 'expired', since: Date.now(), waiting: 0 })
    await quiet()
    page.get('field-tel').focus()
    page.get('sign-in-button').dispatchEvent(new FocusEvent('focusin', { bubbles: true, relatedTarget: page.get('field-tel') }))
    page.get('sign-in-button').focus()
    fake.setSession({ state: 'active', cause: null, since: null })
    await quiet()
    expect(document.activeElement).toBe(page.get('field-tel'))
  })

  it('goes from region to region with F6 and back with Shift+F6, to where the focus was', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    const region = (): string | undefined => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region']
    const press = (isBack = false): void => {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F6', shiftKey: isBack, cancelable: true }))
    }
    page.get('field-tel').focus()
    const seen = Array.from({ length: 5 }, () => (press(), region()))
    expect(seen).toEqual(['status', 'menu', 'filters', 'grid', 'record'])
    expect(document.activeElement).toBe(page.get('field-tel'))
    press(true)
    expect(region()).toBe('grid')
  })

  it('goes from region to region with the keys that a person chose, and no longer with F6', async () => {
    fake.state = { ...fake.state, preferences: { ...fake.state.preferences, keys: { nextRegion: ['F7'] } } }
    page = await openWorkspace(fake)
    await page.click('row-5')
    page.get('field-tel').focus()
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F6', cancelable: true }))
    expect(document.activeElement).toBe(page.get('field-tel'))
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F7', cancelable: true }))
    expect(document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region']).toBe('status')
  })

  it('tells on the head of a column how a second sort is added, with the keys as the system writes them', async () => {
    fake.state = { ...fake.state, platform: 'darwin' }
    page = await openWorkspace(fake)
    expect(page.get('users-grid').querySelector('[aria-description]')?.getAttribute('aria-description')).toBe('Enter: sort. ⌘Enter: add a second sort.')
  })

  it('refreshes the data with F5 and turns pages with Alt+Page Down, instead of reloading', async () => {
    page = await openWorkspace(fake)
    const press = async (more: KeyboardEventInit): Promise<boolean> => {
      const event = new KeyboardEvent('keydown', { cancelable: true, ...more })
      window.dispatchEvent(event)
      await quiet()
      return event.defaultPrevented
    }
    expect([await press({ key: 'F5' }), fake.callsOf('users.list').length]).toEqual([true, 2])
    expect(await press({ key: 'r', ctrlKey: true })).toBe(true)
    await press({ key: 'PageDown', altKey: true })
    expect(page.get('range-text').textContent).toBe('21–40 of 4,310')
  })

  it('speaks the other language at once, with an open form untouched', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-tel', '123')
    fake.push('preferences.changed', { ...fake.state.preferences, locale: 'zh-CN', theme: 'dark', density: 'compact' })
    await quiet()
    expect(page.get('range-text').textContent).toBe('第 1–20 条，共 4,310 条')
    expect(page.get<HTMLInputElement>('field-tel').value).toBe('123')
    expect({ ...document.documentElement.dataset, lang: document.documentElement.lang }).toMatchObject({ theme: 'dark', density: 'compact', lang: 'zh-CN' })
  })

  it('drops everything when the window shows another server', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    fake.state = { ...fake.state, profile: { ...fake.state.profile, id: 'other', name: 'Other', isDemo: false, origin: 'https://other.example' } }
    fake.push('workspace.switched', null)
    await quiet()
    expect([page.find('drawer'), page.get('server-chip').textContent]).toEqual([null, expect.stringContaining('Other')])
    expect(fake.callsOf('account.read').length).toBeGreaterThan(1)
    expect(page.find('users-grid')).not.toBeNull()
  })
})
