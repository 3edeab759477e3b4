import { z } from 'zod'

/** Parts of the shortcut sheet, in its order. */
export const ACTION_GROUPS = ['general', 'navigate', 'view', 'edit', 'record', 'rows', 'servers', 'signIn', 'help'] as const
type ActionGroup = (typeof ACTION_GROUPS)[number]

/**
 * Where an action can be alive. `window`: everywhere in a workspace window. `list`: the pages that list things of the server.
 * `record`: a form is open. `rows`: the focus is in a table of rows. `outbox`, `servers`: on that page. `serverRow`: the focus
 * is in the list of servers. `signIn`: the sign-in window.
 */
export type ActionPlace = 'window' | 'list' | 'record' | 'rows' | 'outbox' | 'servers' | 'serverRow' | 'signIn'

/**
 * Who hears the keys. `main`: the native menu, whose entry main answers itself. `system`: an entry of the native menu that is a
 * role of Electron's. `page`: the window's one listener (renderer, `ui/action-centre.ts`), wherever the focus is. `control`: the
 * control that has the focus, through `useActionKeys`.
 */
type HeardBy = 'main' | 'system' | 'page' | 'control'

export interface Action {
  readonly group: ActionGroup
  readonly place: ActionPlace
  readonly by: HeardBy
  /** As `strokes.ts` reads them, the first being the one that menus show. Without any, the action is reached by the native menu. */
  readonly keys: readonly string[]
  /** On macOS instead. */
  readonly macKeys?: readonly string[]
  /** The keys belong to the pattern of a control, or stand for several: they are listed, and cannot be changed. */
  readonly isFixed?: true
}

/**
 * THE table of what can be done by keys or by the native menu: README.md beside this file tells how one is added. Words are in
 * `shared/locales/<language>/actions.ts`, by the same names; its place in the native menu in `main/app/menu/menu-layout.ts`.
 */
