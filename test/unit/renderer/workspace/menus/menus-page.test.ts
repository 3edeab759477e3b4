import type { Failure } from '@shared/result'
import type { Menu } from '@shared/resources/menu'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'

const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })
const menu = (id: number, parentId: number, title: string, path: string, more: Partial<Menu> = {}): Menu => ({
  ...{ id, parentId, type: 'menu', title, path, routeName: `R${id}`, component: 'shop/list/index', redirect: '', icon: '', listorder: 99, isHidden: false },
  ...more,
})
const operation = (id: number, parentId: number, title: string, path: string): Menu => menu(id, parentId, title, path, { type: 'operation', routeName: '', component: '' })

let fake: FakeHoldfast
let page: OpenWorkspace
const field = (name: string): HTMLInputElement => page.get<HTMLInputElement>(`field-${name}`)
const row = (id: number): HTMLElement => page.get(`row-${id}`)
const names = (): string[] => [...page.get('menus-grid').querySelectorAll('.grid-body .record-name')].map((name) => name.textContent ?? '')
const cells = (id: number): string[] => [...row(id).querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent?.trim() ?? '')
const headers = (): string[] => [...page.get('menus-grid').querySelectorAll('[role=columnheader]')].map((head) => head.textContent?.trim() ?? '')
const drawerText = (): string => page.get('drawer').textContent ?? ''
const inputOf = (testid: string): HTMLInputElement => page.get(testid).querySelector('input') ?? document.createElement('input')

async function open(): Promise<void> {
  page = await openWorkspace(fake)
  await page.click('menu-sys-menu-index')
}
async function select(testid: string, value: string): Promise<void> {
  const box = page.get<HTMLSelectElement>(testid)
  box.value = value
  box.dispatchEvent(new Event('change', { bubbles: true }))
  await quiet()
}
async function edit(id: number): Promise<void> {
  row(id).querySelector<HTMLElement>('[role=gridcell]')?.focus()
  await press('Enter')
}
async function chooseInMenu(id: number, key: string): Promise<void> {
  row(id).querySelector<HTMLElement>('[role=gridcell]')?.focus()
  await press('ContextMenu')
  const menu = page.get('row-menu-menu')
  const toggled = (newState: string): void => {
    for (const type of ['beforetoggle', 'toggle']) menu.dispatchEvent(Object.assign(new Event(type), { newState }))
  }
  toggled('open')
  await quiet()
  page.get(`row-menu-${key}`).click()
  // As a browser would: a menu that stayed open would take the focus back.
  toggled('closed')
  await quiet()
}
async function move(id: number, target: string): Promise<void> {
  await chooseInMenu(id, 'move')
  const box = page.get('move-target').querySelector<HTMLInputElement>('[role=combobox]')
  if (!box) throw new Error('no field for the target')
  box.focus()
  box.value = target
  box.dispatchEvent(new Event('input', { bubbles: true }))
  await quiet()
  await press('Enter')
  page
    .get('move-dialog')
    .querySelector('form')
    ?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await quiet()
}
const created = (): Menu[] => fake.callsOf('menus.create').map((call) => (call as { values: Menu }).values)

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
  fake.menus = [
    menu(1, 0, 'System', '/sys', { type: 'directory', component: 'Layout', icon: 'sysset2', routeName: 'Sys' }),
    menu(2, 1, 'Users', '/sys/user', { component: 'sys/user/index', icon: 'user', routeName: 'SysUser' }),
    operation(3, 2, 'View', '/sys/user/users/get'),
    operation(4, 2, 'Add', '/sys/user/users/post'),
    menu(5, 1, 'Menus', '/sys/menu', { component: 'sys/menu/index', routeName: 'SysMenu', icon: 'odd-one' }),
    operation(6, 5, 'Edit', '/sys/menu/menus/put'),
    menu(7, 0, 'Shop', '/shop', { type: 'directory', component: 'Layout', routeName: 'Shop', isHidden: true }),
  ]
  const menus = fake.menus.map(({ id, parentId, type, title, path }) => ({ id, parentId, type, title, path }))
  fake.grantable = { ...fake.grantable, menus }
  fake.account = {
    ...fake.account,
    permissions: [...fake.account.permissions, ...['get', 'post', 'put', 'delete'].map((verb) => `/sys/menu/menus/${verb}`), '/sys/role/saveroleperm/post', '/sys/role/roles/get'],
    menu: fake.account.menu.map((entry) =>
      entry.id === 1 ? { ...entry, children: entry.children.map((one) => (one.component === 'sys/menu/index' ? { ...one, id: 5 } : one.id === 5 ? { ...one, id: 50 } : one)) } : entry,
    ),
  }
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('the tree of menus', () => {
  it('tells of each what it is: its type in words, its path without the verb, and the verb beside it', async () => {
    await open()
    expect(page.get('menus-grid').getAttribute('role')).toBe('treegrid')
    expect(names()).toEqual(['System', 'Users', 'View', 'Add', 'Menus', 'Edit', 'Shop'])
    expect(headers()).toEqual(['Title', 'Type', 'Path', 'Method', 'Route name', 'Component', 'Redirect', 'Order', 'Hidden', 'ID'])
    expect(cells(4)).toEqual(['Add', 'Operation', '/sys/user/users', 'POST', '', '', '', '99', '', '4'])
    expect([cells(7)[1], cells(7)[8], cells(5)[2]]).toEqual(['Directory', 'Yes', '/sys/menu'])
  })

  it.each([
    ['add', ['System', 'Users', 'Add']],
    ['/sys/menu', ['System', 'Menus', 'Edit']],
    ['sysuser', ['System', 'Users']],
    ['shop/list', []],
    ['sys/user/index', ['System', 'Users']],
  ])('is searched in title, path, route name and component, and keeps what is above: %s', async (text, found) => {
    await open()
    await page.type('filter-search', text)
    if (found.length > 0) expect(names()).toEqual(found)
    else expect(document.body.textContent).toContain(`No menus match “${text}”.`)
  })

  it('is not shown to whoever may not see it, and the page says what is missing', async () => {
    fake.always('menus.list', { failure: failure('FORBIDDEN', { details: { permission: '/sys/menu/menus/get' } }) })
    await open()
    expect(page.get('forbidden').textContent).toContain('You don’t have permission to view menus.')
  })
})

