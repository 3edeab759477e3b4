import { useText } from '../../i18n/use-text'
import type { RecordWords } from '../../records/record-definition'
import { useUserOptions } from '../../stores/lookups'

export interface UserValues extends RecordWords {
  roles(ids: readonly number[]): string
  departments(ids: readonly number[]): string
  departmentPaths(ids: readonly number[]): string
}

const FIELDS = ['username', 'password', 'email', 'tel', 'roleIds', 'departmentIds', 'listorder', 'status', 'createdAt'] as const
const isField = (name: string): name is (typeof FIELDS)[number] => FIELDS.some((field) => field === name)

/** A user's values in words of the chosen language. An id without a name (options not there) shows as its number. */
export function useUserValues(): UserValues {
  const { t, formats } = useText()
  const options = useUserOptions()
  const unknown = (id: number): string => t('users.form.unknownOption', { id: String(id) })
  const roles = (ids: readonly number[]): string => formats.value.list(ids.map((id) => options.roleById.get(id)?.name ?? unknown(id)))
  const departments = (ids: readonly number[]): string =>
    formats.value.list(ids.map((id) => options.departmentById.get(id)?.option.name ?? unknown(id)))

  function field(name: string, value: unknown): string {
    if (name === 'roleIds') return roles(numbers(value)) || t('record.clash.empty')
    if (name === 'departmentIds') return departments(numbers(value)) || t('record.clash.empty')
    if (name === 'status' && (value === 'enabled' || value === 'disabled')) return t(`users.status.${value}`)
    return value === null || value === undefined || value === '' ? t('record.clash.empty') : String(value)
  }

  return {
    roles,
    departments,
    departmentPaths: (ids) => ids.map((id) => options.departmentById.get(id)?.path ?? unknown(id)).join('\n'),
    field,
    label: (name) => (isField(name) ? t(`users.columns.${name}`) : name),
  }
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : []
}
