import { isolated } from '@shared/isolate'
import { actions as actionsEn } from '@shared/locales/en/actions'
import { native as en } from '@shared/locales/en/native'
import { actions as actionsZh } from '@shared/locales/zh-CN/actions'
import { native as zh } from '@shared/locales/zh-CN/native'
import type { Locale } from '@shared/views'

/** What main itself shows, in one language. Pages have their own words; those of actions are the same ones. */
export type Words = typeof en & { readonly actions: typeof actionsEn }

const WORDS: Readonly<Record<Locale, Words>> = { en: { ...en, actions: actionsEn }, 'zh-CN': { ...zh, actions: actionsZh } }

export function wordsFor(locale: Locale): Words {
  return WORDS[locale]
}

/** A text with its `{names}` filled in: one after another, each isolated, so that none can turn the sentence, or the name beside it, round. */
export function withNames({ comma }: Pick<Words, 'comma'>, text: string, names: readonly string[]): string {
  return text.replace('{names}', () => names.map(isolated).join(comma))
}
