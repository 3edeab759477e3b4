// Who is signed in, and the own password: what is told, what is sent, what comes of it, and that nothing of it stays.
import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, quiet } from '../support/mount'

const CURRENT = 'Old-Passw0rd'
const NEXT = 'Sesame-Open-7'
const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })

let fake: FakeHoldfast
let page: OpenWorkspace
beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

async function openProfile(): Promise<void> {
  page = await openWorkspace(fake)
  await page.click('account')
}
async function fillIn({ current = CURRENT, password = NEXT, repeat = NEXT } = {}): Promise<void> {
  await page.type('password-current', current)
  await page.type('password-password', password)
  await page.type('password-repeat', repeat)
}
const submit = (): Promise<void> => page.click('password-submit')
const typed = (): string[] => ['current', 'password', 'repeat'].map((field) => page.get<HTMLInputElement>(`password-${field}`).value)
const errors = (): string[] => [...page.get('password-form').querySelectorAll('.field-error')].map(({ textContent }) => textContent ?? '')
const sent = (): unknown[] => fake.callsOf('account.changePassword')
const text = (testid: string): string => page.get(testid).textContent ?? ''

describe('the profile', () => {
  it('tells the account as the server does, with its departments and this sign-in', async () => {
    await openProfile()
    expect(['username', 'email', 'tel', 'roles', 'departments'].map((key) => text(`profile-${key}`))).toEqual(['admin', 'admin@example.com', '138 0000 0001', '超级管理员', '总公司'])
    expect(text('profile-renewals')).toBe('3 times')
    expect(text('profile-stored')).toContain('admin stays signed in')
    expect(document.title).toContain('Profile and password')
    await page.click('close-page')
    expect(page.find('users-grid')).not.toBeNull()
  })

  it('says that who may not see users is not told the departments, and asks for none', async () => {
    fake.account = { ...fake.account, permissions: [], email: '' }
    await openProfile()
    expect([text('profile-departments'), text('profile-email')]).toEqual(['Not shown. Needs: users / view', 'None'])
    expect(fake.callsOf('users.get')).toEqual([])
  })

  it('is there for an account without a role, and offers a way in where nobody is signed in', async () => {
    fake.account = { ...fake.account, roles: [], menu: [] }
    await openProfile()
    expect([text('profile-roles'), page.find('password-form') === null]).toEqual(['None', false])
    fake.setSession({ state: 'signed-out', cause: 'signed-out', userId: null, username: null })
    await quiet()
    expect(page.find('password-form')).toBeNull()
    await page.click('profile-sign-in')
    expect(fake.callsOf('session.signIn')).toHaveLength(1)
  })
})

describe('faults that need no server', () => {
  it.each([
    [{ current: '', password: '', repeat: '' }, ['Required.', 'Required.', 'Required.'], 'current'],
    [{ password: 'weak', repeat: 'weak' }, ['At least 8 characters with a lower-case letter, an upper-case letter and a digit, and no spaces.'], 'password'],
    [{ password: CURRENT, repeat: CURRENT }, ['This is your current password. Choose another one.'], 'password'],
    [{ repeat: 'Sesame-Open-8' }, ['The new passwords do not match.'], 'repeat'],
  ])('%j', async (values, words, focused) => {
    await openProfile()
    await fillIn(values)
    await submit()
    expect([errors(), document.activeElement?.getAttribute('data-testid'), sent()]).toEqual([words, `password-${focused}`, []])
  })

  it('go when their field is typed in again', async () => {
    await openProfile()
    await fillIn({ repeat: 'Sesame-Open-8' })
    await submit()
    await page.type('password-repeat', NEXT)
    expect(errors()).toEqual([])
  })
})

describe('a change', () => {
  it('is sent once, as bytes that are wiped; the form is emptied, and says what stays signed in', async () => {
    await openProfile()
    await fillIn()
    let answer: (value?: unknown) => void = () => undefined
    fake.next('account.changePassword', { gate: new Promise((resolve) => (answer = resolve)) })
    await submit()
    await submit()
    const [input] = sent() as [Record<'current' | 'password' | 'repeat', Uint8Array> & { owner: unknown; isConfirmed: boolean }]
    const read = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
    expect([sent().length, input.owner, input.isConfirmed]).toEqual([1, expect.objectContaining({ profileId: 'demo', userId: 1 }), false])
    expect([read(input.current), read(input.password), read(input.repeat)]).toEqual([CURRENT, NEXT, NEXT])
    expect(page.get<HTMLInputElement>('password-current').readOnly).toBe(true)
    answer()
    await quiet()
    expect([...input.current, ...input.password, ...input.repeat].every((byte) => byte === 0)).toBe(true)
    expect(typed()).toEqual(['', '', ''])
    expect(text('password-done')).toContain('stay valid until they expire')
    expect(document.activeElement?.getAttribute('data-testid')).toBe('password-result')
    await page.click('password-sign-out')
    await page.click('question-confirm')
    expect(fake.callsOf('session.signOut')).toHaveLength(1)
  })

  it('takes a generated password for both of its fields', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    await openProfile()
    await page.type('password-current', CURRENT)
    await page.click('password-generate')
    const [, password, repeat] = typed()
    expect([password?.length, repeat]).toEqual([16, password])
    await submit()
    expect(page.find('password-done')).not.toBeNull()
  })

  it('is confirmed first where each change is, and cannot be made on a server that is read-only', async () => {
    fake.state = { ...fake.state, profile: { ...fake.state.profile, writeMode: 'confirm' } }
    await openProfile()
    await fillIn()
    await submit()
    await page.click('question-cancel')
    expect([sent(), typed()]).toEqual([[], [CURRENT, NEXT, NEXT]])
    await submit()
    await page.click('question-confirm')
    expect(sent()).toMatchObject([{ isConfirmed: true }])
    page.close()
    fake.state = { ...fake.state, profile: { ...fake.state.profile, writeMode: 'read-only' } }
    await openProfile()
    await fillIn()
    await submit()
    expect([text('password-locked'), sent().length]).toEqual([expect.stringContaining('read-only'), 1])
  })

  it.each([{ isComposing: true }, { keyCode: 229 }])('is not sent by the Enter that ends a composition (%j)', async (how) => {
    await openProfile()
    await fillIn()
    page.get('password-repeat').focus()
    const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...how })
    page.get('password-repeat').dispatchEvent(enter)
    expect(enter.defaultPrevented).toBe(true)
    const plain = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })
    page.get('password-repeat').dispatchEvent(plain)
    expect(plain.defaultPrevented).toBe(false)
  })
})

