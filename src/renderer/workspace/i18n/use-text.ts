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
  /** Names one after another; of more than these the first, and how many more there are. */
  readonly listUpTo: (all: readonly string[], most: number) => string
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
  const { t: message, locale } = words.global
  const t: Text['t'] = (key, named = {}, count) => (count === undefined ? message(key, isolatedAll(named)) : message(key, isolatedAll(named), { plural: count }))
  return {
    t,
    formats,
    listUpTo: (all, most) => formats.value.list(all.length > most ? [...all.slice(0, most), t('picker.more', { rows: formats.value.number(all.length - most) })] : all),
    locale: computed(() => locale.value),
  }
}
