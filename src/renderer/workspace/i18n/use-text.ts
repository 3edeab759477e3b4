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

const wordsKey: InjectionKey<Words> = Symbol('words')

/** For the composition root. Injected by hand, since vue-i18n's own `useI18n` works in components only, not in stores. */
export function provideWords(app: { provide: (key: InjectionKey<Words>, value: Words) => unknown }, words: Words): void {
  app.provide(wordsKey, words)
}

export function useWords(): Words {
  const words = inject(wordsKey)
  if (!words) throw new Error('no words were provided')
  return words
}

/** Words and formats of the chosen language, reactive to its change. */
export function useText(): Text {
  const { t, locale } = useWords().global
  const formats = computed(() => createFormats(locale.value))
  return {
    t: (key, named = {}, count) => (count === undefined ? t(key, isolatedAll(named)) : t(key, isolatedAll(named), { plural: count })),
    formats,
    locale: computed(() => locale.value),
  }
}
