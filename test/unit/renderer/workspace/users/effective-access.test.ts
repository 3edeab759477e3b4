// What a user may do and why, in the drawer of the user.
import type { Grants } from '@shared/resources/grants'
import type { Grantable } from '@shared/resources/options'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeUser, seededGrantable, seededGrants } from '../../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace

const text = (testid: string): string => page.get(testid).textContent?.replace(/\s+/g, ' ').trim() ?? ''
const row = (id: number): HTMLElement => {
  const found = page.get('access-grid').querySelector<HTMLElement>(`[data-testid="row-${id}"]`)
  if (!found) throw new Error(`row ${id} is not there`)
  return found
}
const shown = (): number[] => [...page.get('access-grid').querySelectorAll<HTMLElement>('.grid-body [role=row]')].map((one) => Number(one.dataset['testid']?.slice(4)))
const answer = (): string => text('access-answer')
const digit = (at: number): Promise<void> => press(String(at), { altKey: true, code: `Digit${at}` })
async function open(id: number): Promise<void> {
  page = await openWorkspace(fake)
  await page.click(`row-${id}`)
  await digit(2)
}
async function filter(value: string): Promise<void> {
  const field = page.get<HTMLSelectElement>('access-filter')
  field.value = value
  field.dispatchEvent(new Event('change', { bubbles: true }))
  await quiet()
}
/** Puts other roles into the form, as the picker would. */
async function withRoles(...ids: number[]): Promise<void> {
  const { useRecordEditors } = await import('@renderer/workspace/records/record-editors')
  useRecordEditors('users').current?.set('roleIds', ids)
  await quiet()
}
const operation = (id: number, parentId: number, title: string, path: string): Grantable['menus'][number] => ({ id, parentId, type: 'operation', title, path })
const withMenus = (role: number, menus: number[]): Grants[] => seededGrants.map((one) => (one.id === role ? { ...one, menus } : one))

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast({
    users: [
      makeUser(1),
      makeUser(2, { username: 'ben', roleIds: [3], status: 'enabled' }),
      makeUser(3, { username: 'carla', roleIds: [3, 5], status: 'disabled' }),
      makeUser(4, { username: 'diego', roleIds: [5], status: 'enabled' }),
      makeUser(5, { username: 'emma', roleIds: [], status: 'enabled' }),
    ],
  })
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('the access of a user', () => {
  it('is a tree of all there is, with the role that gives each, or that none does', async () => {
    await open(2)
    expect(page.get('tab-access').getAttribute('aria-selected')).toBe('true')
    expect(page.get('access-grid').getAttribute('role')).toBe('treegrid')
    expect(shown()).toEqual([1, 2, 3, 4, 5, 6])
    expect(row(3).textContent).toContain('Granted')
    expect(row(3).textContent).toContain('编辑')
    expect(row(4).textContent).toContain('Not granted')
    expect(row(4).textContent).toContain('No role grants it')
    expect(row(1).textContent).toContain('2/5')
    expect(text('access-summary')).toBe('3 of 6 granted')
    expect(fake.callsOf('grants.get')).toEqual([{ id: 3 }])
  })

  it('answers why in one sentence, by path, by call and by title, and copies it', async () => {
    const copied = vi.fn((_text: string) => Promise.resolve())
    vi.stubGlobal('navigator', { ...navigator, language: 'en', clipboard: { writeText: copied } })
    await open(2)
    expect(answer()).toContain('to see why')
    await page.type('access-ask', '/sys/user/users/get')
    expect(answer()).toBe('ben can use “Users / View” (GET /sys/user/users). Granted by 编辑.')
    await page.click('access-copy')
    expect(copied.mock.calls).toEqual([['ben can use “Users / View” (GET /sys/user/users). Granted by 编辑.']])
    await page.type('access-ask', 'get /sys/dept/depts')
    expect(answer()).toBe('ben cannot use “Departments / View” (GET /sys/dept/depts). None of this user’s roles grants it.')
    await page.type('access-ask', 'Departments')
    expect(answer()).toBe('ben does not see “Departments” (/sys/dept) in the menu. None of this user’s roles grants it.')
    expect(shown()).toEqual([1, 5, 6])
    await page.type('access-ask', 'nothing like it')
    expect(answer()).toBe('No menus or operations match “nothing like it”.')
    vi.unstubAllGlobals()
  })

  it('goes from the question to the row, and from a row to its answer, by keys', async () => {
    await open(2)
    expect(document.activeElement).toBe(page.get('access-ask'))
    await page.type('access-ask', 'add')
    await press('Enter')
    expect(document.activeElement?.closest('[data-testid="row-4"]')).not.toBeNull()
    await press('ArrowUp')
    await press('ArrowUp')
    await press(' ')
    expect(answer()).toContain('ben sees')
  })

  it('names the path that opens an operation which nobody has ticked, as the trap that it is', async () => {
    fake.grantable = { ...seededGrantable, menus: [...seededGrantable.menus, operation(7, 1, 'All', '/sys/get')] }
    fake.grants = withMenus(3, [1, 7])
    await open(2)
    expect(text('access-traps')).toContain('2 operations are granted by path match only')
    expect(row(6).textContent).toContain('Path match')
    await page.type('access-ask', '/sys/dept/depts/get')
    expect(answer()).toContain('ben can use “Departments / View” (GET /sys/dept/depts), although no role grants it')
    expect(answer()).toContain('“/sys/get” (编辑)')
    await page.type('access-ask', '')
    await filter('contains')
    expect(shown()).toEqual([1, 2, 3, 5, 6])
    // A call that is in no menu at all.
    await page.type('access-ask', 'GET /sys/anything/12')
    expect(answer()).toBe('ben can call GET /sys/anything/12: it contains “/sys/get” (编辑). No operation on the server has exactly this path.')
    await page.type('access-ask', 'delete /sys/anything/12')
    expect(answer()).toContain('ben cannot call DELETE /sys/anything/12')
  })

  it('names three paths that open a call, and how many there are besides', async () => {
    fake.grantable = { ...seededGrantable, menus: [...seededGrantable.menus, ...['/sys/get', '/dept/get', '/depts/get', '/sys/dept/get'].map((path, at) => operation(7 + at, 1, 'All', path))] }
    fake.grants = withMenus(3, [1, 7, 8, 9, 10])
    await open(2)
    await page.type('access-ask', 'GET /sys/dept/depts/12')
    expect(answer()).toMatch(/: it contains “.+” \(编辑\), “.+” \(编辑\), “.+” \(编辑\), and 1 more\. No operation/)
  })

  it('says of a page that it is shown without its list', async () => {
    fake.grants = withMenus(3, [1, 2, 4])
    await open(2)
    expect(row(2).textContent).toContain('List not granted')
    await page.type('access-ask', 'Users')
    expect(answer()).toContain('The page stays empty')
  })

  it('tells what a disabled role would give, that a disabled user may sign in, and what role 1 has', async () => {
    await open(4)
    expect(row(3).textContent).toContain('Disabled: 访客')
    await page.type('access-ask', '/sys/user/users/get')
    expect(answer()).toContain('Only disabled roles grant it (访客)')
    await page.type('access-ask', '')
    await filter('disabled')
    expect(shown()).toEqual([1, 2, 3])
    expect(page.find('access-user-disabled')).toBeNull()
    await page.click('row-3')
    await quiet()
    expect(text('access-user-disabled')).toContain('still let disabled users sign in')
    expect(text('access-role-5')).toBe('访客 Disabled · 3 granted · Data scope: Own department')
    expect(text('access-roles')).toContain('does not enforce them')
    await page.click('row-1')
    expect(text('access-roles')).toContain('It currently has 6 of 6')
  })

  it('of a user without a role is none', async () => {
    await open(5)
    expect(text('access-roles')).toContain('No roles')
    await page.type('access-ask', '/sys/user/users/get')
    expect(answer()).toContain('This user has no roles')
  })
})

