import { isolatedAll } from '@shared/isolate'
import type { Locale } from '@shared/views'
import { computed, type ComputedRef, inject, type InjectionKey } from 'vue'
import { createFormats, type Formats } from './formats'
import type { MessageKey } from './message-key'
import type { Words } from './setup'

export interface Text {
  /**
   * The words for a key. What is put into them (names, most of all) is isolated: it cannot turn the sentence round. `count` chooses between singular and plural where the language has both.
   */
  readonly t: (key: MessageKey, named?: Readonly<Record<string, string>>, count?: number) => string
  readonly formats: ComputedRef<Formats>
  readonly locale: ComputedRef<Locale>
}

interface Language {
  readonly words: Words
  readonly formats: ComputedRef<Formats>
}

const languageKey: InjectionKey<Language> = Symbol('language')

/**
 * For the composition root. Injected by hand, since vue-i18n's own `useI18n` works in components only, not in stores. A set
 * of formats costs milliseconds to make: there is one for each language, whoever asks for it.
 */
export function provideWords(app: { provide: (key: InjectionKey<Language>, language: Language) => unknown }, words: Words): void {
  const made = new Map<Locale, Formats>()
  const formats = computed(() => {
    const locale = words.global.locale.value
    const set = made.get(locale) ?? createFormats(locale)
    made.set(locale, set)
    return set
  })
  app.provide(languageKey, { words, formats })
}

function useLanguage(): Language {
  const language = inject(languageKey)
  if (!language) throw new Error('no words were provided')
  return language
}

export function useWords(): Words {
  return useLanguage().words
}

/** Words and formats of the chosen language, reactive to its change. */
export function useText(): Text {
  const { words, formats } = useLanguage()
  const { t, locale } = words.global
  return {
    t: (key, named = {}, count) => (count === undefined ? t(key, isolatedAll(named)) : t(key, isolatedAll(named), { plural: count })),
    formats,
    locale: computed(() => locale.value),
  }
}
