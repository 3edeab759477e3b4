import type { EntryView } from '@shared/outbox'
import { ROOT_ID } from '@shared/resources/field-rules'
import { isTemporaryId, type ResourceName } from '@shared/resources/resource'
import { isScope } from '@shared/resources/role'
import type { MessageKey } from '../i18n/message-key'
import { useText } from '../i18n/use-text'
import { useOutbox } from '../stores/outbox'
import { useDepartmentTree } from '../stores/department-tree'
import { useUserOptions } from '../stores/lookups'
import type { FieldWords } from './record-type'
import { kindOf, RECORD_TYPES } from './record-types'

export interface RecordWords {
  kind(resource: ResourceName): string
  /** A record inside a sentence or a cell: what kind, and what people know it by. */
  object(record: Pick<EntryView, 'resource' | 'title' | 'recordId'>): string
  label(resource: ResourceName, field: string): string
  /** A value as text; ids by the names they stand for. */
  value(resource: ResourceName, field: string, value: unknown): string
  /** The same in a list, where what is empty stays empty. */
  cell(resource: ResourceName, field: string, value: unknown): string
  /** The departments with all that are above them, one in a line. */
  departmentPaths(ids: readonly number[]): string
  /** The words of one resource's own forms. */
  of(resource: ResourceName): FieldWords
}

/** Any resource's records and fields in words of the chosen language. */
export function useRecordWords(): RecordWords {
  const { t, formats } = useText()
  const options = useUserOptions()
  const tree = useDepartmentTree()
  const outbox = useOutbox()

  /** A record that was made here is known by the entry that makes it. */
  function made(resource: ResourceName, id: number): string {
    const entry = outbox.makerOf(resource, id)
    return entry ? t('fields.values.newRecord', { name: entry.title }) : t('fields.values.newUnnamed')
  }

  /** The choices and the page of the departments are read apart: either may know one that the other does not. */
  function departmentName(id: number): string | undefined {
    return options.departmentById.get(id)?.option.name ?? tree.byId.get(id)?.name
  }

  function nameOf(resource: ResourceName, id: unknown): string {
    if (typeof id !== 'number') return t('fields.values.empty')
    if (id === ROOT_ID) return t('fields.values.top')
    if (isTemporaryId(id)) return made(resource, id)
    const known = resource === 'roles' ? options.roleById.get(id)?.name : resource === 'departments' ? departmentName(id) : undefined
    return known ?? t('fields.values.unknownId', { id: String(id) })
  }

  function names(resource: ResourceName, ids: unknown): string {
    const list = Array.isArray(ids) ? ids.map((id) => nameOf(resource, id)) : []
    return formats.value.list(list) || t('fields.values.empty')
  }

  function plain(value: unknown): string {
    if (isEmpty(value)) return t('fields.values.empty')
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }

  function label(resource: ResourceName, field: string): string {
    return field in RECORD_TYPES[resource].fields ? t(`fields.${resource}.${field}` as MessageKey) : field
  }

  function value(resource: ResourceName, field: string, given: unknown): string {
    switch (kindOf(resource, field)) {
      case 'roles':
        return names('roles', given)
      case 'departments':
        return names('departments', given)
      case 'department':
        return nameOf('departments', given)
      case 'menu':
        return nameOf('menus', given)
      case 'secret':
        return ''
      case 'switch':
        return t(given === true ? 'fields.values.yes' : 'fields.values.no')
      case 'time':
        return typeof given === 'number' ? formats.value.dateTime(given * 1000) : plain(given)
      case 'status':
        return given === 'enabled' || given === 'disabled' ? t(`fields.values.${given}`) : plain(given)
      case 'menuType':
        return given === 'directory' || given === 'menu' || given === 'operation' ? t(`fields.values.${given}`) : plain(given)
      case 'scope':
        return isScope(given) ? t(`fields.scopes.${given}`) : plain(given)
      default:
        return plain(given)
    }
  }

  return {
    kind: (resource) => t(`outbox.kinds.${resource}`),
    object: ({ resource, title, recordId }) => {
      const name = title || (isTemporaryId(recordId) ? t('drafts.untitled') : t('fields.values.unknownId', { id: String(recordId) }))
      return t('outbox.object', { kind: t(`outbox.kinds.${resource}`), title: name })
    },
    label,
    value,
    cell: (resource, field, given) => (isEmpty(given) ? '' : value(resource, field, given)),
    departmentPaths: (ids) => ids.map((id) => options.departmentById.get(id)?.path ?? nameOf('departments', id)).join('\n'),
    of: (resource) => ({
      label: (field) => {
        const own = RECORD_TYPES[resource].fields[field]?.formLabel
        return own ? t(own) : label(resource, field)
      },
      field: (field, given) => value(resource, field, given),
    }),
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
