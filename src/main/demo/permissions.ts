import type { Sqlite } from '../sqlite/open'

export type PermType = 'role' | 'menu' | 'dept'

export interface Permissions {
  /** The operation paths (`/sys/user/users/get`) that a user holds through enabled roles. */
  pathsOf(userId: number): string[]
  /** The rows of one kind (ids of roles, menus or departments) that a user holds through enabled roles. */
  rowsOf(userId: number, type: PermType): Set<number>
  /** Registers a new role, menu or department and grants it to role 1, as the original does. */
  register(type: PermType, rowId: number): void
  /** Forgets the permission of a deleted row, with every grant of it. */
  forget(type: PermType, rowId: number): void
}

export const SUPER_ROLE = 1

export function createPermissions(db: Sqlite): Permissions {
  return {
    pathsOf: (userId) =>
      db
        .all<{ path: string }>(
          `SELECT m.path FROM sys_menu m
           JOIN sys_perm p ON p.perm_type = 'menu' AND p.r_id = m.id
           WHERE m.type = 2 AND ${HELD} ORDER BY m.id`,
          [userId],
        )
        .map((row) => row.path),
    rowsOf: (userId, type) => new Set(db.all<{ r_id: number }>(`SELECT p.r_id FROM sys_perm p WHERE p.perm_type = ? AND ${HELD}`, [type, userId]).map((row) => row.r_id)),
    register: (type, rowId) => {
      const { lastInsertRowid } = db.run('INSERT INTO sys_perm (perm_type, r_id) VALUES (?, ?)', [type, rowId])
      db.run('INSERT INTO sys_role_perm (role_id, perm_id) VALUES (?, ?)', [SUPER_ROLE, lastInsertRowid])
    },
    forget: (type, rowId) => {
      db.run('DELETE FROM sys_perm WHERE perm_type = ? AND r_id = ?', [type, rowId])
    },
  }
}

/** Permission `p` is granted to an enabled role of the user bound to the next `?`. */
const HELD = `p.id IN (
  SELECT rp.perm_id FROM sys_role_perm rp
  JOIN sys_user_role ur ON ur.role_id = rp.role_id
  JOIN sys_role r ON r.id = ur.role_id AND r.status = 1
  WHERE ur.user_id = ?)`
