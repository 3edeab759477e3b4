import type { DemoWorld } from '../world'

/** A row of `sys_menu` with the id of its permission. `type`: 0 directory, 1 menu, 2 operation. */
export interface MenuRow {
  readonly perm_id: number
  readonly id: number
  readonly pid: number
  readonly name: string
  readonly path: string
  readonly component: string
  readonly type: number
  readonly title: string
  readonly icon: string
  readonly redirect: string
  readonly hidden: number
  readonly status: number
  readonly condition: string
  readonly listorder: number
  readonly create_time: number | null
  readonly update_time: number | null
}

const COLUMNS = `
  p.id AS perm_id, m.id, m.pid, m.name, m.path, m.component, m.type, m.title, m.icon, m.redirect, m.hidden, m.status,
  m.condition, m.listorder, m.create_time, m.update_time`
const FROM = "FROM sys_menu m JOIN sys_perm p ON p.perm_type = 'menu' AND p.r_id = m.id"

/** All menus in list order. */
export function allMenus(world: DemoWorld): MenuRow[] {
  return world.db.all<MenuRow>(`SELECT ${COLUMNS} ${FROM} ORDER BY m.listorder, m.id`)
}

/** The menus that a user holds through enabled roles, in list order. */
export function menusOf(world: DemoWorld, userId: number): MenuRow[] {
  const held = world.permissions.rowsOf(userId, 'menu')
  return allMenus(world).filter((menu) => held.has(menu.id))
}

/** The menus granted to one role, by id. */
export function menusOfRole(world: DemoWorld, roleId: number): MenuRow[] {
  return world.db.all<MenuRow>(`SELECT ${COLUMNS} ${FROM} JOIN sys_role_perm rp ON rp.perm_id = p.id WHERE rp.role_id = ? ORDER BY m.id`, [roleId])
}
