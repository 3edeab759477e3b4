// Keys that a person chooses: how a press is written down, what is refused and why, and what of stored ones can be used.
import { ACTION_IDS, type ActionId, actionOf } from '@shared/actions/actions'
import { keyOverridesSchema, keyRefusal, usableOverrides } from '@shared/actions/own-keys'
import { keysTakenBy, ownKeys, resolveKeys } from '@shared/actions/resolve-keys'
import { isStroke, isWrittenStroke, type KeyFacts, strokeOf } from '@shared/actions/strokes'
import { describe, expect, it } from 'vitest'

const pressed = (key: string, more: Partial<KeyFacts> = {}): KeyFacts => ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })
const ctrl = { ctrlKey: true }

describe('a press', () => {
  it.each<[event: KeyFacts, keys: string | null]>([
    [pressed('k', { ...ctrl, code: 'KeyK' }), 'Mod+K'],
    [pressed('k', { metaKey: true, code: 'KeyK' }), 'Mod+K'],
    [pressed('f', { ...ctrl, metaKey: true, code: 'KeyF' }), 'Control+Mod+F'],
    [pressed('K', { ...ctrl, altKey: true, shiftKey: true, code: 'KeyK' }), 'Mod+Alt+Shift+K'],
    [pressed('л', { ...ctrl, code: 'KeyK' }), 'Mod+K'],
    [pressed('!', { ...ctrl, shiftKey: true, code: 'Digit1' }), 'Mod+Shift+1'],
    [pressed('+', { ...ctrl, shiftKey: true, code: 'Equal' }), 'Mod+Plus'],
    [pressed(';', { ...ctrl, code: 'Semicolon' }), 'Mod+;'],
    [pressed('、', { ...ctrl, code: 'Slash' }), 'Mod+/'],
    [pressed('ArrowUp', { altKey: true, code: 'ArrowUp' }), 'Alt+Up'],
    [pressed(' ', { ...ctrl, code: 'Space' }), 'Mod+Space'],
    [pressed('F7', { shiftKey: true, code: 'F7' }), 'Shift+F7'],
    [pressed('Control', { ...ctrl, code: 'ControlLeft' }), null],
    [pressed('AudioVolumeUp', { code: 'AudioVolumeUp' }), null],
    [pressed('Dead', { ...ctrl, code: 'BracketLeft' }), null],
  ])('%j is written %s, and heard by that', (event, keys) => {
    expect(strokeOf(event)).toBe(keys)
    if (keys !== null) expect(isStroke(event, keys)).toBe(true)
  })

  it.each([
    ['*', pressed('*', { shiftKey: true, code: 'Digit8' })],
    ['Mod+/', pressed('/', { ...ctrl, shiftKey: true, code: 'Digit7' })],
  ])('%s is heard where a layout has the sign on the key of a digit', (keys, event) => {
    expect(isStroke(event, keys)).toBe(true)
  })

  it('is written in one way only', () => {
    for (const keys of ['Mod+K', 'Control+Mod+F', 'Mod+Alt+Shift+F12', 'Mod+Plus', 'Mod+-', 'Delete']) expect(isWrittenStroke(keys), keys).toBe(true)
    for (const keys of ['', 'Mod+', 'Mod', 'Shift+Mod+K', 'Mod+Mod+K', 'mod+k', 'Mod+k', 'Ctrl+K', 'F25', 'Mod+1…9', 'Mod++', 'K K', 'Control+K']) expect(isWrittenStroke(keys), keys).toBe(false)
  })
})

describe.each(['linux', 'win32', 'darwin'])('the keys of the table on %s', (platform) => {
  it('could be chosen for their actions', () => {
    const changeable = ACTION_IDS.filter((id) => actionOf(id).isFixed !== true)
    expect(
      changeable.flatMap((id) => ownKeys(id, platform).map((keys) => [id, keys, isWrittenStroke(keys) ? keyRefusal(id, keys, platform) : 'not written'])).filter(([, , why]) => why !== null),
    ).toEqual([])
  })
})

