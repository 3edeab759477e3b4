import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeUser } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { makeEntry } from '../support/fake-outbox'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'

const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })

let fake: FakeHoldfast
let page: OpenWorkspace
const announced = (): string | null => page.get('announcer').textContent
const cell = (id: number): HTMLElement => {
  const found = page.get(`row-${id}`).querySelector<HTMLElement>('[role=gridcell]')
  if (!found) throw new Error('no cell')
  return found
}

/** Opens the row's menu as the menu key does; happy-dom has no popovers, so it is told that it is open. */
async function openRowMenu(id: number): Promise<void> {
  cell(id).focus()
  await press('F10', { shiftKey: true })
  for (const type of ['beforetoggle', 'toggle']) page.get('row-menu-menu').dispatchEvent(Object.assign(new Event(type), { newState: 'open' }))
  await quiet()
}

async function pressDelete(id: number): Promise<void> {
  cell(id).focus()
  await press('Delete')
}

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast({ users: Array.from({ length: 12 }, (_, index) => makeUser(index + 1)) })
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('deleting a user', () => {
  it('asks by name, with what goes along, and begins on Cancel', async () => {
    page = await openWorkspace(fake)
    await pressDelete(5)
    expect(page.get('question').textContent).toContain(`Delete user “${makeUser(5).username}”?`)
    expect(page.get('question').textContent).toContain('removed from roles and departments')
    expect(document.activeElement).toBe(page.get('question-cancel'))
    await page.click('question-cancel')
    expect(fake.callsOf('users.remove')).toEqual([])
  })

  it('sends what the person saw, drops the row and says so', async () => {
    page = await openWorkspace(fake)
    await pressDelete(5)
    await page.click('question-confirm')
    expect(fake.callsOf('users.remove')).toMatchObject([{ id: 5, base: { username: makeUser(5).username }, isConfirmed: true }])
    expect([page.find('row-5'), announced()]).toEqual([null, `Deleted: ${makeUser(5).username}`])
  })

  it('works from the row’s menu and from the drawer, which closes', async () => {
    page = await openWorkspace(fake)
    await openRowMenu(5)
    await page.click('row-menu-remove')
    await page.click('question-confirm')
    await page.click('row-6')
    for (const type of ['beforetoggle', 'toggle']) page.get('record-actions-menu').dispatchEvent(Object.assign(new Event(type), { newState: 'open' }))
    await quiet()
    await page.click('record-actions-remove')
    await page.click('question-confirm')
    expect(fake.callsOf('users.remove')).toMatchObject([{ id: 5 }, { id: 6 }])
    expect([page.find('row-6'), page.find('drawer')]).toEqual([null, null])
  })

  it('says that unsaved changes go along, and lets their draft go', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-tel', '139')
    page.get('field-tel').dispatchEvent(new Event('blur'))
    await quiet()
    await pressDelete(5)
    expect(page.get('question').textContent).toContain('Unsaved changes to it are discarded as well.')
    await page.click('question-confirm')
    expect([fake.drafts.size, page.find('drafts-line'), page.find('drawer')]).toEqual([0, null, null])
  })

  it('is marked on the row when it waits, and the click leads to the outbox', async () => {
    fake.isQueueing = true
    page = await openWorkspace(fake)
    await pressDelete(5)
    await page.click('question-confirm')
    expect(announced()).toContain('Deletion pending: farid.yang5')
    const mark = page.get('row-5').querySelector<HTMLElement>('[data-testid=pending-mark]')
    expect([mark?.dataset['kind'], mark?.textContent?.trim()]).toEqual(['remove', 'To delete'])
    mark?.click()
    await quiet()
    expect([page.find('users-grid'), page.find('drawer')]).toEqual([null, null])
  })

  it('asks again, with what changed, when someone changed the record meanwhile', async () => {
    page = await openWorkspace(fake)
    const theirs = makeUser(5, { email: 'moved@example.com' })
    fake.next('users.remove', { failure: failure('CONFLICT', { details: { conflict: 'changed', theirs, fields: ['email'] } }) })
    await pressDelete(5)
    await page.click('question-confirm')
    expect(page.get('changes').textContent).toContain('moved@example.com')
    expect(page.get('changes').querySelectorAll('tr')).toHaveLength(1)
    await page.click('question-confirm')
    expect(fake.callsOf('users.remove').at(-1)).toMatchObject({ base: { email: 'moved@example.com' } })
    expect(page.find('row-5')).toBeNull()
  })

  it.each<[string, () => void]>([
    ['another person', () => fake.setSession({ userId: 77, username: 'other' })],
    ['another server', () => fake.push('workspace.switched', null)],
  ])('a question that is open when %s comes is nobody’s any more', async (_who, come) => {
    page = await openWorkspace(fake)
    await pressDelete(5)
    const button = page.get('question-confirm')
    come()
    button.click()
    await quiet()
    expect([page.find('question'), fake.callsOf('users.remove')]).toEqual([null, []])
  })

  it('what is looked up for the one before is asked of nobody else, and sent by nobody else', async () => {
    fake.users = [makeUser(1, { status: 'disabled' }), makeUser(5, { roleIds: [1], status: 'enabled' }), makeUser(6, { roleIds: [1], status: 'enabled' })]
    page = await openWorkspace(fake)
    let answer: () => void = () => undefined
    fake.next('users.get', { gate: new Promise<void>((resolve) => (answer = resolve)) })
    await pressDelete(5)
    expect(fake.callsOf('users.get')).not.toEqual([])
    fake.setSession({ userId: 77, username: 'other' })
    await quiet()
    answer()
    await quiet()
    expect([page.find('question'), fake.callsOf('users.remove')]).toEqual([null, []])
  })

  it('shows the server’s words when it refuses, and keeps the row', async () => {
    page = await openWorkspace(fake)
    fake.next('users.remove', { failure: failure('REFUSED', { message: '不能删除' }) })
    await pressDelete(5)
    await page.click('question-confirm')
    expect(page.get('question').textContent).toContain('不能删除')
    await page.click('question-confirm')
    expect(page.find('row-5')).not.toBeNull()
  })

  it('F73: shows the text that came in place of an answer, and keeps the row', async () => {
    page = await openWorkspace(fake)
    fake.next('users.remove', { failure: failure('REFUSED', { details: { cause: 'odd-answer', status: 200, text: 'string(4) "none"' } }) })
    await pressDelete(5)
    await page.click('question-confirm')
    expect(page.get('question').textContent).toContain('The change was not made.')
    expect(page.get('question').textContent).toContain('Response: string(4) "none"')
    await page.click('question-confirm')
    expect(page.find('row-5')).not.toBeNull()
  })

  it('F71: never deletes another record that has got its number: says who has it now, and offers nothing else', async () => {
    page = await openWorkspace(fake)
    fake.next('users.remove', { failure: failure('CONFLICT', { details: { conflict: 'otherRecord', theirs: { ...makeUser(5), username: 'somebody.else' }, fields: ['username'] } }) })
    await pressDelete(5)
    await page.click('question-confirm')
    expect(page.get('question').textContent).toContain('Record #5 on the server is now “somebody.else”. Nothing was deleted.')
    await page.click('question-confirm')
    expect(fake.callsOf('users.remove')).toHaveLength(1)
  })

  it('takes a record that was already deleted as deleted', async () => {
    page = await openWorkspace(fake)
    fake.users = fake.users.filter(({ id }) => id !== 5)
    await pressDelete(5)
    await page.click('question-confirm')
    expect([page.find('row-5'), announced()]).toEqual([null, expect.stringContaining('was already deleted')])
  })

  it.each([
    [1, 'This user is protected by the server', {}],
    [7, 'This is your own account', { account: 7 }],
    [5, 'users / delete', { without: '/sys/user/users/delete' }],
  ])('is not possible for user %i: %s', async (id, reason, { account, without }: { account?: number; without?: string }) => {
    fake.account = { ...fake.account, id: account ?? 1, permissions: fake.account.permissions.filter((path) => path !== without) }
    page = await openWorkspace(fake)
    await pressDelete(id)
    expect([page.find('question'), announced()]).toEqual([null, expect.stringContaining(reason)])
    await openRowMenu(id)
    const item = page.get('row-menu-remove')
    expect([item.getAttribute('aria-disabled'), item.title, item.getAttribute('aria-description')]).toEqual(['true', expect.stringContaining(reason), expect.stringContaining(reason)])
    await page.click('row-menu-remove')
    expect(page.find('question')).toBeNull()
  })

  it('lets nobody disable the own account', async () => {
    fake.account = { ...fake.account, id: 5 }
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.click('field-status')
    expect([page.get('field-status').getAttribute('aria-disabled'), page.get('field-status').getAttribute('aria-checked')]).toEqual(['true', 'true'])
    expect(page.get('drawer').textContent).toContain('This is your own account. You cannot disable it.')
  })
})

