// What the native menu, the keys and the shortcut sheet have in common: one table, and what each page offers of it.
import type { ActionId } from '@shared/actions/actions'
import type { MenuState } from '@shared/actions/menu-state'
import type { ProfileEntry } from '@shared/profiles'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { profileView } from '../../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace
const told = (): MenuState => fake.callsOf('actions.tell').at(-1) as MenuState
async function ask(id: ActionId, choice: number | null = null): Promise<void> {
  fake.push('actions.asked', { id, choice })
  await quiet()
}
const heard = (): string => page.get('announcer').textContent ?? ''

beforeEach(async () => {
  giveElementsASize()
  fake = createFakeHoldfast()
  page = await openWorkspace(fake)
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

describe('what a page tells the native menu', () => {
  it('is what can be done on it, what cannot and why, and where its menu leads', async () => {
    expect(told().actions).toMatchObject({ newRecord: null, refresh: null, nextPage: null, save: 'There is nothing to save.', revert: 'There are no unsaved changes.' })
    // The first row is one that the server protects.
    expect(told().actions).toMatchObject({ editRow: null, deleteRow: 'This user is protected by the server and read-only.' })
    await press('ArrowDown')
    expect(told().actions).toMatchObject({ deleteRow: null })
    expect(told().pages.map(({ title }) => title)).toContain('Users')
  })

  it('follows the page: elsewhere there is nothing to make anew, and it says so', async () => {
    await ask('settings')
    expect(told().actions).toMatchObject({ newRecord: 'Not available on this page.', copyLink: 'Select a record in the list first.' })
  })

  it('follows the form', async () => {
    await press('n', { ctrlKey: true })
    expect(told().actions).toMatchObject({ save: null, revert: 'There are no unsaved changes.' })
    await page.type('field-username', 'someone')
    expect(told().actions).toMatchObject({ revert: null })
  })
})

describe('what the native menu asks for', () => {
  it('is done by the page: a record is saved', async () => {
    await press('ArrowDown')
    await press('Enter')
    await page.type('field-email', 'new@example.test')
    await ask('save')
    expect(fake.callsOf('users.save')).toMatchObject([{ edits: { email: 'new@example.test' } }])
  })

  it('opens the page of the account that was chosen', async () => {
    const roles = told().pages.find(({ title }) => title === 'Roles')
    await ask('goToPage', roles?.id ?? null)
    expect(document.title).toContain('Roles')
  })

  it('waits for a question that is on screen', async () => {
    await press('ArrowDown')
    await press('Delete')
    expect(page.find('question')).not.toBeNull()
    await ask('settings')
    expect([page.find('settings'), heard()]).toEqual([null, 'Close the open dialog first.'])
  })

  it('runs the connection test where that stands', async () => {
    fake.profiles = fake.profiles.map((entry) => ({ ...entry, isHere: entry.id === 'live' }))
    fake.state = { ...fake.state, profile: profileView(fake.profiles.find(({ isHere }) => isHere) as ProfileEntry) }
    page.close()
    page = await openWorkspace(fake)
    await ask('testConnection')
    expect(fake.callsOf('profiles.test')).toHaveLength(1)
  })
})

describe('keys', () => {
  it('of what cannot be done say why', async () => {
    await ask('settings')
    await press('n', { ctrlKey: true })
    expect(heard()).toBe('Not available on this page.')
  })

  it.each([
    ['Ctrl+/', '/', { ctrlKey: true }],
    ['F1', 'F1', {}],
  ])('%s opens all keys, Escape closes them and gives the focus back', async (_name, key, modifiers) => {
    page.get('account').focus()
    await press(key, modifiers)
    expect(document.activeElement).toBe(page.get('shortcut-search'))
    expect(page.get('shortcut-save').textContent).toContain('Ctrl+S')
    await press('Escape')
    expect([page.find('shortcut-sheet'), document.activeElement]).toEqual([null, page.get('account')])
  })

  it('are found by what they do and by themselves, and what is not there is said', async () => {
    const found = () => [...document.querySelectorAll('[data-testid="shortcut-sheet"] .sheet-line dt')].map((one) => one.textContent)
    await ask('shortcuts')
    expect(found().length).toBeGreaterThan(40)
    await page.type('shortcut-search', 'ctrl+shift+o')
    expect(found()).toEqual(['Outbox'])
    await page.type('shortcut-search', 'settings')
    expect(found()).toEqual(['Settings'])
    await page.type('shortcut-search', 'zzz')
    expect([found(), page.get('shortcut-none').textContent]).toEqual([[], 'No shortcut matches “zzz”.'])
  })
})

describe('Help', () => {
  it('has getting started with the keys in use, and what is new from the CHANGELOG, in reach without a server', async () => {
    await ask('gettingStarted')
    expect(page.get('help').textContent).toContain('Ctrl+Shift+O shows all pending changes')
    await ask('whatsNew')
    expect([page.get('whats-new').querySelector('h2')?.textContent, page.get('whats-new').querySelectorAll('li').length > 20]).toEqual(['0.1.0 (unreleased)', true])
    // Only who reads another language has to be told that this is English.
    expect(page.find('whats-new-language')).toBeNull()
    fake.push('preferences.changed', { ...fake.state.preferences, locale: 'zh-CN' })
    await quiet()
    expect(page.get('whats-new-language').textContent).toBe('更新说明只有英文版本。')
    await page.click('close-page')
    expect(page.find('whats-new')).toBeNull()
  })

  it('About tells the runtime, whether it is supported, and can be copied', async () => {
    const written = vi.fn(() => Promise.resolve())
    vi.stubGlobal('navigator', { ...navigator, language: 'en', clipboard: { writeText: written } })
    await ask('about')
    expect(page.get('about-facts').textContent).toContain('33.2.1')
    expect(page.get('about-support').textContent).toMatch(/^Electron 33 is older than the latest three major versions/)
    await page.click('about-copy')
    expect(written.mock.calls.flat().join()).toContain('Electron: 33.2.1')
    vi.unstubAllGlobals()
  })
})
