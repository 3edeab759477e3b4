import type { ActionId } from '@shared/actions/actions'
import type { Words } from '../messages'

/**
 * One line of a menu: an action with the letter that Alt and the menu bar choose it by (a letter of its English name; Chinese
 * puts it behind), the pages of the account, an entry that only macOS has (a role of Electron's), or a line between.
 */
export type MenuEntry = { readonly action: ActionId; readonly mnemonic: string } | { readonly mac: keyof Words['mac'] } | 'pages' | '-'

interface MenuLayout {
  readonly name: keyof Words['menus'] | 'app'
  readonly mnemonic: string
  readonly entries: readonly MenuEntry[]
}

const entry = (action: ActionId, mnemonic: string): MenuEntry => ({ action, mnemonic })

const EDIT: MenuLayout = {
  name: 'edit',
  mnemonic: 'E',
  entries: [entry('undo', 'U'), entry('redo', 'R'), '-', entry('cut', 't'), entry('copy', 'C'), entry('paste', 'P'), entry('selectAll', 'a'), '-', entry('find', 'S')],
}

const VIEW: MenuLayout = {
  name: 'view',
  mnemonic: 'V',
  // No "Reload": refreshing reads data again, the page itself is never thrown away.
  entries: [
    ...[entry('refresh', 'R'), '-' as const, entry('toggleMenu', 'm'), entry('toggleAside', 'd'), '-' as const],
    ...[entry('zoomIn', 'i'), entry('zoomOut', 'o'), entry('resetZoom', 'A'), '-' as const, entry('fullScreen', 'F')],
  ],
}

const GO: MenuLayout = {
  name: 'go',
  mnemonic: 'G',
  entries: ['pages', '-', entry('outbox', 'O'), entry('activity', 'A'), entry('drafts', 'D'), entry('account', 'M'), '-', entry('nextPage', 'N'), entry('previousPage', 'P')],
}

const RECORD: MenuLayout = {
  name: 'record',
  mnemonic: 'R',
  entries: [
    ...[entry('newRecord', 'N'), entry('editRow', 'O'), '-' as const, entry('save', 'S'), entry('revert', 'i'), '-' as const],
    ...[entry('changeStatus', 'E'), entry('copyLink', 'C'), '-' as const, entry('deleteRow', 'D')],
  ],
}

const TOOLS: MenuLayout = {
  name: 'tools',
  mnemonic: 'T',
  entries: [entry('testConnection', 'T'), entry('servers', 'S'), entry('exportActivity', 'E'), '-', entry('settings', 'g')],
}

const HELP_ENTRIES: readonly MenuEntry[] = [entry('gettingStarted', 'G'), entry('shortcuts', 'K'), entry('whatsNew', 'W'), '-', entry('openLogFolder', 'L')]

/** Windows and Linux. */
const DESKTOP: readonly MenuLayout[] = [
  { name: 'file', mnemonic: 'F', entries: [entry('newWindow', 'N'), '-', entry('signOut', 'o'), '-', entry('quit', 'x')] },
  ...[EDIT, VIEW, GO, RECORD, TOOLS],
  { name: 'help', mnemonic: 'H', entries: [...HELP_ENTRIES, '-', entry('about', 'A')] },
]

/** What macOS keeps in the menu of the program (about, settings, quit) is there, and windows have a menu of their own. */
const MAC: readonly MenuLayout[] = [
  {
    name: 'app',
    mnemonic: '',
    entries: [entry('about', ''), '-', entry('settings', ''), '-', { mac: 'services' }, '-', { mac: 'hide' }, { mac: 'hideOthers' }, { mac: 'showAll' }, '-', { mac: 'quit' }],
  },
  {
    name: 'file',
    mnemonic: '',
    entries: [entry('newWindow', ''), '-', entry('servers', ''), entry('testConnection', ''), entry('exportActivity', ''), '-', entry('signOut', ''), '-', { mac: 'close' }],
  },
  ...[EDIT, VIEW, GO, RECORD],
  { name: 'window', mnemonic: '', entries: [{ mac: 'minimize' }, { mac: 'zoom' }, '-', { mac: 'front' }] },
  { name: 'help', mnemonic: '', entries: HELP_ENTRIES },
]

/** @param platform as Node names it */
export function menuLayout(platform: string): readonly MenuLayout[] {
  return platform === 'darwin' ? MAC : DESKTOP
}
