import type { Draft } from '@shared/drafts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'
import { words } from './outbox-world'

let fake: FakeHoldfast
let page: OpenWorkspace

function keep(draftId: string, more: Partial<Draft> = {}): void {
  fake.drafts.set(draftId, {
    draftId,
    resource: 'users',
    recordId: 5,
    title: 'farid.yang5',
    keptAt: 1_760_000_000_000,
    server: '',
    base: { email: 'then@example.com' },
    edits: { email: 'typed@example.com' },
    cursorField: null,
    ...more,
  })
}

async function openDrafts(): Promise<void> {
  page = await openWorkspace(fake)
  await press('O', { ctrlKey: true, shiftKey: true })
  await page.click('tab-drafts')
}

const items = (): string[] => [...document.querySelectorAll<HTMLElement>('[data-draft]')].map((item) => item.dataset['draft'] ?? '')
const button = (draftId: string, what: 'open' | 'compare' | 'discard'): HTMLButtonElement => page.get(`draft-item-${draftId}`).querySelector(`[data-testid="draft-${what}"]`) as HTMLButtonElement

async function click(draftId: string, what: 'open' | 'compare' | 'discard'): Promise<void> {
  button(draftId, what).click()
  await quiet()
}

describe('the list of drafts', () => {
  beforeEach(() => {
    giveElementsASize()
    fake = createFakeHoldfast()
    keep('older', { keptAt: 1_760_000_000_000 })
    keep('newer', { keptAt: 1_760_000_500_000, server: '', resource: 'departments', recordId: -4, title: 'Harbour', base: {}, edits: { name: 'Harbour', parentId: 2 } })
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('names every draft with its time and state, the newest first', async () => {
    await openDrafts()
    expect(items()).toEqual(['newer', 'older'])
    expect(words(page.get('draft-item-newer'))).toMatch(/^Department Harbour ?New ?Draft saved .*On this computer/)
    expect(words(page.get('draft-item-older'))).toMatch(/^User farid.yang5 ?Draft saved .*On this computer/)
  })

  it('compares one with what the server has now, and shows of a new record only what was typed', async () => {
    await openDrafts()
    await click('older', 'compare')
    expect(words(page.get('draft-comparison'))).toBe(
      'FieldOriginalMineServerE-mailthen@example.comtyped@example.comfarid.yang5@example.com'.replace('farid.yang5@example.com', fake.users.find(({ id }) => id === 5)?.email ?? ''),
    )
    await click('newer', 'compare')
    expect(words(page.get('draft-comparison'))).toBe('FieldMineNameHarbourParent研发部')
    await click('newer', 'compare')
    expect(page.find('draft-comparison')).toBeNull()
  })

  it('says when the server no longer has the record, or cannot be asked', async () => {
    fake.users = fake.users.filter(({ id }) => id !== 5)
    await openDrafts()
    await click('older', 'compare')
    expect(words(page.get('draft-comparison'))).toContain('Deleted')
    await click('older', 'compare')
    fake.next('users.get', { failure: { code: 'OFFLINE', message: '', retryable: true } })
    await click('older', 'compare')
    expect(words(page.get('draft-comparison'))).toContain('Could not be loaded')
  })

  it('opens one in its form, where it is offered', async () => {
    await openDrafts()
    await click('older', 'open')
    expect(page.find('draft-offer')).not.toBeNull()
  })

  it('discards one after a question, and goes on with the next', async () => {
    await openDrafts()
    await click('newer', 'discard')
    expect(words(page.get('question'))).toContain('Unsaved changes to Department Harbour from')
    await page.click('question-cancel')
    expect(fake.callsOf('drafts.discard')).toEqual([])
    await click('newer', 'discard')
    await page.click('question-confirm')
    expect([items(), words(page.get('announcer'))]).toEqual([['older'], 'Discarded: Department Harbour.'])
    expect(document.activeElement?.closest('[data-draft]')).toBe(page.get('draft-item-older'))
    fake.next('drafts.discard', { failure: { code: 'STORAGE', message: '', retryable: false } })
    await click('older', 'discard')
    await page.click('question-confirm')
    expect([items(), words(page.get('drafts'))]).toEqual([['older'], expect.stringContaining('The draft could not be discarded.')])
  })

  it('tells names and times only while nobody is signed in, and closes what was open', async () => {
    await openDrafts()
    await click('older', 'compare')
    fake.setSession({ state: 'signed-out', cause: 'signed-out' })
    await quiet()
    expect([items(), page.find('draft-comparison'), page.find('draft-open'), page.find('draft-discard')]).toEqual([['newer', 'older'], null, null, null])
    expect(words(page.get('draft-item-older'))).toContain('Sign in to open')
  })

  it('says what it is for when there is none', async () => {
    fake.drafts.clear()
    await openDrafts()
    expect(words(page.get('drafts-empty'))).toContain('No unsaved changes')
  })
})
