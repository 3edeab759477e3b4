import type { Call } from '../call'
import { readListQuery } from '../list-grammar'
import { PhpFailureError, type Reply, data } from '../reply'
import type { DemoWorld } from '../world'
import { linksOf } from './user-links'

/** The columns of a user that may be read, sorted and filtered. The password is none of them. */
const READABLE = ['id', 'username', 'tel', 'email', 'avatar', 'sex', 'last_login_ip', 'last_login_time', 'create_time', 'status', 'listorder'] as const

export function listUsers(world: DemoWorld, call: Call): Reply {
  const list = readListQuery(call.query, READABLE)
  // The original looks up roles by the row's id and fails without it.
  if (!list.columns.includes('id')) throw new PhpFailureError('Undefined array key "id"')
  const columns = list.columns.map((column) => `"${column}"`).join(', ')
  const rows = world.db.all<{ id: number } & Record<string, unknown>>(`SELECT ${columns} FROM sys_user ${list.where} ${list.orderBy} LIMIT ? OFFSET ?`, [...list.params, list.limit, list.skip])
  const total = world.db.get<{ total: number }>(`SELECT count(*) AS total FROM sys_user ${list.where}`, list.params)
  const links = linksOf(
    world.db,
    rows.map((row) => row.id),
  )
  return data({ items: rows.map((row) => ({ ...world.hooks.writeRow(row), ...links.get(row.id) })), total: total?.total ?? 0 })
}
