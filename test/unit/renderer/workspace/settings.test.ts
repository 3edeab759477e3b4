import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openPopover, openWorkspace, type OpenWorkspace, quiet } from '../support/mount'

const failure = (code: Failure['code']): Failure => ({ code, message: '', retryable: false })

let fake: FakeHoldfast
let page: OpenWorkspace

async function openSettings(): Promise<void> {
  page = await openWorkspace(fake)
  fake.push('settings.asked', null)
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

  it('keep crash dumps only where that is chosen, and say what a dump may hold', async () => {
    await openSettings()
    const box = page.get('settings-crash-dumps') as HTMLInputElement
    expect([box.checked, document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent]).toEqual([
      false,
      expect.stringContaining('may hold what is on screen, your password and your session'),
    ])
    box.checked = true
    box.dispatchEvent(new Event('change', { bubbles: true }))
    await quiet()
    expect(fake.callsOf('preferences.set')).toEqual([{ keepsCrashDumps: true }])
    expect((page.get('settings-crash-dumps') as HTMLInputElement).checked).toBe(true)
  })

  it('say when a choice could not be stored', async () => {
    await openSettings()
    fake.next('preferences.set', { failure: failure('STORAGE') })
    await pick('settings-theme-dark')
    expect(page.get('settings').textContent).toContain('could not be stored')
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
    expect(page.get('session-where').textContent).toBe('Nobody is signed in here.')
    await page.click('settings-sign-in')
    expect(fake.callsOf('session.signIn')).toHaveLength(1)
    fake.setSession({ state: 'active', cause: null, userId: 1 })
    await quiet()
    expect(page.get('session-where').textContent).toContain('admin stays signed in after the program is closed.')
    await page.click('close-page')
    expect(page.find('users-grid')).not.toBeNull()
  })

  it('tell where tokens and drafts are, and that nothing outlives the program without a keychain', async () => {
    await openSettings()
    expect([page.get('tokens-where').textContent, page.get('drafts-where').textContent]).toEqual([expect.stringContaining('In the keychain'), expect.stringContaining('encrypted file')])
    fake.state = { ...fake.state, draftStorage: 'memory-only', session: { ...fake.state.session, isStored: false }, secrets: { state: 'memory-only', reason: 'locked' } }
    fake.push('secrets.changed', fake.state.secrets)
    await quiet()
    expect(page.get('security').textContent).toMatch(/The keychain is locked\..*unlock a Secret Service keyring/)
    expect([page.get('tokens-where').textContent, page.get('drafts-where').textContent, page.get('session-where').textContent]).toEqual([
      'In memory, until the program is closed.',
      'In memory, until the program is closed.',
      expect.stringContaining('asked to sign in again'),
    ])
  })

  it('ask the keychain again, and say when that did not help', async () => {
    fake.state = { ...fake.state, secrets: { state: 'memory-only', reason: 'hanging' } }
    await openSettings()
    fake.next('session.retryKeychain', { failure: failure('KEYCHAIN') })
    await page.click('settings-retry-keychain')
    expect(page.get('security').textContent).toContain('did not answer. Unlock it')
    fake.state = { ...fake.state, secrets: { state: 'protected', reason: null } }
    await page.click('settings-retry-keychain')
    expect([page.get('secret-state').textContent, page.find('settings-retry-keychain')]).toEqual(['Keychain: protected', null])
  })

  it('sign out everywhere after a question that says what stays, with drafts kept first', async () => {
    await openSettings()
    await page.click('settings-sign-out-everywhere')
    expect(page.get('question').textContent).toContain('Drafts and pending changes are never removed by signing out')
    await page.click('question-cancel')
    expect(fake.callsOf('session.signOutEverywhere')).toEqual([])
    await page.click('settings-sign-out-everywhere')
    await page.click('question-confirm')
    expect([page.find('settings-sign-in') !== null, page.get('announcer').textContent]).toEqual([true, 'Signed out of 4 servers.'])
  })

  it('clear the cached data with a sign-out where that is chosen, and say what never goes with it', async () => {
    await openSettings()
    await page.click('settings-sign-out')
    expect(page.get('question').textContent).toMatch(/Drafts and pending changes are never removed by signing out: they stay on this computer for \S*admin/)
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
    expect(page.get('question').textContent).toMatch(/did not work.*did not answer/)
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
    expect(panel?.textContent).toMatch(/Lasts until.*Renewed3 times/)
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
    expect([page.get('data-file'), page.get('data-cache'), page.get('data-rows')].map(({ textContent }) => textContent)).toEqual(['1.5 MB', '1.7 MB of at most 256 MB', '4,310'])
    await page.click('clear-cache')
    expect(page.get('question').textContent).toContain('Drafts, the outbox and the activity stay.')
    await page.click('question-cancel')
    expect(fake.callsOf('data.clearCache')).toEqual([])
    await page.click('clear-cache')
    await page.click('question-confirm')
    expect([page.get('data-rows').textContent, page.get('announcer').textContent]).toEqual(['0', 'The cache is empty.'])
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
    expect(page.get('data').textContent).toContain('Sign in to see what is kept for you here.')
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
