import type { EntryView } from '@shared/outbox'
import { DATA_SCOPES } from '@shared/resources/grants'
import { MENU_TYPES } from '@shared/resources/menu'
import { computed, type ComputedRef } from 'vue'
import { kindOf } from '../../records/record-types'
import { useRecordWords } from '../../records/use-record-words'
import { useText } from '../../i18n/use-text'

export interface RecordChoice {
  readonly value: string | number | boolean
  readonly name: string
}

/** The few values that a field can have; null for what is typed, and for ids. */
export function useRecordChoices(about: { readonly entry: EntryView; readonly field: string }): ComputedRef<readonly RecordChoice[] | null> {
  const { t } = useText()
  const words = useRecordWords()
  return computed(() => {
    switch (kindOf(about.entry.resource, about.field)) {
      case 'status':
        return [
          { value: 'enabled', name: t('fields.values.enabled') },
          { value: 'disabled', name: t('fields.values.disabled') },
        ]
      case 'switch':
        return [
          { value: true, name: t('fields.values.yes') },
          { value: false, name: t('fields.values.no') },
        ]
      case 'scope':
        return DATA_SCOPES.map((scope) => ({ value: scope, name: words.value(about.entry.resource, about.field, scope) }))
      case 'menuType':
        return MENU_TYPES.map((type) => ({ value: type, name: t(`fields.values.${type}`) }))
      default:
        return null
    }
  })
}
