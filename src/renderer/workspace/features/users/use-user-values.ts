import type { User } from '@shared/resources/user'
import { useText } from '../../i18n/use-text'
import { useUserOptions } from './user-options'
import type { UserField } from './user-rules'

export interface UserValues {
  roles(ids: readonly number[]): string
  departments(ids: readonly number[]): string
  departmentPaths(ids: readonly number[]): string
  /** Any field's value as words; the empty value has words too. */
  field(field: UserField, value: unknown): string
  label(field: string): string
}

const fieldLabels: ReadonlySet<string> = new Set(['username', 'email', 'tel', 'roleIds', 'departmentIds', 'listorder', 'status', 'createdAt'])

/** A user's values in words of the chosen language. An id without a name (options not there) shows as its number. */
export function useUserValues(): UserValues {
  const { t, formats } = useText()
  const options = useUserOptions()
  const unknown = (id: number): string => t('users.form.unknownOption', { id: String(id) })
  const roles = (ids: readonly number[]): string => formats.value.list(ids.map((id) => options.roleById.get(id)?.name ?? unknown(id)))
  const departments = (ids: readonly number[]): string =>
    formats.value.list(ids.map((id) => options.departmentById.get(id)?.option.name ?? unknown(id)))

  function field(name: UserField, value: unknown): string {
    if (name === 'roleIds') return roles(numbers(value)) || t('users.clash.empty')
    if (name === 'departmentIds') return departments(numbers(value)) || t('users.clash.empty')
    if (name === 'status' && (value === 'enabled' || value === 'disabled')) return t(`users.status.${value}`)
    return value === null || value === undefined || value === '' ? t('users.clash.empty') : String(value)
  }

  return {
    roles,
    departments,
    departmentPaths: (ids) => ids.map((id) => options.departmentById.get(id)?.path ?? unknown(id)).join('\n'),
    field,
    label: (name) => (fieldLabels.has(name) ? t(`users.columns.${name as keyof User & UserField}`) : name),
  }
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : []
}
