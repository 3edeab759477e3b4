import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeUser } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { makeEntry } from '../support/fake-outbox'
import { giveElementsASize, openPopover, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace
const setMode = (writeMode: FakeHoldfast['state']['profile']['writeMode']): void => {
  fake.state = { ...fake.state, profile: { ...fake.state.profile, name: 'Head office', writeMode } }
}
const rows = (): string[][] => [...page.get('changes').querySelectorAll('tr')].map((row) => [...row.querySelectorAll('th, del, ins')].map((part) => part.textContent ?? ''))

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast({ users: Array.from({ length: 12 }, (_, index) => makeUser(index + 1)) })
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

describe('a server that wants each write confirmed', () => {
  beforeEach(() => setMode('confirm'))

  it('shows field by field what goes out, and sends it as confirmed', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'new@example.com')
    await page.click('field-status')
    await page.click('save')
    expect(fake.callsOf('users.save')).toEqual([])
    expect(page.get('question').textContent).toContain('Will be sent to Head office.')
    expect(rows()).toEqual([
      ['E-mail', makeUser(5).email, 'new@example.com'],
      ['Status', 'Enabled', 'Disabled'],
    ])
    await page.click('question-confirm')
    expect(fake.callsOf('users.save')).toMatchObject([{ isConfirmed: true, edits: { email: 'new@example.com', status: 'disabled' } }])
  })

  it('sends nothing when the person goes back to the form, and keeps what was typed', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'new@example.com')
    await page.click('save')
    await page.click('question-cancel')
    expect([fake.callsOf('users.save'), page.get<HTMLInputElement>('field-email').value]).toEqual([[], 'new@example.com'])
    await page.click('save')
    await page.click('question-confirm')
    expect(fake.callsOf('users.save')).toHaveLength(1)
  })

  it('says of a password only that there is one', async () => {
    page = await openWorkspace(fake)
    fake.drafts.set('6f1f3a5e-8c1d-4d0e-9a6b-3f2b1c0d9e8f', {
      draftId: '6f1f3a5e-8c1d-4d0e-9a6b-3f2b1c0d9e8f',
      resource: 'users',
      recordId: -7,
      title: 'made',
      keptAt: 1,
      server: '',
      base: { ...makeUser(5), id: -7, username: '', roleIds: [] },
      edits: { username: 'made', roleIds: [3] },
      cursorField: null,
    })
    page.close()
    page = await openWorkspace(fake)
    await page.click('draft--7')
    await page.click('restore-draft')
    await page.type('field-password', 'Sesame-Open-7')
    await page.click('save')
    expect(rows()).toContainEqual(['Password', 'set, not shown'])
    expect(page.get('question').textContent).not.toContain('Sesame')
    await page.click('question-confirm')
    expect(fake.callsOf('users.create')).toMatchObject([{ isConfirmed: true }])
  })
})

describe('a server that is read-only here', () => {
  it('shows forms, and neither changes, makes nor deletes', async () => {
    setMode('read-only')
    page = await openWorkspace(fake)
    expect([page.get('new-record').getAttribute('aria-disabled'), page.get('new-record').title]).toEqual(['true', expect.stringContaining('read-only')])
    await page.click('row-5')
    expect([page.find('save'), page.get('form-locked').textContent]).toEqual([null, expect.stringContaining('Head office is set to read-only')])
    page.get('row-5').querySelector<HTMLElement>('[role=gridcell]')?.focus()
    await press('Delete')
    expect([page.find('question'), page.get('announcer').textContent]).toEqual([null, expect.stringContaining('read-only')])
  })
})

describe('a server whose writes are reviewed in the outbox', () => {
  it('takes the save without asking, and says where it is', async () => {
    setMode('review')
    fake.isQueueing = true
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'new@example.com')
    await page.click('save')
    expect([page.find('question'), page.get('draft-bar').textContent]).toEqual([null, expect.stringContaining('sent only after approval in the outbox.')])
  })
})

describe('how what waits gets to the server', () => {
  const MARKS = { byItself: 'when the server is reachable', production: 'Production server', review: 'Review mode', paused: 'after you resume it' }
  const held = {
    production: { label: 'production', writeMode: 'normal' },
    review: { label: 'none', writeMode: 'review' },
    byItself: { label: 'none', writeMode: 'normal' },
    paused: { label: 'none', writeMode: 'normal' },
  } as const

  it.each(['production', 'review', 'paused', 'byItself'] as const)('is told as one truth in the form, the status bar and the outbox, without a connection: %s', async (going) => {
    fake.state = { ...fake.state, connection: { state: 'offline', syncedAt: 1, since: 2, reason: null }, profile: { ...fake.state.profile, ...held[going] } }
    fake.isPaused = going === 'paused'
    fake.isQueueing = true
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'new@example.com')
    await page.click('save')
    const told = [page.get('draft-bar').textContent ?? '']
    fake.entries = [makeEntry()]
    fake.changeEntries([], {})
    await quiet()
    for (const status of ['status-connection', 'status-outbox']) {
      await openPopover(page.get(status))
      told.push(document.getElementById(page.get(status).getAttribute('popovertarget') ?? '')?.textContent ?? '')
    }
    await page.click('open-outbox')
    told.push(page.get('outbox-notices').textContent ?? '')
    const others = Object.entries(MARKS).filter(([name]) => name !== going)
    for (const text of told) for (const [, mark] of others) expect(text).not.toContain(mark)
    expect(told.slice(0, 2).every((text) => text.includes(MARKS[going]))).toBe(true)
  })
})
