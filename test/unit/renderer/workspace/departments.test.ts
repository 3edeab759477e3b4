import { type CallOutput, CONTRACT } from '@shared/bridge/contract'
import type { Failure, Result } from '@shared/result'
import type { Department } from '@shared/resources/department'
import type { User } from '@shared/resources/user'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useRoleGrants } from '@renderer/workspace/stores/role-grants'
import { makeDepartment } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'

const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })
const department = (...row: Parameters<typeof makeDepartment>): Department => makeDepartment(...row)

let fake: FakeHoldfast
let page: OpenWorkspace
const field = (name: string): HTMLInputElement => page.get<HTMLInputElement>(`field-${name}`)
const rows = (): HTMLElement[] => [...page.get('departments-grid').querySelectorAll<HTMLElement>('.grid-body [role=row]')]
const names = (): string[] => rows().map((row) => row.querySelector('.record-name')?.textContent ?? '')
const row = (id: number): HTMLElement => page.get(`row-${id}`)

async function open(): Promise<void> {
  page = await openWorkspace(fake)
  await page.click('menu-sys-dept-index')
}
function focusRow(id: number, column = 0): void {
  row(id).querySelectorAll<HTMLElement>('[role=gridcell]')[column]?.focus()
}
async function chooseInMenu(id: number, key: string): Promise<void> {
  focusRow(id)
  await press('ContextMenu')
  for (const type of ['beforetoggle', 'toggle']) page.get('row-menu-menu').dispatchEvent(Object.assign(new Event(type), { newState: 'open' }))
  await quiet()
  await page.click(`row-menu-${key}`)
}

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
  fake.departments = [
    department(1, 0, 'Head office'),
    department(2, 1, 'Research', { alias: 'R&D' }),
    department(5, 1, 'Sales', { status: 'disabled' }),
    department(3, 2, 'Platform'),
    department(4, 2, 'Clients'),
    department(6, 0, 'Branch'),
  ]
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('the tree of departments', () => {
  it('is a treegrid that tells every row’s place in the tree', async () => {
    await open()
    expect(page.get('departments-grid').getAttribute('role')).toBe('treegrid')
    expect(names()).toEqual(['Head office', 'Research', 'Platform', 'Clients', 'Sales', 'Branch'])
    const place = ['aria-level', 'aria-posinset', 'aria-setsize', 'aria-expanded'].map((name) => [1, 2, 3].map((id) => row(id).getAttribute(name)))
    expect(place).toEqual([
      ['1', '2', '3'],
      ['1', '1', '1'],
      ['2', '2', '2'],
      ['true', 'true', null],
    ])
  })

  it('opens a row and all its siblings by *', async () => {
    fake.departments = [...fake.departments, department(7, 6, 'Far')]
    await open()
    for (const id of [6, 1]) {
      focusRow(id)
      await press('ArrowLeft')
    }
    expect(names()).toEqual(['Head office', 'Branch'])
    await press('*')
    expect(names()).toEqual(['Head office', 'Research', 'Platform', 'Clients', 'Sales', 'Branch', 'Far'])
  })

  it('closes and opens by ← and →, and goes up by ←', async () => {
    await open()
    focusRow(2)
    await press('ArrowLeft')
    expect([names(), row(2).getAttribute('aria-expanded')]).toEqual([['Head office', 'Research', 'Sales', 'Branch'], 'false'])
    await press('ArrowLeft')
    expect(document.activeElement?.closest('[role=row]')).toBe(row(1))
    await press('ArrowLeft')
    expect(names()).toEqual(['Head office', 'Branch'])
    await press('ArrowRight')
    expect(names()).toEqual(['Head office', 'Research', 'Sales', 'Branch'])
    focusRow(2)
    await press('ArrowRight')
    expect(names()).toHaveLength(6)
    await press('ArrowRight')
    expect([document.activeElement?.getAttribute('data-cell'), names().length]).toEqual(['1:1', 6])
  })

  it('leaves ← and → to the cells in the other columns, and the arrow to the mouse', async () => {
    await open()
    focusRow(2, 1)
    await press('ArrowLeft')
    expect([document.activeElement?.getAttribute('data-cell'), names().length]).toEqual(['1:0', 6])
    row(2).querySelector<HTMLElement>('[data-testid=tree-arrow]')?.click()
    await quiet()
    expect([names().length, page.find('drawer')]).toEqual([4, null])
  })

  it('keeps those above what the search finds, by name or alias, and brings the rest back as it was', async () => {
    await open()
    focusRow(1)
    await press('ArrowLeft')
    await page.type('filter-search', 'client')
    expect(names()).toEqual(['Head office', 'Research', 'Clients'])
    await page.type('filter-search', 'r&D')
    expect(names()).toEqual(['Head office', 'Research'])
    await page.type('filter-search', 'nothing')
    expect(document.body.textContent).toContain('No departments match “nothing”.')
    await page.click('filter-clear')
    expect([names(), document.activeElement]).toEqual([['Head office', 'Branch'], page.get('filter-search')])
  })

  it('reads all of a large tree in one answer: the server gives all of it with each', async () => {
    fake.departments = Array.from({ length: 2000 }, (_, index) => department(index + 1, 0, `d${index + 1}`))
    await open()
    expect(fake.callsOf('departments.list')).toHaveLength(1)
    expect(page.get('departments-grid').getAttribute('aria-rowcount')).toBe('2001')
    expect(CONTRACT['departments.list'].input.safeParse(fake.callsOf('departments.list')[0]).success).toBe(true)
  })

  it('F76: says how many rows could not be read, and which', async () => {
    const answer: Result<CallOutput<'departments.list'>> = {
      ok: true,
      value: { rows: [department(1, 0, 'Head office')], total: 1, fetchedAt: Date.now(), origin: 'network', isComplete: true, unreadable: { count: 2, names: ['#17', 'Sales'] } },
    }
    vi.spyOn(fake.bridge.departments, 'list').mockResolvedValue(answer)
    await open()
    expect(page.get('list-unreadable').textContent).toBe('2 rows could not be read and are not shown. Not readable: #17, Sales.')
    expect(names()).toEqual(['Head office'])
  })

  it('takes a department out of the tree that was found to be gone, beside the form that says so', async () => {
    await open()
    fake.departments = fake.departments.filter(({ id }) => id !== 6)
    row(6).click()
    await quiet()
    fake.push('records.changed', { resource: 'departments', id: 6, isGone: true, temporaryId: null })
    await quiet()
    expect(page.get('form-gone').textContent).toContain('Restore as new')
    expect(page.find('row-6')).toBeNull()
  })
})