export const ACTIONS = {
  newWindow: { group: 'general', place: 'window', by: 'main', keys: ['Mod+Shift+N'] },
  servers: { group: 'general', place: 'window', by: 'page', keys: ['Mod+Shift+S'] },
  settings: { group: 'general', place: 'window', by: 'page', keys: ['Mod+,'] },
  signOut: { group: 'general', place: 'window', by: 'page', keys: [] },
  testConnection: { group: 'general', place: 'window', by: 'page', keys: [] },
  exportActivity: { group: 'general', place: 'window', by: 'page', keys: [] },
  menuBar: { group: 'general', place: 'window', by: 'main', keys: ['F10'], macKeys: [] },
  quit: { group: 'general', place: 'window', by: 'main', keys: ['Mod+Q'] },

  goToPage: { group: 'navigate', place: 'window', by: 'page', keys: [] },
  outbox: { group: 'navigate', place: 'window', by: 'page', keys: ['Mod+Shift+O'] },
  activity: { group: 'navigate', place: 'window', by: 'page', keys: [] },
  drafts: { group: 'navigate', place: 'window', by: 'page', keys: [] },
  account: { group: 'navigate', place: 'window', by: 'page', keys: [] },
  nextRegion: { group: 'navigate', place: 'window', by: 'page', keys: ['F6'] },
  previousRegion: { group: 'navigate', place: 'window', by: 'page', keys: ['Shift+F6'] },
  find: { group: 'navigate', place: 'list', by: 'page', keys: ['Mod+F'] },
  nextPage: { group: 'navigate', place: 'list', by: 'page', keys: ['Alt+PageDown'] },
  previousPage: { group: 'navigate', place: 'list', by: 'page', keys: ['Alt+PageUp'] },
  openTab: { group: 'navigate', place: 'record', by: 'control', keys: ['Alt+0…9'], isFixed: true },
  closeLayer: { group: 'navigate', place: 'window', by: 'control', keys: ['Escape'], isFixed: true },

  refresh: { group: 'view', place: 'window', by: 'page', keys: ['F5', 'Mod+R'] },
  toggleMenu: { group: 'view', place: 'window', by: 'page', keys: ['Mod+B'] },
  toggleAside: { group: 'view', place: 'list', by: 'page', keys: ['Mod+Shift+B'] },
  zoomIn: { group: 'view', place: 'window', by: 'system', keys: ['Mod+Plus'] },
  zoomOut: { group: 'view', place: 'window', by: 'system', keys: ['Mod+-'] },
  resetZoom: { group: 'view', place: 'window', by: 'system', keys: ['Mod+0'] },
  fullScreen: { group: 'view', place: 'window', by: 'system', keys: ['F11'], macKeys: ['Control+Mod+F'] },

  undo: { group: 'edit', place: 'window', by: 'system', keys: ['Mod+Z'], isFixed: true },
  redo: { group: 'edit', place: 'window', by: 'system', keys: ['Mod+Y', 'Mod+Shift+Z'], macKeys: ['Mod+Shift+Z', 'Mod+Y'], isFixed: true },
  cut: { group: 'edit', place: 'window', by: 'system', keys: ['Mod+X'], isFixed: true },
  copy: { group: 'edit', place: 'window', by: 'system', keys: ['Mod+C'], isFixed: true },
  paste: { group: 'edit', place: 'window', by: 'system', keys: ['Mod+V'], isFixed: true },
  selectAll: { group: 'edit', place: 'window', by: 'system', keys: ['Mod+A'], isFixed: true },

  newRecord: { group: 'record', place: 'list', by: 'page', keys: ['Mod+N'] },
  save: { group: 'record', place: 'record', by: 'page', keys: ['Mod+S'] },
  revert: { group: 'record', place: 'record', by: 'page', keys: [] },
  copyLink: { group: 'record', place: 'list', by: 'page', keys: [] },
  changeStatus: { group: 'record', place: 'rows', by: 'control', keys: ['Mod+D'] },
  deleteRow: { group: 'record', place: 'rows', by: 'control', keys: ['Delete'] },
  sendChanges: { group: 'record', place: 'outbox', by: 'page', keys: ['Mod+S'] },

  editRow: { group: 'rows', place: 'rows', by: 'control', keys: ['Enter', 'F2'] },
  showRow: { group: 'rows', place: 'rows', by: 'control', keys: ['Space'], isFixed: true },
  rowMenu: { group: 'rows', place: 'rows', by: 'control', keys: ['Shift+F10', 'ContextMenu'] },
  moveCursor: { group: 'rows', place: 'rows', by: 'control', keys: ['Left', 'Right', 'Up', 'Down', 'Home', 'End', 'PageUp', 'PageDown', 'Mod+Home', 'Mod+End'], isFixed: true },
  extendSelection: { group: 'rows', place: 'rows', by: 'control', keys: ['Shift+Up', 'Shift+Down'], isFixed: true },
  addSort: { group: 'rows', place: 'rows', by: 'control', keys: ['Mod+Enter'], isFixed: true },
  expandSiblings: { group: 'rows', place: 'rows', by: 'control', keys: ['*'], isFixed: true },
  moveUp: { group: 'rows', place: 'rows', by: 'control', keys: ['Alt+Up'] },
  moveDown: { group: 'rows', place: 'rows', by: 'control', keys: ['Alt+Down'] },

  addServer: { group: 'servers', place: 'servers', by: 'page', keys: ['Mod+N', 'Insert'] },
  openServer: { group: 'servers', place: 'serverRow', by: 'control', keys: ['Enter'] },
  openServerWindow: { group: 'servers', place: 'serverRow', by: 'control', keys: ['Mod+Enter'] },
  editServer: { group: 'servers', place: 'serverRow', by: 'control', keys: ['F2'] },
  removeServer: { group: 'servers', place: 'serverRow', by: 'control', keys: ['Delete'] },
  moveServerUp: { group: 'servers', place: 'serverRow', by: 'control', keys: ['Alt+Up'] },
  moveServerDown: { group: 'servers', place: 'serverRow', by: 'control', keys: ['Alt+Down'] },
  openServerAt: { group: 'servers', place: 'servers', by: 'page', keys: ['Mod+1…9'], isFixed: true },

  otherServer: { group: 'signIn', place: 'signIn', by: 'control', keys: ['Mod+Shift+S'], isFixed: true },

  gettingStarted: { group: 'help', place: 'window', by: 'page', keys: [] },
  shortcuts: { group: 'help', place: 'window', by: 'page', keys: ['Mod+/', 'F1'] },
  whatsNew: { group: 'help', place: 'window', by: 'page', keys: [] },
  openLogFolder: { group: 'help', place: 'window', by: 'main', keys: [] },
  about: { group: 'help', place: 'window', by: 'page', keys: [] },
} as const satisfies Record<string, Action>

export type ActionId = keyof typeof ACTIONS
export const ACTION_IDS = Object.keys(ACTIONS) as readonly ActionId[]
export const actionIdSchema = z.enum(Object.keys(ACTIONS) as [ActionId, ...ActionId[]])

export function actionOf(id: ActionId): Action {
  return ACTIONS[id]
}
