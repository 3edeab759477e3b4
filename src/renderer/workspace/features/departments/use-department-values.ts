import { ROOT_ID } from '@shared/resources/field-rules'
import type { RecordWords } from '../../records/record-definition'
import { useText } from '../../i18n/use-text'
import { useDepartmentTree } from './department-tree'

const FIELDS = ['name', 'alias', 'parentId', 'listorder', 'status'] as const
const isField = (name: string): name is (typeof FIELDS)[number] => FIELDS.some((field) => field === name)

/** A department's values in words of the chosen language. */
export function useDepartmentValues(): RecordWords {
  const { t } = useText()
  const tree = useDepartmentTree()

  function parent(id: number): string {
    if (id === ROOT_ID) return t('departments.form.top')
    return tree.byId.get(id)?.name ?? t('departments.form.unknownParent', { id: String(id) })
  }

  return {
    label: (name) => (isField(name) ? t(`departments.columns.${name}`) : name),
    field: (name, value) => {
      if (name === 'parentId' && typeof value === 'number') return parent(value)
      if (name === 'status' && (value === 'enabled' || value === 'disabled')) return t(`departments.status.${value}`)
      return value === null || value === undefined || value === '' ? t('record.clash.empty') : String(value)
    },
  }
}
