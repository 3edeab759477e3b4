import type { Draft } from '@shared/drafts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeUser } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, quiet } from '../support/mount'

const draftId = '6f1f3a5e-8c1d-4d0e-9a6b-3f2b1c0d9e8f'
let fake: FakeHoldfast
let page: OpenWorkspace

/** A draft from before: its e-mail has changed on the server since, its phone has not. */
const left = (more: Partial<Draft> = {}): Draft => ({
  draftId,
  resource: 'users',
  recordId: 5,
  title: 'farid',
  keptAt: Date.now() - 60_000,
  server: '',
  base: { ...makeUser(5), email: 'old@example.com', listorder: 7 },
  edits: { email: 'mine@example.com', tel: '139' },
  cursorField: 'email',
  ...more,
})

describe('a draft from before', () => {
  beforeEach(() => {
    giveElementsASize()
    fake = createFakeHoldfast()
    fake.drafts.set(draftId, left())
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('is named after a start, and its line opens the record, wherever in the list that is', async () => {
    fake.drafts.set('x', left({ draftId: 'x', recordId: 4000, title: 'someone' }))
    page = await openWorkspace(fake)
    expect(page.get('drafts-line').textContent).toContain('Unsaved changes in 2 forms')
    await page.click('draft-4000')
    expect(page.get('drawer').textContent).toContain(makeUser(4000).username)
    expect(page.find('draft-offer')).not.toBeNull()
    // What the form offers needs no second mention; closed again, it is named again.
    expect([page.find('draft-4000'), page.get('drafts-line').textContent]).toEqual([null, expect.stringContaining('in 1 form:')])
    await page.click('drawer-close')
    expect(page.find('draft-4000')).not.toBeNull()
  })

  it('is offered and not applied by itself', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    expect(page.get('draft-offer').textContent).toContain('You have unsaved changes from')
    expect([page.get<HTMLInputElement>('field-email').value, fake.callsOf('drafts.read')]).toEqual([makeUser(5).email, []])
  })

  it('can be compared: at that time, mine, on the server now', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.click('compare-draft')
    const cells = [...page.get('compare-table').querySelectorAll('tbody td')].map((cell) => cell.textContent)
    expect(cells).toEqual(['old@example.com', 'mine@example.com', makeUser(5).email, 'Empty', '139'])
  })

  it('comes back by three-way comparison: clashes are marked, other changes of the server are named', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.click('restore-draft')
    expect(page.get<HTMLInputElement>('field-email').value).toBe('mine@example.com')
    expect(page.get('drawer').textContent).toContain(`Server value: ${makeUser(5).email}`)
    expect(page.get('draft-restored').textContent).toContain('Also changed on the server: Order')
    expect(page.find('drafts-line')).toBeNull()
    await page.click('use-servers')
    expect(page.get<HTMLInputElement>('field-email').value).toBe(makeUser(5).email)
  })

  it('goes on under its own id, and still knows the clash after another crash', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.click('restore-draft')
    page.get('field-email').dispatchEvent(new Event('blur'))
    await quiet()
    expect([...fake.drafts.keys()]).toEqual([draftId])
    expect(fake.drafts.get(draftId)?.base).toMatchObject({ email: 'old@example.com', listorder: 1000 })
  })

  it('of a version that did not know a field yet leaves that field as the server has it, and does not name it', async () => {
    const { tel, ...known } = makeUser(6)
    fake.drafts.set(draftId, left({ recordId: 6, base: { ...known, listorder: 7 }, edits: { email: 'mine@example.com' } }))
    page = await openWorkspace(fake)
    await page.click('row-6')
    await page.click('restore-draft')
    expect([page.get<HTMLInputElement>('field-tel').value, page.get<HTMLInputElement>('field-email').value]).toEqual([tel, 'mine@example.com'])
    expect(page.get('draft-restored').textContent).toContain('Also changed on the server: Order')
    expect(page.get('draft-restored').textContent).not.toContain('Phone')
  })

  it('of a new user, of a version that did not know a field yet, stands on what it began with, and has that field as a new user has it', async () => {
    const { email: _, ...known } = makeUser(-7)
    fake.drafts.clear()
    fake.drafts.set(draftId, left({ recordId: -7, title: 'New user', base: { ...known, tel: '555' }, edits: { username: 'made.here' } }))
    page = await openWorkspace(fake)
    await page.click('draft--7')
    await page.click('restore-draft')
    expect(['username', 'tel', 'email'].map((field) => page.get<HTMLInputElement>(`field-${field}`).value)).toEqual(['made.here', '555', ''])
  })

  it('is not overwritten by typing something else first', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-tel', '555')
    page.get('field-tel').dispatchEvent(new Event('blur'))
    await quiet()
    expect(fake.drafts.get(draftId)?.edits).toEqual({ email: 'mine@example.com', tel: '139' })
    expect(fake.drafts.size).toBe(2)
    await page.click('show-draft-offer')
    await page.click('restore-draft')
    expect(page.get<HTMLInputElement>('field-tel').value).toBe('555')
    page.get('field-tel').dispatchEvent(new Event('blur'))
    await quiet()
    expect([...fake.drafts.values()].map(({ edits }) => edits)).toEqual([{ email: 'mine@example.com', tel: '555' }])
  })

  it('stands back behind what is typed now, and is there at a click; discarding what was typed brings it back', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-tel', '555')
    expect([page.find('draft-offer'), page.get('draft-offer-folded').textContent]).toEqual([null, expect.stringContaining('Older unsaved changes from')])
    await page.click('show-draft-offer')
    expect([page.find('draft-offer') !== null, page.find('draft-offer-folded')]).toEqual([true, null])
    await page.click('cancel')
    expect([page.find('draft-offer') !== null, fake.drafts.has(draftId)]).toEqual([true, true])
  })

  it('is still offered in full while it is compared, whatever is typed', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.click('compare-draft')
    await page.type('field-tel', '555')
    expect(page.find('compare-table')).not.toBeNull()
  })

  it('of a new user is told apart from the user of that name', async () => {
    fake.drafts.clear()
    fake.drafts.set('a', left({ draftId: 'a', recordId: -7, title: 'admin' }))
    fake.drafts.set('b', left({ draftId: 'b', recordId: -8, title: 'New user', keptAt: 2 }))
    fake.drafts.set('c', left({ draftId: 'c', recordId: 9, title: 'carla', keptAt: 1 }))
    page = await openWorkspace(fake)
    expect(['draft--7', 'draft--8', 'draft-9'].map((draft) => page.get(draft).textContent?.trim())).toEqual(['New: admin', 'New user', 'carla'])
    expect(page.get('draft--7').title).toContain('New: admin')
  })

  it('is discarded only by choice', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.click('drawer-close')
    expect(fake.drafts.size).toBe(1)
    await page.click('row-5')
    await page.click('discard-draft')
    expect([fake.drafts.size, page.find('draft-offer'), page.find('drafts-line')]).toEqual([0, null, null])
  })

  it('is said to be unreadable where it is, and stays', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    fake.always('drafts.read', { failure: { code: 'STORAGE', message: '', retryable: false } })
    await page.click('restore-draft')
    expect(page.get('draft-offer').textContent).toContain('The draft could not be opened.')
    expect(fake.drafts.size).toBe(1)
  })
})
