import type { EntryView } from '@shared/outbox'
import { ROOT_ID } from '@shared/resources/field-rules'
import type { DepartmentOption } from '@shared/resources/options'
import { MENU_TYPES } from '@shared/resources/menu'
import { computed, type ComputedRef } from 'vue'
import { RECORD_FIELDS } from '../../composables/record-fields'
import { useRecordWords } from '../../composables/use-record-words'
import { useText } from '../../i18n/use-text'
import { useUserOptions } from '../users/user-options'

export interface RecordChoice {
  readonly value: number | string | boolean
  readonly name: string
  /** The account may not assign it: one that is there stays, and no other comes. */
  readonly isLocked: boolean
}

/** What a field can be chosen from; null for what is typed, and for ids whose records are not known here. */
export function useRecordChoices(about: { readonly entry: EntryView; readonly field: string; readonly value: unknown }): ComputedRef<readonly RecordChoice[] | null> {
  const { t } = useText()
  const words = useRecordWords()
  const options = useUserOptions()
  const plain = (value: string | boolean, name: string): RecordChoice => ({ value, name, isLocked: false })

  /** Chosen ones that the server does not offer, such as records made here, stay to be seen and taken away. */
  function withChosen(known: readonly RecordChoice[]): RecordChoice[] {
    const { entry, field, value } = about
    const ids = (Array.isArray(value) ? value : [value]).filter((id): id is number => typeof id === 'number' && !known.some((choice) => choice.value === id))
    return [...known, ...ids.map((id) => ({ value: id, name: words.value(entry.resource, field, Array.isArray(value) ? [id] : id), isLocked: false }))]
  }

  function departments(without: ReadonlySet<number>): RecordChoice[] {
    return [...options.departmentById].filter(([id]) => !without.has(id)).map(([id, { option, path }]) => ({ value: id, name: path, isLocked: !option.isAssignable }))
  }

  return computed(() => {
    const { entry, field } = about
    switch (RECORD_FIELDS[entry.resource][field]) {
      case 'status':
        return [plain('enabled', t('outbox.values.enabled')), plain('disabled', t('outbox.values.disabled'))]
      case 'switch':
        return [plain(true, t('outbox.values.yes')), plain(false, t('outbox.values.no'))]
      case 'menuType':
        return MENU_TYPES.map((type) => plain(type, t(`outbox.values.${type}`)))
      case 'roles':
        return options.roles && withChosen(options.roles.map(({ id, name, isAssignable }) => ({ value: id, name, isLocked: !isAssignable })))
      case 'departments':
        return options.departments && withChosen(departments(new Set()))
      case 'department':
        // A department can hang neither under itself nor under what is below it.
        return options.departments && withChosen([{ value: ROOT_ID, name: t('outbox.values.top'), isLocked: false }, ...departments(branchOf(options.departmentById.get(entry.recordId)?.option))])
      default:
        return null
    }
  })
}

function branchOf(option: DepartmentOption | undefined): ReadonlySet<number> {
  return new Set(option ? [option.id, ...option.children.flatMap((child) => [...branchOf(child)])] : [])
}
