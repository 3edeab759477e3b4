import type { Fields } from '@shared/merge'
import { type Role, ROLES } from '@shared/resources/role'
import { useRoleRows } from '../../stores/held-rows'
import type { EditableRecordType, FieldFaults } from '../record-type'

export const ROLE_TYPE: EditableRecordType = {
  name: 'roles',
  description: ROLES,
  fields: {
    name: { kind: 'text', column: { minWidth: 150, minWidthWithMarks: 200, grow: 1.4 } },
    remark: { kind: 'text', column: { minWidth: 140, grow: 1.6, yields: 3 } },
    status: { kind: 'status', column: { minWidth: 96, grow: 0.5 } },
    scope: { kind: 'scope', column: { minWidth: 196, grow: 0.6, yields: 2 } },
    listorder: { kind: 'number', column: { minWidth: 72, grow: 0.3, align: 'end', yields: 4 } },
    createdAt: { kind: 'time', column: { minWidth: 164, grow: 0.6, yields: 5 } },
    updatedAt: { kind: 'time', column: { minWidth: 164, grow: 0.6, yields: 6 } },
  },
  form: {
    fields: ['name', 'remark', 'listorder', 'status'],
    newFields: [],
    useFaults: () => {
      const roles = useRoleRows()
      return (values, id) => nameFault(roles.rows, values, id)
    },
  },
}

/** The server looks for a name that is taken only when a role is made; two of one name are told apart by nobody. */
function nameFault(rows: readonly Role[], { name }: Fields, id: number | null): FieldFaults {
  return rows.some((row) => row.id !== id && row.name === name) ? { name: 'taken' } : {}
}
