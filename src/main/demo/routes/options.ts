import type { Call, Route } from '../call'
import { deptRows } from './dept-rows'
import { type Reply, data } from '../reply'
import { TREE_CASTS, treeOf } from '../wire-rows'
import type { DemoWorld } from '../world'

interface RoleOption {
  readonly id: number
  readonly name: string
  readonly remark: string
  readonly status: number
  readonly listorder: number
}

/** What a user form may offer. `isDisabled`: the caller's roles do not hold that role or department. */
export function optionRoutes(world: DemoWorld): readonly Route[] {
  return [
    { method: 'GET', path: '/sys/user/getroleoptions', access: 'token', handle: (call) => roleOptions(world, call) },
    { method: 'GET', path: '/sys/user/getdeptoptions', access: 'token', handle: (call) => deptOptions(world, call) },
  ]
}

function roleOptions(world: DemoWorld, call: Call): Reply {
  const held = world.permissions.rowsOf(call.userId, 'role')
  const roles = world.db.all<RoleOption>('SELECT id, name, remark, status, listorder FROM sys_role ORDER BY listorder, id')
  return data(
    roles.map(({ listorder, ...role }) => ({
      ...world.hooks.writeRow(role as Record<string, unknown>, ['id']),
      isDisabled: !held.has(role.id),
      ...world.hooks.writeRow({ listorder }),
    })),
  )
}

function deptOptions(world: DemoWorld, call: Call): Reply {
  const held = world.permissions.rowsOf(call.userId, 'dept')
  return data(treeOf(deptRows(world), (dept) => ({ ...world.hooks.writeRow(withoutPermId(dept), TREE_CASTS), isDisabled: !held.has(dept.id) })))
}

function withoutPermId<R extends { readonly perm_id: number }>({ perm_id: _, ...row }: R): Omit<R, 'perm_id'> {
  return row
}
