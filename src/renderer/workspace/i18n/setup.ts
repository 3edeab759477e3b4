import type { Locale } from '@shared/views'
import { createI18n } from 'vue-i18n'
import { en, type Messages } from '@renderer/locales/en'
import { zhCN } from '@renderer/locales/zh-CN'
import { spoken } from '@renderer/pseudo-words'

/** Both languages are in the bundle: switching needs no load and no restart, and an open form keeps its state. */
export function createWords(locale: Locale) {
  return createI18n<[Messages], Locale, false>({
    legacy: false,
    locale,
    fallbackLocale: 'en',
    messages: { en: spoken(en), 'zh-CN': zhCN },
  })
}

export type Words = ReturnType<typeof createWords>
