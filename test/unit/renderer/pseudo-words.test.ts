import { PSEUDO_WORDS } from '@shared/pseudo-words'
import { afterEach, describe, expect, it } from 'vitest'
import { pseudo, spoken } from '@renderer/pseudo-words'
import { createWords } from '@renderer/workspace/i18n/setup'

afterEach(() => {
  location.hash = ''
})

describe('pseudo-words', () => {
  it('are the text with accents, longer and between brackets; places and the bar of a plural stay', () => {
    expect(pseudo('Save')).toBe('[Šáávéé]')
    expect(pseudo('{rows} row | {rows} rows')).toBe('[{rows} róów] | [{rows} róówš]')
    const [text, longer] = ['The server is not reachable', pseudo('The server is not reachable')]
    expect(longer.length / text.length).toBeGreaterThan(1.35)
  })

  it('stand for English on a page that was opened for them, and on no other', () => {
    const english = { save: 'Save', more: { rows: '{rows} rows' } }
    expect(spoken(english)).toBe(english)
    expect(createWords('en').global.t('record.save')).toBe('Save')
    location.hash = PSEUDO_WORDS
    expect(spoken(english)).toEqual({ save: '[Šáávéé]', more: { rows: '[{rows} róówš]' } })
    const { t } = createWords('en').global
    expect(t('record.save')).toBe('[Šáávéé]')
    expect(t('picker.matches', { rows: '2' }, { plural: 2 })).toBe('[2 máátçhééš]')
    expect(createWords('zh-CN').global.t('record.save')).toBe('保存')
  })
})
