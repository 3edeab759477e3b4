import { type Fields, type SetChange, setChange } from '@shared/merge'
import type { EntryView } from '@shared/outbox'
import { ROOT_ID } from '@shared/resources/field-rules'
import { isTemporaryId, type ResourceName } from '@shared/resources/resource'
import type { MessageKey } from '../i18n/message-key'
import { useText } from '../i18n/use-text'
import { useOutbox } from '../stores/outbox'
import { useDepartmentTree } from '../stores/held-rows'
import { useGrantable } from '../stores/grantable'
import { useUserOptions } from '../stores/lookups'
import type { FieldWords } from './record-type'
import { kindOf, readingOrder, RECORD_TYPES } from './record-types'

export interface RecordWords {
  kind(resource: ResourceName): string
  /** A record inside a sentence or a cell: what kind, and what people know it by. */
  object(record: Pick<EntryView, 'resource' | 'title' | 'recordId'>): string
  label(resource: ResourceName, field: string): string
  /** A value as text; ids by the names they stand for. */
  value(resource: ResourceName, field: string, value: unknown): string
  /** What a field is to become. Of a set that is merged id by id (`setFields`) what comes in and what goes out, and not all that is in it. */
  change(resource: ResourceName, field: string, before: unknown, after: unknown): string
  /** The fields that are changed, by name; of sets, how much of them: `Menus +12 −3`. */
  changed(resource: ResourceName, base: Fields | null, edits: Fields): string
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
  const grantable = useGrantable()

  /** A record that was made here is known by the entry that makes it. */
  function made(resource: ResourceName, id: number): string {
    const entry = outbox.makerOf(resource, id)
    return entry ? t('fields.values.newRecord', { name: entry.title }) : t('fields.values.newUnnamed')
  }

  /** The choices and the page of the departments are read apart: either may know one that the other does not. */
  function departmentName(id: number): string | undefined {
    return options.departmentById.get(id)?.option.name ?? tree.byId.get(id)?.name
  }

  function knownName(resource: ResourceName, id: number): string | undefined {
    const known = resource === 'roles' ? options.roleById.get(id)?.name : resource === 'departments' ? departmentName(id) : undefined
    if (known !== undefined) return known
    // Menus, and what this account may not assign to anybody: read when it is shown first.
    grantable.want()
    if (resource === 'menus') return grantable.menuName(id)
    return resource === 'roles' ? grantable.roleById.get(id)?.name : grantable.departmentById.get(id)?.name
  }

  function isSet(resource: ResourceName, field: string): boolean {
    return RECORD_TYPES[resource].description.setFields.includes(field)
  }

  function counts({ added, removed }: SetChange): string {
    return formats.value.changes(added.length, removed.length)
  }

  function change(resource: ResourceName, field: string, before: unknown, after: unknown): string {
    if (!isSet(resource, field)) return value(resource, field, after)
    const { added, removed } = setChange(before, after)
    const parts = [added.length > 0 ? `+ ${value(resource, field, added)}` : '', removed.length > 0 ? `\u2212 ${value(resource, field, removed)}` : ''].filter(Boolean)
    return parts.join('\n') || t('fields.values.unchanged')
  }

  function nameOf(resource: ResourceName, id: unknown): string {
    if (typeof id !== 'number') return t('fields.values.empty')
    if (id === ROOT_ID) return t('fields.values.top')
    if (isTemporaryId(id)) return made(resource, id)
    return knownName(resource, id) ?? t('fields.values.unknownId', { id: String(id) })
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
      case 'menus':
        return names('menus', given)
      case 'scope': {
        const scope = SCOPE_KEYS[typeof given === 'number' ? given : -1]
        return scope ? t(`fields.scopes.${scope}`) : plain(given)
      }
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
    change,
    changed: (resource, base, edits) => {
      const fields = readingOrder(resource, Object.keys(edits))
      const named = fields.map((field) => (isSet(resource, field) ? `${label(resource, field)} ${counts(setChange(base?.[field], edits[field]))}`.trim() : label(resource, field)))
      return fields.some((field) => isSet(resource, field)) ? named.join(' \u00b7 ') : formats.value.list(named)
    },
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

/** A role's data scope, by the server's number. */
const SCOPE_KEYS = ['all', 'department', 'below', 'own', 'custom'] as const

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
