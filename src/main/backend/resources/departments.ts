import { z } from 'zod'
import { type Department, type DepartmentEdits, DEPARTMENTS, type NewDepartment } from '@shared/resources/department'
import type { Authorized } from '../authorized'
import { parseReply, wireInt, wireIntOr, wireText } from '../wire-values'
import type { ResourceClient } from './resource-client'
import { createWholeResource } from './whole-resource'
import { toColumns, wireStatus } from './wire-columns'
import { flatten, type WireNode } from './wire-tree'

const COLUMNS = { parentId: 'pid', name: 'name', alias: 'aliasname', listorder: 'listorder', status: 'status' } as const

interface WireDepartment extends WireNode<WireDepartment> {
  readonly id: number
  readonly pid: number
  readonly name: string
  readonly aliasname: string
  readonly listorder: number
  readonly status: Department['status']
}
const nodeSchema: z.ZodType<WireDepartment, unknown> = z.object({
  id: wireInt,
  pid: wireIntOr(0),
  name: wireText,
  aliasname: wireText,
  listorder: wireIntOr(0),
  status: wireStatus,
  get children() {
    return z.array(nodeSchema).optional()
  },
})

export type DepartmentsResource = ResourceClient<Department, DepartmentEdits, NewDepartment>

/** The departments, by `depts`. A name is refused when any department has it, on create only. */
export function createDepartmentsResource(authorized: Authorized): DepartmentsResource {
  return createWholeResource(authorized, {
    description: DEPARTMENTS,
    path: '/sys/dept/depts',
    rowsOf: (data) => flatten(parseReply(z.array(nodeSchema), data, 'tree of departments')).map(toRow),
    createBody: (values) => toColumns(COLUMNS, values),
    updateBody,
  })
}

function toRow(node: WireDepartment): Department {
  return { id: node.id, parentId: node.pid, name: node.name, alias: node.aliasname, listorder: node.listorder, status: node.status }
}

/** Id, parent and name, which the controller reads without asking whether they came, and the changed columns. */
function updateBody(current: Department, edits: DepartmentEdits): Record<string, unknown> {
  return { id: current.id, pid: current.parentId, name: current.name, ...toColumns(COLUMNS, edits) }
}