describe('a role of the own account', () => {
  it('is not taken away before it is told what goes with it', async () => {
    fake.account = { ...fake.account, id: 7 }
    page = await openWorkspace(fake)
    await page.click('row-7')
    await page.click('remove-2')
    await press('s', { ctrlKey: true })
    expect(page.get('question').textContent).toContain('You will lose your own role')
    await page.click('question-cancel')
    expect(fake.callsOf('users.save')).toEqual([])
    await press('s', { ctrlKey: true })
    await page.click('question-confirm')
    expect(fake.callsOf('users.save')).toMatchObject([{ id: 7, edits: { roleIds: [3] } }])
  })
})

describe('a user that someone else deleted', () => {
  it('can be made anew with what is in the form, and the old draft goes with that', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-tel', '139')
    fake.users = fake.users.filter(({ id }) => id !== 5)
    fake.next('users.save', { failure: failure('NOT_FOUND', { details: { conflict: 'gone', theirs: null, fields: ['tel'] } }) })
    await page.click('save')
    expect(page.get('form-gone').textContent).toContain('This user no longer exists on the server')
    await page.click('restore-as-new')
    const value = (name: string): string => page.get<HTMLInputElement>(`field-${name}`).value
    expect([value('username'), value('tel'), value('password')]).toEqual([makeUser(5).username, '139', ''])
    expect([...fake.drafts.values()].map(({ recordId, edits }) => [recordId < 0, edits['tel']])).toEqual([[true, '139']])
    await page.type('field-password', 'Sesame-Open-7')
    await page.click('save')
    expect(fake.callsOf('users.create')).toMatchObject([{ values: { username: makeUser(5).username, tel: '139' } }])
  })

  it('is said in the open form as soon as it is told', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    fake.push('records.changed', { resource: 'users', id: 5, isGone: true, temporaryId: null })
    await quiet()
    expect(page.find('form-gone')).not.toBeNull()
  })
})

