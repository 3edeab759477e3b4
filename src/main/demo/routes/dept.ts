import type { Call, Route } from '../call'
import { insertRow, requiredId, storedColumns, updateRow } from '../columns'
import { type Reply, data, done, refused } from '../reply'
import { idOf, textOf } from '../request-body'
import { TREE_CASTS, treeOf } from '../wire-rows'
import type { DemoWorld } from '../world'
import { listedDepts } from './dept-rows'

const DEPTS = '/sys/dept/depts'
const WRITABLE = { pid: 'number', name: 'text', aliasname: 'text', listorder: 'number', status: 'number' } as const
const NO_COLUMNS = ['id', 'children']

export function deptRoutes(world: DemoWorld): readonly Route[] {
  return [
    { method: 'GET', path: DEPTS, access: 'permission', handle: () => listDepts(world) },
    { method: 'POST', path: DEPTS, access: 'permission', handle: (call) => createDept(world, call) },
    { method: 'PUT', path: DEPTS, access: 'permission', handle: (call) => updateDept(world, call) },
    { method: 'DELETE', path: DEPTS, hasId: true, access: 'permission', handle: (call) => deleteDept(world, call) },
  ]
}

function listDepts(world: DemoWorld): Reply {
  return data(treeOf(listedDepts(world), (dept) => world.hooks.writeRow({ ...dept }, TREE_CASTS)))
}

function createDept(world: DemoWorld, call: Call): Reply {
  const columns = storedColumns(world, call.body, WRITABLE, NO_COLUMNS)
  const name = textOf(call.body['name'])
  if (name.trim() === '') return refused('机构名称不能为空')
  return call.commit(() => {
    if (world.db.get('SELECT 1 FROM sys_dept WHERE name = ?', [name])) return refused(`${name} - 机构名称重复`)
    world.permissions.register('dept', insertRow(world.db, 'sys_dept', columns))
    return done(`${name} - 机构新增成功`)
  })
}

/** Only the department itself is refused as its parent: a deeper circle "succeeds" and its branch is gone, as there. */
function updateDept(world: DemoWorld, call: Call): Reply {
  const id = requiredId(call.body)
  const columns = storedColumns(world, call.body, WRITABLE, NO_COLUMNS)
  const name = textOf(call.body['name'])
  return call.commit(() => {
    if (idOf(call.body['pid']) === id) return refused(`${name} - 上级机构不能为自己`)
    updateRow(world.db, 'sys_dept', id, columns)
    return done(`${name} - 机构更新成功`)
  })
}

function deleteDept(world: DemoWorld, call: Call): Reply {
  const id = idOf(call.id)
  return call.commit(() => {
    if (id === undefined || !world.db.get('SELECT 1 FROM sys_dept WHERE id = ?', [id])) {
      return refused('数据库未查找到该机构')
    }
    if (world.db.get('SELECT 1 FROM sys_dept WHERE pid = ?', [id])) return refused('存在子节点不能删除')
    world.permissions.forget('dept', id)
    world.db.run('DELETE FROM sys_dept WHERE id = ?', [id])
    return done('删除成功')
  })
}