describe('keys are refused', () => {
  it.each<[id: ActionId, keys: string, platform: string, why: ReturnType<typeof keyRefusal>]>([
    ['outbox', 'K', 'linux', 'typing'],
    ['deleteRow', 'Shift+K', 'linux', 'typing'],
    ['outbox', 'Mod+Alt+E', 'win32', 'typing'],
    ['outbox', 'Alt+E', 'darwin', 'typing'],
    ['outbox', 'Mod+Alt+E', 'darwin', null],
    ['outbox', 'Alt+E', 'win32', 'menuBar'],
    ['outbox', 'Mod+Left', 'linux', 'editing'],
    ['outbox', 'Mod+Shift+End', 'linux', 'editing'],
    ['outbox', 'Mod+Backspace', 'darwin', 'editing'],
    ['outbox', 'Alt+Left', 'darwin', 'editing'],
    ['outbox', 'Alt+Left', 'linux', null],
    ['deleteRow', 'Shift+Delete', 'linux', 'editing'],
    ['outbox', 'Shift+Down', 'linux', 'editing'],
    ['outbox', 'Mod+Shift+V', 'linux', 'editing'],
    ['outbox', 'Delete', 'linux', 'editing'],
    ['newWindow', 'Insert', 'linux', 'editing'],
    ['newRecord', 'Insert', 'linux', null],
    ['deleteRow', 'Backspace', 'linux', null],
    ['changeStatus', 'Shift+Enter', 'linux', null],
    ['outbox', 'Enter', 'linux', 'moving'],
    ['editRow', 'Up', 'linux', 'moving'],
    ['editRow', 'Space', 'linux', 'moving'],
    ['outbox', 'Tab', 'linux', 'moving'],
    ['outbox', 'Alt+Tab', 'linux', 'system'],
    ['outbox', 'Mod+Space', 'linux', 'system'],
    ['outbox', 'Alt+F4', 'win32', 'system'],
    ['outbox', 'Mod+Alt+F2', 'linux', 'system'],
    ['outbox', 'Mod+Alt+Delete', 'win32', 'system'],
    ['outbox', 'Mod+H', 'darwin', 'system'],
    ['outbox', 'Mod+H', 'linux', null],
    ['outbox', 'F7', 'linux', null],
    ['outbox', 'Mod+K', 'linux', null],
    ['outbox', 'Mod+PageDown', 'linux', null],
  ])('for %s: %s on %s: %s', (id, keys, platform, why) => {
    expect(keyRefusal(id, keys, platform)).toBe(why)
  })

  it('where another action of the same place has them, also by another person’s choice or as one of several digits', () => {
    const keys = resolveKeys('linux', { refresh: ['Mod+K'] })
    const takenBy = (id: ActionId, one: string) => keysTakenBy(id, [one], keys)
    expect([takenBy('outbox', 'Mod+B'), takenBy('outbox', 'Mod+K'), takenBy('outbox', 'Mod+C'), takenBy('addServer', 'Mod+3')]).toEqual(['toggleMenu', 'refresh', 'copy', 'openServerAt'])
    // Never alive together; its own; and free since it was changed.
    expect([takenBy('addServer', 'Mod+F'), takenBy('refresh', 'Mod+K'), takenBy('outbox', 'F5')]).toEqual([null, null, null])
  })
})

describe('stored keys', () => {
  it('lose what this version does not know, what is fixed, and what nobody may choose, and nothing else', () => {
    const stored = {
      ...{ save: ['Mod+Shift+K'], find: [], refresh: ['F7', 'Mod+K'] },
      ...{ teleport: ['Mod+T'], copy: ['F3'], outbox: 'Mod+K', servers: ['mod+k'], settings: [7], drafts: ['K'], quit: ['F1', 'F2', 'F3', 'F4', 'F7'] },
    }
    expect(usableOverrides(stored, 'linux')).toEqual({ save: ['Mod+Shift+K'], find: [], refresh: ['F7', 'Mod+K'] })
  })

  it.each([null, 7, 'keys', [['Mod+K']], undefined])('are none at all when they are %j', (stored) => {
    expect(usableOverrides(stored, 'linux')).toBeUndefined()
  })

  it('come from a page as they are written, or not at all', () => {
    expect(keyOverridesSchema.safeParse({ save: ['Mod+Shift+K'] }).success).toBe(true)
    for (const wrong of [{ teleport: ['Mod+T'] }, { save: ['mod+k'] }, { save: 'Mod+K' }, { save: ['F1', 'F2', 'F3', 'F4', 'F7'] }])
      expect(keyOverridesSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false)
  })
})
