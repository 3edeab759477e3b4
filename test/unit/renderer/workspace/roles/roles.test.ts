import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { soon } from '../../../../support/soon'
import { makeUser } from '../../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'

const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })
let fake: FakeHoldfast
let page: OpenWorkspace

const names = (): string[] => [...page.get('roles-grid').querySelectorAll('.grid-body .record-name')].map((cell) => cell.textContent ?? '')
const menuRows = (): HTMLElement[] => [...page.get('menus-grid').querySelectorAll<HTMLElement>('.grid-body [role=row]')]
const row = (within: string, id: number): HTMLElement => {
  const found = page.get(within).querySelector<HTMLElement>(`[data-testid="row-${id}"]`)
  if (!found) throw new Error(`row ${id} is not in ${within}`)
  return found
}
const tick = (id: number): string | null => row('menus-grid', id).querySelector('[role=checkbox]')?.getAttribute('aria-checked') ?? null
const ticked = (): number[] => menuRows().flatMap((one) => (one.querySelector('[role=checkbox]')?.getAttribute('aria-checked') === 'true' ? [Number(one.dataset['testid']?.slice(4))] : []))
function focusCell(within: string, id: number, column = 0): void {
  row(within, id).querySelectorAll<HTMLElement>('[role=gridcell]')[column]?.focus()
}
async function space(id: number, column = 0): Promise<void> {
  focusCell('menus-grid', id, column)
  await press(' ')
}
async function openRole(id: number): Promise<void> {
  row('roles-grid', id).click()
  await quiet()
}
async function select(testid: string, value: string): Promise<void> {
  const field = page.get<HTMLSelectElement>(testid)
  field.value = value
  field.dispatchEvent(new Event('change', { bubbles: true }))
  await quiet()
}
async function save(): Promise<void> {
  await press('s', { ctrlKey: true })
}
const grantsOf = (id: number) => fake.grants.find((one) => one.id === id)
const options = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.record-drawer [role=option], .record-drawer [role=treeitem]')]

async function open(): Promise<void> {
  page = await openWorkspace(fake)
  await page.click('menu-sys-role-index')
}

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast({
    users: [makeUser(1), makeUser(2, { username: 'ben', roleIds: [3] }), makeUser(3, { username: 'carla', roleIds: [3, 4] }), makeUser(4, { username: 'diego', roleIds: [4] })],
  })
  fake.account = { ...fake.account, permissions: [...fake.account.permissions, ...['get', 'post', 'put', 'delete'].map((verb) => `/sys/role/roles/${verb}`), '/sys/role/saveroleperm/post'] }
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('the list of roles', () => {
  it('says status, scope and the number of users in words, and is filtered as it is typed', async () => {
    await open()
    expect(names()).toEqual(['超级管理员', '部门主管', '编辑', 'Auditor', '访客'])
    expect(row('roles-grid', 3).textContent).toContain('Own department')
    expect(row('roles-grid', 3).textContent).toContain('2')
    await page.type('filter-search', 'aud')
    expect(names()).toEqual(['Auditor'])
    await page.type('filter-search', 'may look')
    expect(names()).toEqual(['访客'])
    await page.click('filter-clear')
    await select('filter-status', 'disabled')
    expect(names()).toEqual(['访客'])
    await page.click('filter-clear')
    await select('filter-scope', '0')
    expect(names()).toEqual(['超级管理员'])
    expect(fake.callsOf('roles.list')).toHaveLength(1)
  })

  it('keeps its filter for the next start', async () => {
    await open()
    await page.type('filter-search', 'aud')
    await select('filter-status', 'enabled')
    page.close()
    await quiet()
    document.body.replaceChildren()
    await open()
    expect(names()).toEqual(['Auditor'])
  })

  it('makes a role with its form, whose other tabs wait for it', async () => {
    await open()
    await press('n', { ctrlKey: true })
    expect(page.get('tab-menus').getAttribute('aria-disabled')).toBe('true')
    expect(page.get('tab-menus').title).toBe('Create the role first.')
    await page.type('field-name', 'Auditor')
    await save()
    expect(document.querySelector('.field-error')?.textContent).toContain('taken')
    expect(fake.callsOf('roles.create')).toEqual([])
    await page.type('field-name', '  Payroll ')
    await save()
    expect(fake.callsOf('roles.create')).toMatchObject([{ values: { name: 'Payroll', remark: '', listorder: 99, status: 'enabled' } }])
    await soon(() => expect(names()).toContain('Payroll'))
    expect(page.get('tab-menus').getAttribute('aria-disabled')).toBeNull()
    await press('1', { altKey: true, code: 'Digit1' })
    expect(ticked()).toEqual([])
    expect(menuRows().length).toBeGreaterThan(0)
  })

  it('says whom a disabling concerns before it is saved', async () => {
    await open()
    focusCell('roles-grid', 3)
    await press('Enter')
    await page.click('field-status')
    expect(page.get('disabling').textContent).toContain('2 users have this role')
    expect(page.get('disabling').textContent).toContain('ben, carla')
  })

  it('locks the role that the server protects, in words', async () => {
    await open()
    await openRole(1)
    expect(page.get('form-locked').textContent).toContain('The server grants this role everything. Its permissions are read-only.')
    await space(3)
    expect(tick(3)).toBe('true')
    expect(page.find('save')).toBeNull()
  })
})

