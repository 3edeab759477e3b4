// A user is enabled or disabled from the list: one write, everything told where the person is, the focus left on the row.
import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeUser } from '../../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { closeWorkspaces, giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'

const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })
const hint = 'On this server, disabling does not block sign-in.'

let fake: FakeHoldfast
let page: OpenWorkspace
const cell = (id: number): HTMLElement => page.get(`row-${id}`).querySelector<HTMLElement>('[role=gridcell]') as HTMLElement
const told = (): string => page.get('told').textContent ?? ''
const question = (): string => page.find('question')?.textContent ?? ''
const inRow = (id: number): boolean => document.activeElement?.closest(`[data-testid="row-${id}"]`) !== null
const statusOf = (id: number): string | undefined =>
  [...page.get(`row-${id}`).querySelectorAll('[role=gridcell]')].map((one) => one.textContent?.trim()).find((text) => text === 'Enabled' || text === 'Disabled')
async function toggle(id: number): Promise<void> {
  cell(id).focus()
  await press('d', { ctrlKey: true })
}
async function open(writeMode: 'normal' | 'confirm' | 'review' | 'read-only' = 'normal'): Promise<void> {
  fake.state = { ...fake.state, profile: { ...fake.state.profile, isDemo: false, writeMode } }
  page = await openWorkspace(fake)
}

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast({ users: Array.from({ length: 12 }, (_, index) => makeUser(index + 1)) })
})
afterEach(() => {
  closeWorkspaces()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

describe('the status of a user, turned in the list', () => {
  it('is one write of one field on the row that was seen; said, shown at once, and back by the same key', async () => {
    await open()
    await toggle(5)
    expect(fake.callsOf('users.save')).toEqual([{ owner: expect.anything(), draftId: null, isConfirmed: true, id: 5, base: makeUser(5), edits: { status: 'disabled' } }])
    expect([told().includes(`Disabled: ${makeUser(5).username}`), statusOf(5), inRow(5), page.find('drawer')]).toEqual([true, 'Disabled', true, null])
    await toggle(5)
    expect([fake.callsOf('users.save').at(-1), statusOf(5)]).toEqual([expect.objectContaining({ edits: { status: 'enabled' } }), 'Enabled'])
  })

  it('says once that disabling does not block the sign-in', async () => {
    await open()
    await toggle(5)
    expect(told()).toContain(hint)
    await toggle(6)
    expect([told().includes('Disabled: '), told().includes(hint)]).toEqual([true, false])
  })

  it('says nothing of that in the demo, where a disabled user cannot sign in', async () => {
    page = await openWorkspace(fake)
    await toggle(5)
    expect([told().includes('Disabled: '), told().includes(hint)]).toEqual([true, false])
    await press('F2')
    expect(page.get('drawer').textContent).toContain('A disabled user cannot sign in.')
  })

  it('is done from the row’s menu too, whose entry names the key; the focus goes back to the row', async () => {
    await open()
    cell(5).focus()
    await press('F10', { shiftKey: true })
    for (const type of ['beforetoggle', 'toggle']) page.get('row-menu-menu').dispatchEvent(Object.assign(new Event(type), { newState: 'open' }))
    await quiet()
    expect(page.get('row-menu-disable').textContent).toContain('Ctrl+D')
    await page.click('row-menu-disable')
    expect([fake.callsOf('users.save').length, statusOf(5), inRow(5)]).toEqual([1, 'Disabled', true])
  })

  it('is shown before it goes where the server wants that, with the help text, and not sent when it is declined', async () => {
    await open('confirm')
    await toggle(5)
    expect([question().includes('Enabled'), question().includes('Disabled'), question().includes(hint), fake.callsOf('users.save').length]).toEqual([true, true, true, 0])
    await page.click('question-cancel')
    expect([fake.callsOf('users.save').length, statusOf(5), inRow(5)]).toEqual([0, 'Enabled', true])
    await press('d', { ctrlKey: true })
    await page.click('question-confirm')
    expect(fake.callsOf('users.save')).toMatchObject([{ isConfirmed: true, edits: { status: 'disabled' } }])
  })

  it.each(['review', 'normal'] as const)('that has to wait (%s) is marked on its row and told', async (writeMode) => {
    fake.isQueueing = true
    await open(writeMode)
    // As main lays the outbox over what it reads from now on.
    const rows = fake.users.map((user) => (user.id === 5 ? { ...user, status: 'disabled' } : user))
    fake.always('users.list', { answer: { rows, total: rows.length, fetchedAt: Date.now(), origin: 'network', isComplete: true } })
    await toggle(5)
    expect([told().includes(`Pending: ${makeUser(5).username}`), statusOf(5), inRow(5)]).toEqual([true, 'Disabled', true])
    expect(page.get('row-5').querySelector<HTMLElement>('[data-testid=pending-mark]')?.dataset['kind']).toBe('update')
  })

  it.each<[string, () => void, string]>([
    ['a read-only server', () => (fake.state = { ...fake.state, profile: { ...fake.state.profile, writeMode: 'read-only' } }), 'read-only'],
    ['no right', () => (fake.account = { ...fake.account, permissions: ['/sys/user/users/get'] }), 'users / edit'],
  ])('is not tried where it cannot be: %s', async (_what, forbid, words) => {
    forbid()
    page = await openWorkspace(fake)
    await toggle(5)
    expect([told().includes(words), fake.callsOf('users.save')]).toEqual([true, []])
    await toggle(1)
    expect([told().includes('This user is protected by the server'), fake.callsOf('users.save')]).toEqual([true, []])
  })

  it('that the server refuses is told with its words; the row is as before, and keeps the focus', async () => {
    await open()
    fake.next('users.save', { failure: failure('REFUSED', { message: '用户名重复' }) })
    await toggle(5)
    expect([question().includes('was not changed'), question().includes('用户名重复')]).toEqual([true, true])
    await page.click('question-confirm')
    expect([statusOf(5), inRow(5)]).toEqual(['Enabled', true])
  })

  it('reads the account again when the right is gone meanwhile', async () => {
    await open()
    const before = fake.callsOf('account.read').length
    fake.next('users.save', { failure: failure('FORBIDDEN', { details: { permission: '/sys/user/users/put' } }) })
    await toggle(5)
    expect([page.find('question') !== null, fake.callsOf('account.read').length]).toEqual([true, before + 1])
  })

  it('in conflict asks with what changed, and goes on what is there now', async () => {
    await open()
    const theirs = makeUser(5, { tel: '13900000000' })
    fake.next('users.save', { failure: failure('CONFLICT', { details: { conflict: 'changed', theirs, fields: ['status'] } }) })
    await toggle(5)
    expect(page.get('changes').textContent).toContain('13900000000')
    await page.click('question-confirm')
    expect(fake.callsOf('users.save').at(-1)).toMatchObject({ base: { tel: '13900000000' }, edits: { status: 'disabled' } })
    fake.next('users.save', { failure: failure('CONFLICT', { details: { conflict: 'changed', theirs: makeUser(6, { tel: '1' }), fields: ['status'] } }) })
    await toggle(6)
    await page.click('question-cancel')
    expect(fake.callsOf('users.save')).toHaveLength(3)
  })

  it('of a number that was given again changes nobody, and names who has it', async () => {
    await open()
    fake.next('users.save', { failure: failure('CONFLICT', { details: { conflict: 'otherRecord', theirs: makeUser(5, { username: 'somebody.else' }), fields: [] } }) })
    await toggle(5)
    expect([question().includes('somebody.else'), question().includes('Nothing was changed.')]).toEqual([true, true])
  })

  it('of a user who is gone is told, and the list asked again', async () => {
    await open()
    const before = fake.callsOf('users.list').length
    fake.next('users.save', { failure: failure('NOT_FOUND') })
    await toggle(5)
    expect([told().includes('was already deleted'), fake.callsOf('users.list').length]).toEqual([true, before + 1])
  })

  it('that the server takes and does not keep is not said to be done', async () => {
    await open()
    fake.stored = (row) => ({ ...row, status: 'enabled' })
    await toggle(5)
    expect([told().includes('Disabled:'), told().includes('not: Status'), statusOf(5)]).toEqual([false, true, 'Enabled'])
  })

  it('pressed twice is one change, and belongs to who pressed it', async () => {
    await open()
    let answer: () => void = () => undefined
    fake.next('users.save', { gate: new Promise<void>((resolve) => (answer = resolve)) })
    await toggle(5)
    await press('d', { ctrlKey: true })
    expect(fake.callsOf('users.save')).toHaveLength(1)
    fake.setSession({ userId: 77, username: 'other' })
    await quiet()
    answer()
    await quiet()
    expect(page.find('told')?.textContent ?? '').not.toContain('Disabled:')
  })

  it('looked up or asked about for one person is not done by the next', async () => {
    fake.users = [makeUser(1, { status: 'disabled' }), makeUser(5, { roleIds: [1], status: 'enabled' }), makeUser(6, { roleIds: [1], status: 'enabled' })]
    await open()
    let answer: () => void = () => undefined
    fake.next('users.get', { gate: new Promise<void>((resolve) => (answer = resolve)) })
    await toggle(5)
    expect(fake.callsOf('users.get')).not.toEqual([])
    fake.setSession({ userId: 77, username: 'other' })
    await quiet()
    answer()
    await quiet()
    expect([page.find('question'), fake.callsOf('users.save')]).toEqual([null, []])
  })

  it('leaves a form that is open on the user with its edits, on the new row', async () => {
    await open()
    cell(5).focus()
    await press('F2')
    await page.type('field-tel', '13911112222')
    await toggle(5)
    await quiet()
    expect([page.get<HTMLInputElement>('field-tel').value, page.get('field-status').getAttribute('aria-checked')]).toEqual(['13911112222', 'false'])
  })
})
