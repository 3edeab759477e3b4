import { ACTION_IDS, type ActionId, actionOf } from '@shared/actions/actions'
import { keyConflicts, NO_OVERRIDES, resolveKeys } from '@shared/actions/resolve-keys'
import { acceleratorOf, ariaOf, isStroke, shownKeys, strokeDigit } from '@shared/actions/strokes'
import { actions as en } from '@shared/locales/en/actions'
import { actions as zh } from '@shared/locales/zh-CN/actions'
import { describe, expect, it } from 'vitest'
import { menuLayout } from '../../../../src/main/app/menu/menu-layout'

const PLATFORMS = ['linux', 'win32', 'darwin']
const pressed = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })

describe.each(PLATFORMS)('the table of actions on %s', (platform) => {
  const keys = resolveKeys(platform, NO_OVERRIDES)
  const inMenus = new Set(
    menuLayout(platform).flatMap(({ entries }) =>
      entries.flatMap((entry) => (typeof entry === 'object' && 'action' in entry ? [entry.action] : entry === 'pages' ? ['goToPage'] : entry === '-' ? [] : [entry.mac])),
    ),
  )

  it('has for every action a way by keys: its own, or an entry of the menu bar', () => {
    const without = ACTION_IDS.filter((id) => keys[id].length === 0 && !inMenus.has(id))
    // The menu bar of macOS is the system's, and so are the keys that lead into it.
    expect(without).toEqual(platform === 'darwin' ? ['menuBar'] : [])
  })

  it('gives no keys to two actions that can be alive at the same time', () => {
    expect(keyConflicts(keys)).toEqual([])
  })

  it('has keys that the native menu can show, and that people can read', () => {
    for (const id of ACTION_IDS) {
      for (const one of keys[id]) {
        expect(shownKeys(one, platform), id).not.toMatch(/undefined|Mod/)
        expect(ariaOf(one, platform), id).not.toMatch(/undefined|Mod/)
      }
    }
  })
})

it('every action has words in both languages', () => {
  for (const id of ACTION_IDS) expect([id, en[id]?.trim().length > 0, zh[id]?.trim().length > 0]).toEqual([id, true, true])
})

describe('keys that a person chose', () => {
  it('take the place of those of the table, and can be taken away', () => {
    const keys = resolveKeys('linux', { save: ['Mod+Shift+K'], find: [] })
    expect([keys.save, keys.find, keys.refresh]).toEqual([['Mod+Shift+K'], [], ['F5', 'Mod+R']])
  })

  it('leave alone what belongs to the pattern of a control', () => {
    expect(actionOf('showRow').isFixed).toBe(true)
    expect(resolveKeys('linux', { showRow: ['Mod+K'], copy: ['F3'] })).toMatchObject({ showRow: ['Space'], copy: ['Mod+C'] })
  })

  it.each<[what: string, overrides: Partial<Record<ActionId, string[]>>, found: string[]]>([
    ['keys of an action of the same window', { outbox: ['Mod+B'] }, ['outbox toggleMenu']],
    ['the same keys with the modifiers in another order', { outbox: ['Shift+Mod+N'] }, ['newWindow outbox']],
    ['one of the digits that stand for several', { addServer: ['Mod+3'] }, ['addServer openServerAt']],
    ['nothing where the two are never there together', { addServer: ['Mod+F'] }, []],
  ])('are held against the others: %s', (_what, overrides, found) => {
    expect(keyConflicts(resolveKeys('linux', overrides)).map(({ ids }) => ids.join(' '))).toEqual(found)
  })
})

describe('keys', () => {
  it.each<[keys: string, event: ReturnType<typeof pressed>, is: boolean]>([
    ['Mod+S', pressed('s', { ctrlKey: true }), true],
    ['Mod+S', pressed('s', { metaKey: true }), true],
    ['Mod+S', pressed('S', { ctrlKey: true, shiftKey: true }), false],
    ['Mod+S', pressed('s', { ctrlKey: true, altKey: true }), false],
    ['Mod+S', pressed('ы', { ctrlKey: true, code: 'KeyS' }), true],
    ['Mod+Shift+N', pressed('N', { ctrlKey: true, shiftKey: true }), true],
    ['Mod+/', pressed('/', { ctrlKey: true }), true],
    // A German keyboard has it on Shift+7, a Russian one another sign at its place.
    ['Mod+/', pressed('/', { ctrlKey: true, shiftKey: true }), true],
    ['Mod+/', pressed('、', { ctrlKey: true, code: 'Slash' }), true],
    ['F10', pressed('F10'), true],
    ['F10', pressed('F10', { shiftKey: true }), false],
    ['Shift+F10', pressed('F10', { shiftKey: true }), true],
    ['Space', pressed(' '), true],
    ['Alt+Up', pressed('ArrowUp', { altKey: true }), true],
    ['Mod+Plus', pressed('+', { ctrlKey: true, shiftKey: true }), true],
    ['*', pressed('*', { shiftKey: true }), true],
    ['Delete', pressed('Delete', { ctrlKey: true }), false],
  ])('%s: %j', (keys, event, is) => {
    expect(isStroke(event, keys)).toBe(is)
  })

  it('that stand for several tell which digit it was, with Alt by its place', () => {
    expect(strokeDigit(pressed('3', { ctrlKey: true, code: 'Digit3' }), 'Mod+1…9')).toBe(3)
    expect(strokeDigit(pressed('0', { ctrlKey: true, code: 'Digit0' }), 'Mod+1…9')).toBeNull()
    expect(strokeDigit(pressed('™', { altKey: true, code: 'Digit2' }), 'Alt+0…9')).toBe(2)
    expect(strokeDigit(pressed('2', { altKey: true, code: 'Numpad2' }), 'Alt+0…9')).toBeNull()
  })

  it('are written as Electron, as assistive programs and as people want them', () => {
    expect([acceleratorOf('Mod+Shift+N'), acceleratorOf('Mod+1…9'), acceleratorOf('ContextMenu')]).toEqual(['CmdOrCtrl+Shift+N', null, null])
    expect([ariaOf('Mod+Shift+N', 'linux'), ariaOf('Mod+B', 'darwin'), ariaOf('Alt+Up', 'win32')]).toEqual(['Control+Shift+N', 'Meta+B', 'Alt+ArrowUp'])
    expect([shownKeys('Mod+Shift+N', 'win32'), shownKeys('Mod+Shift+N', 'darwin'), shownKeys('Alt+PageDown', 'linux')]).toEqual(['Ctrl+Shift+N', '⇧⌘N', 'Alt+Page Down'])
  })
})