describe('a department', () => {
  it('is changed in the drawer, and its row with it', async () => {
    await open()
    await page.click('row-2')
    await page.type('field-name', 'Development')
    await page.click('save')
    expect(fake.callsOf('departments.save')).toMatchObject([{ id: 2, base: { name: 'Research' }, edits: { name: 'Development' } }])
    expect(names()).toContain('Development')
  })

  it('needs a name that is not blank', async () => {
    await open()
    await page.click('row-2')
    await page.type('field-name', '   ')
    await page.click('save')
    expect([fake.callsOf('departments.save'), field('name').getAttribute('aria-invalid')]).toEqual([[], 'true'])
  })

  it('is not given the name of another in the same place, and may have that of one elsewhere', async () => {
    await open()
    await page.click('row-3')
    await page.type('field-name', 'Clients')
    await page.click('save')
    expect([fake.callsOf('departments.save'), page.get('drawer').textContent]).toEqual([[], expect.stringContaining('This name is taken.')])
    await page.type('field-name', 'Sales')
    await page.click('save')
    expect(fake.callsOf('departments.save')).toHaveLength(1)
  })

  it('keeps a draft under its own kind', async () => {
    await open()
    await page.click('row-2')
    await page.type('field-alias', 'dev')
    page.get('field-alias').dispatchEvent(new Event('blur'))
    await quiet()
    expect([...fake.drafts.values()]).toMatchObject([{ resource: 'departments', recordId: 2, title: 'Research', edits: { alias: 'dev' } }])
    await page.click('menu-sys-user-index')
    expect(page.get('row-2').textContent).not.toContain('unsaved changes')
  })

  it('is never put below itself, even by a draft of another day', async () => {
    fake.drafts.set('6f1f3a5e-8c1d-4d0e-9a6b-3f2b1c0d9e8f', {
      draftId: '6f1f3a5e-8c1d-4d0e-9a6b-3f2b1c0d9e8f',
      resource: 'departments',
      recordId: 1,
      title: 'Head office',
      keptAt: 1,
      server: '',
      base: { ...department(1, 0, 'Head office') },
      edits: { parentId: 3 },
      cursorField: null,
    })
    await open()
    await page.click('row-1')
    await page.click('restore-draft')
    await page.click('save')
    expect(fake.callsOf('departments.save')).toEqual([])
    expect(page.get('drawer').textContent).toContain('Cannot be below itself.')
  })
})

