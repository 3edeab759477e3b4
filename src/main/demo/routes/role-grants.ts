import type { Call, Route } from '../call'
import { requiredId } from '../columns'
import { SUPER_ROLE } from '../permissions'
import { BadQueryError, type Reply, data, refused } from '../reply'
import { type Body, idOf, isRecord, textOf } from '../request-body'
import { BACKEND_CODES } from '@shared/backend-codes'
import { TREE_CASTS, treeOf } from '../wire-rows'
import type { DemoWorld } from '../world'
import { deptRows, deptsOfRole } from './dept-rows'
import { allMenus, menusOfRole } from './menu-rows'

/**
 * What can be granted, and what one role has been granted. In the original these catalogues need no token at all; here
 * they need any good one.
 */
export function roleGrantRoutes(world: DemoWorld): readonly Route[] {
  const ofRole = (rows: (roleId: number) => readonly object[]) => (call: Call) => data(rows(requiredId(call.body, 'roleId')).map((row) => world.hooks.writeRow({ ...row })))
  const writeNode = (row: object) => world.hooks.writeRow({ ...row }, TREE_CASTS)
  return [
    { method: 'GET', path: '/sys/role/allmenus', access: 'token', handle: () => data(treeOf(allMenus(world), writeNode)) },
    { method: 'GET', path: '/sys/role/alldepts', access: 'token', handle: () => data(treeOf(deptRows(world), writeNode)) },
    { method: 'GET', path: '/sys/role/allroles', access: 'token', handle: () => allRoles(world) },
    { method: 'POST', path: '/sys/role/rolemenu', access: 'token', handle: ofRole((id) => menusOfRole(world, id)) },
    { method: 'POST', path: '/sys/role/roledept', access: 'token', handle: ofRole((id) => deptsOfRole(world, id)) },
    { method: 'POST', path: '/sys/role/rolerole', access: 'token', handle: ofRole((id) => rolesOfRole(world, id)) },
    { method: 'POST', path: '/sys/role/saveroleperm', access: 'permission', handle: (call) => saveGrants(world, call) },
  ]
}

type RoleRow = Readonly<Record<string, unknown>>

function allRoles(world: DemoWorld): Reply {
  const roles = world.db.all<RoleRow>("SELECT r.*, p.id AS perm_id FROM sys_role r JOIN sys_perm p ON p.perm_type = 'role' AND p.r_id = r.id ORDER BY r.listorder, r.id")
  return data({ items: roles.map((role) => world.hooks.writeRow(role)), total: roles.length })
}

function rolesOfRole(world: DemoWorld, roleId: number): RoleRow[] {
  return world.db.all<RoleRow>(
    `SELECT p.id AS perm_id, r.* FROM sys_role r JOIN sys_perm p ON p.perm_type = 'role' AND p.r_id = r.id
     JOIN sys_role_perm rp ON rp.perm_id = p.id WHERE rp.role_id = ? ORDER BY r.id`,
    [roleId],
  )
}

/**
 * Replaces all grants of a role at once. In one transaction, unlike the original, which keeps the half that it had
 * written when a grant names nothing.
 */
function saveGrants(world: DemoWorld, call: Call): Reply {
  const roleId = requiredId(call.body, 'roleId')
  const permIds = grantsOf(call.body, roleId)
  const scope = textOf(call.body['roleScope'])
  if (!/^[0-4]$/.test(scope)) throw new BadQueryError("Incorrect value for column 'scope'")
  return call.commit(() => {
    if (roleId === SUPER_ROLE) return refused('超级管理员角色拥有所有权限，不允许修改！')
    if (world.db.run('UPDATE sys_role SET scope = ? WHERE id = ?', [Number(scope), roleId]).changes === 0) {
      throw new BadQueryError(`Cannot add or update a child row: a foreign key constraint fails (role ${roleId})`)
    }
    world.db.run('DELETE FROM sys_role_perm WHERE role_id = ?', [roleId])
    for (const permId of permIds) {
      if (!world.db.get('SELECT 1 FROM sys_perm WHERE id = ?', [permId])) {
        throw new BadQueryError(`Cannot add or update a child row: a foreign key constraint fails (perm ${permId})`)
      }
      world.db.run('INSERT INTO sys_role_perm VALUES (?, ?)', [roleId, permId])
    }
    const { roleId: id, rolePerms, roleScope } = call.body
    const body = { code: BACKEND_CODES.OK, type: 'success', data: { roleId: id, rolePerms, roleScope }, message: '授权操作成功' } as const
    return { kind: 'json', status: 200, body }
  })
}

function grantsOf(body: Body, roleId: number): ReadonlySet<number> {
  const grants = body['rolePerms']
  if (!Array.isArray(grants)) throw new BadQueryError('Undefined array key "rolePerms"')
  return new Set(
    grants.map((grant: unknown) => {
      const permId = isRecord(grant) && idOf(grant['role_id']) === roleId ? idOf(grant['perm_id']) : undefined
      if (permId === undefined) throw new BadQueryError('Incorrect grant in "rolePerms"')
      return permId
    }),
  )
}
