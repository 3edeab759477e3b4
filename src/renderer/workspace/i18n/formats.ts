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
  /**
   * The same with this computer's offset at that time: Nov 26, 2026, 14:05 UTC+08:00. For details and tooltips. No server of
   * this API tells its own zone (docs/contract.md); what is shown of its clock as text says that it is the server's.
   */
  zonedDateTime(unixMs: number): string
  /** For what is copied out of the program, the same in every language: 2026-11-26 14:05:09 +08:00. */
  stamp(unixMs: number): string
  /** As short as it is clear: the time alone for today, day and time for this year, else all of it. */
  moment(unixMs: number, nowMs?: number): string
  /** How much comes in and how much goes out: +12 −3; empty where it is nothing. */
  changes(added: number, removed: number): string
  /** Names one after another, by the comma of the language. */
  list(items: readonly string[]): string
  /** Whole sentences one after another: Chinese sets no space between them. */
  sentences(items: readonly (string | null | undefined)[]): string
}

/** What stands for a time that is none: a server may send a number that no calendar reaches. */
const NO_TIME: Readonly<Record<Locale, string>> = { en: 'invalid date', 'zh-CN': '无效日期' }

/** Intl objects are costly to make and cheap to keep: one set per locale. None of these throws, whatever it is given. */
export function createFormats(locale: Locale): Formats {
  const tag = locale === 'en' ? 'en-US' : locale
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const number = new Intl.NumberFormat(tag)
  const time = new Intl.DateTimeFormat(tag, clock)
  const seconds = new Intl.DateTimeFormat(tag, { ...clock, second: '2-digit' })
  const dayTime = new Intl.DateTimeFormat(tag, { month: 'short', day: 'numeric', ...clock })
  const dateTime = new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'short', day: 'numeric', ...clock })
  /** Intl throws on a time outside the range of dates. */
  const safely = (format: Intl.DateTimeFormat, unixMs: number): string => (isTime(unixMs) ? format.format(unixMs) : NO_TIME[locale])
  const plain = (value: number): string => (Number.isFinite(value) ? number.format(value) : '–')
  const comma = locale === 'en' ? ', ' : '、'
  return {
    number: plain,
    changes: (added, removed) => [added > 0 ? `+${plain(added)}` : '', removed > 0 ? `\u2212${plain(removed)}` : ''].filter(Boolean).join(' '),
    time: (unixMs) => safely(time, unixMs),
    timeWithSeconds: (unixMs) => safely(seconds, unixMs),
    dateTime: (unixMs) => safely(dateTime, unixMs),
    zonedDateTime: (unixMs) => (isTime(unixMs) ? `${dateTime.format(unixMs)} UTC${offsetOf(new Date(unixMs))}` : NO_TIME[locale]),
    stamp: (unixMs) => (isTime(unixMs) ? stampOf(new Date(unixMs)) : NO_TIME[locale]),
    moment: (unixMs, nowMs = Date.now()) => {
      const [then, now] = [new Date(unixMs), new Date(nowMs)]
      if (then.toDateString() === now.toDateString()) return safely(time, unixMs)
      return safely(then.getFullYear() === now.getFullYear() ? dayTime : dateTime, unixMs)
    },
    list: (items) => items.map(isolated).join(comma),
    sentences: (items) =>
      items
        .filter((item) => item !== null && item !== undefined && item !== '')
        .map((item) => isolated(item ?? ''))
        .join(locale === 'en' ? ' ' : ''),
  }
}

function isTime(unixMs: number): boolean {
  return !Number.isNaN(new Date(unixMs).getTime())
}

/** How far this computer's clock is from UTC at that time: +08:00, -04:30, +00:00. */
function offsetOf(at: Date): string {
  const minutes = -at.getTimezoneOffset()
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.round(Math.abs(minutes) % 60)]
  return `${minutes < 0 ? '-' : '+'}${two(hours)}:${two(rest)}`
}

function stampOf(at: Date): string {
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')} ${offsetOf(at)}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
