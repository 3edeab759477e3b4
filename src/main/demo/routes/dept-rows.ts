import type { DemoWorld } from '../world'

/** A row of `sys_dept` with the id of its permission. */
export interface DeptRow {
  readonly perm_id: number
  readonly id: number
  readonly pid: number
  readonly name: string
  readonly aliasname: string
  readonly listorder: number
  readonly status: number
}

const COLUMNS = 'p.id AS perm_id, d.id, d.pid, d.name, d.aliasname, d.listorder, d.status'
const FROM = "FROM sys_dept d JOIN sys_perm p ON p.perm_type = 'dept' AND p.r_id = d.id"

/** The departments as their own list shows them: also those that have lost their permission row. */
export function listedDepts(world: DemoWorld): Omit<DeptRow, 'perm_id'>[] {
  return world.db.all<Omit<DeptRow, 'perm_id'>>('SELECT id, pid, name, aliasname, listorder, status FROM sys_dept ORDER BY listorder DESC, id')
}

/** All departments that can be granted, `listorder` descending: unlike every other list, and as the original does it. */
export function deptRows(world: DemoWorld): DeptRow[] {
  return world.db.all<DeptRow>(`SELECT ${COLUMNS} ${FROM} ORDER BY d.listorder DESC, d.id`)
}

/** The departments granted to one role, by id. */
export function deptsOfRole(world: DemoWorld, roleId: number): DeptRow[] {
  return world.db.all<DeptRow>(`SELECT ${COLUMNS} ${FROM} JOIN sys_role_perm rp ON rp.perm_id = p.id WHERE rp.role_id = ? ORDER BY d.id`, [roleId])
}
