import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { makeUser } from '../support/fake-data'
import { giveElementsASize, openPopover, openWorkspace, type OpenWorkspace, quiet } from '../support/mount'

const draftId = '6f1f3a5e-8c1d-4d0e-9a6b-3f2b1c0d9e8f'
const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })

let fake: FakeHoldfast
let page: OpenWorkspace
const state = (): string | undefined => page.get('draft-bar').dataset['state']
const email = (): HTMLInputElement => page.get<HTMLInputElement>('field-email')
const drafted = (): unknown[] => [...fake.drafts.values()].map(({ edits }) => edits)

function gate(): { promise: Promise<void>; open: () => Promise<void> } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, open: async () => (resolve(), quiet()) }
}

describe('the user form', () => {
  beforeEach(() => {
    giveElementsASize()
    fake = createFakeHoldfast()
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  it('has every field once', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    for (const field of ['username', 'email', 'tel', 'roles', 'departments', 'order', 'status']) {
      expect(document.querySelectorAll(`[data-testid="field-${field}"]`), field).toHaveLength(1)
    }
  })

  it('never rewrites the order field under the hand: what is no number yet stays as it was typed', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    const order = () => page.get<HTMLInputElement>('field-order').value
    for (const text of ['12a', '1,000', '']) {
      await page.type('field-order', text)
      expect(order()).toBe(text)
    }
    await page.type('field-order', '42')
    await page.click('save')
    expect(fake.callsOf('users.save')).toMatchObject([{ edits: { listorder: 42 } }])
  })

  it('asks before a sign-out would lose what could not be kept', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    fake.next('drafts.keep', { failure: failure('STORAGE') })
    fake.next('drafts.keep', { failure: failure('STORAGE') })
    fake.next('drafts.keep', { failure: failure('STORAGE') })
    await page.type('field-email', 'unkept@example.com')
    await openPopover(page.get('status-session'))
    await page.click('sign-out')
    await page.click('question-confirm')
    expect(page.get('question').textContent).toContain('would be lost')
    await page.click('question-cancel')
    expect(fake.callsOf('session.signOut')).toHaveLength(0)
    expect([email().value, page.find('drawer') !== null]).toEqual(['unkept@example.com', true])
  })

  it('turns the status by its switch and says it in words', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.click('field-status')
    expect([page.get('field-status').textContent?.trim(), page.get('field-status').getAttribute('aria-checked')]).toEqual(['Disabled', 'false'])
    await page.click('save')
    expect(fake.callsOf('users.save')).toMatchObject([{ edits: { status: 'disabled' } }])
  })

  it('saves an edit, updates its row and is clean', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'new@example.com')
    await page.click('save')
    expect([state(), page.get('row-5').textContent?.includes('new@example.com'), fake.drafts.size]).toEqual(['saved', true, 0])
  })

  it('names whose work a draft is, as it was when the form was opened', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-tel', '139')
    email().dispatchEvent(new Event('blur'))
    await quiet()
    expect(fake.callsOf('drafts.keep')).toMatchObject([{ owner: { profileId: 'demo', userId: 1 }, recordId: 5 }])
  })

  it('saves once after a sign-in, and what was typed meanwhile is still a draft', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'first@example.com')
    const signIn = gate()
    fake.next('users.save', { gate: signIn.promise })
    await page.click('save')
    expect(state()).toBe('saving')
    fake.setSession({ state: 'suspended', cause: 'expired', since: Date.now(), waiting: 1 })
    await quiet()
    expect(state()).toBe('waiting')
    expect(page.get('session-bar').textContent).toContain('Your work is kept; 1 request is waiting.')
    await page.type('field-tel', '139')
    fake.setSession({ state: 'active', cause: null, since: null, waiting: 0 })
    await signIn.open()
    expect(fake.callsOf('users.save')).toHaveLength(1)
    expect([drafted(), state(), email().value]).toEqual([[{ tel: '139' }], 'kept', 'first@example.com'])
    expect([...fake.drafts.values()][0]?.base).toMatchObject({ email: 'first@example.com' })
  })

  it('keeps the form after a refusal, with the server’s words on top and in the draft bar', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'new@example.com')
    fake.next('users.save', { failure: failure('REFUSED', { message: '用户名重复' }) })
    await page.click('save')
    expect([state(), email().value]).toEqual(['refused', 'new@example.com'])
    expect(page.get('form-error').textContent).toContain('用户名重复')
    expect(drafted()).toEqual([{ email: 'new@example.com' }])
    await page.type('field-email', 'newer@example.com')
    expect(state()).toBe('unsaved')
  })

  it('keeps everything when the server cannot be reached, and can save again', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'new@example.com')
    fake.next('users.save', { failure: failure('OFFLINE') })
    await page.click('save')
    expect(page.get('form-error').textContent).toContain('Your changes are saved as a draft on this computer.')
    expect([state(), page.get('save').getAttribute('aria-disabled')]).toEqual(['kept', 'false'])
    await page.click('save')
    expect(state()).toBe('saved')
  })

  it('shows the server’s value at a clashing field and keeps mine until told otherwise', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'mine@example.com')
    const theirs = makeUser(5, { email: 'theirs@example.com', tel: '999' })
    fake.next('users.save', { failure: failure('CONFLICT', { details: { theirs, fields: ['email'] } }) })
    await page.click('save')
    expect([email().value, page.get<HTMLInputElement>('field-tel').value]).toEqual(['mine@example.com', '999'])
    expect(page.get('drawer').textContent).toContain('Server value: theirs@example.com')
    expect(page.get('taken').textContent).toContain('Phone')
    fake.users = fake.users.map((user) => (user.id === 5 ? theirs : user))
    await page.click('save')
    expect(fake.callsOf('users.save').at(-1)).toMatchObject({ base: { email: 'theirs@example.com' }, edits: { email: 'mine@example.com' } })
  })

  it('marks field errors, its own before sending and the server’s after', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'not an address')
    await page.click('save')
    expect([fake.callsOf('users.save'), email().getAttribute('aria-invalid')]).toEqual([[], 'true'])
    expect(page.get('drawer').textContent).toContain('Not a valid e-mail address.')
    await page.type('field-email', 'a@b.example')
    fake.next('users.save', { failure: failure('VALIDATION', { fields: { email: 'email' } }) })
    await page.click('save')
    expect(email().getAttribute('aria-invalid')).toBe('true')
  })

  it('shows the protected user read-only with the reason', async () => {
    page = await openWorkspace(fake)
    await page.click('row-1')
    expect([email().readOnly, page.find('save')]).toEqual([true, null])
    expect(page.get('form-locked').textContent).toContain('This user is protected by the server')
  })

  it('shows the form read-only without the permission to change', async () => {
    fake.account = { ...fake.account, permissions: ['/sys/user/users/get'] }
    page = await openWorkspace(fake)
    await page.click('row-5')
    expect([email().readOnly, page.get('form-locked').textContent]).toEqual([true, expect.stringContaining('users / edit')])
    // A refusal of the server names it in the same words; the path stands under Details, for whoever grants it.
    page.close()
    fake.account = { ...fake.account, permissions: [...fake.account.permissions, '/sys/user/users/put'] }
    page = await openWorkspace(fake)
    await page.click('row-5')
    fake.next('users.save', { failure: failure('FORBIDDEN', { details: { permission: '/sys/user/users/put' } }) })
    await page.type('field-email', 'new@example.com')
    await page.click('save')
    const error = page.get('form-error')
    expect([error.querySelector('strong')?.textContent, error.querySelector('details')?.textContent]).toEqual([
      expect.stringContaining('Needs: users / edit'),
      expect.stringContaining('Permission: /sys/user/users/put'),
    ])
  })

  it('keeps the draft when another record is opened, and finds the same form while its save is on the way', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'new@example.com')
    const answer = gate()
    fake.next('users.save', { gate: answer.promise })
    await page.click('save')
    await page.type('field-tel', '1')
    await page.click('row-6')
    expect(drafted()).toEqual([{ email: 'new@example.com', tel: '1' }])
    await page.click('row-5')
    expect([state(), email().value]).toEqual(['saving', 'new@example.com'])
    await answer.open()
    expect([state(), drafted()]).toEqual(['kept', [{ tel: '1' }]])
  })

  it('finishes a save whose form was left, and lets go of its draft', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'new@example.com')
    const answer = gate()
    fake.next('users.save', { gate: answer.promise })
    await page.click('save')
    await page.click('drawer-close')
    await answer.open()
    expect([fake.drafts.size, page.get('row-5').textContent?.includes('new@example.com')]).toEqual([0, true])
    expect(page.find('drafts-line')).toBeNull()
  })

  it('discards by choice, with a way back', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'new@example.com')
    await page.click('cancel')
    expect([email().value, fake.drafts.size]).toEqual([makeUser(5).email, 0])
    await page.click('undo-discard')
    expect(email().value).toBe('new@example.com')
    await page.click('drawer-close')
    expect(drafted()).toEqual([{ email: 'new@example.com' }])
  })

  it('keeps every draft before the window closes, and names those that could not be kept', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'new@example.com')
    fake.push('app.closing', null)
    await quiet()
    expect([drafted(), fake.callsOf('app.readyToClose')]).toEqual([[{ email: 'new@example.com' }], [{ unkept: [] }]])
    fake.always('drafts.keep', { failure: failure('STORAGE') })
    await page.type('field-email', 'newer@example.com')
    fake.push('app.closing', null)
    await quiet()
    expect(fake.callsOf('app.readyToClose').at(-1)).toEqual({ unkept: [makeUser(5).username] })
    expect(state()).toBe('failed')
  })

  it('answers the closing window also when no form is open', async () => {
    page = await openWorkspace(fake)
    fake.push('app.closing', null)
    await quiet()
    expect(fake.callsOf('app.readyToClose')).toEqual([{ unkept: [] }])
  })

  it('keeps the draft when the window loses the focus, as to the sign-in window', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'new@example.com')
    expect(fake.drafts.size).toBe(0)
    window.dispatchEvent(new Event('blur'))
    await quiet()
    expect(drafted()).toEqual([{ email: 'new@example.com' }])
  })

  it('shows nothing of one user to the next, and writes no draft of one under the other', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'mine@example.com')
    fake.account = { ...fake.account, id: 2, username: 'test' }
    fake.setSession({ state: 'active', userId: 2, username: 'test' })
    await quiet()
    window.dispatchEvent(new Event('blur'))
    await quiet()
    expect([page.find('drawer'), fake.callsOf('drafts.keep')]).toEqual([null, []])
  })

  it('closes only the top layer with Escape: the comparison first, then the drawer', async () => {
    fake.drafts.set(draftId, { draftId, resource: 'users', recordId: 5, title: 'farid', keptAt: Date.now(), server: '', base: { ...makeUser(5) }, edits: { email: 'x@y.z' }, cursorField: null })
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.click('compare-draft')
    const escape = async (): Promise<void> => {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }))
      await quiet()
    }
    await escape()
    expect([page.find('compare-table'), page.find('drawer') !== null]).toEqual([null, true])
    await escape()
    expect(page.find('drawer')).toBeNull()
  })
})
