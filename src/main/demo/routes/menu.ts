import type { Call, Route } from '../call'
import { type ColumnValues, insertRow, requiredId, storedColumns, updateRow, withColumns } from '../columns'
import { type Reply, data, done, refused } from '../reply'
import { type Body, idOf, textOf } from '../request-body'
import { TREE_CASTS, treeOf } from '../wire-rows'
import type { DemoWorld } from '../world'
import { type MenuRow, menusOf } from './menu-rows'

const MENUS = '/sys/menu/menus'
const WRITABLE = {
  pid: 'number',
  type: 'number',
  title: 'text',
  path: 'text',
  name: 'text',
  icon: 'text',
  component: 'text',
  redirect: 'text',
  hidden: 'number',
  status: 'number',
  condition: 'text',
  listorder: 'number',
} as const
const NO_COLUMNS = ['id', 'children']
const DIRECTORY = 0
const OPERATION = 2

export function menuRoutes(world: DemoWorld): readonly Route[] {
  return [
    { method: 'GET', path: MENUS, access: 'permission', handle: (call) => data(tree(world, menusOf(world, call.userId))) },
    { method: 'GET', path: '/sys/menu/treeoptions', access: 'token', handle: (call) => treeOptions(world, call) },
    { method: 'POST', path: MENUS, access: 'permission', handle: (call) => createMenu(world, call) },
    { method: 'PUT', path: MENUS, access: 'permission', handle: (call) => updateMenu(world, call) },
    { method: 'DELETE', path: MENUS, hasId: true, access: 'permission', handle: (call) => deleteMenu(world, call) },
  ]
}

function tree(world: DemoWorld, menus: readonly MenuRow[]) {
  return treeOf(menus, (menu) => world.hooks.writeRow({ ...menu }, TREE_CASTS))
}

function treeOptions(world: DemoWorld, call: Call): Reply {
  const menus = menusOf(world, call.userId).filter((menu) => menu.type !== OPERATION)
  return data([{ id: 0, pid: -1, title: '顶级菜单', children: tree(world, menus) }])
}

function createMenu(world: DemoWorld, call: Call): Reply {
  const columns = withComponent(storedColumns(world, call.body, WRITABLE, NO_COLUMNS), call.body)
  const title = textOf(call.body['title'])
  if (title.trim() === '') return refused('菜单标题不能为空')
  return call.commit(() => {
    const created = withColumns(columns, { create_time: Math.floor(world.now() / 1000) })
    world.permissions.register('menu', insertRow(world.db, 'sys_menu', created))
    return done(`${title} - 菜单添加成功`)
  })
}

function updateMenu(world: DemoWorld, call: Call): Reply {
  const id = requiredId(call.body)
  const columns = withComponent(storedColumns(world, call.body, WRITABLE, NO_COLUMNS), call.body)
  return call.commit(() => {
    if (idOf(call.body['pid']) === id) return refused('父节点不能是自己')
    updateRow(world.db, 'sys_menu', id, withColumns(columns, { update_time: Math.floor(world.now() / 1000) }))
    return done(`${textOf(call.body['title'])} - 菜单更新成功`)
  })
}

/** A directory's component is always `Layout`, whatever was sent. */
function withComponent(columns: ColumnValues, body: Body): ColumnValues {
  if (textOf(body['type']) !== String(DIRECTORY)) return columns
  const position = columns.names.indexOf('component')
  if (position < 0) return withColumns(columns, { component: 'Layout' })
  return { names: columns.names, values: columns.values.with(position, 'Layout') }
}

function deleteMenu(world: DemoWorld, call: Call): Reply {
  const id = idOf(call.id)
  return call.commit(() => {
    if (id === undefined || !world.db.get('SELECT 1 FROM sys_menu WHERE id = ?', [id])) return refused('数据库未查找到该菜单')
    if (world.db.get('SELECT 1 FROM sys_menu WHERE pid = ?', [id])) return refused('存在子节点不能删除')
    world.permissions.forget('menu', id)
    world.db.run('DELETE FROM sys_menu WHERE id = ?', [id])
    return done('删除成功')
  })
}
