import type { Menu } from '@shared/resources/menu'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { foundIcons, iconEntries } from '@renderer/workspace/records/icon-search'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { closeWorkspaces, giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'
import { soon } from '../../../support/soon'

const menu = (id: number, icon: string, more: Partial<Menu> = {}): Menu => ({
  id,
  parentId: 0,
  type: 'menu',
  title: `Menu ${id}`,
  path: `/m/${id}`,
  routeName: `M${id}`,
  component: 'a/b',
  redirect: '',
  icon,
  listorder: 1,
  isHidden: false,
  ...more,
})

let fake: FakeHoldfast
let page: OpenWorkspace
const tiles = (): string[] => [...page.get('icons').querySelectorAll('[role=gridcell]')].map((tile) => tile.textContent?.trim() ?? '')
const focused = (): string | undefined => (document.activeElement as HTMLElement | null)?.dataset['testid']
async function open(): Promise<void> {
  page = await openWorkspace(fake)
  await page.click('menu-svg-icons-index')
}

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
  fake.menus = [menu(1, 'user'), menu(2, 'USER'), menu(3, 'spaceship'), menu(4, '')]
})
afterEach(() => {
  closeWorkspaces()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

describe('the icons', () => {
  it.each([
    ['peop', ['peoples', 'people']],
    ['department', ['dept', 'department', 'organization']],
    ['部门', ['dept', 'department', 'organization']],
    ['bumen', ['dept', 'department', 'organization']],
    ['bu men', ['dept', 'department', 'organization']],
    ['ybp', ['dashboard']],
    [' CHAT ', ['qq', 'wechat']],
    ['spaceship', ['spaceship']],
    ['nothing like this', []],
  ])('are found by %j', (typed, names) => {
    expect(foundIcons(iconEntries(['spaceship', 'user']), typed).map(({ name }) => name)).toEqual(names)
  })

  it('are those with a picture here, and after them those that this server’s menus name besides', async () => {
    await open()
    expect(tiles().at(-1)).toBe('spaceship')
    expect(tiles().filter((name) => name.toLowerCase() === 'user')).toEqual(['user'])
    await page.click('icon-spaceship')
    expect(page.get('icon-details').textContent).toContain('no preview available')
  })

  it('say which menus use them, whatever the case of their letters, and follow a change', async () => {
    await open()
    await page.click('icon-user')
    expect(page.get('icon-uses').textContent).toBe('Used by 2 menus')
    expect(page.get('icon-details').textContent).toContain('Menu 2 /m/2')
    expect(page.get('icon-user').getAttribute('aria-label')).toContain('Used by 2 menus')
    fake.menus = [menu(1, 'lock')]
    fake.push('records.changed', { resource: 'menus', id: 2, isGone: true, temporaryId: null })
    await soon(() => expect(page.get('icon-uses').textContent).toBe('Not used by any menu'))
  })

  it('are there without the menus: a failure says so and can be tried again, and who may not see menus sees no alarm', async () => {
    fake.always('menus.list', { failure: { code: 'OFFLINE', message: '', retryable: true } })
    await open()
    expect([tiles().length > 50, page.find('icon-uses'), document.querySelector('.list-notice') !== null]).toEqual([true, null, true])
    fake.always('menus.list', { failure: { code: 'FORBIDDEN', message: '', retryable: false } })
    await page.click('refresh')
    expect([page.find('icon-uses'), document.querySelector('.list-notice')]).toEqual([null, null])
    fake.always('menus.list', null)
    await page.click('refresh')
    expect(page.get('icon-uses').textContent).toBe('Not used by any menu')
  })

  it('are one tab stop, and Enter copies the name and says so', async () => {
    const written: string[] = []
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => Promise.resolve(void written.push(text)))
    await open()
    await page.type('filter-search', 'user')
    document.querySelector<HTMLElement>('[data-testid="filter-search"]')?.focus()
    await press('Enter')
    expect(focused()).toBe(`icon-${tiles()[0]}`)
    await press('End')
    await press('ArrowRight')
    expect(page.get('icons').querySelectorAll('[role=gridcell][tabindex="0"]')).toHaveLength(1)
    await press('Enter')
    await quiet()
    expect([written, page.get('announcer').textContent]).toEqual([[focused()?.slice('icon-'.length)], `Copied: ${written[0]}`])
  })
})
