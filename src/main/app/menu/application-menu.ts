import { type App, BrowserWindow, type Input, Menu } from 'electron'
import type { MenuState } from '@shared/actions/menu-state'
import { isStroke } from '@shared/actions/strokes'
import { menuTemplate, type MenuTemplateParts } from './menu-template'

export interface ApplicationMenu {
  /** What the page of a window says that can be done in it. */
  tell(window: BrowserWindow, state: MenuState): void
  /** Puts the menu together anew, where anything that it shows is another. */
  refresh(): void
}

export interface ApplicationMenuDeps {
  readonly app: Pick<App, 'on'>
  readonly platform: string
  /** The workspace's window that was last in front. */
  readonly front: () => BrowserWindow | null
  readonly words: () => MenuTemplateParts['words']
  readonly keys: () => MenuTemplateParts['keys']
  readonly act: MenuTemplateParts['act']
}

/** The native menu: that of the window in front, in the language of the moment. */
export function createApplicationMenu({ app, platform, front, words, keys, act }: ApplicationMenuDeps): ApplicationMenu {
  const states = new WeakMap<BrowserWindow, MenuState>()
  let shown = ''
  /** The menu is open by its key: taken away then, it would close under the person's fingers. */
  let isOpen = false

  function refresh(): void {
    if (isOpen) return
    const window = front()
    const template = menuTemplate({ platform, words: words(), keys: keys(), state: window ? (states.get(window) ?? null) : null, act })
    // A menu that is put together anew closes where it is open.
    const next = JSON.stringify(template)
    if (next === shown) return
    shown = next
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
    // On Windows and Linux that puts a menu bar into every window, also into those that are to have none.
    for (const window of BrowserWindow.getAllWindows()) if (window.getParentWindow() !== null) window.removeMenu()
  }

  /**
   * Alt opens the menu bar, by itself or with a letter: Chromium does that. F10, which does so in every other program of
   * Windows and Linux, it hands to the page instead, and Electron has no way to put the focus into the bar: so the same menu
   * opens as one of its own, at the window's upper left corner, where arrows, Enter and Escape lead through it.
   */
  function openByKey(window: BrowserWindow, event: { preventDefault(): void }, input: Input): void {
    const facts = { key: input.key, code: input.code, ctrlKey: input.control, metaKey: input.meta, altKey: input.alt, shiftKey: input.shift }
    if (input.type !== 'keyDown' || input.isAutoRepeat || !keys().menuBar.some((one) => isStroke(facts, one))) return
    event.preventDefault()
    const menu = Menu.getApplicationMenu()
    if (!menu || isOpen) return
    isOpen = true
    menu.popup({
      window,
      x: 0,
      y: 0,
      callback: () => {
        isOpen = false
        refresh()
      },
    })
  }

  // Who is in front, and who is there, is known when everybody has heard of it.
  const refreshSoon = (): void => {
    queueMicrotask(refresh)
  }
  app.on('browser-window-focus', refreshSoon)
  app.on('browser-window-created', (_event, window) => {
    // A window without a menu bar has none to open.
    if (window.getParentWindow() === null) {
      window.webContents.on('before-input-event', (event, input) => {
        openByKey(window, event, input)
      })
    }
    window.once('closed', refreshSoon)
  })

  return {
    tell: (window, state) => {
      states.set(window, state)
      if (window === front()) refresh()
    },
    refresh,
  }
}