describe('a new department', () => {
  it('is not given a name that any department has: the server refuses it', async () => {
    await open()
    await press('n', { ctrlKey: true })
    await page.type('field-name', 'Clients')
    await page.click('save')
    expect([fake.callsOf('departments.create'), page.get('drawer').textContent]).toEqual([[], expect.stringContaining('This name is taken.')])
  })

  it('is begun at the top, or below the one that is open', async () => {
    await open()
    await press('n', { ctrlKey: true })
    expect(document.activeElement).toBe(field('name'))
    await page.type('field-name', 'Top')
    await page.click('save')
    await page.click('row-2')
    await press('n', { ctrlKey: true })
    await page.type('field-name', 'Below')
    await page.click('save')
    expect(fake.callsOf('departments.create')).toMatchObject([{ values: { name: 'Top', parentId: 0, listorder: 99 } }, { values: { name: 'Below', parentId: 2 } }])
  })

  it('is begun below a row from its menu, which opens that row', async () => {
    await open()
    focusRow(2)
    await press('ArrowLeft')
    await chooseInMenu(2, 'below')
    expect(names()).toContain('Platform')
    await page.type('field-name', 'Below')
    await page.click('save')
    expect(fake.callsOf('departments.create')).toMatchObject([{ values: { parentId: 2 } }])
  })

  it('leaves no draft of its place alone, and keeps the place with the rest', async () => {
    await open()
    await chooseInMenu(2, 'below')
    await page.click('drawer-close')
    expect(fake.drafts.size).toBe(0)
    await chooseInMenu(2, 'below')
    await page.type('field-name', 'Half')
    await page.click('drawer-close')
    const id = [...fake.drafts.values()][0]?.recordId ?? 0
    await page.click(`draft-${id}`)
    await page.click('restore-draft')
    expect(page.get('drawer').textContent).not.toContain('Also changed on the server')
    await page.click('save')
    expect(fake.callsOf('departments.create')).toMatchObject([{ id, values: { name: 'Half', parentId: 2 } }])
  })

  it('that is queued stands in the tree at once, and can have others below it', async () => {
    fake.isQueueing = true
    await open()
    await press('n', { ctrlKey: true })
    await page.type('field-name', 'Far office')
    await page.click('save')
    const id = Number((fake.callsOf('departments.create')[0] as { id: number }).id)
    // Main lays the outbox over the rows.
    fake.departments = [...fake.departments, department(id, 0, 'Far office')]
    await page.click('refresh')
    expect(row(id).querySelector('[data-testid=pending-mark]')?.textContent?.trim()).toBe('New')
    await chooseInMenu(id, 'below')
    await page.type('field-name', 'Its first room')
    await page.click('save')
    expect(fake.callsOf('departments.create').at(-1)).toMatchObject({ values: { parentId: id } })
  })
})

const user = (id: number, username: string, departmentIds: number[]): User => ({ ...(fake.users[0] as User), id, username, departmentIds })
const count = (id: number): string => page.cell(`row-${id}`, 'Users').textContent?.trim() ?? ''

