import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FakeHoldfast } from '../../support/fake-holdfast'
import { makeEntry } from '../../support/fake-outbox'
import { giveElementsASize, type OpenWorkspace, press, quiet } from '../../support/mount'
import { clash, focusedRow, madeAndStanding, openOutbox, rows, words, world } from './outbox-world'

let fake: FakeHoldfast
let page: OpenWorkspace
const said = (): string => words(page.get('announcer'))
const isSelected = (entryId: string): boolean => page.get(`entry-${entryId}`).getAttribute('aria-selected') === 'true'

describe('the outbox', () => {
  beforeEach(giveElementsASize)
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('shows every entry in order with state, action, record, fields, what it waits for and when it goes', async () => {
    const soon = new Date(Date.now() + 86_400_000)
    soon.setHours(14, 5, 9)
    fake = world([
      ...madeAndStanding(),
      clash({ nextAttemptAt: soon.getTime() }),
      makeEntry({ entryId: 'late', verb: 'remove', edits: {}, state: 'unknown', attempts: 2, nextAttemptAt: soon.getTime() }),
    ])
    page = await openOutbox(fake)
    expect(rows()).toEqual(['made', 'standing', 'clash', 'late'])
    expect(words(page.get('entry-made'))).toMatch(/Pending ?Create ?Department Harbour ?Name, Parent, Alias, Status, Order/)
    expect(words(page.get('entry-standing'))).toMatch(/Edit ?User grace.huang6 ?Departments.*Department Harbour ?As soon as possible/)
    expect(words(page.get('entry-clash'))).toMatch(/Conflict.*E-mail, Phone, Order.*After you decide/)
    expect(words(page.get('entry-late'))).toMatch(/Checking ?Delete.*Entire record.*14:05:09/)
  })

  it.each([
    ['a production server', { label: 'production' }, 'Production server: sent only after approval in the outbox.'],
    ['a read-only server', { writeMode: 'read-only' }, 'Read-only server: sent only after approval in the outbox.'],
  ] as const)('says of what waits for %s that it goes by a word, and of what has that word that it goes by itself', async (_what, profile, sentence) => {
    fake = world([makeEntry({ entryId: 'new', recordId: 5 }), makeEntry({ entryId: 'released', recordId: 6, isReleased: true })])
    fake.state = { ...fake.state, profile: { ...fake.state.profile, ...profile } }
    page = await openOutbox(fake)
    expect(words(page.get('entry-new'))).toContain('After you decide')
    expect(words(page.get('entry-released'))).toContain('As soon as possible')
    await press('Enter')
    expect(words(page.get('entry-detail'))).toContain(sentence)
    await page.click('entry-released')
    expect(words(page.get('entry-detail'))).toContain('Sent automatically when the server is reachable.')
  })

  it('begins in the list, and goes by the arrows; Space and Ctrl+A select, Ctrl+S sends what is selected', async () => {
    fake = world(['a', 'b', 'c'].map((entryId) => makeEntry({ entryId, state: 'parked', why: { kind: 'parked', cause: 'review' } })))
    page = await openOutbox(fake)
    expect(focusedRow()).toBe('a')
    await press('s', { ctrlKey: true })
    expect([fake.callsOf('outbox.send'), said()]).toEqual([[], 'Nothing selected.'])
    await press('ArrowDown')
    await press(' ')
    expect([focusedRow(), isSelected('a'), isSelected('b'), words(page.get('selected-count'))]).toEqual(['b', false, true, '1 selected'])
    await press('s', { ctrlKey: true })
    expect(fake.callsOf('outbox.send')).toEqual([{ entryIds: ['b'] }])
    expect(said()).toBe('1 change released.')
    await press('a', { ctrlKey: true })
    expect(['a', 'b', 'c'].map(isSelected)).toEqual([true, true, true])
  })

  it('takes rows along into the selection with Shift', async () => {
    fake = world(['a', 'b', 'c', 'd'].map((entryId) => makeEntry({ entryId })))
    page = await openOutbox(fake)
    await press('ArrowDown')
    await press('ArrowDown', { shiftKey: true })
    expect(['a', 'b', 'c', 'd'].map(isSelected)).toEqual([false, true, true, false])
  })

  it('asks before it drops, names what stands on it, and keeps the focus in the list', async () => {
    fake = world([...madeAndStanding(), makeEntry({ entryId: 'later' })])
    page = await openOutbox(fake)
    await press('Delete')
    expect(words(page.get('question'))).toMatch(/Discard this change\? ?It is not sent.*Department Harbour.*These depend on it and will be blocked: User grace.huang6\./)
    expect(document.activeElement).toBe(page.get('question-cancel'))
    await page.click('question-cancel')
    expect(fake.callsOf('outbox.drop')).toEqual([])
    page.get('entry-made').focus()
    await press('Delete')
    await page.click('question-confirm')
    expect(fake.callsOf('outbox.drop')).toEqual([{ entryIds: ['made'] }])
    expect([rows(), focusedRow(), said()]).toEqual([['standing', 'later'], 'standing', '1 change discarded.'])
  })

  it('drops all that is selected at once, and says what may have reached the server already', async () => {
    fake = world([makeEntry({ entryId: 'a' }), makeEntry({ entryId: 'b', state: 'unknown', attempts: 1 }), makeEntry({ entryId: 'c' })])
    page = await openOutbox(fake)
    await page.click('select-a')
    await page.click('select-b')
    await page.click('drop-selected')
    expect(words(page.get('question'))).toMatch(/Discard 2 changes\?.*may have been made on the server/)
    await page.click('question-confirm')
    expect([fake.callsOf('outbox.drop'), rows(), focusedRow()]).toEqual([[{ entryIds: ['a', 'b'] }], ['c'], 'c'])
  })

  it('keeps the focus on its row when others go, and on its neighbour when the row itself goes', async () => {
    fake = world(['a', 'b', 'c', 'd'].map((entryId) => makeEntry({ entryId })))
    page = await openOutbox(fake)
    await press('ArrowDown')
    await press('ArrowDown')
    fake.changeEntries(['a'], { state: 'done', outcome: 'ok' })
    await quiet()
    expect([rows(), focusedRow()]).toEqual([['b', 'c', 'd'], 'c'])
    fake.changeEntries(['c'], { state: 'done', outcome: 'ok' })
    await quiet()
    expect([rows(), focusedRow()]).toEqual([['b', 'd'], 'd'])
  })

  it('sends all, pauses and goes on', async () => {
    fake = world([makeEntry(), clash()])
    page = await openOutbox(fake)
    await page.click('send-all')
    await page.click('pause-outbox')
    expect([fake.callsOf('outbox.send'), fake.callsOf('outbox.pause'), page.get('pause-outbox').getAttribute('aria-pressed')]).toEqual([[{ entryIds: null }], [{ isPaused: true }], 'true'])
    expect(words(page.get('outbox-notices'))).toContain('The outbox is paused.')
    expect(words(page.get('outbox-grid'))).toContain('After resuming')
    await page.click('pause-outbox')
    expect([page.find('outbox-notices'), said()]).toEqual([null, 'Outbox resumed.'])
  })

  it('offers to send all only where something can go, and says why what is selected cannot', async () => {
    fake = world([clash(), makeEntry({ entryId: 'old', state: 'parked', why: { kind: 'parked', cause: 'old-schema' } })])
    page = await openOutbox(fake)
    await page.click('send-all')
    expect([page.get('send-all').getAttribute('aria-disabled'), fake.callsOf('outbox.send')]).toEqual(['true', []])
    await press(' ')
    await press('s', { ctrlKey: true })
    expect([fake.callsOf('outbox.send'), said()]).toEqual([[], 'None of these can be sent: see their details.'])
  })

  it('says what holds for all of it: no connection, review, production, memory only', async () => {
    fake = world([makeEntry()])
    fake.state = {
      ...fake.state,
      draftStorage: 'memory-only',
      connection: { state: 'offline', syncedAt: null, since: 1, reason: null },
      profile: { ...fake.state.profile, label: 'production' },
    }
    page = await openOutbox(fake)
    expect([...page.get('outbox-notices').children].map(words)).toEqual([
      expect.stringContaining('You are offline.'),
      expect.stringContaining('Production server: queued changes are sent only after you approve them.'),
      expect.stringContaining('in memory only'),
    ])
  })

  it('says what an empty outbox is for, and is nobody’s while nobody is signed in', async () => {
    fake = world([])
    page = await openOutbox(fake)
    expect(words(page.get('outbox-empty'))).toContain('No pending changes')
    expect(page.get('send-all').getAttribute('aria-disabled')).toBe('true')
    fake.setSession({ state: 'signed-out', cause: 'signed-out' })
    await quiet()
    expect(words(page.get('outbox'))).toContain('Sign in to view pending changes')
    await page.click('sign-in-button')
    expect(fake.callsOf('session.signIn')).toHaveLength(1)
  })

  it('tells a failure where it happened, and says in its own words that an entry was done or busy meanwhile', async () => {
    fake = world([makeEntry({ entryId: 'a' })])
    page = await openOutbox(fake)
    fake.next('outbox.send', { failure: { code: 'STORAGE', message: '', retryable: false } })
    await page.click('send-all')
    expect(words(page.get('outbox-trouble'))).toContain('The change could not be sent.')
    fake.next('outbox.send', { failure: { code: 'CONFLICT', message: '', retryable: true } })
    await page.click('send-all')
    expect([page.find('outbox-trouble'), said()]).toEqual([null, 'This change is being sent. Try again in a moment.'])
  })

  it('reads the entries of the next user, and forgets the selection and the details of the one before', async () => {
    fake = world([makeEntry({ entryId: 'of-admin' })])
    page = await openOutbox(fake)
    await page.click('entry-of-admin')
    expect(page.find('entry-detail')).not.toBeNull()
    let answer: () => void = () => undefined
    fake.next('outbox.list', { gate: new Promise<void>((resolve) => (answer = resolve)) })
    fake.entries = [makeEntry({ entryId: 'of-ben' })]
    fake.setSession({ userId: 2, username: 'ben' })
    await quiet()
    expect(rows()).toEqual([])
    answer()
    await quiet()
    expect([rows(), page.find('entry-detail')]).toEqual([['of-ben'], null])
  })
})
