import { Monitor, Moon, Sun } from '@lucide/vue'
import { computed } from 'vue'
import { useText } from '../i18n/use-text'

/** The choices of language, theme and density with their words, for the status bar and the settings. */
export function useDisplayChoices() {
  const { t } = useText()
  return {
    languages: computed(() => [
      { value: 'zh-CN' as const, word: '中文', lang: 'zh-CN' },
      { value: 'en' as const, word: 'English', lang: 'en' },
      { value: 'system' as const, word: t('status.display.system') },
    ]),
    themes: computed(() => [
      { value: 'light' as const, word: t('status.display.light'), icon: Sun },
      { value: 'dark' as const, word: t('status.display.dark'), icon: Moon },
      { value: 'system' as const, word: t('status.display.system'), icon: Monitor },
    ]),
    densities: computed(() => [
      { value: 'comfortable' as const, word: t('status.display.comfortable') },
      { value: 'compact' as const, word: t('status.display.compact') },
    ]),
  }
}