describe('the users of a department', () => {
  it('are counted where they are few, with the age of the number', async () => {
    fake.users = [user(1, 'ada', [2]), user(2, 'ben', [2, 3]), user(3, 'cy', [])]
    await open()
    expect([count(2), count(3), count(6), page.cell('row-6', 'ID').textContent?.trim()]).toEqual(['2', '1', '0', '6'])
    expect(page.get('users-told').textContent).toContain('Users counted just now')
  })

  it('are not read all where they are many, unless asked for, and no number is told that is none', async () => {
    fake.users = Array.from({ length: 1001 }, (_, index) => user(index + 1, `u${index + 1}`, [2]))
    await open()
    expect([fake.callsOf('users.list').filter((call) => (call as { pageSize: number }).pageSize === 200).length, count(2)]).toEqual([1, ''])
    expect(page.get('users-told').textContent).toContain('User counts not available: not all users are loaded.')
    page.get('users-count').focus()
    await page.click('users-count')
    expect(count(2)).toBe('1,001')
    expect(document.activeElement?.closest('[role=treegrid]')).toBe(page.get('departments-grid'))
  })

  it('are not asked for without the right to see them', async () => {
    fake.account = { ...fake.account, permissions: fake.account.permissions.filter((one) => one !== '/sys/user/users/get') }
    await open()
    expect(page.get('users-told').textContent).toContain('Needs: users / view (/sys/user/users/get)')
    expect(page.find('users-count')).toBeNull()
  })

  it('are shown by the page of the users, from the row’s menu', async () => {
    await open()
    await chooseInMenu(2, 'users')
    expect([page.find('departments-grid'), page.find('users-grid') !== null]).toEqual([null, true])
  })
})

describe('deleting a department', () => {
  it('names the users and roles that lose it', async () => {
    fake.users = [user(1, 'ada', [4]), user(2, 'ben', [4]), user(3, 'cy', [2])]
    const rows = [1, 2, 3].map((id) => ({ id, name: `role ${id}`, remark: '', isEnabled: true, isAssignable: true }))
    vi.spyOn(fake.bridge.options, 'roles').mockResolvedValue({ ok: true, value: { rows } })
    fake.grants = [
      { id: 2, name: 'role 2', createdAt: null, scope: 4, menus: [], roles: [], departments: [4] },
      { id: 3, name: 'role 3', createdAt: null, scope: 0, menus: [], roles: [], departments: [2, 4] },
    ]
    await open()
    focusRow(4)
    await press('Delete')
    expect(page.get('question').textContent).toContain('2 users belong to it: ada, ben.')
    expect(page.get('question').textContent).toContain('2 roles grant it: role 2 (data scope), role 3.')
    await page.click('question-cancel')
    focusRow(6)
    await press('Delete')
    expect(page.get('question').textContent).toContain('No users belong to it.')
  })

  it('waits for a role that is being read for somebody else already', async () => {
    fake.grants = [{ id: 2, name: 'role 2', createdAt: null, scope: 4, menus: [], roles: [], departments: [4] }]
    await open()
    let answer = (): void => undefined
    fake.next('grants.get', { gate: new Promise<void>((resolve) => (answer = resolve)) })
    const grants = useRoleGrants()
    const asked = [1, 2].map(() => grants.rolesThat([{ id: 2 }], ({ departments }) => departments.includes(4)))
    await quiet()
    answer()
    for (const found of await Promise.all(asked)) expect(found).toMatchObject({ roles: [{ role: { id: 2 } }], isWhole: true })
    expect(fake.calls.filter(({ name }) => name === 'grants.get')).toHaveLength(1)
  })

  it('says what is not known of them', async () => {
    await open()
    fake.next('users.list', { failure: failure('OFFLINE') })
    focusRow(4)
    await press('Delete')
    expect(page.get('question').textContent).toContain('Its users could not be checked.')
  })

  it('is for leaves only, and says why not for the others', async () => {
    await open()
    focusRow(2)
    await press('Delete')
    expect([page.find('question'), page.get('announcer').textContent]).toEqual([null, expect.stringContaining('This department has 2 sub-departments. Move or delete them first.')])
    focusRow(4)
    await press('Delete')
    expect(page.get('question').textContent).toContain('Delete department “Clients”?')
    await page.click('question-confirm')
    expect(fake.callsOf('departments.remove')).toMatchObject([{ id: 4 }])
    expect(names()).not.toContain('Clients')
  })

  it('shows the server’s words when it refuses all the same', async () => {
    await open()
    fake.next('departments.remove', { failure: failure('REFUSED', { message: '存在下级部门' }) })
    focusRow(4)
    await press('Delete')
    await page.click('question-confirm')
    expect(page.get('question').textContent).toContain('存在下级部门')
  })
})
