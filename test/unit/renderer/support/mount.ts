import type { Locale } from '@shared/views'
import { createPinia, setActivePinia } from 'pinia'
import type { App } from 'vue'
import { vi } from 'vitest'
import { type Bridge, createBridge, provideBridge } from '@renderer/workspace/bridge'
import { createWorkspace } from '@renderer/workspace/create-workspace'
import { createWords } from '@renderer/workspace/i18n/setup'
import { provideWords } from '@renderer/workspace/i18n/use-text'
import type { FakeHoldfast } from './fake-holdfast'

/** happy-dom lays nothing out: without a size a virtual list renders no row. */
export function giveElementsASize(): void {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(640)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1000)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(640)
}

/** What a single component needs around it: words, stores and, where it calls main, a bridge. */
export function around(bridge?: Bridge, locale: Locale = 'en') {
  const pinia = createPinia()
  setActivePinia(pinia)
  return {
    plugins: [
      pinia,
      {
        install(app: App) {
          provideWords(app, createWords(locale))
          if (bridge) provideBridge(app, bridge)
        },
      },
    ],
  }
}

export interface OpenWorkspace {
  readonly app: App
  readonly root: HTMLElement
  find<E extends HTMLElement = HTMLElement>(testid: string): E | null
  get<E extends HTMLElement = HTMLElement>(testid: string): E
  /** Of the list on screen, by the words over its column: columns come and go. */
  cell(row: string, column: string): HTMLElement
  click(testid: string): Promise<void>
  type(testid: string, text: string): Promise<void>
  close(): void
}

/** Ends every workspace that is still open. */
export function closeWorkspaces(): void {
  for (const close of [...opened]) close()
}
const opened = new Set<() => void>()

/** The whole workspace on a fake main, in the document. */
export async function openWorkspace(fake: FakeHoldfast): Promise<OpenWorkspace> {
  // The lazy pages are loaded beforehand: the first load of them in a test run takes longer than a moment.
  await Promise.all([
    import('@renderer/workspace/features/users/UsersPage.vue'),
    import('@renderer/workspace/features/departments/DepartmentsPage.vue'),
    import('@renderer/workspace/features/icons/IconsPage.vue'),
    import('@renderer/workspace/features/roles/RolesPage.vue'),
    import('@renderer/workspace/features/menus/MenusPage.vue'),
    import('@renderer/workspace/features/logs/LogsPage.vue'),
    import('@renderer/workspace/features/unavailable/UnavailablePage.vue'),
    import('@renderer/workspace/features/unavailable/NotFoundPage.vue'),
    import('@renderer/workspace/features/profile/ProfilePage.vue'),
    import('@renderer/workspace/features/servers/ServersPage.vue'),
    import('@renderer/workspace/features/settings/SettingsPage.vue'),
    import('@renderer/workspace/features/help/HelpPage.vue'),
    import('@renderer/workspace/features/help/WhatsNewPage.vue'),
    import('@renderer/workspace/features/own-work/OutboxPage.vue'),
    import('@renderer/workspace/features/own-work/JournalPage.vue'),
    import('@renderer/workspace/features/own-work/DraftsPage.vue'),
  ])
  const root = document.createElement('div')
  document.body.append(root)
  const app = await createWorkspace(createBridge(fake.bridge))
  app.mount(root)
  const close = (): void => {
    if (!opened.delete(close)) return
    app.unmount()
    root.remove()
  }
  opened.add(close)
  await quiet()
  const find = <E extends HTMLElement>(testid: string): E | null => document.querySelector<E>(`[data-testid="${testid}"]`)
  const get = <E extends HTMLElement>(testid: string): E => {
    const element = find<E>(testid)
    if (!element) throw new Error(`${testid} is not on screen`)
    return element
  }
  const cell = (row: string, column: string): HTMLElement => {
    const header = [...root.querySelectorAll('[role=columnheader]')].find(({ textContent }) => textContent?.trim() === column)
    const found = get(row).querySelector<HTMLElement>(`[role=gridcell][aria-colindex="${header?.getAttribute('aria-colindex')}"]`)
    if (!header || !found) throw new Error(`${row} has no cell below ${column}`)
    return found
  }
  return {
    app,
    root,
    find,
    get,
    cell,
    click: async (testid) => {
      get(testid).click()
      await quiet()
    },
    type: async (testid, text) => {
      const field = get<HTMLInputElement>(testid)
      field.value = text
      field.dispatchEvent(new Event('input', { bubbles: true }))
      await quiet()
    },
    close,
  }
}

/** happy-dom has no popovers: told that it is open, a status or a menu shows what it holds. */
export async function openPopover(button: HTMLElement): Promise<void> {
  const popover = document.getElementById(button.getAttribute('popovertarget') ?? '')
  popover?.dispatchEvent(Object.assign(new Event('beforetoggle'), { newState: 'open' }))
  await quiet()
  popover?.dispatchEvent(Object.assign(new Event('toggle'), { newState: 'open' }))
  await quiet()
}

/** Presses a key where the focus is. */
export async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  await quiet()
}

/** Lets everything that is ready happen: answers, renderings, lazy pages. Works with real and with fake timers. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) {
    if (vi.isFakeTimers()) await vi.advanceTimersByTimeAsync(0)
    else await new Promise((resolve) => setTimeout(resolve, 0))
  }
}
