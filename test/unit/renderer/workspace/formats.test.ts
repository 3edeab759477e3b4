import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createFormats } from '@renderer/workspace/i18n/formats'
import { moment } from '@renderer/sign-in/words'
import { createFakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, quiet } from '../support/mount'

const numbers = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 8.64e15 + 1, -8.64e15 - 1, Number.MAX_SAFE_INTEGER * 1000))

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('formats', () => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const formats = createFormats(locale)
    it(`F76: never throw, whatever number a server has sent (${locale})`, () => {
      fc.assert(
        fc.property(numbers, (value) => {
          const texts = [
            formats.number(value),
            formats.time(value),
            formats.timeWithSeconds(value),
            formats.dateTime(value),
            formats.zonedDateTime(value),
            formats.stamp(value),
            formats.moment(value),
            formats.moment(0, value),
            moment(value, locale),
          ]
          expect(texts.every((text) => typeof text === 'string' && text !== '')).toBe(true)
        }),
      )
    })
  }

  it('F76: say of a time that is none that it is none', () => {
    expect([createFormats('en').dateTime(8.64e15 + 1), createFormats('zh-CN').moment(Number.NaN)]).toEqual(['invalid date', '无效日期'])
    expect([createFormats('en').number(Number.NaN), createFormats('en').number(4310)]).toEqual(['–', '4,310'])
  })

  it('name the offset of this computer at that time, and copy it in one form for every language', () => {
    const at = Date.UTC(2026, 6, 26, 6, 5, 9)
    const zone = (minutes: number): void => void vi.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(minutes)
    const clock = new Date(at).toTimeString().slice(0, 8)
    const seen = [-480, 270, 0, -345].map((minutes) => {
      zone(minutes)
      return [createFormats('en').zonedDateTime(at).slice(-9), createFormats('zh-CN').stamp(at)]
    })
    vi.restoreAllMocks()
    expect(seen.map(([zoned]) => zoned)).toEqual(['UTC+08:00', 'UTC-04:30', 'UTC+00:00', 'UTC+05:45'])
    expect(seen.map(([, stamp]) => stamp?.slice(11))).toEqual([`${clock} +08:00`, `${clock} -04:30`, `${clock} +00:00`, `${clock} +05:45`])
  })

  it('are made once for each language, however many pages and rows ask for them', async () => {
    giveElementsASize()
    let made = 0
    vi.stubGlobal('Intl', {
      ...Object.fromEntries(Object.getOwnPropertyNames(Intl).map((name) => [name, Intl[name as keyof typeof Intl]])),
      DateTimeFormat: class extends Intl.DateTimeFormat {
        constructor(...given: ConstructorParameters<typeof Intl.DateTimeFormat>) {
          super(...given)
          made += 1
        }
      },
    })
    const fake = createFakeHoldfast()
    const page = await openWorkspace(fake)
    await page.click('menu-sys-dept-index')
    await page.click('menu-sys-user-index')
    expect(made).toBe(4)
    const change = async (locale: 'en' | 'zh-CN'): Promise<void> => {
      fake.push('preferences.changed', { ...fake.state.preferences, locale })
      await quiet()
    }
    await change('zh-CN')
    expect(made).toBe(8)
    await change('en')
    expect(made).toBe(8)
    page.close()
  })
})
