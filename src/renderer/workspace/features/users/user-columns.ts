import type { User } from '@shared/resources/user'
import { computed, type ComputedRef } from 'vue'
import type { GridColumn } from '../../grid/grid-column'
import { useText } from '../../i18n/use-text'
import { useUserValues } from './use-user-values'

type ColumnKey = 'username' | 'roleIds' | 'departmentIds' | 'email' | 'tel' | 'status' | 'listorder' | 'createdAt'

/**
 * The columns of the users' list; beside the drawer those remain that tell who it is and what they may. Roles and
 * departments are not sorted: the server cannot.
 */
export function useUserColumns(hasMarks: () => boolean): ComputedRef<readonly GridColumn<User>[]> {
  const { t, formats } = useText()
  const values = useUserValues()

  const column = (
    key: ColumnKey,
    size: Pick<GridColumn<User>, 'minWidth' | 'grow'>,
    text: (row: User) => string,
    more: Partial<GridColumn<User>> = {},
  ): GridColumn<User> => ({ key, label: t(`users.columns.${key}`), ...size, isSortable: true, text, ...more })

  return computed(() => [
    // What a row has to say of itself stands beside the name, which must not give way to it.
    column('username', { minWidth: hasMarks() ? 216 : 150, grow: 1.2 }, (row) => row.username),
    column('roleIds', { minWidth: 124, grow: 1.1 }, (row) => values.roles(row.roleIds), { yields: 1, isSortable: false }),
    column('departmentIds', { minWidth: 130, grow: 1.2 }, (row) => values.departments(row.departmentIds), {
      yields: 3,
      isSortable: false,
      tooltip: (row) => values.departmentPaths(row.departmentIds),
    }),
    column('email', { minWidth: 176, grow: 1.6 }, (row) => row.email, { yields: 2 }),
    column('tel', { minWidth: 120, grow: 0.9 }, (row) => row.tel, { yields: 4 }),
    column('status', { minWidth: 96, grow: 0.6 }, (row) => t(`users.status.${row.status}`)),
    column('listorder', { minWidth: 72, grow: 0.4 }, (row) => String(row.listorder), { align: 'end', yields: 5 }),
    column('createdAt', { minWidth: 164, grow: 0.8 }, (row) => (row.createdAt === null ? '' : formats.value.dateTime(row.createdAt * 1000)), { yields: 6 }),
  ])
}