describe('the form of a menu', () => {
  it('shows what its type has, and nothing else', async () => {
    await open()
    await edit(2)
    expect([field('component').value, field('route-name').value, page.find('field-verb'), field('title')]).toEqual(['sys/user/index', 'SysUser', null, document.activeElement])
    await edit(4)
    expect([field('path').value, page.get<HTMLSelectElement>('field-verb').value, page.find('field-component'), page.find('field-route-name'), page.find('field-icon')]).toEqual([
      '/sys/user/users',
      'post',
      null,
      null,
      null,
    ])
    await edit(1)
    expect([page.find('field-component'), field('redirect').value]).toEqual([null, ''])
  })

  it('takes a new page, whose route name follows its path for as long as nobody gives it another', async () => {
    await open()
    await edit(1)
    await press('n', { ctrlKey: true })
    await page.type('field-title', 'Reports')
    await page.type('field-path', '/sys/report-all')
    expect(field('route-name').value).toBe('SysReportAll')
    await page.type('field-route-name', 'Mine')
    await page.type('field-path', '/sys/report')
    await page.type('field-component', 'report/index')
    expect([field('route-name').value, drawerText().includes('opens in the browser')]).toEqual(['Mine', true])
    await page.type('field-component', 'sys/log/index')
    expect(drawerText()).toContain('Opens System log in Holdfast.')
    await page.click('save')
    expect(created()).toEqual([
      { title: 'Reports', type: 'menu', parentId: 1, path: '/sys/report', routeName: 'Mine', component: 'sys/log/index', redirect: '', icon: '', listorder: 99, isHidden: false },
    ])
    expect(page.get('made-notice').textContent).toContain('New menus are granted only to role 1.')
  })

  it.each([
    ['an empty title', ['field-title', ' '], 'Required.'],
    ['a path without a slash', ['field-path', 'sys/x'], 'A path such as /sys/user'],
    ['a path with two slashes', ['field-path', '/sys//x'], 'A path such as /sys/user'],
    ['a path that is taken', ['field-path', '/sys/user'], 'Another menu has this path.'],
    ['a route name that is taken', ['field-route-name', 'SysUser'], 'Another menu has this route name.'],
    ['a component that is none', ['field-component', 'index'], 'A folder and file'],
    ['a redirect that is no path', ['field-redirect', 'there'], 'Empty, or a path'],
  ] as const)('refuses %s at its field, and sends nothing', async (_what, [testid, text], words) => {
    await open()
    await press('n', { ctrlKey: true })
    for (const [name, value] of [
      ['title', 'New'],
      ['path', '/new'],
      ['route-name', 'New'],
      ['component', 'a/b'],
    ] as const)
      await page.type(`field-${name}`, value)
    await page.type(testid, text)
    await page.click('save')
    expect([drawerText().includes(words), page.get(testid).getAttribute('aria-invalid'), created()]).toEqual([true, 'true', []])
  })

  it('says beforehand to whoever will not see what they make', async () => {
    await open()
    await press('n', { ctrlKey: true })
    expect(page.find('unseen-notice')).toBeNull()
    page.close()
    fake.account = { ...fake.account, roles: [{ id: 2, name: '部门主管' }] }
    await open()
    await press('n', { ctrlKey: true })
    expect(page.get('unseen-notice').textContent).toContain('only after it is granted to you')
  })

  it('does not hold against a change what others have left there', async () => {
    fake.menus = fake.menus.map((one) => (one.id === 2 ? { ...one, path: 'odd path', component: 'odd' } : one))
    await open()
    await edit(2)
    await page.type('field-title', 'People')
    await page.click('save')
    expect(fake.callsOf('menus.save')).toEqual([expect.objectContaining({ edits: { title: 'People' } })])
  })

  it('of a changed type asks for what that type needs, and says what stays below', async () => {
    await open()
    await edit(2)
    await select('field-type', 'operation')
    expect([field('path').value, page.get<HTMLSelectElement>('field-verb').value]).toEqual(['/sys/user', 'get'])
    expect(drawerText()).toContain('2 entries below it stay there.')
    await page.click('save')
    expect([drawerText().includes('An operation must be below a page.'), fake.callsOf('menus.save')]).toEqual([true, []])
    await select('field-type', 'menu')
    // Back as it was: nothing is left to be saved.
    expect([field('path').value, field('component').value, field('route-name').value, page.get('draft-bar').dataset['state'] === 'clean']).toEqual(['/sys/user', 'sys/user/index', 'SysUser', true])
  })

  it('leaves a directory a directory when its type was tried', async () => {
    await open()
    await edit(1)
    await select('field-type', 'menu')
    expect(field('component').value).toBe('')
    await select('field-type', 'directory')
    expect(page.get('draft-bar').dataset['state']).toBe('clean')
  })

  it('offers as parents what may have it below, neither itself nor its own', async () => {
    await open()
    await edit(5)
    inputOf('field-parent').click()
    await quiet()
    const locked = [...document.querySelectorAll<HTMLElement>('[data-testid^="option-"]')].map((option) => [option.dataset['testid'], option.getAttribute('aria-disabled')])
    expect(locked).toEqual([
      ['option-0', null],
      ['option-1', null],
      ['option-2', 'true'],
      ['option-5', 'true'],
      ['option-7', null],
    ])
    await press('Escape')
    await edit(1)
    await page.type('field-title', 'Systems')
    inputOf('field-parent').click()
    await quiet()
    // A directory may hold it: but not itself.
    expect([page.get('option-1').getAttribute('aria-disabled'), page.get('option-7').getAttribute('aria-disabled')]).toEqual(['true', null])
    await page.click('option-7')
    await page.click('save')
    // Roles without the new parent will not see it: told first.
    if (page.find('question')) await page.click('question-confirm')
    expect(fake.callsOf('menus.save')).toEqual([expect.objectContaining({ id: 1, edits: { title: 'Systems', parentId: 7 } })])
  })

  it('writes an operation with its verb, and warns of what the server lets through by it', async () => {
    await open()
    await edit(4)
    await page.type('field-path', '/sys')
    await select('field-verb', 'put')
    const words = drawerText()
    expect(words).toContain('allows every PUT request whose address contains /sys')
    expect(words).toContain('Users with this operation can also use: Menus / Edit (/sys/menu/menus/put).')
    await page.type('field-path', '/sys/menu/menus/all')
    expect(drawerText()).toContain('Users with one of these operations can use this one as well: Menus / Edit (/sys/menu/menus/put).')
    await page.type('field-path', '/sys/user/')
    // Half typed, it stays as it is.
    expect(field('path').value).toBe('/sys/user/')
    await page.type('field-path', '/sys/user/others')
    await page.click('save')
    // The person holds /sys/user/users/post, and is told before it goes.
    expect(page.get('question').textContent).toContain('You will lose your permission users / add (/sys/user/users/post).')
    await page.click('question-confirm')
    expect(fake.callsOf('menus.save')).toEqual([expect.objectContaining({ id: 4, edits: { path: '/sys/user/others/put' }, isConfirmed: true })])
  })

  it('asks before the own page is lost, and not before anything else', async () => {
    await open()
    await edit(5)
    await page.type('field-title', 'All menus')
    await page.click('save')
    expect([page.find('question'), fake.callsOf('menus.save')]).toEqual([null, [expect.objectContaining({ edits: { title: 'All menus' } })]])
    await page.click('field-hidden')
    await page.click('save')
    expect(page.get('question').textContent).toContain('You will lose the page Menus.')
    await page.click('question-cancel')
    expect(fake.callsOf('menus.save')).toHaveLength(1)
  })

  it('asks before a page moves to where the own account, or roles, do not see it', async () => {
    await open()
    await edit(5)
    await press('Escape')
    await move(5, 'Shop')
    expect(page.get('question').textContent).toContain('You will lose the page Menus.')
    expect(page.get('question').textContent).toContain('Roles without Shop will not see Menus')
    expect(fake.callsOf('menus.save')).toEqual([])
    await page.click('question-confirm')
    expect(fake.callsOf('menus.save')).toEqual([expect.objectContaining({ id: 5, edits: { parentId: 7 } })])
    expect(page.get('moved-notice').textContent).toContain('Menus')
    await page.click('grant-moved')
    expect(page.get('menu-tool').textContent).toContain('Grants Menus to the selected roles.')
  })

  it('asks nothing where a page moves up, and is seen by the way that it had', async () => {
    fake.menus = [...fake.menus, menu(8, 1, 'Inner', '/inner', { type: 'directory', component: 'Layout' }), menu(9, 8, 'Deep', '/deep')]
    await open()
    await move(9, 'System')
    expect([page.find('question'), fake.callsOf('menus.save')]).toEqual([null, [expect.objectContaining({ id: 9, edits: { parentId: 1 } })]])
    expect(page.find('moved-notice')).toBeNull()
  })

  it('chooses an icon by keys, keeps one that has no preview available, and can have none', async () => {
    await open()
    await edit(5)
    expect(page.get('field-icon').textContent).toContain('odd-one')
    page.get('field-icon').focus()
    await press('ArrowDown')
    expect(document.activeElement).toBe(page.get('icon-search'))
    await page.type('icon-search', 'jue se')
    expect([...page.get('icon-popup').querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent?.trim())).toEqual(['manage', 'role', 'role-manage'])
    await press('ArrowDown')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('manage: role')
    await press('ArrowDown')
    await press('Enter')
    expect([page.get('field-icon').textContent?.trim(), document.activeElement]).toEqual(['role', page.get('field-icon')])
    await page.click('field-icon')
    await page.click('icon-none')
    await page.click('save')
    expect(fake.callsOf('menus.save')).toEqual([expect.objectContaining({ edits: { icon: '' } })])
  })
})

