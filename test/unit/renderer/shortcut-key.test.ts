import { describe, expect, it } from 'vitest'
import { shortcutKey } from '@shared/actions/shortcut-key'
import { decimalNumber, wholeNumber } from '@renderer/typed-number'

describe('the key of a shortcut', () => {
  const table: readonly (readonly [layout: string, key: string, code: string, is: string])[] = [
    ['US', 's', 'KeyS', 's'],
    ['US with Shift', 'S', 'KeyS', 's'],
    ['Russian', 'ы', 'KeyS', 's'],
    ['Greek', 'σ', 'KeyS', 's'],
    ['Arabic', 'س', 'KeyS', 's'],
    ['Hebrew', 'ד', 'KeyS', 's'],
    ['Thai', 'ห', 'KeyS', 's'],
    ['full-width', 'ｓ', 'KeyS', 's'],
    ['Dvorak, where S is elsewhere', 's', 'Semicolon', 's'],
    ['Dvorak, on the place of S', 'o', 'KeyS', 'o'],
    ['AZERTY, on the place of Q', 'a', 'KeyQ', 'a'],
    ['AZERTY, the digit 1', '&', 'Digit1', '1'],
    ['Persian, the digit 1', '۱', 'Digit1', '1'],
    ['any, a named key', 'Enter', 'Enter', 'Enter'],
    ['any, F5', 'F5', 'F5', 'F5'],
    ['one that tells no key', 'Unidentified', 'KeyN', 'n'],
    ['one with dead keys', 'Dead', 'KeyN', 'n'],
  ]
  for (const [layout, key, code, is] of table) {
    it(`is ${is} for ${key} at ${code} (${layout})`, () => {
      expect(shortcutKey({ key, code })).toBe(is)
    })
  }

  it('is asked for in this one way: no handler compares letters by itself', () => {
    const sources = import.meta.glob<string>('../../../src/renderer/**/*.{ts,vue}', { query: '?raw', import: 'default', eager: true })
    expect(Object.keys(sources).length).toBeGreaterThan(100)
    const alone = Object.entries(sources).filter(([file, text]) => !file.endsWith('/shortcut-key.ts') && /\.key\.toLowerCase\(\)|\.key === '[a-zA-Z0-9]'|\.code === '(Key|Digit)/.test(text))
    expect(alone.map(([file]) => file)).toEqual([])
  })
})

describe('a number that is typed', () => {
  it('is read by its digits alone, full-width ones too', () => {
    expect(['7', ' 12 ', '０', '１２３', '007'].map(wholeNumber)).toEqual([7, 12, 0, 123, 7])
    for (const typed of ['1e3', '0x10', '0b11', '0o7', '-1', '+1', '1.5', '1,000', '١', 'Infinity', '', ' ', 'x']) expect(wholeNumber(typed)).toBeNull()
  })

  it('may have a decimal part where that is asked for', () => {
    expect(['1.5', '１，５', '15'].map(decimalNumber)).toEqual([1.5, 1.5, 15])
    for (const typed of ['1e3', '0x10', '1.5.2', '.5', '']) expect(decimalNumber(typed)).toBeNaN()
  })
})