describe('the grants of a role', () => {
  it('are a tree grid in which Space ticks, with everything above and below where ticks are linked', async () => {
    await open()
    await openRole(3)
    const grid = page.get('menus-grid')
    expect(grid.getAttribute('role')).toBe('treegrid')
    expect([row('menus-grid', 1).getAttribute('aria-level'), row('menus-grid', 3).getAttribute('aria-level'), row('menus-grid', 1).getAttribute('aria-expanded')]).toEqual(['1', '3', 'true'])
    expect([tick(1), tick(2), tick(3), tick(4), tick(5)]).toEqual(['mixed', 'mixed', 'true', 'false', 'false'])
    await space(5)
    expect([tick(1), tick(5), tick(6)]).toEqual(['mixed', 'true', 'true'])
    await space(2)
    expect(ticked()).toEqual([1, 2, 3, 4, 5, 6])
    await space(2)
    expect(ticked()).toEqual([5, 6])
    expect(row('menus-grid', 3).textContent).toContain('− removed')
    expect(row('menus-grid', 5).textContent).toContain('+ added')
  })

  it('are ticked each by itself where they are not linked', async () => {
    await open()
    await openRole(3)
    await page.click('grant-linked')
    await space(5)
    expect(ticked()).toEqual([1, 2, 3, 5])
    await space(1)
    expect(ticked()).toEqual([2, 3, 5])
  })

  it('go back and come again by Ctrl+Z and Ctrl+Y, across tabs, and not while text is typed', async () => {
    await open()
    await openRole(3)
    await space(5)
    await space(3)
    await press('z', { ctrlKey: true })
    expect(tick(3)).toBe('true')
    await press('3', { altKey: true, code: 'Digit3' })
    await select('field-scope', '4')
    await press('1', { altKey: true, code: 'Digit1' })
    await press('z', { ctrlKey: true })
    await press('z', { ctrlKey: true })
    expect([tick(5), page.get('draft-bar').dataset['state']]).toEqual(['false', 'clean'])
    await press('y', { ctrlKey: true })
    expect(tick(5)).toBe('true')
    await page.type('grant-search', 'dep')
    page.get('grant-search').focus()
    await press('z', { ctrlKey: true })
    expect(tick(5)).toBe('true')
  })

  it('are searched by title and path with the way there, filtered, and taken whole as far as they are found', async () => {
    await open()
    await openRole(3)
    await page.type('grant-search', 'depts/get')
    expect(menuRows().map((one) => one.dataset['testid'])).toEqual(['row-1', 'row-5', 'row-6'])
    expect(page.get('grant-all').textContent).toContain('1')
    await page.click('grant-all')
    await page.type('grant-search', '')
    expect([ticked(), tick(1)]).toEqual([[3, 5, 6], 'mixed'])
    await select('grant-filter', 'changed')
    expect(page.get('grant-none').textContent).toContain('2')
    expect(menuRows().map((one) => one.dataset['testid'])).toEqual(['row-1', 'row-5', 'row-6'])
    await select('grant-filter', 'notGranted')
    expect(page.get('grant-all').textContent).toContain('1')
    await page.click('grant-all')
    // What was ticked stays in sight: the filter is as it was when it was chosen.
    expect(tick(4)).toBe('true')
    await select('grant-filter', 'all')
    expect(ticked()).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('stand by the page as well, with its operations side by side', async () => {
    await open()
    await openRole(3)
    await page.click('grant-matrix')
    expect(menuRows().map((one) => one.dataset['testid'])).toEqual(['row-1', 'row-2', 'row-5'])
    const cell = (id: number, column: number): HTMLElement | null => row('menus-grid', id).querySelector(`[aria-colindex="${column}"] [role=checkbox]`)
    expect([cell(2, 2)?.getAttribute('aria-checked'), cell(2, 3)?.getAttribute('aria-checked'), cell(2, 4), cell(5, 2)?.getAttribute('aria-label')]).toEqual(['true', 'false', null, 'View: View'])
    await space(5, 1)
    expect([cell(5, 2)?.getAttribute('aria-checked'), tick(5)]).toEqual(['true', 'true'])
    cell(2, 2)?.click()
    await quiet()
    expect([cell(2, 2)?.getAttribute('aria-checked'), tick(2)]).toEqual(['false', 'mixed'])
  })

  it('keep the ticked departments when the scope is changed', async () => {
    fake.grants = fake.grants.map((one) => (one.id === 3 ? { ...one, scope: 4, departments: [2, 3] } : one))
    await open()
    await openRole(3)
    await page.click('tab-scope')
    await select('field-scope', '0')
    expect(
      options()
        .filter((one) => one.getAttribute('aria-checked') !== 'false')
        .map((one) => [one.dataset['testid'], one.getAttribute('aria-checked')]),
    ).toEqual([
      ['option-1', 'mixed'],
      ['option-2', 'mixed'],
      ['option-3', 'true'],
    ])
    await save()
    expect(page.get('question').textContent).toContain('Data scope')
    await page.click('question-confirm')
    expect(fake.callsOf('grants.save')).toMatchObject([{ edits: { scope: 0 } }])
    expect(Object.keys((fake.callsOf('grants.save')[0] as { edits: object }).edits)).toEqual(['scope'])
  })

  it('are shown before they are saved, on what the server has by then, and another person’s stay', async () => {
    await open()
    await openRole(3)
    await space(4)
    await space(3)
    fake.grants = fake.grants.map((one) => (one.id === 3 ? { ...one, menus: [...one.menus, 5] } : one))
    await save()
    const text = page.get('question').textContent ?? ''
    expect(text).toContain('Menus +1 −1')
    expect(text).toContain('+ Users / Add')
    expect(text).toContain('− Users / View')
    await page.click('question-cancel')
    // The other one's tick is there already, before anything was sent.
    expect([fake.callsOf('grants.save'), tick(4), tick(5)]).toEqual([[], 'true', 'mixed'])
    await save()
    await page.click('question-confirm')
    expect(grantsOf(3)?.menus).toEqual([1, 2, 4, 5])
    expect(page.get('draft-bar').dataset['state']).toBe('saved')
  })

  it('warn whoever would lose a right by it', async () => {
    fake.account = { ...fake.account, roles: [{ id: 3, name: '编辑' }] }
    await open()
    await openRole(3)
    await space(3)
    await save()
    expect(page.get('question').textContent).toContain('You have this role and will lose: Users / View')
  })

  it('are kept when another role is opened, and offered when it is opened again', async () => {
    await open()
    await openRole(3)
    await space(5)
    await openRole(4)
    expect(document.body.textContent).toContain('Draft kept: 编辑')
    expect(ticked()).toEqual([3])
    expect(row('roles-grid', 3).textContent).toContain('unsaved changes')
    await openRole(3)
    await page.click('restore-draft')
    expect(tick(5)).toBe('true')
  })

  it('stay where they are when other tabs of the role are looked at', async () => {
    await open()
    await openRole(3)
    await space(5)
    for (const tab of ['role', 'users', 'roles', 'menus']) await page.click(`tab-${tab}`)
    expect([tick(5), page.find('draft-offer')]).toEqual(['true', null])
    expect(page.get('tab-menus').textContent).toContain('unsaved changes')
  })

  it('are read-only without the right, with the reason', async () => {
    fake.account = { ...fake.account, permissions: fake.account.permissions.filter((path) => !path.includes('saveroleperm')) }
    await open()
    await openRole(3)
    expect(page.get('form-locked').textContent).toContain('Needs')
    await space(5)
    expect(tick(5)).toBe('false')
    expect(page.get('grant-all').getAttribute('aria-disabled')).toBe('true')
  })

  it('are compared with those of another role, and copied by one act that one Ctrl+Z takes back', async () => {
    await open()
    await openRole(3)
    await page.click('tab-compare')
    await select('compare-role', '1')
    const cells = (): string[] => [...page.get('compare-grid').querySelectorAll('.grid-body .compare-state')].map((one) => one.textContent ?? '')
    expect(new Set(cells())).toEqual(new Set(['− 超级管理员 only']))
    await page.click('copy-same')
    expect(page.get('grant-compare').textContent).toContain('Permissions are identical to those of 超级管理员')
    await press('z', { ctrlKey: true })
    expect(page.get('draft-bar').dataset['state']).toBe('clean')
  })

  it('choose the roles that holders may give', async () => {
    await open()
    await openRole(3)
    await press('2', { altKey: true, code: 'Digit2' })
    await press(' ')
    await save()
    expect(page.get('question').textContent).toContain('+1')
    await page.click('question-confirm')
    expect(grantsOf(3)?.roles).toHaveLength(1)
  })

  it('say that they could not be read, and are read again', async () => {
    fake.next('grants.get', { failure: failure('SERVER') })
    await open()
    await openRole(3)
    expect(page.find('menus-grid')).toBeNull()
    document.querySelector<HTMLElement>('.record-drawer .failure-notice > button')?.click()
    await quiet()
    expect(page.find('menus-grid')).not.toBeNull()
  })
})

describe('the users of a role', () => {
  it('are taken away many at once, each with what became of it, and never lose their last role', async () => {
    await open()
    await openRole(3)
    await press('4', { altKey: true, code: 'Digit4' })
    expect(options().map((one) => one.textContent)).toEqual([expect.stringContaining('ben'), expect.stringContaining('carla')])
    await press('a', { ctrlKey: true })
    await page.click('role-users-remove')
    expect(page.get('question').textContent).toContain('carla')
    expect(page.get('question').textContent).not.toContain('ben')
    await page.click('question-confirm')
    expect(page.get('result-2').dataset['state']).toBe('skipped')
    expect(page.get('result-2').textContent).toContain('at least one role')
    expect(page.get('result-3').dataset['state']).toBe('done')
    expect(fake.callsOf('users.save')).toMatchObject([{ id: 3, edits: { roleIds: [4] } }])
  })

  it('are told one by one where the server refuses', async () => {
    fake.users = [...fake.users, makeUser(5, { username: 'emma', roleIds: [3, 4] })]
    fake.next('users.save', { failure: failure('REFUSED', { message: 'not this one' }) })
    await open()
    await openRole(4)
    await page.click('tab-users')
    page.get('role-users').querySelector<HTMLElement>('[role=listbox]')?.focus()
    await press('a', { ctrlKey: true })
    await page.click('role-users-remove')
    await page.click('question-confirm')
    expect([page.get('result-3').dataset['state'], page.get('result-4').dataset['state'], page.get('result-5').dataset['state']]).toEqual(['failed', 'skipped', 'done'])
    expect(page.get('result-3').textContent).toContain('not this one')
  })

  it('are tried once more where one was refused, and the focus stays with what became of them', async () => {
    fake.users = [...fake.users, makeUser(5, { username: 'emma', roleIds: [3, 4] })]
    fake.next('users.save', { failure: failure('REFUSED', { message: 'not this one' }) })
    await open()
    await openRole(4)
    await page.click('tab-users')
    page.get('role-users').querySelector<HTMLElement>('[role=listbox]')?.focus()
    await press('a', { ctrlKey: true })
    await page.click('role-users-remove')
    await page.click('question-confirm')
    page.get('role-users-results-retry').focus()
    await page.click('role-users-results-retry')
    expect([3, 4, 5].map((id) => page.get(`result-${id}`).dataset['state'])).toEqual(['done', 'skipped', 'done'])
    expect([page.find('role-users-results-retry'), document.activeElement]).toEqual([null, page.get('role-users-results')])
  })

  it('are not read anew for a question where all of them were read just now', async () => {
    await open()
    const reads = (): number => fake.callsOf('users.list').length
    const before = reads()
    focusCell('roles-grid', 4)
    await press('Delete')
    expect([page.get('question').textContent?.includes('carla, diego'), reads()]).toEqual([true, before])
  })

  it('are not asked about whoever has gone on meanwhile', async () => {
    fake.users = [...fake.users, ...Array.from({ length: 1001 }, (_, index) => makeUser(index + 10, { roleIds: [1] }))]
    await open()
    let answered: (() => void) | undefined
    fake.next('users.list', { gate: new Promise<void>((resolve) => (answered = resolve)) })
    focusCell('roles-grid', 4)
    await press('Delete')
    await page.click('menu-sys-dept-index')
    answered?.()
    await quiet()
    expect([page.find('question'), page.find('departments-grid') !== null]).toEqual([null, true])
  })

  it('lose it where that is chosen: the role goes, and none of them is changed before', async () => {
    await open()
    focusCell('roles-grid', 4)
    await press('Delete')
    await page.click('question-option-lose')
    await page.click('question-confirm')
    await soon(() => expect(names()).not.toContain('Auditor'))
    expect([fake.callsOf('roles.remove').length, fake.callsOf('users.save')]).toEqual([1, []])
  })

  it('are told before it is sent what goes with a role that is taken from the own account', async () => {
    fake.account = { ...fake.account, id: 3 }
    await open()
    await openRole(3)
    await page.click('tab-users')
    page.get('role-users').querySelector<HTMLElement>('.grant-view')?.focus()
    await press('a', { ctrlKey: true })
    await page.click('role-users-remove')
    expect(page.get('question').textContent).toContain('You will lose your own role')
    expect(document.activeElement).toBe(page.get('question-cancel'))
    await page.click('question-cancel')
    expect(fake.callsOf('users.save')).toEqual([])
  })

  it('that are still being changed are named at closing, and how it ended is said to who has left', async () => {
    await open()
    await openRole(3)
    await page.click('tab-users')
    page.get('role-users').querySelector<HTMLElement>('.grant-view')?.focus()
    await press('a', { ctrlKey: true })
    let answer: () => void = () => undefined
    fake.next('users.save', { gate: new Promise<void>((resolve) => (answer = resolve)), failure: failure('REFUSED', { message: '不能修改' }) })
    await page.click('role-users-remove')
    await page.click('question-confirm')
    const results = (): string => page.find('told')?.textContent ?? ''
    await page.click('menu-sys-user-index')
    fake.push('app.closing', null)
    await quiet()
    expect(fake.callsOf('app.readyToClose').at(-1)).toEqual({ unkept: [expect.stringContaining('not sent yet')] })
    answer()
    await soon(() => expect(results()).toContain('Completed:'))
    expect(results()).toContain('不能修改')
    fake.push('app.closing', null)
    await quiet()
    expect(fake.callsOf('app.readyToClose').at(-1)).toEqual({ unkept: [] })
  })

  it('are not changed for whoever comes while they are changed for somebody else', async () => {
    fake.users = [...fake.users, makeUser(5, { username: 'emma', roleIds: [3, 4] })]
    let answered: (() => void) | undefined
    fake.next('users.save', { gate: new Promise<void>((resolve) => (answered = resolve)) })
    await open()
    await openRole(4)
    await page.click('tab-users')
    page.get('role-users').querySelector<HTMLElement>('[role=listbox]')?.focus()
    await press('a', { ctrlKey: true })
    await page.click('role-users-remove')
    await page.click('question-confirm')
    fake.setSession({ userId: 2 })
    await quiet()
    answered?.()
    await quiet()
    expect(fake.callsOf('users.save')).toMatchObject([{ id: 3, owner: { userId: 1 } }])
  })

  it('are named before a role is disabled, also where there are too many to be read without need', async () => {
    fake.users = [...fake.users, ...Array.from({ length: 1001 }, (_, index) => makeUser(index + 10, { roleIds: [1] }))]
    await open()
    await openRole(3)
    await page.click('tab-role')
    await page.click('field-status')
    await soon(() => expect(page.get('disabling').textContent).toContain('2 users have this role'))
  })

  it('get another role before theirs is deleted', async () => {
    fake.users = fake.users.map((user) => (user.id === 4 ? { ...user, roleIds: [4] } : user))
    await open()
    focusCell('roles-grid', 4)
    await press('Delete')
    expect(page.get('question').textContent).toContain('2 users have this role and will lose its permissions: carla, diego')
    await page.click('question-option-move')
    await page.click('question-confirm')
    await page.click('question-option-2')
    await page.click('question-confirm')
    expect(page.get('question').textContent).toContain('diego')
    await page.click('question-confirm')
    expect(fake.users.map(({ id, roleIds }) => [id, roleIds])).toEqual([
      [1, [1]],
      [2, [3]],
      [3, [3, 2]],
      [4, [2]],
    ])
    await soon(() => expect(names()).not.toContain('Auditor'))
  })

  it('keep the role when one of them could not be moved', async () => {
    await open()
    fake.next('users.save', { failure: failure('REFUSED', { message: 'not this one' }) })
    focusCell('roles-grid', 4)
    await press('Delete')
    await page.click('question-option-move')
    await page.click('question-confirm')
    await page.click('question-option-2')
    await page.click('question-confirm')
    await page.click('question-confirm')
    expect(page.get('question').textContent).toContain('1 user was not moved.')
    await page.click('question-confirm')
    expect([fake.callsOf('roles.remove'), names().includes('Auditor')]).toEqual([[], true])
  })
})
