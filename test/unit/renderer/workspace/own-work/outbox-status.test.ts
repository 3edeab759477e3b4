import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { makeEntry } from '../../support/fake-outbox'
import { giveElementsASize, openPopover, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'
import { words } from './outbox-world'

let fake: FakeHoldfast
let page: OpenWorkspace
const said = (): string => words(page.get('announcer'))

describe('the outbox in the status bar', () => {
  beforeEach(() => {
    giveElementsASize()
    fake = createFakeHoldfast()
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('tells in words how much waits, how much needs the person, and that it is paused', async () => {
    page = await openWorkspace(fake)
    const seen = [words(page.get('status-outbox'))]
    fake.entries = [makeEntry(), makeEntry(), makeEntry({ state: 'conflict' })]
    fake.changeEntries([], {})
    await quiet()
    seen.push(words(page.get('status-outbox')))
    fake.entries = [makeEntry({ state: 'refused' }), makeEntry({ state: 'blocked' })]
    fake.isPaused = true
    fake.changeEntries([], {})
    await quiet()
    expect([...seen, words(page.get('status-outbox'))]).toEqual(['No pending changes', '2 pending, 1 needs attention', '2 need attention, paused'])
  })

  it('explains itself and leads to the outbox, the activity and the drafts', async () => {
    fake.entries = [makeEntry(), makeEntry({ state: 'parked', why: { kind: 'parked', cause: 'review' } })]
    page = await openWorkspace(fake)
    const panel = (): string => words(document.getElementById(page.get('status-outbox').getAttribute('popovertarget') ?? ''))
    await openPopover(page.get('status-outbox'))
    expect(panel()).toMatch(/1 change is waiting to be sent\. Sent automatically when the server is reachable\..*1 change needs attention/)
    await page.click('status-pause')
    expect([fake.callsOf('outbox.pause'), panel()]).toEqual([[{ isPaused: true }], expect.stringContaining('Nothing is sent until you resume it')])
    await page.click('open-outbox')
    expect(page.find('outbox')).not.toBeNull()
  })

  it.each([
    ['en', 'Drafts (2)'],
    ['zh-CN', '草稿（2）'],
  ] as const)('counts the drafts it leads to, with the marks of the language: %s', async (locale, label) => {
    fake.state = { ...fake.state, preferences: { ...fake.state.preferences, locale } }
    for (const draftId of ['a', 'b']) fake.drafts.set(draftId, { draftId, resource: 'users', recordId: 5, title: 'ada', keptAt: 0, server: null, base: {}, edits: { tel: '1' }, cursorField: null })
    page = await openWorkspace(fake)
    await openPopover(page.get('status-outbox'))
    expect(words(page.get('open-drafts'))).toBe(label)
  })

  it('opens with Ctrl+Shift+O from any page, but neither while text is being composed nor over a question', async () => {
    page = await openWorkspace(fake)
    await press('O', { ctrlKey: true, shiftKey: true, isComposing: true })
    expect(page.find('outbox')).toBeNull()
    fake.push('actions.asked', { id: 'settings', choice: null })
    await quiet()
    await page.click('clear-cache')
    await press('O', { ctrlKey: true, shiftKey: true })
    expect(page.find('outbox')).toBeNull()
    await page.click('question-cancel')
    await press('O', { ctrlKey: true, shiftKey: true })
    expect(page.find('outbox')).not.toBeNull()
    await page.click('close-page')
    expect(page.find('users-grid')).not.toBeNull()
  })

  it('says aloud when something newly needs the person, and when all has gone, but not each step', async () => {
    fake.entries = [makeEntry({ entryId: 'a' }), makeEntry({ entryId: 'b' }), makeEntry({ entryId: 'c' })]
    page = await openWorkspace(fake)
    const before = said()
    fake.changeEntries(['a'], { state: 'done', outcome: 'ok' })
    await quiet()
    expect(said()).toBe(before)
    fake.changeEntries(['b'], { state: 'refused' })
    await quiet()
    expect(said()).toBe('Outbox: 1 pending, 1 needs attention.')
    // By now it has been seen to wait.
    const now = performance.now()
    vi.spyOn(performance, 'now').mockImplementation(() => now + 5000)
    fake.changeEntries(['b', 'c'], { state: 'done', outcome: 'ok' })
    await quiet()
    expect(said()).toBe('Outbox: No pending changes.')
  })

  it('does not say that all has gone after what went at once: that is told as saved', async () => {
    page = await openWorkspace(fake)
    const before = said()
    fake.entries = [makeEntry({ entryId: 'quick' })]
    fake.changeEntries([], {})
    await quiet()
    fake.changeEntries(['quick'], { state: 'done', outcome: 'ok' })
    await quiet()
    expect([said(), words(page.get('status-outbox'))]).toEqual([before, expect.stringContaining('No pending changes')])
  })

  it('is not there while nobody is signed in', async () => {
    page = await openWorkspace(fake)
    fake.setSession({ state: 'signed-out', cause: 'signed-out' })
    await quiet()
    expect(page.find('status-outbox')).toBeNull()
  })
})
