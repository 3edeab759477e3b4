import type { EntryView } from '@shared/outbox'
import type { Menu } from '@shared/resources/menu'
import type { Locale } from '@shared/views'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FakeHoldfast } from '../../support/fake-holdfast'
import { makeEntry } from '../../support/fake-outbox'
import { giveElementsASize, type OpenWorkspace, press, quiet } from '../../support/mount'
import { openOutbox, words, world } from './outbox-world'

let fake: FakeHoldfast
let page: OpenWorkspace
const base: Menu = {
  id: 5,
  parentId: 1,
  type: 'menu',
  title: 'Departments',
  path: '/sys/dept',
  routeName: 'SysDept',
  component: 'sys/dept/index',
  redirect: '',
  icon: 'dept',
  listorder: 3,
  isHidden: false,
}
const update = (edits: Partial<Menu>): EntryView => makeEntry({ entryId: 'm', resource: 'menus', recordId: 5, title: 'Departments', base, edits })

async function show(entry: EntryView, locale: Locale = 'en'): Promise<void> {
  fake = world([entry])
  fake.serverRows.set('m', { kind: 'row', row: { ...base, parentId: 2 } })
  fake.state = { ...fake.state, preferences: { ...fake.state.preferences, locale } }
  page = await openOutbox(fake)
  await press('Enter')
  await quiet()
}
const values = (field: string): string[] => [...page.get(`compare-${field}`).querySelectorAll('td')].map(words)

describe('a menu in the outbox', () => {
  beforeEach(giveElementsASize)
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it.each([
    ['en', ['Page', 'Directory', 'Page'], ['System', 'Top level', 'Users'], ['No', 'Yes', 'No']],
    ['zh-CN', ['页面', '目录', '页面'], ['System', '顶级', 'Users'], ['否', '是', '否']],
  ] as const)('is compared in words, parents by their names: %s', async (locale, type, parent, hidden) => {
    await show(update({ type: 'directory', parentId: 0, isHidden: true }), locale)
    expect([values('type'), values('parentId'), values('isHidden')]).toEqual([type, parent, hidden])
  })

  it('is edited by what fits each field: texts, a type, a parent out of the tree, yes or no, a number', async () => {
    await show(update({ title: 'Units', type: 'menu', parentId: 2, path: '/sys/unit', isHidden: true, listorder: 7, icon: 'tree' }))
    await page.click('entry-edit-button')
    expect([page.get('edit-type').tagName, page.get('edit-isHidden').tagName, page.get<HTMLInputElement>('edit-icon').value, page.get<HTMLInputElement>('edit-listorder').inputMode]).toEqual([
      'SELECT',
      'SELECT',
      'tree',
      'numeric',
    ])
    page.get('edit-parentId').querySelector('input')?.click()
    await quiet()
    const options = [...document.querySelectorAll<HTMLElement>('[data-testid^="option-"]')].map((option) => [option.dataset['testid'], option.getAttribute('aria-disabled')])
    // Operations are no parents, a page has none below it, and nothing stands below itself.
    expect(options).toEqual([
      ['option-0', null],
      ['option-1', null],
      ['option-2', 'true'],
      ['option-5', 'true'],
    ])
    await page.click('option-1')
    fake.next('outbox.edit', { failure: { code: 'VALIDATION', message: '', retryable: false, fields: { path: 'operationPath' } } })
    await page.click('save-edit')
    expect(words(page.get('entry-edit'))).toContain('A path that ends with get, post, put or delete')
    expect(fake.callsOf('outbox.edit').at(-1)).toMatchObject({ entryId: 'm', edits: { parentId: 1, title: 'Units' } })
  })

  it('is held against the tree as in its form: a taken path is told at the field', async () => {
    await show(update({ path: '/sys/unit', isHidden: false }))
    fake.menus = [base, { ...base, id: 6, path: '/sys/other', routeName: 'Other' }]
    await page.click('menu-sys-menu-index')
    await press('O', { ctrlKey: true, shiftKey: true })
    await press('Enter')
    await page.click('entry-edit-button')
    await page.type('edit-path', '/sys/other')
    await page.click('save-edit')
    expect([words(page.get('entry-edit')).includes('Another menu has this path.'), fake.callsOf('outbox.edit')]).toEqual([true, []])
  })

  it('that was made here names the parent that was made here, too', async () => {
    const above = makeEntry({ entryId: 'above', resource: 'menus', verb: 'create', recordId: -7, title: 'Reports', base: null, edits: { ...base, title: 'Reports', path: '/report', parentId: 0 } })
    const entry = makeEntry({
      entryId: 'm',
      resource: 'menus',
      verb: 'create',
      recordId: -8,
      title: 'View',
      base: null,
      edits: { title: 'View', type: 'operation', path: '/report/reports/get', parentId: -7 },
      dependsOn: ['above'],
    })
    fake = world([above, entry])
    page = await openOutbox(fake)
    await press('ArrowDown')
    await press('Enter')
    await quiet()
    expect(words(page.get('entry-detail'))).toContain('Reports (new)')
  })
})
