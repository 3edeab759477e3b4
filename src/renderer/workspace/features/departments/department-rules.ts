import type { Department } from '@shared/resources/department'
import { DEPARTMENTS, newDepartmentSchema } from '@shared/resources/department'
import type { Fields } from '@shared/merge'
import { parentFault } from '@shared/resources/tree'
import type { FieldFaults, RecordDefinition } from '../../records/record-definition'

/** What the departments' page and its forms know of a department. `rows`: the tree as it is known here. */
export function departmentRecord(rows: () => readonly Department[]): RecordDefinition {
  /** The server looks only for a department that is its own parent; any longer circle would hide the whole branch for ever. */
  function placeFault(parentId: unknown, id: number | null): FieldFaults {
    const fault = typeof parentId === 'number' && rows().length > 0 ? parentFault(rows(), id, parentId) : null
    return fault ? { parentId: fault } : {}
  }

  /** Two of one name in one place are not told apart by anybody; the server looks for that only when one is made. */
  function nameFault(values: Fields, id: number | null): FieldFaults {
    if (!('name' in values) && !('parentId' in values)) return {}
    const { name, parentId } = { ...rows().find((row) => row.id === id), ...values }
    const isTaken = rows().some((row) => row.id !== id && row.parentId === parentId && row.name === name)
    return isTaken ? { name: 'taken' } : {}
  }

  return {
    name: 'departments',
    description: DEPARTMENTS,
    fields: ['name', 'alias', 'parentId', 'listorder', 'status'],
    newFields: [],
    blank: (id): Department => ({ ...newDepartmentSchema.partial({ name: true }).parse({}), name: '', id }),
    calls: (bridge) => bridge.departments,
    faults: (values, id) => ({ ...placeFault(values['parentId'], id), ...nameFault(values, id) }),
  }
}
