import { BACKEND_CODES } from '@shared/backend-codes'
import type { Call, Route } from '../call'
import { menusOf } from './menu-rows'
import { type Reply, data, failure } from '../reply'
import { TREE_CASTS, treeOf } from '../wire-rows'
import type { DemoWorld } from '../world'

/** What the original sends for everybody. Not the caller's own: no client should show it. */
const CONSTANTS = {
  introduction: 'I am a super administrator',
  name: 'pocoyo',
  identify: '110000000000000000',
  phone: '13888888888',
} as const

/** Who the caller is, what the caller may do, and the menu. */
export function infoRoutes(world: DemoWorld): readonly Route[] {
  return [
    { method: 'GET', path: '/sys/user/info', access: 'token', handle: (call) => info(world, call) },
    { method: 'GET', path: '/sys/user/list', access: 'open', handle: () => data({ total: ORDERS.length, items: ORDERS }) },
  ]
}

function info(world: DemoWorld, call: Call): Reply {
  const user = world.db.get<Record<string, unknown>>('SELECT id, username, tel, email, avatar, sex, last_login_ip, last_login_time, status FROM sys_user WHERE id = ?', [call.userId])
  if (!user) return failure(200, BACKEND_CODES.USER_GONE, 'Login failed, unable to get user details.')
  const roles = world.db.all<Record<string, unknown>>('SELECT r.id, r.name FROM sys_role r JOIN sys_user_role ur ON ur.role_id = r.id WHERE ur.user_id = ? AND r.status = 1 ORDER BY r.id', [
    call.userId,
  ])
  const menus = menusOf(world, call.userId).filter((menu) => menu.type !== 2)
  return data({
    ...world.hooks.writeRow(user),
    roles: roles.map((role) => world.hooks.writeRow(role)),
    ...CONSTANTS,
    ctrlperm: world.permissions.pathsOf(call.userId).map((path) => ({ path })),
    asyncRouterMap: treeOf(menus, ({ title, icon, ...menu }) => ({ ...world.hooks.writeRow(menu, TREE_CASTS), meta: { title, icon } }), 'empty'),
  })
}

/** The four fixed rows of the original's sample dashboard. */
const ORDERS = [
  { order_no: '201805138451313131', timestamp: 'iphone 7 ', username: 'iphone 7 ', price: 399, status: 'success' },
  { order_no: '300000000000000000', timestamp: 'iphone 7 ', username: 'iphone 7 ', price: 399, status: 'pending' },
  { order_no: '444444444444444444', timestamp: 'iphone 7 ', username: 'iphone 7 ', price: 399, status: 'success' },
  { order_no: '888888888888888888', timestamp: 'iphone 7 ', username: 'iphone 7 ', price: 399, status: 'pending' },
] as const
