import type { Fields } from '@shared/merge'
import { type Department, type DepartmentEdits, DEPARTMENTS, type NewDepartment } from '@shared/resources/department'
import type { Authorized } from '../authorized'
import { createCameAs, readTreeRows } from '../wire-rows'
import { listOf, textOf, unreadableReply, wholeOf } from '../wire-values'
import type { ResourceClient } from './resource-client'
import { createWholeResource } from './whole-resource'
import { parentOf, statusOf, toColumns } from './wire-columns'

const COLUMNS = { parentId: 'pid', name: 'name', alias: 'aliasname', listorder: 'listorder', status: 'status' } as const satisfies Record<keyof NewDepartment, string>

export type DepartmentsResource = ResourceClient<Department, DepartmentEdits, NewDepartment>

/** The departments, by `depts`. A name is refused when any department has it, on create only. */
export function createDepartmentsResource(authorized: Authorized): DepartmentsResource {
  const came = createCameAs<Department>()
  return createWholeResource(authorized, {
    description: DEPARTMENTS,
    path: '/sys/dept/depts',
    read: async (data) => {
      const items = listOf(data)
      if (!items) throw unreadableReply('tree of departments', [''])
      return readTreeRows(items, COLUMNS.name, (id, raw, above) => came.note(toRow(id, raw, above), raw))
    },
    createBody: (values) => toColumns(COLUMNS, values),
    // Parent and name, which the controller reads without asking whether they came, and the changed columns.
    updateBody: (current: Department, edits: DepartmentEdits) => ({ id: current.id, ...came.columns(current, { pid: current.parentId, name: current.name }), ...toColumns(COLUMNS, edits) }),
  })
}

function toRow(id: number, raw: Fields, above: Fields | null): Department {
  return { id, parentId: parentOf(raw, above), name: textOf(raw['name']), alias: textOf(raw['aliasname']), listorder: wholeOf(raw['listorder']) ?? 0, status: statusOf(raw['status']) }
}
