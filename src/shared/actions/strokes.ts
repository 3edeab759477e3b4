import { shortcutKey } from './shortcut-key'

/**
 * Keys as this program writes them down: `Mod+Shift+N`. `Mod` is Ctrl, on macOS Command. The last part is a letter, a digit, a
 * sign, or the name of a key; `0…9` and `1…9` stand for each of these digits.
 */
export interface Stroke {
  readonly isMod: boolean
  readonly isControl: boolean
  readonly isAlt: boolean
  readonly isShift: boolean
  readonly key: string
}

/** What of a keyboard event of the platform tells which keys it is. */
export interface KeyFacts {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Names of keys that are written shorter than the platform's (https://www.w3.org/TR/uievents-key/). */
const NAMES: Readonly<Record<string, string>> = { Left: 'ArrowLeft', Right: 'ArrowRight', Up: 'ArrowUp', Down: 'ArrowDown', Space: ' ', Plus: '+' }
/** The place of a sign on the keyboard, for layouts whose letters are not Latin. */
const PLACES: Readonly<Record<string, string>> = { '/': 'Slash', ',': 'Comma', '-': 'Minus', '.': 'Period', '=': 'Equal', '+': 'Equal' }

/** The parts of keys as they are written down here. */
export function parseStroke(keys: string): Stroke {
  const parts = keys.split('+')
  const key = parts.pop() ?? ''
  return { isMod: parts.includes('Mod'), isControl: parts.includes('Control'), isAlt: parts.includes('Alt'), isShift: parts.includes('Shift'), key }
}

const isDigits = (key: string): boolean => /^\d…\d$/.test(key)
/** A sign is where a layout has it, with Shift or without: `/` is Shift+7 on a German keyboard. */
const isSign = (key: string): boolean => key === 'Plus' || /^[^a-z0-9]$/i.test(key)

/** Whether an event is these keys. Ctrl counts as Mod on every system, and so does Command. */
export function isStroke(event: KeyFacts, keys: string): boolean {
  const { isMod, isControl, isAlt, isShift, key } = parseStroke(keys)
  const mod = isControl ? event.ctrlKey && event.metaKey : event.ctrlKey || event.metaKey
  if (mod !== (isMod || isControl) || event.altKey !== isAlt) return false
  if (!isSign(key) && event.shiftKey !== isShift) return false
  if (isDigits(key)) return strokeDigit(event, keys) !== null
  const written = shortcutKey(event)
  const name = NAMES[key] ?? key
  // A sign may lie on the key of a digit: `*` is Shift+8, `/` on a German keyboard Shift+7.
  if (isSign(key) && (event.key === name || (!/^[\x20-\x7e]$/.test(event.key) && event.code === PLACES[name]))) return true
  return written === (name.length === 1 ? name.toLowerCase() : name)
}

/** Named keys that can be written down, besides F1 to F24. */
const NAMED = ['Left', 'Right', 'Up', 'Down', 'Home', 'End', 'PageUp', 'PageDown', 'Enter', 'Space', 'Delete', 'Backspace', 'Insert', 'Tab', 'Escape', 'ContextMenu', 'Plus']
const WRITTEN = new RegExp(`^(?:Control\\+Mod\\+|Mod\\+)?(?:Alt\\+)?(?:Shift\\+)?(?:[A-Z0-9]|[!-*,-/:-@[-\`{-~]|F(?:[1-9]|1[0-9]|2[0-4])|${NAMED.join('|')})$`)

/** Whether this is how ONE press is written down here, with its modifiers in the order of the table. */
export function isWrittenStroke(keys: string): boolean {
  return WRITTEN.test(keys)
}

/** The keys of an event as they are written down here; null for a key that has no name here, such as a modifier by itself. */
export function strokeOf(event: KeyFacts): string | null {
  const pressed = shortcutKey(event)
  const sign = Object.entries(PLACES).find(([, place]) => place === event.code)?.[0]
  const plain = pressed.length === 1 && !/^[\x20-\x7e]$/.test(pressed) ? (sign ?? pressed) : pressed
  const key = Object.entries(NAMES).find(([, name]) => name === plain)?.[0] ?? (plain.length === 1 ? plain.toUpperCase() : plain)
  const isMod = event.ctrlKey || event.metaKey
  const parts = [event.ctrlKey && event.metaKey && 'Control', isMod && 'Mod', event.altKey && 'Alt', event.shiftKey && !isSign(key) && 'Shift', key]
  const keys = parts.filter((part) => part !== false).join('+')
  return isWrittenStroke(keys) ? keys : null
}

/**
 * The digit of an event whose keys stand for several. With Alt it is told by the place of the key: some layouts type another
 * sign then, and digits of the number pad are left to the system, which makes signs of them.
 */
export function strokeDigit(event: KeyFacts, keys: string): number | null {
  const { isAlt, key } = parseStroke(keys)
  if (!isDigits(key)) return null
  const byPlace = /^Digit(\d)$/.exec(event.code)?.[1] ?? (event.code === '' ? event.key : '')
  const digit = isAlt ? byPlace : shortcutKey(event)
  const [least = 0, most = 9] = key.split('…').map(Number)
  return /^\d$/.test(digit) && Number(digit) >= least && Number(digit) <= most ? Number(digit) : null
}

/** Nothing is typed by it: it may act while the focus is in a text field. */
export function isOutsideText(keys: string): boolean {
  const { isMod, isControl, isAlt, key } = parseStroke(keys)
  return isMod || isControl || isAlt || /^F\d+$/.test(key)
}

/** As Electron's menus want it (https://www.electronjs.org/docs/latest/api/accelerator); null for keys that stand for several, and for those it has no name for. */
export function acceleratorOf(keys: string): string | null {
  const { isMod, isControl, isAlt, isShift, key } = parseStroke(keys)
  if (isDigits(key) || key === 'ContextMenu') return null
  return [isControl && 'Control', isMod && 'CmdOrCtrl', isAlt && 'Alt', isShift && 'Shift', key].filter((part) => part !== false).join('+')
}

/** For `aria-keyshortcuts` (https://www.w3.org/TR/wai-aria-1.2/#aria-keyshortcuts). */
export function ariaOf(keys: string, platform: string): string {
  const { isMod, isControl, isAlt, isShift, key } = parseStroke(keys)
  const mod = platform === 'darwin' ? 'Meta' : 'Control'
  return [isControl && 'Control', isMod && mod, isAlt && 'Alt', isShift && 'Shift', key === 'Plus' || key === 'Space' ? key : (NAMES[key] ?? key)].filter((part) => part !== false).join('+')
}

const SIGNS: Readonly<Record<string, string>> = { Left: '←', Right: '→', Up: '↑', Down: '↓', Plus: '+', PageUp: 'Page Up', PageDown: 'Page Down', Escape: 'Esc', ContextMenu: 'Menu' }

/** As people read it: `Ctrl+Shift+N`, on macOS `⇧⌘N`. */
export function shownKeys(keys: string, platform: string): string {
  const { isMod, isControl, isAlt, isShift, key } = parseStroke(keys)
  const name = SIGNS[key] ?? key
  if (platform === 'darwin') return [isControl && '⌃', isAlt && '⌥', isShift && '⇧', isMod && '⌘', name].filter((part) => part !== false).join('')
  return [(isMod || isControl) && 'Ctrl', isAlt && 'Alt', isShift && 'Shift', name].filter((part) => part !== false).join('+')
}
