import type { Locale } from '@shared/views'
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import MenuTree from '@renderer/workspace/features/shell/MenuTree.vue'
import { visibleMenu } from '@renderer/workspace/app/menu-items'
import { seededAccount } from '../../support/fake-data'
import { around } from '../../support/mount'

function open(locale: Locale = 'zh-CN') {
  const tree = mount(MenuTree, { attachTo: document.body, global: around(undefined, locale), props: { menu: seededAccount.menu, currentId: 4 } })
  const titles = (): string[] => tree.findAll('[role=treeitem]').map((item) => item.text())
  const press = async (key: string): Promise<string | undefined> => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await nextTick()
    await nextTick()
    return document.activeElement?.textContent?.trim()
  }
  const focus = (id: number): void => tree.find<HTMLElement>(`[data-menu="${id}"]`).element.focus()
  return { tree, titles, press, focus }
}

describe('the menu tree', () => {
  afterEach(() => document.body.replaceChildren())

  it('shows what the server gives in its order, without what is hidden', () => {
    expect(open('zh-CN').titles()).toEqual(['系统管理', '菜单管理', '角色管理', '用户管理', '部门管理', '日志', '系统日志', '图标'])
  })

  it('names in another language what this client knows, with the server’s title as tooltip, and nothing else', () => {
    const { tree, titles } = open('en')
    expect(titles()).toEqual(['System', 'Menus', 'Roles', 'Users', 'Departments', '日志', 'System log', 'Icons'])
    expect(tree.find('[data-menu="4"] .ellipsis').attributes('title')).toBe('用户管理')
  })

  it('jumps by the letter that is on screen', async () => {
    const { press, focus } = open('en')
    focus(1)
    expect(await press('d')).toBe('Departments')
  })

  it('drops a directory that has nothing to show', () => {
    const [first] = seededAccount.menu
    const hidden = first?.children.map((entry) => ({ ...entry, isHidden: true })) ?? []
    expect(visibleMenu(first ? [{ ...first, children: hidden }] : [])).toEqual([])
  })

  it('is one tab stop, on the current page', () => {
    const { tree } = open()
    expect(tree.findAll('[tabindex="0"]').map((item) => item.attributes('data-testid'))).toEqual(['menu-sys-user-index'])
    expect(tree.find('[data-menu="4"]').attributes()).toMatchObject({ 'aria-current': 'page', 'aria-level': '2', 'aria-posinset': '3', 'aria-setsize': '4' })
  })

  it('walks by arrow keys, folds and unfolds, and jumps by letter', async () => {
    const { press, focus, titles } = open()
    focus(1)
    expect(await press('ArrowDown')).toBe('菜单管理')
    expect(await press('ArrowLeft')).toBe('系统管理')
    await press('ArrowLeft')
    expect(titles()).toEqual(['系统管理', '日志', '系统日志', '图标'])
    expect(await press('ArrowRight')).toBe('系统管理')
    expect(await press('ArrowRight')).toBe('菜单管理')
    expect(await press('End')).toBe('图标')
    expect(await press('Home')).toBe('系统管理')
    expect(await press('日')).toBe('日志')
  })

  it('opens a page by Enter and a directory by a click', async () => {
    const { tree, press, focus, titles } = open()
    focus(3)
    await press('Enter')
    expect(tree.emitted('choose')?.map(([entry]) => (entry as { component: string }).component)).toEqual(['sys/role/index'])
    await tree.find('[data-menu="7"]').trigger('click')
    expect(titles()).not.toContain('系统日志')
  })
})
