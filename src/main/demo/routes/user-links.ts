import type { Sqlite } from '../../sqlite/open'
import { BadQueryError } from '../reply'
import type { DemoWorld } from '../world'

/** The roles and departments of one user, ids ascending. */
export interface UserLinks {
  readonly role: readonly number[]
  readonly dept: readonly number[]
}

/** The links of several users in two queries; every id asked for has an entry. */
export function linksOf(db: Sqlite, userIds: readonly number[]): Map<number, UserLinks> {
  const ids = JSON.stringify(userIds)
  const read = (kind: 'role' | 'dept') =>
    db.all<{ user_id: number; link: number }>(`SELECT user_id, ${kind}_id AS link FROM sys_user_${kind} WHERE user_id IN (SELECT value FROM json_each(?)) ORDER BY link`, [ids])
  const links = new Map(userIds.map((id) => [id, { role: [] as number[], dept: [] as number[] }]))
  for (const row of read('role')) links.get(row.user_id)?.role.push(row.link)
  for (const row of read('dept')) links.get(row.user_id)?.dept.push(row.link)
  return links
}

/** Makes these the user's links. Throws `BadQueryError` when a role or department does not exist. */
export function setLinks(db: Sqlite, userId: number, links: UserLinks): void {
  const current = linksOf(db, [userId]).get(userId)
  for (const kind of ['role', 'dept'] as const) {
    const { added, removed } = changedLinks(current?.[kind] ?? [], links[kind])
    for (const id of removed) db.run(`DELETE FROM sys_user_${kind} WHERE user_id = ? AND ${kind}_id = ?`, [userId, id])
    for (const id of added) {
      if (!db.get(`SELECT 1 FROM sys_${kind} WHERE id = ?`, [id])) {
        throw new BadQueryError(`Cannot add or update a child row: a foreign key constraint fails (${kind} ${id})`)
      }
      db.run(`INSERT INTO sys_user_${kind} VALUES (?, ?)`, [userId, id])
    }
  }
}

export function changedLinks(before: readonly number[], after: readonly number[]): { added: number[]; removed: number[] } {
  return {
    added: after.filter((id) => !before.includes(id)),
    removed: before.filter((id) => !after.includes(id)),
  }
}

/**
 * The first role of these that the caller may not hand out. The original leaves this rule to its front end, so that
 * whoever may add users can make one with every right; here it is a rule of the server.
 */
export function unassignableRole(world: DemoWorld, callerId: number, roles: readonly number[]): number | undefined {
  if (roles.length === 0) return undefined
  const held = world.permissions.rowsOf(callerId, 'role')
  return roles.find((role) => !held.has(role) && world.db.get('SELECT 1 FROM sys_role WHERE id = ?', [role]) !== undefined)
}