describe('a user that a write has changed elsewhere', () => {
  it('is read again by the open form, and never over what was typed', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'mine@example.com')
    fake.users = fake.users.map((user) => (user.id === 5 ? { ...user, tel: '999', email: 'theirs@example.com' } : user))
    fake.push('records.changed', { resource: 'users', id: 5, isGone: false, temporaryId: null })
    await quiet()
    const value = (name: string): string => page.get<HTMLInputElement>(`field-${name}`).value
    expect([value('tel'), value('email')]).toEqual(['999', 'mine@example.com'])
    expect(page.get('drawer').textContent).toContain('Server value: theirs@example.com')
  })

  it('is read again by the list, once for many that come together', async () => {
    page = await openWorkspace(fake)
    vi.useFakeTimers()
    fake.users = fake.users.map((user) => ({ ...user, email: 'all@example.com' }))
    for (const { id } of fake.users) fake.push('records.changed', { resource: 'users', id, isGone: false, temporaryId: null })
    fake.push('records.changed', { resource: 'menus', id: 1, isGone: false, temporaryId: null })
    await vi.advanceTimersByTimeAsync(1000)
    await quiet()
    expect([fake.callsOf('users.list').length, page.get('row-6').textContent?.includes('all@example.com')]).toEqual([2, true])
  })
})

describe('what of a row waits in the outbox', () => {
  it.each([
    ['queued', 'create', 'New'],
    ['sending', 'update', 'Edited'],
    ['unknown', 'update', 'Edited'],
    ['conflict', 'update', 'Conflict'],
    ['refused', 'create', 'Refused'],
    ['blocked', 'update', 'Blocked'],
    ['parked', 'remove', 'Needs approval'],
  ] as const)('%s %s is said as "%s", in words', async (state, verb, word) => {
    fake = createFakeHoldfast({ users: [makeUser(1), makeUser(5)], entries: [makeEntry({ recordId: 5, state, verb })] })
    page = await openWorkspace(fake)
    expect(page.get('row-5').querySelector('[data-testid=pending-mark]')?.textContent?.trim()).toBe(word)
    expect(page.get('row-1').querySelector('[data-testid=pending-mark]')).toBeNull()
  })

  it('is said in the form as well, and leads to the outbox from the row’s menu', async () => {
    fake = createFakeHoldfast({ users: [makeUser(1), makeUser(5)], entries: [makeEntry({ recordId: 5, state: 'refused' })] })
    page = await openWorkspace(fake)
    await page.click('row-5')
    expect(page.get('form-pending').textContent).toContain('The server refused a change to this record')
    await openRowMenu(5)
    await page.click('row-menu-outbox')
    expect(page.find('users-grid')).toBeNull()
  })
})
