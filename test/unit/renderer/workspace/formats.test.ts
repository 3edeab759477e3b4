import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFormats } from '@renderer/workspace/i18n/formats'
import { moment } from '@renderer/sign-in/words'

const numbers = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 8.64e15 + 1, -8.64e15 - 1, Number.MAX_SAFE_INTEGER * 1000))

describe('formats', () => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const formats = createFormats(locale)
    it(`F76: never throw, whatever number a server has sent (${locale})`, () => {
      fc.assert(
        fc.property(numbers, (value) => {
          const texts = [formats.number(value), formats.time(value), formats.timeWithSeconds(value), formats.dateTime(value), formats.moment(value), formats.moment(0, value), moment(value, locale)]
          expect(texts.every((text) => typeof text === 'string' && text !== '')).toBe(true)
        }),
      )
    })
  }

  it('F76: say of a time that is none that it is none', () => {
    expect([createFormats('en').dateTime(8.64e15 + 1), createFormats('zh-CN').moment(Number.NaN)]).toEqual(['invalid date', '无效日期'])
    expect([createFormats('en').number(Number.NaN), createFormats('en').number(4310)]).toEqual(['–', '4,310'])
  })
})