describe('roles that are changed and not saved', () => {
  it('show what a save would give and take, role by role, and it is saved from here', async () => {
    await open(2)
    expect(page.find('access-preview')).toBeNull()
    await withRoles(1)
    expect(text('access-preview')).toContain('With your unsaved changes: +3')
    expect(text('access-role-1')).toContain('added, not saved')
    expect(text('access-role-3')).toContain('removed, not saved')
    await page.click('access-changed')
    expect(row(4).textContent).toContain('+ Granted')
    expect(shown()).toEqual([1, 2, 4, 5, 6])
    await page.type('access-ask', '/sys/dept/depts/get')
    expect(answer()).toContain('Granted by 超级管理员. (With unsaved changes.)')
    await page.type('access-ask', '')
    await withRoles(4)
    expect(text('access-preview')).toBe('With your unsaved changes: same access')
    await withRoles(5)
    expect(text('access-preview')).toContain('−3')
    await press('s', { ctrlKey: true })
    expect(fake.callsOf('users.save')).toMatchObject([{ id: 2, edits: { roleIds: [5] } }])
    expect(page.find('access-preview')).toBeNull()
    expect(text('access-summary')).toBe('0 of 6 granted')
  })

  it('of a new user are all that there is', async () => {
    page = await openWorkspace(fake)
    await press('n', { ctrlKey: true })
    expect(page.get('tab-activity').getAttribute('aria-disabled')).toBe('true')
    await digit(2)
    await withRoles(3)
    expect(text('access-preview')).toContain('With your unsaved changes: +3')
  })

  it('and what is invalid leads back to the fields', async () => {
    await open(2)
    await withRoles()
    await press('s', { ctrlKey: true })
    expect(fake.callsOf('users.save')).toEqual([])
    expect(page.get('access').textContent).toContain('Some fields are invalid.')
  })
})

