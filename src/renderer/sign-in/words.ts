import { isolated } from '@shared/isolate'
import type { Locale } from '@shared/views'
import type { SignInContext } from '@shared/bridge/contract'
import { failures as englishFailures } from '@renderer/locales/en/failures'
import { session as englishSession } from '@renderer/locales/en/session'
import { signIn as englishSignIn } from '@renderer/locales/en/sign-in'
import { unsent as englishUnsent } from '@renderer/locales/en/unsent'
import { failures as chineseFailures } from '@renderer/locales/zh-CN/failures'
import { session as chineseSession } from '@renderer/locales/zh-CN/session'
import { signIn as chineseSignIn } from '@renderer/locales/zh-CN/sign-in'
import { unsent as chineseUnsent } from '@renderer/locales/zh-CN/unsent'
import { spoken } from '@renderer/pseudo-words'

/** This small window carries its own words and no message library. The notation is the workspace's: `{name}`, `one | many`. */
const en = spoken({ ...englishSignIn, session: englishSession, failures: englishFailures, unsent: englishUnsent })
const zhCN: typeof en = { ...chineseSignIn, session: chineseSession, failures: chineseFailures, unsent: chineseUnsent }

export type SignInWords = typeof en

export function wordsFor(locale: Locale): SignInWords {
  return locale === 'zh-CN' ? zhCN : en
}

/** Fills the places of a message with values that cannot turn the sentence round; with a count, chooses its singular or plural first. */
export function fill(message: string, named: Readonly<Record<string, string>>, count?: number): string {
  const forms = message.split(' | ')
  const form = (count === undefined || count === 1 ? forms[0] : forms.at(-1)) ?? message
  return form.replace(/\{(\w+)\}/g, (place, name: string) => isolated(named[name] ?? place))
}

/** A time as 14:05, with its day when it was not today. */
export function moment(unixMs: number, locale: Locale, nowMs = Date.now()): string {
  // Intl throws on a time outside the range of dates, which a token may name.
  if (Number.isNaN(new Date(unixMs).getTime())) return '–'
  const isToday = new Date(unixMs).toDateString() === new Date(nowMs).toDateString()
  const day = isToday ? {} : ({ year: 'numeric', month: 'short', day: 'numeric' } as const)
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-US' : locale, { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(unixMs)
}

/** Sentences one after another: Chinese sets no space between them. */
export function sentences(locale: Locale, items: readonly string[]): string {
  return items.join(locale === 'en' ? ' ' : '')
}

/** Why the window is there, sentence by sentence: what ended and when; that work is kept and how many calls wait. */
export function reasonWords(context: SignInContext, words: SignInWords): readonly string[] {
  const { cause, since, waiting, locale } = context
  const because = words.session.because
  if (cause === 'first-start') return [because[cause]]
  const isTimed = !['signed-out', 'cancelled', 'new-token-refused'].includes(cause)
  const why = isTimed && since === null ? words.session.over : fill(because[cause], { time: since === null ? '' : moment(since, locale) })
  const kept = waiting > 0 ? fill(words.session.workKeptWaiting, { calls: String(waiting) }, waiting) : words.session.workKept
  return [why, kept]
}
