// An account that may look at everything and change nothing walks through every page: nothing that the server would refuse can be
// pressed, and whatever cannot be pressed says why, to a screen reader too. Then rights that go while a page is open.
import type { PermissionPath } from '@shared/permissions'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeEntry } from '../support/fake-outbox'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openPopover, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'

const VIEW: PermissionPath[] = ['/sys/user/users/get', '/sys/dept/depts/get', '/sys/role/roles/get', '/sys/menu/menus/get', '/sys/log/logs/get']
const ALL: PermissionPath[] = ['get', 'post', 'put', 'delete'].flatMap((verb) =>
  ['/sys/user/users', '/sys/dept/depts', '/sys/role/roles', '/sys/menu/menus'].map((path) => `${path}/${verb}` as PermissionPath),
)
const RESET: PermissionPath = '/sys/user/resetpassword/put'
const WRITES = /\.(?:save|create|remove)$|^account\.(?:changePassword|resetPassword)$/

let fake: FakeHoldfast
let page: OpenWorkspace
beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
  fake.account = { ...fake.account, id: 2, username: 'ben', roles: [{ id: 4, name: 'Viewer' }], permissions: VIEW }
  fake.setSession({ userId: 2, username: 'ben' })
  // The server has it, and this account may not do it.
  fake.grantable = { ...fake.grantable, menus: [...fake.grantable.menus, { id: 70, parentId: 2, type: 'operation', title: 'Reset', path: RESET }] }
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

const written = (): string[] => fake.calls.map(({ name }) => name).filter((name) => WRITES.test(name))
const heard = (): string => page.get('announcer').textContent?.trim() ?? ''
const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)]
const isDisabled = (element: HTMLElement): boolean => element.getAttribute('aria-disabled') === 'true' || element.matches(':disabled')

/** What a screen reader says of it besides its name. */
function reasonOf(element: HTMLElement): string {
  const described = (element.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '')
  return [element.getAttribute('aria-description'), ...described, element.title].filter(Boolean).join(' ').trim()
}
const name = (element: HTMLElement): string => element.dataset['testid'] ?? element.textContent?.trim() ?? element.outerHTML.slice(0, 80)

/** Controls by which something is written, wherever they stand. */
const COMMANDS =
  '[data-testid="new-record"], [data-testid="save"], [data-testid="field-status"], [role=menuitem], [data-testid^="role-users-"]:is(button), [data-testid="password-submit"], [data-testid="grants-save"]'
/** Ways to look, and to go elsewhere. */
const NEEDS_NO_RIGHT = /-(?:edit|grants|outbox|copy|copyLink|users|access|show|reload|clear)\b/

async function openRowMenu(testid: string): Promise<void> {
  page.get(testid).dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 5, clientY: 5 }))
  await quiet()
  const menu = document.querySelector<HTMLElement>('[data-testid="row-menu-menu"]')
  menu?.dispatchEvent(Object.assign(new Event('beforetoggle'), { newState: 'open' }))
  await quiet()
}

const PAGES: readonly (readonly [page: string, entry: string, row: string])[] = [
  ['users', 'menu-sys-user-index', 'row-5'],
  ['departments', 'menu-sys-dept-index', 'row-2'],
  ['roles', 'menu-sys-role-index', 'row-3'],
]

describe.each(PAGES)('%s, with the right to look and no other', (_page, entry, row) => {
  it('has no command that the server would refuse, and each says why it is none', async () => {
    page = await openWorkspace(fake)
    await page.click(entry)
    await openRowMenu(row)
    page.get(row).click()
    await quiet()
    const actions = page.find('record-actions')
    if (actions) await openPopover(actions)
    const commands = all(COMMANDS).filter((element) => !NEEDS_NO_RIGHT.test(name(element)))
    expect(commands.map(name)).toEqual(expect.arrayContaining(['new-record', 'row-menu-remove']))
    expect(commands.filter((element) => !isDisabled(element)).map(name)).toEqual([])
    expect(commands.filter((element) => reasonOf(element) === '').map(name)).toEqual([])
    // Whatever has no reason to be pressed says so all over the page.
    expect(
      all('.list-page [aria-disabled="true"], .list-page :disabled')
        .filter((element) => reasonOf(element) === '' && !element.closest('.pager'))
        .map(name),
    ).toEqual([])
    for (const command of commands) command.click()
    await quiet()
    expect(written()).toEqual([])
  })

  it('says by which permission, for the keys too: Delete and Ctrl+N', async () => {
    page = await openWorkspace(fake)
    await page.click(entry)
    page.get(row).querySelector<HTMLElement>('[role=gridcell]')?.focus()
    await press('Delete')
    expect(heard()).toMatch(/\/delete\)/)
    await press('n', { ctrlKey: true })
    expect(heard()).toMatch(/\/post\)/)
    expect([page.find('question'), written()]).toEqual([null, []])
  })
})

describe('pages on which everybody may do what is theirs', () => {
  it.each([
    ['logs', 'menu-sys-log-index'],
    ['icons', 'menu-svg-icons-index'],
    ['profile', 'account'],
  ])('%s: what cannot be pressed says why', async (_page, entry) => {
    page = await openWorkspace(fake)
    await page.click(entry)
    const main = document.querySelector('main') ?? document.body
    expect([...main.querySelectorAll<HTMLElement>('[aria-disabled="true"], :disabled')].filter((element) => reasonOf(element) === '').map(name)).toEqual([])
    expect(written()).toEqual([])
  })
})

