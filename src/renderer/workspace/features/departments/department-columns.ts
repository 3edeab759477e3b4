import type { Department } from '@shared/resources/department'
import { computed, type ComputedRef } from 'vue'
import type { GridColumn } from '../../grid/grid-column'
import { useText } from '../../i18n/use-text'

type ColumnKey = 'name' | 'alias' | 'status' | 'listorder'

/** The columns of the departments' tree. */
export function useDepartmentColumns(): ComputedRef<readonly GridColumn<Department>[]> {
  const { t } = useText()

  const column = (
    key: ColumnKey,
    size: Pick<GridColumn<Department>, 'minWidth' | 'grow'>,
    text: (row: Department) => string,
    more: Partial<GridColumn<Department>> = {},
  ): GridColumn<Department> => ({ key, label: t(`departments.columns.${key}`), ...size, isSortable: true, text, ...more })

  return computed(() => [
    column('name', { minWidth: 200, grow: 2.4 }, (row) => row.name),
    column('alias', { minWidth: 120, grow: 1 }, (row) => row.alias, { yields: 2 }),
    column('status', { minWidth: 96, grow: 0.6 }, (row) => t(`departments.status.${row.status}`)),
    column('listorder', { minWidth: 80, grow: 0.4 }, (row) => String(row.listorder), { align: 'end', yields: 1 }),
  ])
}
