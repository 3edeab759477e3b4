import type { MenuItemConstructorOptions } from 'electron'
import { type ActionId, actionOf } from '@shared/actions/actions'
import type { MenuState } from '@shared/actions/menu-state'
import type { ResolvedKeys } from '@shared/actions/resolve-keys'
import { acceleratorOf, isOutsideText } from '@shared/actions/strokes'
import type { Words } from '../messages'
import { type MenuEntry, menuLayout } from './menu-layout'

export interface MenuTemplateParts {
  /** As Node names it. */
  readonly platform: string
  readonly words: Words
  readonly keys: ResolvedKeys
  /** Of the window in front; null where there is none, or its page has not told yet. */
  readonly state: MenuState | null
  /** @param choice which page, for `goToPage` */
  readonly act: (id: ActionId, choice: number | null) => void
}

type Role = NonNullable<MenuItemConstructorOptions['role']>

const ROLES: Readonly<Partial<Record<ActionId, Role>>> = {
  ...{ undo: 'undo', redo: 'redo', cut: 'cut', copy: 'copy', paste: 'paste', selectAll: 'selectAll' },
  ...{ zoomIn: 'zoomIn', zoomOut: 'zoomOut', resetZoom: 'resetZoom', fullScreen: 'togglefullscreen' },
}
const MAC_ROLES: Readonly<Record<keyof Words['mac'], Role>> = {
  ...{ services: 'services', hide: 'hide', hideOthers: 'hideOthers', showAll: 'unhide', quit: 'quit' },
  ...{ minimize: 'minimize', zoom: 'zoom', close: 'close', front: 'front' },
}

/** The application's menu as Electron wants it. What cannot be done stays in sight, disabled, and says why where the platform can. */
export function menuTemplate(parts: MenuTemplateParts): MenuItemConstructorOptions[] {
  const { platform, words } = parts
  const isMac = platform === 'darwin'
  return menuLayout(platform).map(({ name, mnemonic, entries }) => ({
    label: name === 'app' ? 'Holdfast' : isMac ? words.menus[name] : withMnemonic(words.menus[name], mnemonic),
    // By these macOS knows where to put its own search field and its list of windows.
    ...(isMac && (name === 'help' || name === 'window') ? { role: name } : {}),
    submenu: entries.flatMap((entry) => itemsOf(entry, parts)),
  }))
}

function itemsOf(entry: MenuEntry, parts: MenuTemplateParts): MenuItemConstructorOptions[] {
  if (entry === '-') return [{ type: 'separator' }]
  if (entry === 'pages') return pageItems(parts)
  if ('mac' in entry) return [{ role: MAC_ROLES[entry.mac], label: parts.words.mac[entry.mac] }]
  return [actionItem(entry.action, entry.mnemonic, parts)]
}

/** The pages that the account has; until there are some, that they come with a sign-in. */
function pageItems({ words, state, act, platform }: MenuTemplateParts): MenuItemConstructorOptions[] {
  const pages = state?.pages ?? []
  if (pages.length === 0) return [{ label: words.menus.noPages, enabled: false }]
  return pages.map(({ id, title }) => ({
    label: literal(title, platform),
    click: () => {
      act('goToPage', id)
    },
  }))
}

function actionItem(id: ActionId, mnemonic: string, { platform, words, keys, state, act }: MenuTemplateParts): MenuItemConstructorOptions {
  const isMac = platform === 'darwin'
  const name = words.actions[id]
  const label = isMac ? name : withMnemonic(name, mnemonic)
  const { by } = actionOf(id)
  const [first] = keys[id]
  // A key that types or moves something belongs to the page alone: macOS would take it for the menu everywhere.
  const accelerator = first === undefined || (isMac && !isOutsideText(first)) ? null : acceleratorOf(first)
  const shared = { id, ...(accelerator === null ? {} : { accelerator }) }
  if (by === 'system') return { ...shared, label, ...(ROLES[id] ? { role: ROLES[id] } : {}) }
  const reason = by === 'main' ? null : state?.actions[id]
  return {
    ...shared,
    label: reason && !isMac ? words.because.replace('{label}', () => label).replace('{reason}', () => literal(shortened(reason), platform)) : label,
    ...(reason ? { toolTip: reason } : {}),
    enabled: reason === null,
    // A page hears its keys itself: it knows of questions and of input methods.
    registerAccelerator: by === 'main',
    click: () => {
      act(id, null)
    },
  }
}

/** A reason beside a menu's entry is as long as a glance; the page says all of it. */
function shortened(reason: string): string {
  const [sentence = reason] = reason.split(/(?<=[.。；;])\s*/u)
  const words = sentence.replace(/[.。；;]$/u, '')
  return words.length > 60 ? `${words.slice(0, 59)}…` : words
}

/** Somebody else's words: an `&` in them chooses nothing. */
function literal(text: string, platform: string): string {
  return platform === 'darwin' ? text : text.replaceAll('&', '&&')
}

/** `&` before the letter that chooses the entry; where the name does not have it, as in Chinese, behind the name: `设置(&T)…`. */
export function withMnemonic(name: string, mnemonic: string): string {
  if (mnemonic === '') return name
  const own = name.indexOf(mnemonic)
  const at = own >= 0 ? own : name.toLowerCase().indexOf(mnemonic.toLowerCase())
  if (at >= 0 && !/\p{Script=Han}/u.test(name)) return `${name.slice(0, at)}&${name.slice(at)}`
  return name.replace(/(…?)$/u, `(&${mnemonic.toUpperCase()})$1`)
}
