import { z } from 'zod'
import { withinSize } from '../size'
import { ACTION_IDS, type ActionId, actionIdSchema, actionOf } from './actions'
import type { KeyOverrides } from './resolve-keys'
import { isWrittenStroke, parseStroke, type Stroke } from './strokes'

/** Keys that one action can have. */
const MOST_KEYS = 4
/** The longest way to write one press is `Control+Mod+Alt+Shift+ContextMenu`. */
const LONGEST_STROKE = 40
const LARGEST_KEYS = ACTION_IDS.length * MOST_KEYS * (LONGEST_STROKE + 20)

const strokesSchema = z.array(z.string().max(LONGEST_STROKE).refine(isWrittenStroke)).max(MOST_KEYS).readonly()

/** Keys that a person chose, by action. What is not named has those of the table. */
export const keyOverridesSchema = withinSize(z.partialRecord(actionIdSchema, strokesSchema), LARGEST_KEYS)

/**
 * What of stored keys can be used: an action that this version does not have, one whose keys are fixed, and keys that are none
 * or that nobody may choose are left out, each by itself. Undefined where nothing of it is what it should be.
 */
export function usableOverrides(stored: unknown, platform: string): KeyOverrides | undefined {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return undefined
  const entries = ACTION_IDS.flatMap((id) => {
    if (actionOf(id).isFixed || !Object.hasOwn(stored, id)) return []
    const { data } = strokesSchema.safeParse((stored as Record<string, unknown>)[id])
    return data?.every((keys) => keyRefusal(id, keys, platform) === null) ? [[id, data] as const] : []
  })
  return Object.fromEntries(entries)
}

/**
 * Why an action cannot have keys. `typing`: they type a character. `editing`: a text field needs them. `moving`: the focus is
 * moved, and controls are used, by them. `menuBar`: they open a menu. `system`: the operating system or an input method has them.
 */
export type KeyRefusal = 'typing' | 'editing' | 'moving' | 'menuBar' | 'system'

/** Microsoft's and GNOME's: Alt+F4 closes, Ctrl+Alt+F1 and the like leave the desktop. Those with Tab, Escape and Space come by their key. */
const SYSTEM = /^(?:Alt\+F4|Mod\+Alt\+F\d+)$/
/** Apple's (https://support.apple.com/en-us/102650): hide, minimise, close, the next window, pictures of the screen. */
const MAC_SYSTEM = /^(?:Mod\+(?:Alt\+)?[HMW]|Mod\+`|Mod\+Shift\+[345])$/
/** With Ctrl they move by words or lines, or delete them, cut, copy and paste; with Shift they select. */
const IN_TEXT = ['Left', 'Right', 'Up', 'Down', 'Home', 'End', 'Backspace', 'Delete', 'Insert']

/** Null where the action can have the keys; whether another one has them is asked of `keysTakenBy`. */
export function keyRefusal(id: ActionId, keys: string, platform: string): KeyRefusal | null {
  const stroke = parseStroke(keys)
  const { isMod, isAlt, key } = stroke
  const isMac = platform === 'darwin'
  if ((isMac ? MAC_SYSTEM : SYSTEM).test(keys)) return 'system'
  if (key === 'Tab' || key === 'Escape' || key === 'Space') return isMod || isAlt ? 'system' : 'moving'
  if (key.length === 1 || key === 'Plus') return refusalOfCharacter(stroke, isMac)
  if (/^F\d+$/.test(key)) return null
  return refusalOfNamed(stroke, id, isMac)
}

function refusalOfCharacter({ isMod, isAlt, isShift, key }: Stroke, isMac: boolean): KeyRefusal | null {
  if (!isMod && !isAlt) return 'typing'
  // Option types signs on macOS, Ctrl+Alt is AltGr on Windows.
  if (isAlt && isMod !== isMac) return 'typing'
  if (isAlt && !isMac && /[A-Z]/.test(key)) return 'menuBar'
  // Pastes without the looks.
  return isMod && isShift && key === 'V' ? 'editing' : null
}

function refusalOfNamed({ isMod, isAlt, isShift, key }: Stroke, id: ActionId, isMac: boolean): KeyRefusal | null {
  const { by, place } = actionOf(id)
  if (isMod) return IN_TEXT.includes(key) ? (isAlt ? 'system' : 'editing') : null
  if (isAlt) return key === 'Backspace' || key === 'Delete' || (isMac && (key === 'Left' || key === 'Right')) ? 'editing' : null
  const isRowKey = ['Enter', 'Delete', 'Backspace', 'Insert', 'ContextMenu'].includes(key)
  // A table types nothing, and the focus is in it; keys of a page are not heard in a text field.
  if (by === 'control' && (place === 'rows' || place === 'serverRow') && isRowKey && !(isShift && key !== 'Enter')) return null
  if (by === 'page' && key === 'Insert' && !isShift) return null
  return isShift || ['Delete', 'Backspace', 'Insert'].includes(key) ? 'editing' : 'moving'
}
