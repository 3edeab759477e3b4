// Settings, Keyboard: every action with its keys, and the way to choose others.
import type { ActionId } from '@shared/actions/actions'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace

async function open(keys: Partial<Record<ActionId, readonly string[]>> = {}, platform = 'linux'): Promise<void> {
  fake.state = { ...fake.state, platform, preferences: { ...fake.state.preferences, keys } }
  page = await openWorkspace(fake)
  fake.push('actions.asked', { id: 'settings', choice: null })
  await quiet()
}

async function change(id: ActionId): Promise<void> {
  page.get(`key-change-${id}`).focus()
  await page.click(`key-change-${id}`)
}

const stored = () => fake.callsOf('preferences.set')
const shownKeys = (id: ActionId) => [...page.get(`key-${id}`).querySelectorAll('kbd')].map((one) => one.textContent)
const linesShown = () => [...document.querySelectorAll('.keys-line .keys-name')].map((one) => one.textContent)
const trouble = () => page.find('key-trouble')?.textContent
const heard = (): string => page.get('announcer').textContent ?? ''

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

describe('the keyboard settings', () => {
  it('list every action in its group, with keys, without, and with keys that stay as they are', async () => {
    await open()
    expect(linesShown().length).toBeGreaterThan(55)
    expect([shownKeys('refresh'), shownKeys('signOut'), page.get('key-signOut').textContent]).toEqual([['F5', 'Ctrl+R'], [], expect.stringContaining('None')])
    expect([page.get('key-copy').textContent, page.find('key-change-copy')]).toEqual([expect.stringContaining('Fixed'), null])
  })

  it('are searched by name and by keys', async () => {
    await open()
    await page.type('key-search', 'ctrl+shift+o')
    expect(linesShown()).toEqual(['Outbox'])
    await page.type('key-search', 'zzz')
    expect([linesShown(), page.get('key-none').textContent]).toEqual([[], 'No action matches “zzz”.'])
  })

  it('take the next press: it is stored, acts at once, is marked, and shown in the sheet', async () => {
    await open()
    await change('outbox')
    expect(page.get('key-change-outbox').textContent.trim()).toBe('Press keys…')
    await press('Control', { ctrlKey: true })
    expect(trouble()).toBeUndefined()
    await press('k', { ctrlKey: true })
    expect([stored(), shownKeys('outbox'), page.find('key-changed-outbox') !== null]).toEqual([[{ keys: { outbox: ['Mod+K'] } }], ['Ctrl+K'], true])
    expect(heard()).toContain('The shortcut for “Outbox” is now Ctrl+K.')
    expect(document.activeElement).toBe(page.get('key-change-outbox'))
    fake.push('actions.asked', { id: 'shortcuts', choice: null })
    await quiet()
    expect(page.get('shortcut-outbox').textContent).toContain('Ctrl+K')
    await press('Escape')
    await press('O', { ctrlKey: true, shiftKey: true })
    expect(page.find('settings')).not.toBeNull()
    await press('k', { ctrlKey: true })
    expect([page.find('settings'), document.title]).toEqual([null, expect.stringContaining('Outbox')])
  })

  it('do not do what is pressed while they wait for it', async () => {
    await open()
    await change('outbox')
    await press('b', { ctrlKey: true })
    expect([trouble(), fake.callsOf('preferences.set'), page.get('menu-toggle').getAttribute('aria-expanded')]).toEqual([
      'Ctrl+B is already used for “Show or hide menu”. Press another shortcut.',
      [],
      'true',
    ])
    // It goes on waiting.
    await press('F7')
    expect([stored(), trouble()]).toEqual([[{ keys: { outbox: ['F7'] } }], undefined])
  })

  it.each<[what: string, key: string, more: KeyboardEventInit, platform: string, said: string]>([
    ['a letter', 'k', {}, 'linux', 'K is needed for typing.'],
    ['what moves the caret', 'ArrowLeft', { ctrlKey: true }, 'linux', 'Ctrl+← is needed for editing text.'],
    ['a key that has no name', 'AudioVolumeUp', {}, 'linux', 'This key cannot be used in a shortcut.'],
    ['the key of the system', 'k', { metaKey: true }, 'linux', 'Super+K is reserved by the operating system.'],
    ['Ctrl on macOS', 'k', { ctrlKey: true }, 'darwin', '⌃K is needed for editing text.'],
    ['copying', 'c', { ctrlKey: true }, 'linux', 'Ctrl+C is already used for “Copy”.'],
  ])('refuse %s, and say why', async (_what, key, more, platform, said) => {
    await open({}, platform)
    await change('outbox')
    await press(key, more)
    expect([trouble(), stored()]).toEqual([`${said} Press another shortcut.`, []])
  })

  it('give up with Escape, and with the focus', async () => {
    await open()
    await change('outbox')
    await press('Escape')
    expect([page.get('key-change-outbox').textContent.trim(), page.find('settings') !== null]).toEqual(['Change', true])
    await change('outbox')
    page.get('key-change-drafts').focus()
    await quiet()
    await press('k', { ctrlKey: true })
    expect([page.get('key-change-outbox').textContent.trim(), stored()]).toEqual(['Change', []])
  })

  it('reset one action, and the focus stays beside it', async () => {
    await open({ outbox: ['Mod+K'], save: ['F7'] })
    expect(shownKeys('outbox')).toEqual(['Ctrl+K'])
    page.get('key-reset-outbox').focus()
    await page.click('key-reset-outbox')
    expect([stored(), shownKeys('outbox'), page.find('key-changed-outbox')]).toEqual([[{ keys: { save: ['F7'] } }], ['Ctrl+Shift+O'], null])
    expect(document.activeElement).toBe(page.get('key-change-outbox'))
  })

  it('do not reset to keys that another action has meanwhile, and say which', async () => {
    await open({ toggleMenu: ['Mod+K'], outbox: ['Mod+B'] })
    await page.click('key-reset-toggleMenu')
    expect([trouble(), stored()]).toEqual(['“Show or hide menu” cannot be reset: Ctrl+B is used for “Outbox”. Change that shortcut first.', []])
  })

  it('forget a choice that is the default again', async () => {
    await open({ outbox: ['Mod+K'] })
    await change('outbox')
    await press('O', { ctrlKey: true, shiftKey: true })
    expect(stored()).toEqual([{ keys: {} }])
  })

  it('reset all after a question, and say so where nothing is changed', async () => {
    await open({ outbox: ['Mod+K'], save: ['F7'] })
    await page.click('key-reset-all')
    expect(page.get('question').textContent).toContain('2 changed shortcuts return to their defaults.')
    await page.click('question-cancel')
    expect(stored()).toEqual([])
    await page.click('key-reset-all')
    await page.click('question-confirm')
    expect([stored(), shownKeys('outbox'), shownKeys('save')]).toEqual([[{ keys: {} }], ['Ctrl+Shift+O'], ['Ctrl+S']])
    await page.click('key-reset-all')
    expect([page.find('question'), page.get('key-reset-all').getAttribute('aria-disabled')]).toEqual([null, 'true'])
  })

  it('follow another window', async () => {
    await open()
    fake.push('preferences.changed', { ...fake.state.preferences, keys: { toggleMenu: ['Mod+K'] } })
    await quiet()
    expect([shownKeys('toggleMenu'), page.get('menu-toggle').getAttribute('aria-keyshortcuts')]).toEqual([['Ctrl+K'], 'Control+K'])
  })

  it('speak Chinese', async () => {
    fake.state = { ...fake.state, preferences: { ...fake.state.preferences, locale: 'zh-CN' } }
    await open()
    await change('outbox')
    await press('b', { ctrlKey: true })
    expect(trouble()).toBe('Ctrl+B 已用于“显示或隐藏菜单”。请按其他快捷键。')
  })
})