describe('the tools', () => {
  it('leave Ctrl+S to the form in whose place they stand: it is saved, or comes forward with what is at fault', async () => {
    await open()
    await edit(2)
    await page.type('field-title', 'People')
    await chooseInMenu(2, 'operations')
    await press('s', { ctrlKey: true })
    expect([fake.callsOf('menus.save').length, page.find('menu-tool') !== null]).toEqual([1, true])
    await page.click('tool-back')
    await page.type('field-title', '')
    await chooseInMenu(2, 'operations')
    await press('s', { ctrlKey: true })
    expect([fake.callsOf('menus.save').length, page.find('menu-tool'), document.activeElement]).toEqual([1, null, field('title')])
  })

  it('add the operations that a page lacks, each with its result, and offer to grant them', async () => {
    await open()
    await chooseInMenu(2, 'operations')
    expect([...page.get('tool-preview').querySelectorAll('li')].map((item) => item.textContent?.trim())).toEqual(['Edit: /sys/user/users PUT', 'Delete: /sys/user/users DEL'])
    fake.next('menus.create', {})
    fake.next('menus.create', { failure: failure('REFUSED', { message: '不行' }) })
    await page.click('tool-run')
    expect(created().map(({ parentId, type, title, path }) => [parentId, type, title, path])).toEqual([
      [2, 'operation', 'Edit', '/sys/user/users/put'],
      [2, 'operation', 'Delete', '/sys/user/users/delete'],
    ])
    expect([page.get('result-put').dataset['state'], page.get('result-delete').dataset['state'], page.get('result-delete').textContent?.includes('不行')]).toEqual(['done', 'failed', true])
    await page.click('grant-made')
    expect(page.get('menu-tool').textContent).toContain('Grants Edit to the selected roles.')
  })

  it('copy a branch, each below the new one above it, through the outbox too', async () => {
    fake.isQueueing = true
    await open()
    await chooseInMenu(2, 'duplicate')
    expect([page.get<HTMLInputElement>('tool-title').value, page.get<HTMLInputElement>('tool-path').value]).toEqual(['Users (copy)', '/sys/user-2'])
    await page.type('tool-path', '/sys/menu')
    expect([page.get('menu-tool').textContent?.includes('Another menu has this path.'), page.get('tool-run').getAttribute('aria-disabled')]).toEqual([true, 'true'])
    await page.type('tool-path', '/sys/people')
    await page.click('tool-run')
    const calls = fake.callsOf('menus.create') as { id: number; values: Menu }[]
    expect(calls.map(({ values }) => [values.title, values.path, values.parentId])).toEqual([
      ['Users (copy)', '/sys/people', 1],
      ['View', '/sys/people/users/get', calls[0]?.id],
      ['Add', '/sys/people/users/post', calls[0]?.id],
    ])
    expect([...page.get('tool-results').querySelectorAll<HTMLElement>('li')].map(({ dataset }) => dataset['state'])).toEqual(['queued', 'queued', 'queued'])
  })

  it('name what of a branch cannot be copied, and copy the rest once it is left out', async () => {
    fake.menus = [...fake.menus, menu(8, 1, 'Odd', '/sys/odd', { component: '' }), menu(9, 8, 'Below', '/sys/odd/below')]
    await open()
    await chooseInMenu(1, 'duplicate')
    expect(page.get('tool-preview').textContent).toMatch(/Odd.*Component/s)
    expect(page.get('tool-run').getAttribute('aria-disabled')).toBe('true')
    await page.click('tool-run')
    expect(created()).toEqual([])
    await page.click('tool-leave-out')
    expect(page.get('tool-run').getAttribute('aria-disabled')).toBe('false')
    await page.click('tool-run')
    expect(created().map(({ title }) => title)).toEqual(['System (copy)', 'Users', 'View', 'Add', 'Menus', 'Edit'])
  })

  it('are not run by the key that ends a composition', async () => {
    await open()
    await chooseInMenu(2, 'duplicate')
    page.get('tool-title').focus()
    const ends = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, isComposing: true })
    page.get('tool-title').dispatchEvent(ends)
    expect(ends.defaultPrevented).toBe(true)
  })

  it('do not try what stands below one that was not made', async () => {
    await open()
    await chooseInMenu(2, 'duplicate')
    fake.next('menus.create', { failure: failure('REFUSED', { message: '不行' }) })
    await page.click('tool-run')
    expect([created().length, page.get('result-3').dataset['state'], page.get('result-3').textContent]).toEqual([1, 'skipped', expect.stringContaining('was not created')])
    expect(page.find('made-notice')).toBeNull()
    // Once more: what hung on it comes along.
    await page.click('tool-results-retry')
    expect([...page.get('tool-results').querySelectorAll<HTMLElement>('li')].map(({ dataset }) => dataset['state'])).toEqual(['done', 'done', 'done'])
    expect([created().length, page.find('tool-results-retry'), page.find('made-notice') !== null]).toEqual([4, null, true])
  })

  it('give a menu, and all above it, to roles: merged with what they have', async () => {
    await open()
    await chooseInMenu(6, 'grant')
    inputOf('tool-roles').click()
    await quiet()
    expect(document.querySelector('[data-testid="option-1"]')?.getAttribute('aria-disabled')).toBe('true')
    for (const id of [2, 4]) await page.click(`option-${id}`)
    fake.grants = fake.grants.map((grants) => (grants.id === 4 ? { ...grants, menus: [1, 2, 3, 5, 6] } : grants))
    await page.click('tool-run')
    expect(fake.callsOf('grants.save')).toEqual([expect.objectContaining({ id: 2, edits: { menus: [1, 2, 3, 5, 6] } })])
    expect([page.get('result-2').dataset['state'], page.get('result-4').dataset['state']]).toEqual(['done', 'skipped'])
    await page.click('tool-back')
    expect(document.activeElement).toBe(field('title'))
  })

  it('say why they cannot be used', async () => {
    fake.account = { ...fake.account, permissions: fake.account.permissions.filter((path) => !['/sys/menu/menus/post', '/sys/role/saveroleperm/post'].includes(path)) }
    await open()
    row(2).querySelector<HTMLElement>('[role=gridcell]')?.focus()
    await press('ContextMenu')
    for (const type of ['beforetoggle', 'toggle']) page.get('row-menu-menu').dispatchEvent(Object.assign(new Event(type), { newState: 'open' }))
    await quiet()
    expect(['below', 'operations', 'duplicate', 'grant'].map((key) => page.get(`row-menu-${key}`).getAttribute('aria-description'))).toEqual([
      ...Array.from({ length: 3 }, () => 'You don’t have permission to add menus. Needs: menus / add (/sys/menu/menus/post)'),
      expect.stringContaining('/sys/role/saveroleperm/post'),
    ])
  })
})

