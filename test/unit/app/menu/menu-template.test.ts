import type { MenuItemConstructorOptions } from 'electron'
import { type ActionId, actionOf } from '@shared/actions/actions'
import type { MenuState } from '@shared/actions/menu-state'
import { NO_OVERRIDES, resolveKeys } from '@shared/actions/resolve-keys'
import type { Locale } from '@shared/views'
import { describe, expect, it, vi } from 'vitest'
import { menuTemplate, withMnemonic } from '../../../../src/main/app/menu/menu-template'
import { wordsFor } from '../../../../src/main/app/messages'

const everything: MenuState = {
  actions: Object.fromEntries((['servers', 'settings', 'signOut', 'find', 'refresh', 'newRecord', 'save', 'shortcuts', 'about'] as const).map((id) => [id, null])),
  pages: [
    { id: 3, title: 'Users' },
    { id: 4, title: 'R&D logs' },
  ],
}
const templateOf = (
  platform: string,
  { locale = 'en', state = everything, act = () => undefined }: { locale?: Locale; state?: MenuState | null; act?: (id: ActionId, choice: number | null) => void } = {},
) => menuTemplate({ platform, words: wordsFor(locale), keys: resolveKeys(platform, NO_OVERRIDES), state, act })
const itemsOf = (menu: MenuItemConstructorOptions | undefined): MenuItemConstructorOptions[] => (Array.isArray(menu?.submenu) ? menu.submenu : [])
const item = (template: MenuItemConstructorOptions[], id: ActionId) => template.flatMap(itemsOf).find((one) => one.id === id)

describe('the native menu', () => {
  it('has the menus that each platform’s programs have, in both languages', () => {
    const heads = (platform: string, locale: Locale) => templateOf(platform, { locale }).map(({ label }) => label)
    expect(heads('linux', 'en')).toEqual(['&File', '&Edit', '&View', '&Go', '&Record', '&Tools', '&Help'])
    expect(heads('win32', 'zh-CN')).toEqual(['文件(&F)', '编辑(&E)', '视图(&V)', '转到(&G)', '记录(&R)', '工具(&T)', '帮助(&H)'])
    expect(heads('darwin', 'en')).toEqual(['Holdfast', 'File', 'Edit', 'View', 'Go', 'Record', 'Window', 'Help'])
  })

  it.each(['en', 'zh-CN'] as const)('gives each entry of a menu a letter of its own, in %s', (locale) => {
    const letterOf = (label = ''): string | undefined => /(?<!&)&([^&])/.exec(label)?.[1]?.toUpperCase()
    const template = templateOf('linux', { locale })
    for (const labels of [template.map(({ label }) => label), ...template.map((menu) => itemsOf(menu).flatMap(({ id, label }) => (id ? [label] : [])))]) {
      const letters = labels.map(letterOf)
      expect(letters, labels.join(', ')).not.toContain(undefined)
      expect(new Set(letters).size, labels.join(', ')).toBe(letters.length)
    }
  })

  it('has no entry without words: what is a role of the system’s has them too', () => {
    for (const platform of ['linux', 'darwin'])
      for (const entry of templateOf(platform, { locale: 'zh-CN' }).flatMap(itemsOf))
        expect([entry.role, entry.type === 'separator' || /\p{Script=Han}|Users|logs/u.test(entry.label ?? '')]).toEqual([entry.role, true])
  })

  it('asks for what is chosen, and names the page to go to', () => {
    const act = vi.fn()
    const template = templateOf('linux', { act })
    item(template, 'save')?.click?.({} as never, undefined, {} as never)
    const [users, logs] = itemsOf(template[3])
    users?.click?.({} as never, undefined, {} as never)
    expect([act.mock.calls, users?.label, logs?.label]).toEqual([
      [
        ['save', null],
        ['goToPage', 3],
      ],
      'Users',
      'R&&D logs',
    ])
  })

  it('leaves to a page the keys that a page hears, and shows them', () => {
    const template = templateOf('linux')
    for (const entry of template.flatMap(itemsOf))
      if (entry.id && actionOf(entry.id as ActionId).by !== 'system') expect([entry.id, entry.registerAccelerator]).toEqual([entry.id, actionOf(entry.id as ActionId).by === 'main'])
    expect([item(template, 'save')?.accelerator, item(template, 'deleteRow')?.accelerator]).toEqual(['CmdOrCtrl+S', 'Delete'])
    // There the menu would take the key from text fields.
    expect(item(templateOf('darwin'), 'deleteRow')?.accelerator).toBeUndefined()
  })

  it('says why something cannot be done: in the label, on macOS in the tooltip, of which the label there has none', () => {
    const state: MenuState = { ...everything, actions: { ...everything.actions, deleteRow: 'Your account is read-only. Ask an administrator.' } }
    expect(item(templateOf('linux', { state }), 'deleteRow')).toMatchObject({
      label: '&Delete… (Your account is read-only)',
      enabled: false,
      toolTip: 'Your account is read-only. Ask an administrator.',
    })
    expect(item(templateOf('darwin', { state }), 'deleteRow')).toMatchObject({ label: 'Delete…', enabled: false, toolTip: 'Your account is read-only. Ask an administrator.' })
    expect(item(templateOf('linux', { state }), 'save')).toMatchObject({ label: '&Save', enabled: true })
  })

  it('offers without a page only what main does itself', () => {
    const enabled = templateOf('linux', { state: null })
      .flatMap(itemsOf)
      .filter((one) => one.id && one.enabled)
      .map(({ id }) => id)
    expect(enabled).toEqual(['newWindow', 'quit', 'openLogFolder'])
    expect(itemsOf(templateOf('linux', { state: null })[3])[0]).toMatchObject({ label: 'Sign in to see your pages', enabled: false })
  })
})

it('a letter that the name does not have stands behind it, before the ellipsis', () => {
  expect([withMnemonic('Exit', 'x'), withMnemonic('设置…', 'T'), withMnemonic('关于 Holdfast', 'A'), withMnemonic('Servers…', 'S')]).toEqual(['E&xit', '设置(&T)…', '关于 Holdfast(&A)', '&Servers…'])
})
