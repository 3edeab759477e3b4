import type { EntryView } from '@shared/outbox'
import { MENU_TYPES } from '@shared/resources/menu'
import { computed, type ComputedRef } from 'vue'
import { kindOf } from '../../records/record-types'
import { useText } from '../../i18n/use-text'

export interface RecordChoice {
  readonly value: string | boolean
  readonly name: string
}

/** The few values that a field can have; null for what is typed, and for ids. */
export function useRecordChoices(about: { readonly entry: EntryView; readonly field: string }): ComputedRef<readonly RecordChoice[] | null> {
  const { t } = useText()
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
      case 'menuType':
        return MENU_TYPES.map((type) => ({ value: type, name: t(`fields.values.${type}`) }))
      default:
        return null
    }
  })
}
