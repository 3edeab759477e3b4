import type { EntryView } from '@shared/outbox'
import { ROOT_ID } from '@shared/resources/field-rules'
import { isTemporaryId, type ResourceName } from '@shared/resources/resource'
import type { MessageKey } from '../i18n/message-key'
import { useText } from '../i18n/use-text'
import { useOutbox } from '../stores/outbox'
import { useUserOptions } from '../stores/lookups'
import { RECORD_FIELDS } from './record-fields'

export interface RecordWords {
  kind(resource: ResourceName): string
  /** A record inside a sentence or a cell: what kind, and what people know it by. */
  object(record: Pick<EntryView, 'resource' | 'title' | 'recordId'>): string
  label(resource: ResourceName, field: string): string
  /** A value as text; ids by the names they stand for. */
  value(resource: ResourceName, field: string, value: unknown): string
}

/** Any resource's records and fields in words, for pages that show all of them: outbox, activity, drafts. */
export function useRecordWords(): RecordWords {
  const { t, formats } = useText()
  const options = useUserOptions()
  const outbox = useOutbox()

  /** A record that was made here is known by the entry that makes it. */
  function made(resource: ResourceName, id: number): string {
    const entry = outbox.makerOf(resource, id)
    return entry ? t('outbox.values.newRecord', { name: entry.title }) : t('outbox.values.newUnnamed')
  }

  function nameOf(resource: ResourceName, id: unknown): string {
    if (typeof id !== 'number') return t('outbox.values.empty')
    if (id === ROOT_ID) return t('outbox.values.top')
    if (isTemporaryId(id)) return made(resource, id)
    const known = resource === 'roles' ? options.roleById.get(id)?.name : resource === 'departments' ? options.departmentById.get(id)?.option.name : undefined
    return known ?? t('outbox.values.unknownId', { id: String(id) })
  }

  function names(resource: ResourceName, ids: unknown): string {
    const list = Array.isArray(ids) ? ids.map((id) => nameOf(resource, id)) : []
    return formats.value.list(list) || t('outbox.values.empty')
  }

  function plain(value: unknown): string {
    if (value === null || value === undefined || value === '') return t('outbox.values.empty')
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }

  function value(resource: ResourceName, field: string, given: unknown): string {
    switch (RECORD_FIELDS[resource][field]) {
      case 'roles':
        return names('roles', given)
      case 'departments':
        return names('departments', given)
      case 'department':
        return nameOf('departments', given)
      case 'menu':
        return nameOf('menus', given)
      case 'switch':
        return t(given === true ? 'outbox.values.yes' : 'outbox.values.no')
      case 'time':
        return typeof given === 'number' ? formats.value.dateTime(given * 1000) : plain(given)
      case 'status':
        return given === 'enabled' || given === 'disabled' ? t(`outbox.values.${given}`) : plain(given)
      case 'menuType':
        return given === 'directory' || given === 'menu' || given === 'operation' ? t(`outbox.values.${given}`) : plain(given)
      default:
        return plain(given)
    }
  }

  return {
    kind: (resource) => t(`outbox.kinds.${resource}`),
    object: ({ resource, title, recordId }) => {
      const name = title || (isTemporaryId(recordId) ? t('drafts.untitled') : t('outbox.values.unknownId', { id: String(recordId) }))
      return t('outbox.object', { kind: t(`outbox.kinds.${resource}`), title: name })
    },
    label: (resource, field) => (field in RECORD_FIELDS[resource] ? t(`outbox.fields.${resource}.${field}` as MessageKey) : field),
    value,
  }
}
