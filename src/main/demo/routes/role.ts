import type { Call, Route } from '../call'
import { insertRow, requiredId, storedColumns, updateRow, withColumns } from '../columns'
import { SUPER_ROLE } from '../permissions'
import { type Reply, data, done, refused } from '../reply'
import { idOf, textOf } from '../request-body'
import type { DemoWorld } from '../world'

const ROLES = '/sys/role/roles'
const WRITABLE = { name: 'text', pid: 'number', remark: 'text', status: 'number', scope: 'number', listorder: 'number' } as const
const NO_COLUMNS = ['id', 'create_time', 'update_time']

export function roleRoutes(world: DemoWorld): readonly Route[] {
  return [
    { method: 'GET', path: ROLES, access: 'permission', handle: () => listRoles(world) },
    { method: 'POST', path: ROLES, access: 'permission', handle: (call) => createRole(world, call) },
    { method: 'PUT', path: ROLES, access: 'permission', handle: (call) => updateRole(world, call) },
    { method: 'DELETE', path: ROLES, hasId: true, access: 'permission', handle: (call) => deleteRole(world, call) },
  ]
}

function listRoles(world: DemoWorld): Reply {
  const roles = world.db.all<Record<string, unknown>>('SELECT * FROM sys_role ORDER BY listorder, id')
  return data({ items: roles.map((role) => world.hooks.writeRow(role)), total: roles.length })
}

function createRole(world: DemoWorld, call: Call): Reply {
  const columns = storedColumns(world, call.body, WRITABLE, NO_COLUMNS)
  const name = textOf(call.body['name'])
  if (name.trim() === '') return refused('角色名不能为空')
  return call.commit(() => {
    if (world.db.get('SELECT 1 FROM sys_role WHERE name = ?', [name])) return refused(`${name} - 角色名重复`)
    const seconds = Math.floor(world.now() / 1000)
    const created = withColumns(columns, { create_time: seconds, update_time: seconds })
    world.permissions.register('role', insertRow(world.db, 'sys_role', created))
    return done(`${name} - 角色新增成功`)
  })
}

/** A duplicate name is refused on create only, as in the original. */
function updateRole(world: DemoWorld, call: Call): Reply {
  const id = requiredId(call.body)
  const columns = storedColumns(world, call.body, WRITABLE, NO_COLUMNS)
  const name = textOf(call.body['name'])
  return call.commit(() => {
    if (id === SUPER_ROLE) return refused(`${name} - 角色不允许修改`)
    const changed = withColumns(columns, { update_time: Math.floor(world.now() / 1000) })
    updateRow(world.db, 'sys_role', id, changed)
    return done(`${name} - 角色更新成功`)
  })
}

/** Takes the role's grants and its links to users along. */
function deleteRole(world: DemoWorld, call: Call): Reply {
  const id = idOf(call.id)
  return call.commit(() => {
    if (id === SUPER_ROLE) return refused('不允许删除')
    if (id === undefined || !world.db.get('SELECT 1 FROM sys_role WHERE id = ?', [id])) {
      return refused('数据库未查找到该角色')
    }
    world.permissions.forget('role', id)
    world.db.run('DELETE FROM sys_role WHERE id = ?', [id])
    return done('删除成功')
  })
}
