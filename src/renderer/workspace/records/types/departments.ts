import type { Fields } from '@shared/merge'
import { DEPARTMENTS, type Department } from '@shared/resources/department'
import { parentFault } from '@shared/resources/tree'
import { useDepartmentTree } from '../../stores/held-rows'
import type { EditableRecordType, FieldFaults } from '../record-type'

export const DEPARTMENT_TYPE: EditableRecordType = {
  name: 'departments',
  description: DEPARTMENTS,
  fields: {
    name: { kind: 'text', column: { minWidth: 220, minWidthWithMarks: 272, grow: 2.4 } },
    parentId: { kind: 'department', formLabel: 'departments.form.parent' },
    alias: { kind: 'text', column: { minWidth: 120, grow: 1, yields: 3 } },
    status: { kind: 'status', column: { minWidth: 96, grow: 0.6 } },
    listorder: { kind: 'number', column: { minWidth: 80, grow: 0.4, align: 'end', yields: 1 } },
  },
  form: {
    fields: ['name', 'alias', 'parentId', 'listorder', 'status'],
    newFields: [],
    useFaults: () => {
      const tree = useDepartmentTree()
      return (values, id) => ({ ...placeFault(tree.rows, values['parentId'], id), ...nameFault(tree.rows, values, id) })
    },
  },
}

/** The server looks only for a department that is its own parent; any longer circle would hide the whole branch for ever. */
function placeFault(rows: readonly Department[], parentId: unknown, id: number | null): FieldFaults {
  const fault = typeof parentId === 'number' && rows.length > 0 ? parentFault(rows, id, parentId) : null
  return fault ? { parentId: fault } : {}
}

/**
 * Two of one name in one place are told apart by nobody. The server looks for that only when a department is made, and then
 * everywhere: whoever makes one is told before it is sent.
 */
function nameFault(rows: readonly Department[], values: Fields, id: number | null): FieldFaults {
  if (!('name' in values) && !('parentId' in values)) return {}
  const { name, parentId } = { ...rows.find((row) => row.id === id), ...values }
  const isTaken = rows.some((row) => row.id !== id && (id === null || row.parentId === parentId) && row.name === name)
  return isTaken ? { name: 'taken' } : {}
}