describe('what the server says', () => {
  it.each([
    [{ current: 'wrongCurrent' }, 'The current password is wrong.', 'current'],
    [{ password: 'rule' }, 'At least 8 characters with a lower-case letter, an upper-case letter and a digit, and no spaces.', 'password'],
    [{ password: 'password must validate against "/^.{14,}$/"' }, 'password must validate against "/^.{14,}$/"', 'password'],
    [{ repeat: 'notEqual' }, 'The new passwords do not match.', 'repeat'],
  ])('of a field stands at the field (%j)', async (fields, words, focused) => {
    await openProfile()
    await fillIn()
    fake.next('account.changePassword', { failure: failure('VALIDATION', { fields }) })
    await submit()
    expect([errors(), document.activeElement?.getAttribute('data-testid'), typed()]).toEqual([[words], `password-${focused}`, [CURRENT, NEXT, NEXT]])
  })

  it('in other words is shown as it was said, with what was typed still there', async () => {
    await openProfile()
    await fillIn()
    fake.next('account.changePassword', { failure: failure('REFUSED', { message: '本月已修改过密码' }) })
    await submit()
    expect(text('password-result')).toContain('本月已修改过密码')
    expect(text('password-result')).toContain('was not changed')
    expect(typed()).toEqual([CURRENT, NEXT, NEXT])
  })

  it('never came: it is not known, how to find out is told, and nothing is sent again', async () => {
    await openProfile()
    await fillIn()
    fake.next('account.changePassword', { failure: failure('UNKNOWN', { retryable: true }) })
    await submit()
    expect(text('password-unknown')).toContain('Your password may or may not have been changed')
    expect(text('password-unknown')).toContain('sign in with the new password')
    fake.push('connection.changed', { ...fake.state.connection, state: 'offline', since: Date.now() })
    await quiet()
    fake.push('connection.changed', { ...fake.state.connection, state: 'online', since: null })
    fake.setSession({ renewals: 4 })
    await quiet()
    expect([sent().length, typed()]).toEqual([1, [CURRENT, NEXT, NEXT]])
  })

  it('is heard by who has left the page meanwhile', async () => {
    await openProfile()
    await fillIn()
    let answer: (value?: unknown) => void = () => undefined
    fake.next('account.changePassword', { gate: new Promise((resolve) => (answer = resolve)), failure: failure('UNKNOWN') })
    await submit()
    await page.click('close-page')
    answer()
    await quiet()
    expect(text('announcer')).toContain('Your password may or may not have been changed')
  })
})

describe('offline', () => {
  it('says so plainly, sends nothing, keeps what was typed, and goes on when the server is back', async () => {
    await openProfile()
    await fillIn()
    fake.push('connection.changed', { ...fake.state.connection, state: 'offline', since: Date.now() })
    await quiet()
    expect(text('password-offline')).toContain('changed only while the server is reachable')
    expect(page.get('password-submit').getAttribute('aria-disabled')).toBe('true')
    await submit()
    expect([sent(), typed(), document.activeElement?.getAttribute('data-testid')]).toEqual([[], [CURRENT, NEXT, NEXT], 'password-result'])
    await page.click('password-check')
    expect(fake.callsOf('connection.check')).toHaveLength(1)
    fake.push('connection.changed', { ...fake.state.connection, state: 'online', since: null })
    await quiet()
    await submit()
    expect([sent().length, page.find('password-done') === null]).toEqual([1, false])
  })
})

describe('nothing of a password stays', () => {
  it('in a draft, a kept view, an announcement or a storage, nor in the page once it is left', async () => {
    await openProfile()
    await fillIn()
    fake.next('account.changePassword', { failure: failure('REFUSED', { message: 'no' }) })
    await submit()
    await page.click('close-page')
    await page.click('account')
    expect(typed()).toEqual(['', '', ''])
    const told = JSON.stringify([fake.calls.filter(({ name }) => name !== 'account.changePassword'), [...fake.drafts.values()], [...fake.views.values()], { ...localStorage }, { ...sessionStorage }])
    expect([told, document.body.innerHTML].join().match(/Old-Passw0rd|Sesame-Open-7/)).toBeNull()
  })

  it('before whoever comes next', async () => {
    await openProfile()
    await fillIn()
    let answer: (value?: unknown) => void = () => undefined
    fake.next('account.changePassword', { gate: new Promise((resolve) => (answer = resolve)), failure: failure('UNKNOWN') })
    await submit()
    fake.setSession({ userId: 2, username: 'test' })
    await quiet()
    expect(typed()).toEqual(['', '', ''])
    // How it ended is no news of theirs.
    answer()
    await quiet()
    expect([page.find('password-unknown'), text('announcer')]).toEqual([null, expect.not.stringContaining('password')])
  })
})
