import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PREFERENCE_DEFAULTS } from '@shared/views'
import { makeEntry } from '../support/fake-outbox'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openPopover, openWorkspace, type OpenWorkspace, quiet } from '../support/mount'

const failure = (code: Failure['code']): Failure => ({ code, message: '', retryable: false })

let fake: FakeHoldfast
let page: OpenWorkspace

async function openSettings(): Promise<void> {
  page = await openWorkspace(fake)
  fake.push('actions.asked', { id: 'settings', choice: null })
  await quiet()
}

async function pick(testid: string): Promise<void> {
  page
    .get(testid)
    .querySelector('input')
    ?.dispatchEvent(new Event('change', { bubbles: true }))
  await quiet()
}

describe('the settings', () => {
  beforeEach(() => {
    giveElementsASize()
    fake = createFakeHoldfast()
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('take effect at once, and are stored', async () => {
    await openSettings()
    await pick('settings-theme-dark')
    await pick('settings-density-compact')
    await pick('settings-language-zh-CN')
    expect(fake.callsOf('preferences.set')).toEqual([{ theme: 'dark' }, { density: 'compact' }, { locale: 'zh-CN' }])
    expect({ ...document.documentElement.dataset }).toMatchObject({ theme: 'dark', density: 'compact' })
    expect(page.get('settings').textContent).toContain('外观')
  })

  it('have what each does read out with its control', async () => {
    await openSettings()
    const hints = [...page.get('settings').querySelectorAll('.setting-main > p[id]')]
    expect(hints.length).toBeGreaterThan(10)
    const unread = hints.filter(({ id, parentElement }) => !parentElement?.querySelector(`[aria-describedby~="${id}"]`))
    expect(unread.map(({ textContent }) => textContent)).toEqual([])
  })

  it('keep crash dumps only where that is chosen, and say what a dump may hold', async () => {
    await openSettings()
    const box = page.get('settings-crash-dumps') as HTMLInputElement
    expect([box.checked, document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent]).toEqual([
      false,
      expect.stringContaining('may contain what is on screen, your password and your session'),
    ])
    box.checked = true
    box.dispatchEvent(new Event('change', { bubbles: true }))
    await quiet()
    expect(fake.callsOf('preferences.set')).toEqual([{ keepsCrashDumps: true }])
    expect((page.get('settings-crash-dumps') as HTMLInputElement).checked).toBe(true)
  })

  it('change the size of text live: root, rows and columns follow, and it stays between 12 and 24', async () => {
    await openSettings()
    const slider = page.get<HTMLInputElement>('settings-font-size')
    slider.value = '24'
    slider.dispatchEvent(new Event('input', { bubbles: true }))
    await quiet()
    const { style } = document.documentElement
    expect([style.fontSize, style.getPropertyValue('--row-height'), fake.callsOf('preferences.set')]).toEqual(['24px', '59px', [{ fontSize: 24 }]])
    await page.click('font-larger')
    expect(fake.state.preferences.fontSize).toBe(24)
    await page.click('font-smaller')
    expect([style.fontSize, page.get('setting-fontSize').textContent]).toEqual(['23px', expect.stringContaining('23 px')])
  })

  it('lead back to the default, one by one and all at once, and touch neither width nor hiding of the menu', async () => {
    fake.state = { ...fake.state, preferences: { ...fake.state.preferences, locale: 'en', theme: 'system', pageSize: 'window', density: 'compact', motion: 'reduced', menuWidth: 300 } }
    await openSettings()
    expect([
      page.find('reset-theme'),
      page
        .get('reset-density')
        .getAttribute('aria-label')
        ?.replace(/[\u2068\u2069]/g, ''),
    ]).toEqual([null, 'Reset “Density” to the default'])
    await page.click('reset-density')
    expect([fake.state.preferences.density, page.find('reset-density')]).toEqual(['comfortable', null])
    await page.click('reset-all')
    expect(page.get('question').textContent).toContain('Servers, drafts, pending changes and cached data are not touched.')
    await page.click('question-confirm')
    expect(fake.state.preferences).toEqual({ ...PREFERENCE_DEFAULTS, menuWidth: 300 })
  })

  it('are found by label and help, in both languages whichever is chosen; what does not fit is not on screen', async () => {
    await openSettings()
    const shown = (): string[] => [...document.querySelectorAll('[data-testid^="setting-"]')].map((row) => row.getAttribute('data-testid') ?? '')
    await page.type('settings-search', 'PASSWORDS, tokens')
    expect([shown(), page.get('settings-found').textContent?.trim()]).toEqual([['setting-logs'], '1 setting found'])
    await page.type('settings-search', '语言')
    expect(shown()).toEqual(['setting-language'])
    await page.type('settings-search', 'start activity')
    expect(shown()).toEqual(['setting-startPage'])
    await page.type('settings-search', 'each server pending changes')
    expect(page.find('servers-data')).not.toBeNull()
    await page.type('settings-search', 'zzz')
    expect([shown(), page.find('security'), page.get('settings-found').textContent]).toEqual([[], null, expect.stringContaining('No setting matches')])
    await page.type('settings-search', '')
    expect(shown().length).toBe(12)
  })

  it('turn movement off, and let messages stay in the status bar', async () => {
    await openSettings()
    await pick('settings-motion-reduced')
    expect(document.documentElement.dataset['motion']).toBe('reduced')
    const box = page.get<HTMLInputElement>('settings-keeps-messages')
    box.checked = true
    box.dispatchEvent(new Event('change', { bubbles: true }))
    await quiet()
    expect(fake.state.preferences).toMatchObject({ motion: 'reduced', keepsMessages: true })
  })

  it('open the folder of the log, and say it with details when that did not work', async () => {
    await openSettings()
    await page.click('open-logs')
    expect([fake.callsOf('app.openLogFolder').length, page.find('failure-details')]).toEqual([1, null])
    fake.next('app.openLogFolder', { failure: { ...failure('STORAGE'), details: { requestId: '0a1b2c3d' } } })
    await page.click('open-logs')
    expect([page.get('setting-logs').textContent, page.get('failure-details').textContent]).toEqual([expect.stringContaining('could not be opened'), expect.stringContaining('Log ID: 0a1b2c3d')])
  })

  it('tell what each server takes here, and clear the cache of one after a question', async () => {
    await openSettings()
    expect(page.get('server-data-demo').textContent).toMatch(/Cached data: \S*2\S* MB.*Drafts and pending changes: \S*0\.5\S* MB/)
    await page.click('clear-server-demo')
    expect(page.get('question').textContent).toContain('Drafts and pending changes are kept.')
    await page.click('question-confirm')
    expect(fake.callsOf('data.clearServer')).toEqual([{ profileId: 'demo' }])
  })

  it('turn a reminder off: the notice goes, the status bar still tells the age', async () => {
    fake.entries = [makeEntry()]
    fake.oldestAt = Date.now() - 3 * 86_400_000
    await openSettings()
    expect(page.find('unsent-notice')).not.toBeNull()
    const box = page.get<HTMLInputElement>('settings-unsent')
    box.checked = false
    box.dispatchEvent(new Event('change', { bubbles: true }))
    await quiet()
    expect([page.find('unsent-notice'), page.get('status-outbox').textContent]).toEqual([null, expect.stringContaining('3 days')])
  })

  it('take a choice from a list, be it a word or a number', async () => {
    await openSettings()
    for (const [testid, value] of [
      ['settings-start-page', 'outbox'],
      ['settings-page-size', '50'],
    ] as const) {
      const list = page.get<HTMLSelectElement>(testid)
      list.value = value
      list.dispatchEvent(new Event('change', { bubbles: true }))
      await quiet()
    }
    expect(fake.callsOf('preferences.set')).toEqual([{ startPage: 'outbox' }, { pageSize: 50 }])
    expect(page.get<HTMLSelectElement>('settings-page-size').value).toBe('50')
  })

  it('choose the page that a start opens', async () => {
    fake.views.set(`${fake.state.profile.id}/${fake.state.session.userId}`, { start: { path: '/sys/dept', component: 'sys/dept/index' } } as never)
    fake.state = { ...fake.state, preferences: { ...fake.state.preferences, startPage: 'drafts' } }
    page = await openWorkspace(fake)
    expect(document.querySelector('[data-testid="tab-drafts"]')?.getAttribute('aria-current')).toBe('page')
  })

  it('say when a choice could not be stored', async () => {
    await openSettings()
    fake.next('preferences.set', { failure: failure('STORAGE') })
    await pick('settings-theme-dark')
    expect(page.get('settings').textContent).toContain('could not be saved')
  })

  it('open from the status bar too, and lead back to where one was', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await openPopover(page.get('status-display'))
    await page.click('open-settings')
    expect(page.find('users-grid')).toBeNull()
    await page.click('close-page')
    expect([page.find('settings'), page.find('drawer') !== null]).toEqual([null, true])
  })

  it('are there without a session, and stay when it begins or ends', async () => {
    fake.state = { ...fake.state, session: { ...fake.state.session, state: 'signed-out', cause: 'first-start', userId: null } }
    await openSettings()
    expect(page.get('session-where').textContent).toBe('Not signed in.')
    await page.click('settings-sign-in')
    expect(fake.callsOf('session.signIn')).toHaveLength(1)
    fake.setSession({ state: 'active', cause: null, userId: 1 })
    await quiet()
    expect(page.get('session-where').textContent).toContain('admin stays signed in after Holdfast is closed.')
    await page.click('close-page')
    expect(page.find('users-grid')).not.toBeNull()
  })

  it('tell where tokens and drafts are, and that nothing outlives the program without a keychain', async () => {
    await openSettings()
    expect([page.get('tokens-where').textContent, page.get('drafts-where').textContent]).toEqual([expect.stringContaining('In the system keychain'), expect.stringContaining('encrypted file')])
    fake.state = { ...fake.state, draftStorage: 'memory-only', session: { ...fake.state.session, isStored: false }, secrets: { state: 'memory-only', reason: 'locked' } }
    fake.push('secrets.changed', fake.state.secrets)
    await quiet()
    expect(page.get('security').textContent).toMatch(/The system keychain is locked\..*unlock a Secret Service keyring/)
    expect([page.get('tokens-where').textContent, page.get('drafts-where').textContent, page.get('session-where').textContent]).toEqual([
      'In memory until Holdfast is closed.',
      'In memory until Holdfast is closed.',
      expect.stringContaining('must sign in again at the next start'),
    ])
  })

  it('ask the keychain again, and say when that did not help', async () => {
    fake.state = { ...fake.state, secrets: { state: 'memory-only', reason: 'hanging' } }
    await openSettings()
    fake.next('session.retryKeychain', { failure: failure('KEYCHAIN') })
    await page.click('settings-retry-keychain')
    expect(page.get('security').textContent).toContain('did not respond. Unlock it')
    fake.state = { ...fake.state, secrets: { state: 'protected', reason: null } }
    await page.click('settings-retry-keychain')
    expect([page.get('secret-state').textContent, page.find('settings-retry-keychain')]).toEqual(['Credentials: protected', null])
  })

  it('sign out everywhere after a question that says what stays, with drafts kept first', async () => {
    await openSettings()
    await page.click('settings-sign-out-everywhere')
    expect(page.get('question').textContent).toContain('Signing out does not remove drafts or pending changes')
    await page.click('question-cancel')
    expect(fake.callsOf('session.signOutEverywhere')).toEqual([])
    await page.click('settings-sign-out-everywhere')
    await page.click('question-confirm')
    expect([page.find('settings-sign-in') !== null, page.get('announcer').textContent]).toEqual([true, 'Signed out of 4 servers.'])
  })

  it('clear the cached data with a sign-out where that is chosen, and say what never goes with it', async () => {
    await openSettings()
    await page.click('settings-sign-out')
    expect(page.get('question').textContent).toMatch(/Signing out does not remove drafts or pending changes: they stay on this computer for \S*admin/)
    await page.click('question-option-clear')
    await page.click('question-confirm')
    expect(fake.callsOf('session.signOut')).toEqual([{ clearsCache: true }])
  })

  it('say that the cache stayed behind, and that the sign-out is done, where only the cache could not be cleared', async () => {
    await openSettings()
    fake.next('session.signOut', { failure: { ...failure('STORAGE'), details: { cause: 'cacheKept' } } })
    await page.click('settings-sign-out')
    await page.click('question-option-clear')
    await page.click('question-confirm')
    expect(page.get('question').textContent).toMatch(/You are signed out, but the cached data could not be cleared.*Drafts and pending changes are kept/)
  })

  it('show it when signing out everywhere failed', async () => {
    await openSettings()
    fake.next('session.signOutEverywhere', { failure: failure('KEYCHAIN') })
    await page.click('settings-sign-out-everywhere')
    await page.click('question-confirm')
    expect(page.get('question').textContent).toMatch(/Could not sign out of all servers.*did not respond/)
    expect(page.find('question-cancel')).toBeNull()
  })

  it('name the versions', async () => {
    await openSettings()
    expect(page.get('versions').textContent).toContain('33.2.1')
  })
})

describe('the session’s place in the status bar', () => {
  beforeEach(async () => {
    giveElementsASize()
    fake = createFakeHoldfast()
    page = await openWorkspace(fake)
    await openPopover(page.get('status-session'))
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('tells until when and how often it was renewed, and signs out everywhere', async () => {
    const panel = document.getElementById(page.get('status-session').getAttribute('popovertarget') ?? '')
    expect(panel?.textContent).toMatch(/Valid until.*Renewed3 times/)
    await page.click('sign-out-everywhere')
    await page.click('question-confirm')
    expect(fake.callsOf('session.signOutEverywhere')).toEqual([{ clearsCache: false }])
  })

  it('says after a put-off sign-in what main tells of it', async () => {
    fake.setSession({ state: 'ended', cause: 'expired', since: Date.now() })
    await quiet()
    expect(page.get('session-bar').textContent).toContain('Your session ended at')
    fake.setSession({ state: 'ended', cause: 'cancelled' })
    await quiet()
    expect(page.get('session-bar').textContent).toContain('You are not signed in. Your work is kept.')
  })

  it('tell what this user’s data takes here, and clear the cache after a question that says what stays', async () => {
    await openSettings()
    expect([page.get('data-file'), page.get('data-cache'), page.get('data-rows')].map(({ textContent }) => textContent)).toEqual(['1.5 MB', '1.7 MB (limit 256 MB)', '4,310'])
    await page.click('clear-cache')
    expect(page.get('question').textContent).toContain('Drafts, pending changes and activity are kept.')
    await page.click('question-cancel')
    expect(fake.callsOf('data.clearCache')).toEqual([])
    await page.click('clear-cache')
    await page.click('question-confirm')
    expect([page.get('data-rows').textContent, page.get('announcer').textContent]).toEqual(['0', 'Cache cleared.'])
  })

  it('say when the cache could not be cleared, and show nobody’s data when nobody is signed in', async () => {
    await openSettings()
    fake.next('data.clearCache', { failure: failure('STORAGE') })
    await page.click('clear-cache')
    await page.click('question-confirm')
    expect(page.get('data').textContent).toContain('The cache could not be cleared.')
    fake.always('data.size', { failure: failure('SESSION_ENDED') })
    fake.setSession({ state: 'signed-out', cause: 'signed-out' })
    await quiet()
    expect([page.find('data-file'), page.find('clear-cache')]).toEqual([null, null])
    expect(page.get('data').textContent).toContain('Sign in to view your data on this computer.')
  })

  it('lead to the drafts, the outbox and the activity', async () => {
    await openSettings()
    await page.click('settings-drafts')
    expect(page.find('drafts')).not.toBeNull()
    await page.click('tab-outbox')
    expect(page.find('outbox')).not.toBeNull()
    await page.click('tab-journal')
    expect(page.find('journal')).not.toBeNull()
    await page.click('close-page')
    expect(page.find('users-grid')).not.toBeNull()
  })
})