describe('what is not known', () => {
  it('is said to be unknown, with the roles that were never read, and read when asked for again', async () => {
    fake.next('grants.get', { failure: { code: 'OFFLINE', message: '', retryable: true } })
    await open(2)
    expect(text('access-unread')).toContain('Permissions of 编辑 could not be loaded')
    expect(row(3).textContent).toContain('Unknown')
    await page.type('access-ask', '/sys/user/users/get')
    expect(answer()).toContain('Cannot tell whether ben can use')
    page.get('access-unread').querySelector('button')?.click()
    await quiet()
    expect(page.find('access-unread')).toBeNull()
    expect(answer()).toContain('Granted by 编辑')
  })

  it('and what is held is shown with its age', async () => {
    fake.always('grants.get', { answer: { row: seededGrants.find(({ id }) => id === 3), fetchedAt: Date.now() - 3 * 3_600_000, origin: 'cache' } })
    await open(2)
    expect(text('access-held')).toContain('3 hr. ago')
    expect(text('access-summary')).toBe('3 of 6 granted')
  })

  it('a role that was deleted gives nothing', async () => {
    fake.grants = seededGrants.filter(({ id }) => id !== 3)
    await open(2)
    expect(text('access-role-3')).toContain('deleted')
    expect(text('access-summary')).toBe('0 of 6 granted')
    expect(page.find('access-unread')).toBeNull()
  })

  it('follows what is granted meanwhile', async () => {
    vi.useFakeTimers()
    await open(2)
    fake.grants = withMenus(3, [1, 2, 3, 4])
    fake.push('records.changed', { resource: 'grants', id: 3, isGone: false, temporaryId: null })
    await vi.advanceTimersByTimeAsync(1000)
    expect(text('access-summary')).toBe('4 of 6 granted')
  })

  it('what is granted while the answer is on its way is asked for once more', async () => {
    vi.useFakeTimers()
    let answered: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (answered = resolve))
    fake.next('grants.get', { gate, answer: { row: seededGrants.find(({ id }) => id === 3), fetchedAt: Date.now(), origin: 'network' } })
    await open(2)
    fake.grants = withMenus(3, [1, 2, 3, 4])
    fake.push('records.changed', { resource: 'grants', id: 3, isGone: false, temporaryId: null })
    await vi.advanceTimersByTimeAsync(1000)
    answered()
    await quiet()
    expect([text('access-summary'), fake.callsOf('grants.get')]).toEqual(['4 of 6 granted', [{ id: 3 }, { id: 3 }]])
  })
})

describe('the tabs of a user', () => {
  it('are gone through by arrows and by Alt and a digit, and a form that is asked for comes to the front', async () => {
    await open(2)
    page.get('tab-access').focus()
    await press('ArrowLeft')
    expect(document.activeElement).toBe(page.get('tab-fields'))
    expect(page.find('field-email')).not.toBeNull()
    await digit(2)
    expect(page.find('field-email')).toBeNull()
    page.get('users-grid').querySelector<HTMLElement>('[data-testid="row-4"] [role=gridcell]')?.focus()
    await press('Enter')
    expect(document.activeElement).toBe(page.get('field-email'))
  })
  it('asked for while it is still read, the access gets the focus once it is there, unless one has gone on elsewhere', async () => {
    for (const isElsewhere of [false, true]) {
      let read = (): void => undefined
      fake = createFakeHoldfast({ users: fake.users })
      const gate = new Promise<void>((resolve) => (read = resolve))
      // Asked for by the page, and by the tab anew.
      for (let asked = 0; asked < 2; asked += 1) fake.next('options.grantable', { gate })
      await open(2)
      expect([page.find('access-ask'), document.activeElement]).toEqual([null, page.get('tab-access')])
      if (isElsewhere) page.get('filter-username').focus()
      read()
      await quiet()
      expect(document.activeElement).toBe(page.get(isElsewhere ? 'filter-username' : 'access-ask'))
      page.close()
    }
  })

  it('digits of the number pad are none of their keys: with Alt the system makes signs of them', async () => {
    await open(2)
    await press('1', { altKey: true, code: 'Numpad1' })
    expect(page.get('tab-access').getAttribute('aria-selected')).toBe('true')
  })

  it('leave Ctrl+S to the form, also where the activity stands in its place: it is saved there', async () => {
    await open(2)
    await withRoles(4)
    await digit(3)
    await press('s', { ctrlKey: true })
    expect(fake.callsOf('users.save')).toMatchObject([{ id: 2, edits: { roleIds: [4] } }])
    expect([page.get('tab-activity').getAttribute('aria-selected'), page.get('told').textContent]).toEqual(['true', expect.stringContaining('Saved')])
  })

  it('and where it cannot be saved, the form comes forward with the field that is at fault', async () => {
    await open(2)
    await withRoles()
    await digit(3)
    await press('s', { ctrlKey: true })
    expect([fake.callsOf('users.save'), page.get('tab-fields').getAttribute('aria-selected')]).toEqual([[], 'true'])
    expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true')
  })
})
