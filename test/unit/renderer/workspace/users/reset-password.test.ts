// Setting another user's password from a row: where the server has it, who may, and that nothing of it stays.
import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { makeEntry } from '../../support/fake-outbox'
import { giveElementsASize, openPopover, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'

const RESET = '/sys/user/resetpassword/put'
const NEXT = 'Sesame-Open-7'
const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })

let fake: FakeHoldfast
let page: OpenWorkspace
beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
  fake.account = { ...fake.account, permissions: [...fake.account.permissions, RESET] }
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

/** The command in the menu of a row; null where there is none. */
async function command(id: number): Promise<HTMLElement | null> {
  page.get(`row-${id}`).dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 5, clientY: 5 }))
  await quiet()
  document.querySelector('[data-testid="row-menu-menu"]')?.dispatchEvent(Object.assign(new Event('beforetoggle'), { newState: 'open' }))
  await quiet()
  return page.find('row-menu-resetPassword')
}
async function openFor(id = 5): Promise<void> {
  page = await openWorkspace(fake)
  ;(await command(id))?.click()
  await quiet()
}
const reason = (element: HTMLElement | null): string | null | undefined => element?.getAttribute('aria-description')
const catalogued = (): void => {
  fake.account = { ...fake.account, permissions: fake.account.permissions.filter((path) => path !== RESET) }
  fake.grantable = { ...fake.grantable, menus: [...fake.grantable.menus, { id: 70, parentId: 2, type: 'operation', title: 'Reset', path: RESET }] }
}
const sent = (): unknown[] => fake.callsOf('account.resetPassword')
const text = (testid: string): string => page.get(testid).textContent ?? ''
const field = (): HTMLInputElement => page.get<HTMLInputElement>('reset-password-field')
const focused = (): string | undefined => (document.activeElement as HTMLElement).dataset['testid']

describe('the command', () => {
  it('is not there on a server that has no such thing, nor where nobody can tell', async () => {
    fake.account = { ...fake.account, permissions: fake.account.permissions.filter((path) => path !== RESET) }
    page = await openWorkspace(fake)
    expect(await command(5)).toBeNull()
    fake.next('options.grantable', { failure: failure('FORBIDDEN') })
    page.close()
    document.body.replaceChildren()
    page = await openWorkspace(fake)
    expect(await command(5)).toBeNull()
  })

  it('is there and says why not for an account without the permission, on a server that has it', async () => {
    catalogued()
    page = await openWorkspace(fake)
    const found = await command(5)
    expect([found?.getAttribute('aria-disabled'), reason(found)]).toEqual(['true', `You don’t have permission to reset passwords. Needs: passwords of others / edit (${RESET})`])
    found?.click()
    await quiet()
    expect(page.find('reset-password')).toBeNull()
  })

  it('asks nobody where the account has the permission', async () => {
    page = await openWorkspace(fake)
    const before = fake.callsOf('options.grantable').length
    expect(reason(await command(5))).toBeNull()
    expect(fake.callsOf('options.grantable')).toHaveLength(before)
  })

  it('of the own account leads to the profile; of the protected one it says why not', async () => {
    fake.account = { ...fake.account, id: 5 }
    page = await openWorkspace(fake)
    expect(reason(await command(1))).toContain('This user is protected by the server')
    const own = await command(5)
    expect(own?.textContent).toContain('Change your password')
    own?.click()
    await quiet()
    expect([page.find('reset-password'), page.find('password-form') !== null]).toEqual([null, true])
  })

  it('cannot be used offline, nor on a server that is read-only here', async () => {
    fake.state = { ...fake.state, connection: { ...fake.state.connection, state: 'offline' } }
    page = await openWorkspace(fake)
    expect(reason(await command(5))).toContain('changed only while the server is reachable')
    page.close()
    document.body.replaceChildren()
    fake.state = { ...fake.state, connection: { ...fake.state.connection, state: 'online' }, profile: { ...fake.state.profile, writeMode: 'read-only' } }
    page = await openWorkspace(fake)
    expect(reason(await command(5))).toContain('read-only')
  })

  it('stands in the menu of the open record, too', async () => {
    page = await openWorkspace(fake)
    page.get('row-5').click()
    await quiet()
    await openPopover(page.get('record-actions'))
    await page.click('record-actions-resetPassword')
    expect(page.find('reset-password')).not.toBeNull()
    // Esc closes the dialog alone.
    await press('Escape')
    expect([page.find('reset-password'), page.find('drawer') !== null]).toEqual([null, true])
  })
})

