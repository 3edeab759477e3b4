import { LOCALES } from '@shared/views'
import { computed, type ComputedRef, inject, type InjectionKey, provide, ref, type Ref } from 'vue'
import { useWords } from '../../i18n/use-text'
import { type SettingId, SETTINGS, settingOf } from './settings-index'

export interface SettingsSearch {
  readonly query: Ref<string>
  /** True while something is searched for. */
  readonly isOn: ComputedRef<boolean>
  readonly found: ComputedRef<readonly SettingId[]>
  isShown(id: SettingId): boolean
  /** Whether a section has anything to show. */
  hasAny(ids: readonly SettingId[]): boolean
}

const searchKey: InjectionKey<SettingsSearch> = Symbol('settings search')

/** Finds settings by what is typed: each word of it stands somewhere in label or help, in either of the languages. */
export function provideSettingsSearch(): SettingsSearch {
  const { t } = useWords().global
  const query = ref('')
  const parts = computed(() => folded(query.value).split(' ').filter(Boolean))
  /** Both languages: who has just changed it by mistake must find the way back. */
  const texts = computed(() =>
    (Object.keys(SETTINGS) as SettingId[]).map((id) => {
      const { label, hint, also = [] } = settingOf(id)
      const keys = [label, ...(hint ? [hint] : []), ...also]
      return { id, text: folded(LOCALES.flatMap((locale) => keys.map((key) => t(key, {}, { locale }))).join(' ')) }
    }),
  )
  const found = computed(() => texts.value.filter(({ text }) => parts.value.every((part) => text.includes(part))).map(({ id }) => id))
  const isShown = (id: SettingId): boolean => found.value.includes(id)
  const search: SettingsSearch = { query, isOn: computed(() => parts.value.length > 0), found, isShown, hasAny: (ids) => ids.some(isShown) }
  provide(searchKey, search)
  return search
}

export function useSettingsSearch(): SettingsSearch {
  const search = inject(searchKey)
  if (!search) throw new Error('no search was provided')
  return search
}

/** Case and width do not count. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ')
}