describe('rights that go while a page is open', () => {
  beforeEach(() => {
    fake.account = { ...fake.account, permissions: ALL }
  })
  const withdraw = (...paths: PermissionPath[]): void => {
    fake.account = { ...fake.account, permissions: ALL.filter((path) => !paths.includes(path)) }
  }
  const forbidden = (permission: string) => ({ failure: { code: 'FORBIDDEN', message: '', retryable: false, details: { permission } } }) as const

  it('lock the form with the call that is refused, and keep what was typed', async () => {
    page = await openWorkspace(fake)
    await page.click('menu-sys-user-index')
    page.get('row-5').click()
    await quiet()
    await page.type('field-tel', '010-12345')
    withdraw('/sys/user/users/put')
    fake.next('users.save', forbidden('/sys/user/users/put'))
    await page.click('save')
    expect(page.get('form-locked').textContent).toContain('/sys/user/users/put')
    expect([page.get<HTMLInputElement>('field-tel').value, page.get<HTMLInputElement>('field-tel').readOnly, page.find('save')]).toEqual(['010-12345', true, null])
    // Given again, it goes on where it was.
    fake.account = { ...fake.account, permissions: ALL }
    fake.push('records.changed', { resource: 'grants', id: 4, isGone: false, temporaryId: null })
    await quiet()
    await page.click('save')
    expect(fake.callsOf('users.save').at(-1)).toMatchObject({ id: 5, edits: { tel: '010-12345' } })
  })

  it('lock the commands of a list with the deletion that is refused', async () => {
    page = await openWorkspace(fake)
    await page.click('menu-sys-dept-index')
    page.get('row-4').querySelector<HTMLElement>('[role=gridcell]')?.focus()
    withdraw('/sys/dept/depts/delete', '/sys/dept/depts/post')
    fake.next('departments.remove', forbidden('/sys/dept/depts/delete'))
    await press('Delete')
    await page.click('question-confirm')
    await page.click('question-confirm')
    await openRowMenu('row-4')
    expect([page.get('new-record'), page.get('row-menu-remove')].map((one) => [isDisabled(one), reasonOf(one)])).toEqual([
      [true, expect.stringContaining('/sys/dept/depts/post')],
      [true, expect.stringContaining('/sys/dept/depts/delete')],
    ])
  })

  it('are asked for once more when what waited in the outbox is refused', async () => {
    fake.entries = [makeEntry({ entryId: 'waits', resource: 'users', recordId: 5 })]
    page = await openWorkspace(fake)
    await page.click('menu-sys-user-index')
    withdraw('/sys/user/users/post')
    fake.changeEntries(['waits'], { state: 'refused', why: { kind: 'failure', ...forbidden('/sys/user/users/put') } })
    await quiet()
    expect([isDisabled(page.get('new-record')), reasonOf(page.get('new-record'))]).toEqual([true, expect.stringContaining('/sys/user/users/post')])
  })

  it('are asked for once more when a read is refused', async () => {
    page = await openWorkspace(fake)
    await page.click('menu-sys-user-index')
    const before = fake.callsOf('account.read').length
    withdraw('/sys/user/users/put')
    fake.next('users.list', forbidden('/sys/user/users/get'))
    await page.click('refresh')
    expect(fake.callsOf('account.read').length).toBeGreaterThan(before)
  })
})

describe('a record whose deletion is pending', () => {
  it('is not changed meanwhile, and says how it is kept; one whose deletion was refused can be', async () => {
    fake.account = { ...fake.account, permissions: ALL }
    fake.entries = [makeEntry({ entryId: 'goes', resource: 'users', recordId: 5, verb: 'remove' })]
    page = await openWorkspace(fake)
    await page.click('menu-sys-user-index')
    const locks = async (): Promise<(string | false)[]> => {
      await openRowMenu('row-5')
      return ['row-menu-disable', 'row-menu-remove'].map((one) => isDisabled(page.get(one)) && reasonOf(page.get(one)))
    }
    expect(await locks()).toEqual([expect.stringContaining('discard the deletion'), expect.stringContaining('discard the deletion')])
    fake.changeEntries(['goes'], { state: 'refused', why: { kind: 'failure', failure: { code: 'REFUSED', message: 'Roles have it.', retryable: false } } })
    await quiet()
    expect(await locks()).toEqual([false, false])
  })
})

describe('the own role', () => {
  it('is neither disabled nor deleted where it is the only one; another one may be', async () => {
    fake.account = { ...fake.account, roles: [{ id: 3, name: 'Own' }], permissions: ALL }
    page = await openWorkspace(fake)
    await page.click('menu-sys-role-index')
    const reasons = async (row: string): Promise<string[]> => {
      await openRowMenu(row)
      return ['row-menu-disable', 'row-menu-remove'].map((one) => reasonOf(page.get(one)))
    }
    expect(await reasons('row-3')).toEqual([expect.stringContaining('your only role'), expect.stringContaining('your only role')])
    page.get('row-3').querySelector<HTMLElement>('[role=gridcell]')?.focus()
    await press('Delete')
    expect([heard(), page.find('question')]).toEqual([expect.stringContaining('your only role'), null])
    page.close()
    document.body.replaceChildren()
    fake.account = {
      ...fake.account,
      roles: [
        { id: 3, name: 'Own' },
        { id: 4, name: 'Other' },
      ],
    }
    page = await openWorkspace(fake)
    await page.click('menu-sys-role-index')
    expect(await reasons('row-3')).toEqual(['', ''])
  })
})