describe('the dialog', () => {
  it('says whose password and where, and sends it once, as bytes that are wiped', async () => {
    await openFor()
    expect(text('reset-password')).toContain(`The new password of ${fake.users[4]?.username} on demo data`)
    expect(document.activeElement).toBe(field())
    await page.type('reset-password-field', NEXT)
    let answer: (value?: unknown) => void = () => undefined
    fake.next('account.resetPassword', { gate: new Promise((resolve) => (answer = resolve)) })
    await page.click('reset-submit')
    await page.click('reset-submit')
    const [input] = sent() as [{ user: { id: number }; password: Uint8Array; isConfirmed: boolean }]
    expect([sent().length, input.user.id, new TextDecoder().decode(input.password), input.isConfirmed]).toEqual([1, 5, NEXT, true])
    answer()
    await quiet()
    expect([...input.password].every((byte) => byte === 0)).toBe(true)
    expect(text('password-done')).toContain('was set')
    expect([page.find('reset-password-field'), focused()]).toEqual([null, 'reset-close'])
    await page.click('reset-close')
    expect(page.find('reset-password')).toBeNull()
  })

  it('sends nothing that breaks the rule, and says so at the field', async () => {
    await openFor()
    await page.type('reset-password-field', 'weak')
    await page.click('reset-submit')
    expect([sent(), text('reset-password').includes('At least 8 characters'), document.activeElement === field()]).toEqual([[], true, true])
  })

  it('a lost answer is called unknown, and is not sent again by itself', async () => {
    await openFor()
    await page.type('reset-password-field', NEXT)
    fake.next('account.resetPassword', { failure: failure('UNKNOWN', { retryable: true }) })
    await page.click('reset-submit')
    expect(text('password-unknown')).toContain('It is not sent again')
    expect([sent().length, focused(), field().value]).toEqual([1, 'password-result', NEXT])
  })

  it('a missing permission has the account read again: the command is locked from then on', async () => {
    const { account } = fake
    catalogued()
    const withdrawn = fake.account
    fake.account = account
    await openFor()
    await page.type('reset-password-field', NEXT)
    fake.account = withdrawn
    fake.next('account.resetPassword', { failure: failure('FORBIDDEN', { details: { permission: RESET } }) })
    await page.click('reset-submit')
    expect(text('password-result')).toContain('was not set')
    await page.click('reset-close')
    expect(reason(await command(5))).toContain('You don’t have permission to reset passwords')
  })

  it('goes, with what was typed, when the connection does not; and with the person who typed it', async () => {
    await openFor()
    await page.type('reset-password-field', NEXT)
    fake.push('connection.changed', { ...fake.state.connection, state: 'offline' })
    await quiet()
    await page.click('reset-submit')
    expect([sent(), page.find('password-offline') !== null, field().value]).toEqual([[], true, NEXT])
    fake.setSession({ userId: 3, username: 'carla' })
    await quiet()
    expect(page.find('reset-password')).toBeNull()
  })

  it('keeps it out of drafts and outbox', async () => {
    await openFor()
    await page.type('reset-password-field', NEXT)
    await page.click('reset-submit')
    expect([fake.drafts.size, fake.entries, JSON.stringify(fake.calls.filter(({ name }) => name !== 'account.resetPassword')).includes(NEXT)]).toEqual([0, [], false])
  })
})

it('the activity has a line of it, which says so where the answer was lost', async () => {
  const note = { resource: 'users', verb: 'resetPassword', recordId: 5, title: 'wu', state: 'done', edits: {}, base: null, attempts: 1 } as const
  fake.entries = [makeEntry({ ...note, entryId: 'a', outcome: 'ok', why: null }), makeEntry({ ...note, entryId: 'b', seq: 2, outcome: 'told', why: { kind: 'failure', failure: failure('UNKNOWN') } })]
  page = await openWorkspace(fake)
  await press('o', { ctrlKey: true, shiftKey: true })
  await page.click('tab-journal')
  const lines = [...page.get('journal-grid').querySelectorAll('.grid-body [role=row]')].map(({ textContent }) => textContent ?? '')
  expect(lines.every((line) => line.includes('Reset password') && line.includes('Password'))).toBe(true)
  expect(lines.map((line) => (line.includes('Unknown') ? 'unknown' : line.includes('Done') ? 'done' : line)).sort()).toEqual(['done', 'unknown'])
})