describe('deleting a menu', () => {
  it('is refused before it is asked while something stands below it', async () => {
    await open()
    row(2).querySelector<HTMLElement>('[role=gridcell]')?.focus()
    await press('Delete')
    expect([page.find('question'), document.body.textContent?.includes('entries below it. Move or delete them first.'), fake.callsOf('menus.remove')]).toEqual([null, true, []])
  })

  it('names the roles that lose it, and what the person loses', async () => {
    fake.grants = fake.grants.map((grants) => ({ ...grants, menus: [2, 3].includes(grants.id) ? [6] : [] }))
    await open()
    row(6).querySelector<HTMLElement>('[role=gridcell]')?.focus()
    await press('Delete')
    const words = page.get('question').textContent ?? ''
    expect(words).toContain('Roles that will lose it: 部门主管, 编辑.')
    expect(words).toContain('You will lose your permission menus / edit (/sys/menu/menus/put).')
    await page.click('question-confirm')
    expect(names()).not.toContain('Edit')
  })

  it('says so when the roles cannot be asked', async () => {
    fake.always('grants.get', { failure: failure('OFFLINE') })
    await open()
    row(7).querySelector<HTMLElement>('[role=gridcell]')?.focus()
    await press('Delete')
    expect(page.get('question').textContent).toContain('Roles that have it could not be checked.')
  })
})

describe('after a change', () => {
  it('the own menu is read again at a person’s wish', async () => {
    await open()
    expect(page.find('menu-old')).toBeNull()
    await edit(2)
    await page.type('field-title', 'People')
    await page.click('save')
    const before = fake.callsOf('account.read').length
    await page.click('reload-menu')
    expect([fake.callsOf('account.read').length - before, page.find('menu-old')]).toEqual([1, null])
  })

  it('a menu that cannot be read again leaves the way to try it once more', async () => {
    await open()
    fake.push('records.changed', { resource: 'menus', id: 2, isGone: false, temporaryId: null })
    await quiet()
    fake.next('account.read', { failure: failure('OFFLINE') })
    await page.click('reload-menu')
    expect(page.find('menu-old')).not.toBeNull()
  })
})
