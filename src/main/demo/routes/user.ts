import type { Call, Route } from '../call'
import { type ColumnValues, idList, insertRow, requiredId, storedColumns, updateRow, withColumns } from '../columns'
import { type Reply, done, refused } from '../reply'
import { idOf, textOf } from '../request-body'
import type { DemoWorld } from '../world'
import { listUsers } from './user-list'
import { changedLinks, linksOf, setLinks, unassignableRole } from './user-links'

const USERS = '/sys/user/users'
const WRITABLE = {
  username: 'text',
  email: 'text',
  tel: 'text',
  avatar: 'text',
  sex: 'number or null',
  status: 'number',
  listorder: 'number',
} as const
/** Keys of a user that are no columns or that only the server sets; the password is taken by `POST` alone, as a hash. */
const NO_COLUMNS = ['id', 'password', 'role', 'dept', 'create_time', 'last_login_ip', 'last_login_time']
/** The account that nobody may change or delete. */
const SUPER_USER = 1

export function userRoutes(world: DemoWorld): readonly Route[] {
  return [
    { method: 'GET', path: USERS, access: 'permission', handle: (call) => listUsers(world, call) },
    { method: 'POST', path: USERS, access: 'permission', handle: (call) => createUser(world, call) },
    { method: 'PUT', path: USERS, access: 'permission', handle: (call) => updateUser(world, call) },
    { method: 'DELETE', path: USERS, hasId: true, access: 'permission', handle: (call) => deleteUser(world, call) },
  ]
}

async function createUser(world: DemoWorld, call: Call): Promise<Reply> {
  const columns = storedColumns(world, call.body, WRITABLE, NO_COLUMNS)
  const username = textOf(call.body['username'])
  const role = call.body['role'] === undefined ? [] : idList(call.body, 'role')
  const dept = call.body['dept'] === undefined ? [] : idList(call.body, 'dept')
  const password = textOf(call.body['password'])
  if (username.trim() === '') return refused('用户名不能为空')
  if (password === '') return refused(`${username} - 密码不能为空`)
  const hash = await world.passwords.hash(password)
  return call.commit(() => {
    if (isTaken(world, username)) return refused(`${username} - 用户名重复`)
    const foreign = unassignableRole(world, call.userId, role)
    if (foreign) return refused(`${username} - 无权分配角色 ${foreign}`)
    const created = { password: hash, create_time: Math.floor(world.now() / 1000) }
    const id = insertRow(world.db, 'sys_user', withColumns(columns, created))
    setLinks(world.db, id, { role, dept })
    return done(`${username} - 用户新增成功`)
  })
}

function updateUser(world: DemoWorld, call: Call): Reply {
  const id = requiredId(call.body)
  const columns = storedColumns(world, call.body, WRITABLE, NO_COLUMNS)
  const links = { role: idList(call.body, 'role'), dept: idList(call.body, 'dept') }
  if (call.body['username'] !== undefined && textOf(call.body['username']).trim() === '') return refused('用户名不能为空')
  return call.commit(() => {
    const stored = world.db.get<{ username: string }>('SELECT username FROM sys_user WHERE id = ?', [id])
    const username = textOf(call.body['username']) || (stored?.username ?? '')
    if (id === SUPER_USER) return refused(`${username} - 超级管理员用户不允许修改`)
    if (!stored) return done(`${username} - 用户更新成功`)
    return changeUser(world, call.userId, { id, username, columns, ...links })
  })
}

interface UserChange {
  readonly id: number
  readonly username: string
  readonly columns: ColumnValues
  readonly role: readonly number[]
  readonly dept: readonly number[]
}

function changeUser(world: DemoWorld, callerId: number, change: UserChange): Reply {
  if (isTaken(world, change.username, change.id)) return refused(`${change.username} - 用户名重复`)
  const added = changedLinks(linksOf(world.db, [change.id]).get(change.id)?.role ?? [], change.role).added
  const foreign = unassignableRole(world, callerId, added)
  if (foreign) return refused(`${change.username} - 无权分配角色 ${foreign}`)
  updateRow(world.db, 'sys_user', change.id, change.columns)
  setLinks(world.db, change.id, change)
  return done(`${change.username} - 用户更新成功`)
}

function deleteUser(world: DemoWorld, call: Call): Reply {
  const id = idOf(call.id)
  return call.commit(() => {
    if (id === SUPER_USER) return refused('超级管理员不允许删除')
    const isDeleted = id !== undefined && world.db.run('DELETE FROM sys_user WHERE id = ?', [id]).changes > 0
    return isDeleted ? done('删除成功') : refused('删除失败')
  })
}

function isTaken(world: DemoWorld, username: string, exceptId = 0): boolean {
  return world.hooks.refusesName(world.db.get('SELECT 1 FROM sys_user WHERE username = ? AND id <> ?', [username, exceptId]) !== undefined)
}
