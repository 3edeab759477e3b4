import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { makeEntry } from '../../support/fake-outbox'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'
import { focusedRow, rows, words } from './outbox-world'

let fake: FakeHoldfast
let page: OpenWorkspace

async function openActivity(): Promise<void> {
  page = await openWorkspace(fake)
  await press('O', { ctrlKey: true, shiftKey: true })
  await page.click('tab-journal')
}

async function pick(testid: string, value: string): Promise<void> {
  const select = page.get<HTMLSelectElement>(testid)
  select.value = value
  select.dispatchEvent(new Event('change', { bubbles: true }))
  await quiet()
}

describe('the activity', () => {
  beforeEach(() => {
    giveElementsASize()
    fake = createFakeHoldfast()
    fake.entries = [
      makeEntry({
        ...{ entryId: 'ok', seq: 1, title: 'ada', state: 'done', outcome: 'ok', attempts: 1, sentAt: 1_760_000_000_000, endedAt: 1_760_000_001_000 },
        phases: [
          { phase: 'queued', at: 1_760_000_000_000 },
          { phase: 'unanswered', note: 'TIMEOUT', at: 1_760_000_000_000 },
          { phase: 'lookedUp', note: 'found', at: 1_760_000_001_000 },
          { phase: 'saved', at: 1_760_000_001_000 },
        ],
      }),
      makeEntry({ entryId: 'told', seq: 2, state: 'done', outcome: 'told', why: { kind: 'failure', failure: { code: 'REFUSED', message: '用户名重复', retryable: false } } }),
      makeEntry({ entryId: 'dropped', seq: 3, resource: 'departments', title: 'Harbour', verb: 'remove', edits: {}, state: 'done', outcome: 'dropped' }),
      makeEntry({ entryId: 'open', seq: 4, hasSecret: true, state: 'parked', why: { kind: 'parked', cause: 'review' } }),
    ]
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('tells what was done from here, newest first, and how each ended', async () => {
    await openActivity()
    expect(rows()).toEqual(['open', 'dropped', 'told', 'ok'])
    expect(['open', 'dropped', 'told', 'ok'].map((id) => words(page.get(`activity-${id}`)))).toEqual([
      expect.stringMatching(/Needs approval ?Edit ?User/),
      expect.stringMatching(/Discarded ?Delete ?Department Harbour/),
      expect.stringContaining('Failed'),
      expect.stringMatching(/Done ?Edit ?User ada ?E-mail/),
    ])
  })

  it('shows one in full, with the reason in the server’s words, and leads an open one to the outbox', async () => {
    await openActivity()
    page.get('activity-told').focus()
    await press('Enter')
    expect(document.activeElement?.tagName).toBe('H2')
    expect(words(page.get('journal-detail'))).toMatch(/the form kept your changes\. Reason: 用户名重复。.*old@example.com.*new@example.com.*Never sent/)
    await press('Escape')
    expect([page.find('journal-detail'), focusedRow()]).toEqual([null, 'told'])
    await page.click('activity-open')
    expect(words(page.get('journal-detail'))).toContain('Includes a password.')
    await page.click('to-outbox')
    expect(words(page.get('entry-detail'))).toContain('sent only after you approve it')
  })

  it('tells how one that is done came to its end', async () => {
    await openActivity()
    await page.click('activity-ok')
    expect([...page.get('entry-phases').querySelectorAll('li span')].map((line) => words(line as HTMLElement))).toEqual(['Queued', 'No response: timed out', 'Checked: found on the server', 'Saved'])
  })

  it('can be narrowed by state and by what it is about, and widened again', async () => {
    await openActivity()
    await pick('journal-state', 'done')
    await pick('journal-resource', 'departments')
    expect(fake.callsOf('journal.list').at(-1)).toEqual({ limit: 100, state: 'done', resource: 'departments' })
    expect(rows()).toEqual(['dropped'])
    await pick('journal-state', 'refused')
    expect(words(page.get('journal-empty'))).toBe('No activity matches these filters.')
    await page.click('journal-clear')
    expect(rows()).toHaveLength(4)
  })

  it('loads older ones by pages, and keeps them when a newer one comes', async () => {
    fake.entries = Array.from({ length: 150 }, (_, index) => makeEntry({ entryId: `e${index + 1}`, seq: index + 1, state: 'done', outcome: 'ok' }))
    await openActivity()
    await page.click('journal-more')
    expect(fake.callsOf('journal.list').at(-1)).toEqual({ limit: 100, before: 51 })
    expect([page.find('journal-more'), words(page.get('journal-grid'))]).toEqual([null, expect.stringContaining('End of list')])
    page.get('activity-e150').focus()
    await press('End')
    expect(focusedRow()).toBe('e1')
    fake.entries = [...fake.entries, makeEntry({ entryId: 'newest', seq: 151 })]
    fake.changeEntries([], {})
    await quiet()
    expect([focusedRow(), page.find('journal-more')]).toEqual(['e1', null])
    await press('Home')
    expect(focusedRow()).toBe('newest')
  })

  it('tells where the export went, and when it did not go anywhere', async () => {
    await openActivity()
    await page.click('journal-export')
    expect([words(page.get('journal-outcome')), words(page.get('announcer'))]).toEqual(Array(2).fill('Saved 4 lines to /home/ada/activity.csv, without passwords.'))
    fake.next('journal.export', { failure: { code: 'STORAGE', message: '', retryable: false } })
    await page.click('journal-export')
    expect([page.find('journal-outcome'), words(page.get('journal'))]).toEqual([null, expect.stringContaining('Activity could not be exported.')])
  })

  it('shows nothing of anyone while nobody is signed in', async () => {
    await openActivity()
    fake.setSession({ state: 'signed-out', cause: 'signed-out' })
    await quiet()
    expect([rows(), words(page.get('journal'))]).toEqual([[], expect.stringContaining('Sign in to view activity')])
  })
})
