import { EventEmitter } from 'node:events'
import type { BrowserWindow, MenuItemConstructorOptions } from 'electron'
import type { MenuState } from '@shared/actions/menu-state'
import { NO_OVERRIDES, resolveKeys } from '@shared/actions/resolve-keys'
import type { Locale } from '@shared/views'
import { beforeEach, expect, it, vi } from 'vitest'
import { wordsFor } from '../../../../src/main/app/messages'

type Template = MenuItemConstructorOptions[]
const shown: Template[] = []
const popup = vi.fn()
let all: { getParentWindow(): unknown; removeMenu(): void }[] = []
vi.mock('electron', () => ({
  BrowserWindow: { getAllWindows: () => all },
  Menu: { buildFromTemplate: (template: Template) => template, setApplicationMenu: (template: Template) => shown.push(template), getApplicationMenu: () => ({ popup }) },
}))
const { createApplicationMenu } = await import('../../../../src/main/app/menu/application-menu')

class FakeWindow extends EventEmitter {
  readonly webContents = new EventEmitter()
  readonly removeMenu = vi.fn()
  constructor(readonly parent: unknown = null) {
    super()
  }
  getParentWindow(): unknown {
    return this.parent
  }
}

const app = new EventEmitter()
let front: FakeWindow | null = null
let locale: Locale = 'en'
const open = (parent: unknown = null): FakeWindow => {
  const window = new FakeWindow(parent)
  app.emit('browser-window-created', {}, window)
  return window
}
const stateOf = (change: MenuState['actions']): MenuState => ({ actions: change, pages: [] })
const isEnabled = (id: string): boolean | undefined =>
  shown
    .at(-1)
    ?.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    .find((one) => one.id === id)?.enabled
const menu = () =>
  createApplicationMenu({
    app: app as never,
    platform: 'linux',
    front: () => front as BrowserWindow | null,
    words: () => wordsFor(locale),
    keys: () => resolveKeys('linux', NO_OVERRIDES),
    act: () => undefined,
  })
const tell = (to: ReturnType<typeof menu>, window: FakeWindow, change: MenuState['actions']): void => to.tell(window as never, stateOf(change))

beforeEach(() => {
  app.removeAllListeners()
  shown.length = 0
  popup.mockClear()
  all = []
  front = null
  locale = 'en'
})

it('is that of the window in front, also when another one comes to the front', async () => {
  const made = menu()
  const [one, other] = [open(), open()]
  front = one
  tell(made, one, { save: null })
  tell(made, other, { save: 'Nothing to save.' })
  expect([shown.length, isEnabled('save')]).toEqual([1, true])
  // Electron tells the program of it before whoever keeps the order of the windows has heard.
  app.emit('browser-window-focus', {}, other)
  front = other
  await Promise.resolve()
  expect(isEnabled('save')).toBe(false)
  front = null
  other.emit('closed')
  await Promise.resolve()
  expect([isEnabled('save'), isEnabled('quit')]).toEqual([false, true])
})

it('is put together anew only where it becomes another one: one that is open would close', () => {
  const made = menu()
  front = open()
  tell(made, front, { save: null })
  tell(made, front, { save: null })
  made.refresh()
  expect(shown).toHaveLength(1)
  locale = 'zh-CN'
  made.refresh()
  expect(shown.at(-1)?.[0]?.label).toBe('文件(&F)')
})

it('leaves windows without a menu bar without one', () => {
  const made = menu()
  const [workspace, signIn] = [new FakeWindow(), new FakeWindow({})]
  all = [workspace, signIn]
  made.refresh()
  expect([workspace.removeMenu.mock.calls.length, signIn.removeMenu.mock.calls.length]).toEqual([0, 1])
})

it('opens by F10 in a window that has a menu bar, by no other key, and not again while the key is held', () => {
  menu()
  const [workspace, signIn] = [open(), open({})]
  const press = (window: FakeWindow, more: Record<string, unknown> = {}): boolean => {
    const event = { preventDefault: vi.fn() }
    window.webContents.emit('before-input-event', event, { type: 'keyDown', key: 'F10', code: 'F10', control: false, meta: false, alt: false, shift: false, isAutoRepeat: false, ...more })
    return event.preventDefault.mock.calls.length > 0
  }
  expect([press(workspace, { shift: true }), press(workspace, { key: 'F9', code: 'F9' }), press(workspace, { isAutoRepeat: true }), press(workspace, { type: 'keyUp' }), press(signIn)]).toEqual([
    false,
    false,
    false,
    false,
    false,
  ])
  expect(popup).not.toHaveBeenCalled()
  expect(press(workspace)).toBe(true)
  expect(popup.mock.calls).toEqual([[{ window: workspace, x: 0, y: 0, callback: expect.any(Function) }]])
})

it('is not taken away while it is open by its key, and becomes what it is to be when it closes', () => {
  const made = menu()
  const workspace = open()
  front = workspace
  tell(made, workspace, { save: null })
  const press = (): boolean =>
    workspace.webContents.emit(
      'before-input-event',
      { preventDefault: vi.fn() },
      { type: 'keyDown', key: 'F10', code: 'F10', control: false, meta: false, alt: false, shift: false, isAutoRepeat: false },
    )
  press()
  tell(made, workspace, { save: 'Nothing to save.' })
  press()
  expect([shown.length, isEnabled('save'), popup.mock.calls.length]).toEqual([1, true, 1])
  const [{ callback }] = popup.mock.calls[0] as [{ callback: () => void }]
  callback()
  expect([shown.length, isEnabled('save')]).toEqual([2, false])
  press()
  expect(popup).toHaveBeenCalledTimes(2)
})