describe('texts with keys in them', () => {
  it('name the keys that were chosen, in titles and in sentences', async () => {
    fake.state = {
      ...fake.state,
      preferences: { ...fake.state.preferences, keys: { refresh: ['F7'], toggleMenu: ['Mod+K'], newRecord: ['Insert'], find: ['Mod+G'], nextPage: ['Mod+PageDown'], editServer: ['F8'] } },
    }
    page = await openWorkspace(fake)
    const titles = () => ['refresh', 'menu-toggle', 'new-record', 'pager-next', 'pager-prev', 'filter-username'].map((testid) => page.find(testid)?.title)
    expect(titles()).toEqual(['Refresh (F7)', 'Hide menu (Ctrl+K)', 'New user (Insert)', 'Next page (Ctrl+Page Down)', 'Previous page (Alt+Page Up)', 'Ctrl+G: filter. Enter: first row.'])
    fake.push('actions.asked', { id: 'servers', choice: null })
    await quiet()
    expect(document.getElementById('server-keys')?.textContent).toBe(
      'Enter opens, Ctrl+Enter opens in a new window. F8 edits, Delete removes, Alt+↑ and Alt+↓ move. Ctrl+N adds, Ctrl+1…9 opens by number.',
    )
  })

  it('name none where there are none', async () => {
    fake.state = { ...fake.state, preferences: { ...fake.state.preferences, keys: { refresh: [] } } }
    page = await openWorkspace(fake)
    expect([page.get('refresh').title, page.get('refresh').getAttribute('aria-keyshortcuts')]).toEqual(['Refresh', null])
  })
})
