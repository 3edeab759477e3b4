import { isolated } from '@shared/isolate'
import type { Locale } from '@shared/views'

export interface Formats {
  number(value: number): string
  /** 14:05 */
  time(unixMs: number): string
  /** 14:05:32 */
  timeWithSeconds(unixMs: number): string
  /** Day and time in full. */
  dateTime(unixMs: number): string
  /** As short as it is clear: the time alone for today, day and time for this year, else all of it. */
  moment(unixMs: number, nowMs?: number): string
  /** Names one after another, by the comma of the language. */
  list(items: readonly string[]): string
  /** Whole sentences one after another: Chinese sets no space between them. */
  sentences(items: readonly (string | null | undefined)[]): string
}

/** Intl objects are costly to make and cheap to keep: one set per locale. */
export function createFormats(locale: Locale): Formats {
  const tag = locale === 'en' ? 'en-US' : locale
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const number = new Intl.NumberFormat(tag)
  const time = new Intl.DateTimeFormat(tag, clock)
  const seconds = new Intl.DateTimeFormat(tag, { ...clock, second: '2-digit' })
  const dayTime = new Intl.DateTimeFormat(tag, { month: 'short', day: 'numeric', ...clock })
  const dateTime = new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'short', day: 'numeric', ...clock })
  const comma = locale === 'en' ? ', ' : '、'
  return {
    number: (value) => number.format(value),
    time: (unixMs) => time.format(unixMs),
    timeWithSeconds: (unixMs) => seconds.format(unixMs),
    dateTime: (unixMs) => dateTime.format(unixMs),
    moment: (unixMs, nowMs = Date.now()) => {
      const [then, now] = [new Date(unixMs), new Date(nowMs)]
      if (then.toDateString() === now.toDateString()) return time.format(then)
      return (then.getFullYear() === now.getFullYear() ? dayTime : dateTime).format(then)
    },
    list: (items) => items.map(isolated).join(comma),
    sentences: (items) => items.filter((item) => item !== null && item !== undefined && item !== '').map((item) => isolated(item ?? '')).join(locale === 'en' ? ' ' : ''),
  }
}
