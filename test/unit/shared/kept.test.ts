import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences, habitsIn, habitsMet, isAlike, judge, liveMarks } from '../../../src/shared/kept'

describe('F70: what was sent beside what the server has', () => {
  it.each<[string, unknown, unknown, unknown, string]>([
    ['a number that comes back as text', 1, '1', 2, 'same'],
    ['nothing that comes back as null', '', null, 'x', 'same'],
    ['a list of ids in another order', [3, 1], [1, 3], [], 'same'],
    ['a list in which an id stood twice', [1, 1], [1], [], 'same'],
    ['a text that ends at a 4-byte character', 'Rocket team 🚀 and more', 'Rocket team ', 'Rocket', 'cut'],
    ['a text of which nothing is left, for it begins with one', '😀x', '', 'old', 'cut'],
    ['a text that ends where the column does', 'abcdefgh', 'abcde', 'x', 'cut'],
    ['four marks for the bytes of one letter', '好😀的', '好????的', 'x', 'replaced'],
    ['one mark for a letter', '好😀的', '好?的', 'x', 'replaced'],
    ['the sign for what cannot be shown', '王𬭎宇', '王\uFFFD宇', 'x', 'replaced'],
    ['a 4-byte letter that is left out', '王𬭎宇', '王宇', 'x', 'replaced'],
    ['marks, and the rest cut', '王𬭎宇和更多', '王????宇', 'x', 'replaced'],
    ['marks for letters of the common planes, where the table holds Latin only', '王伟', '??', 'x', 'replaced'],
    ['outer spaces', ' Research East ', 'Research East', 'x', 'trimmed'],
    ['spaces at one end', ' a ', ' a', 'x', 'trimmed'],
    ['small letters', 'Wang', 'wang', 'x', 'case'],
    ['the largest number of a column', 500_000, 65_535, 7, 'clamped'],
    ['a number below the least', -5, 0, 7, 'clamped'],
    ['ids that the server does not know', [1, 2, 99], [1, 2], [1], 'dropped'],
    ['the value from before', 'new', 'old', 'old', 'ignored'],
    ['the value from before, to which the new one was cut', 'Rocket team 🚀', 'Rocket team ', 'Rocket team ', 'cut'],
    ["somebody else's text", 'mine', 'theirs', 'old', 'other'],
    ["somebody else's number", 500, 12, 7, 'other'],
    ['an id more than was sent', [1], [1, 2], [], 'other'],
    ['a text that only shares its marks', 'a?b', 'c?d', 'x', 'other'],
  ])('%s', (_name, sent, held, before, judgement) => {
    expect(judge(sent, held, before, true)).toBe(judgement)
  })

  it("without a yes, the value from before counts as not written, and a mere beginning as somebody else's", () => {
    expect(judge('Rocket team 🚀', 'Rocket team ', 'Rocket team ', false)).toBe('ignored')
    expect(judge('Rocket team 🚀', 'Rocket team ', 'old', false)).toBe('cut')
    expect(judge('user1', 'user', 'old', false)).toBe('other')
  })

  it('names only the fields that differ, and none that the rows do not have', () => {
    expect(differences({ tel: '1', alias: 'a😀', password: 'x' }, { id: 5, tel: '1', alias: 'a' }, { alias: '' })).toEqual([{ field: 'alias', sent: 'a😀', kept: 'a', cause: 'cut' }])
  })

  it("whatever text and server: a text that was cut, trimmed, folded or got marks is never taken for somebody else's", () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    const fourByte = /[\u{10000}-\u{10ffff}]/gu
    fc.assert(
      fc.property(text, fc.nat(3), (sent, kind) => {
        const held = [sent.replace(/[\u{10000}-\u{10ffff}].*$/su, ''), sent.replaceAll(fourByte, '????'), sent.trim(), sent.toLowerCase()][kind] ?? ''
        fc.pre(held !== '' || (sent.codePointAt(0) ?? 0) > 0xffff || sent.trim() === '')
        expect(['same', 'cut', 'replaced', 'trimmed', 'case']).toContain(judge(sent, held, 'something else entirely', true))
      }),
    )
  })

  it('reads nothing into an equality that is none', () => {
    expect(isAlike('0', '')).toBe(false)
    expect(isAlike(0, null)).toBe(false)
    expect(isAlike('01', 1)).toBe(false)
  })
})

describe('F70: marks and habits', () => {
  const mark = { sent: 'a😀', kept: 'a', cause: 'cut' } as const

  it('a mark holds while the edit is what was sent and the server has what it kept', () => {
    expect(liveMarks({ alias: mark }, { alias: 'a😀' }, { alias: 'a' })).toEqual({ alias: mark })
    expect(liveMarks({ alias: mark }, { alias: 'a😀!' }, { alias: 'a' })).toEqual({})
    expect(liveMarks({ alias: mark }, { alias: 'a😀' }, { alias: 'b' })).toEqual({})
    expect(liveMarks({ alias: mark }, {}, { alias: 'a' })).toEqual({})
  })

  it('a server shows its habits by what it keeps, and a text meets them', () => {
    expect(
      habitsIn([
        { field: 'alias', ...mark },
        { field: 'name', sent: ' a', kept: 'a', cause: 'trimmed' },
      ]),
    ).toEqual(['fourByteText', 'outerSpaces'])
    expect(habitsIn([{ field: 'alias', sent: 'abcdef', kept: 'abc', cause: 'cut' }])).toEqual([])
    expect(habitsMet(' 𬭎 ')).toEqual(['fourByteText', 'outerSpaces'])
    expect(habitsMet('王')).toEqual([])
    expect(habitsMet(7)).toEqual([])
  })
})
