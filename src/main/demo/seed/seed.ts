import type { Sqlite, SqlValue } from '../../sqlite/open'
import type { Passwords } from '../passwords'
import { SUPER_ROLE, createPermissions } from '../permissions'
import { generateUsers } from './generated-users'
import { SEED_DEPTS, SEED_MENUS, SEED_ROLES, type SeedRole } from './organisation'

export interface SeedOptions {
  readonly passwords: Passwords
  readonly generatedUsers: number
  /** Passwords in the clear; only their hashes are stored. */
  readonly accounts: { readonly admin: string; readonly test: string; readonly editor: string }
}

/** Fills an empty database. A database that has users is left as it is. */
export async function seed(db: Sqlite, options: SeedOptions): Promise<void> {
  if (db.get('SELECT 1 FROM sys_user LIMIT 1')) return
  const { accounts, passwords } = options
  const [adminHash, testHash, editorHash] = await Promise.all([passwords.hash(accounts.admin), passwords.hash(accounts.test), passwords.hash(accounts.editor)])
  db.transaction(() => {
    seedOrganisation(db)
    seedAccounts(db, { adminHash, testHash, editorHash })
    seedGenerated(db, options.generatedUsers, passwords.locked())
  })
}

function seedOrganisation(db: Sqlite): void {
  const insert = inserter(db)
  const since = { create_time: 1_329_633_709, update_time: 1_329_633_709 }
  insert('sys_role', { id: SUPER_ROLE, name: '超级管理员', remark: '拥有网站最高管理员权限！', scope: 0, listorder: 1, ...since })
  for (const { id, name, remark, status, scope, listorder, createTime } of SEED_ROLES) {
    insert('sys_role', { id, name, remark, status, scope, listorder, create_time: createTime })
  }
  for (const menu of SEED_MENUS) insert('sys_menu', { ...menu })
  for (const dept of SEED_DEPTS) insert('sys_dept', { ...dept })
  seedPermissionIds(db)
  for (const role of SEED_ROLES) seedGrants(db, role)
}

/** The permission ids that clients have seen: role 1 is 1, menu n is n + 1, role 2 is 31, departments 1 to 4 are 34 to 37. */
function seedPermissionIds(db: Sqlite): void {
  const insert = inserter(db)
  const register = (id: number, perm_type: string, r_id: number): void => {
    insert('sys_perm', { id, perm_type, r_id })
    insert('sys_role_perm', { role_id: SUPER_ROLE, perm_id: id })
  }
  register(1, 'role', SUPER_ROLE)
  for (const menu of SEED_MENUS) register(menu.id + 1, 'menu', menu.id)
  register(31, 'role', 2)
  for (const dept of SEED_DEPTS.slice(0, 4)) register(dept.id + 33, 'dept', dept.id)
  const permissions = createPermissions(db)
  for (const role of SEED_ROLES.slice(1)) permissions.register('role', role.id)
  for (const dept of SEED_DEPTS.slice(4)) permissions.register('dept', dept.id)
}

function seedGrants(db: Sqlite, role: SeedRole): void {
  const grant = (type: string, rowIds: readonly number[]): void => {
    for (const rowId of rowIds) {
      db.run('INSERT INTO sys_role_perm SELECT ?, id FROM sys_perm WHERE perm_type = ? AND r_id = ?', [role.id, type, rowId])
    }
  }
  grant('menu', withAncestors(role.operations))
  grant('role', role.assignable)
  const mayAssignDepts = role.operations.some((operation) => operation === 18 || operation === 19)
  grant('dept', mayAssignDepts ? SEED_DEPTS.map((dept) => dept.id) : [])
}

function withAncestors(menuIds: readonly number[]): number[] {
  const all = new Set<number>()
  for (const menuId of menuIds) {
    for (let id = menuId; id !== 0; id = SEED_MENUS.find((menu) => menu.id === id)?.pid ?? 0) all.add(id)
  }
  return [...all]
}

function seedAccounts(db: Sqlite, hashes: { adminHash: string; testHash: string; editorHash: string }): void {
  const insert = inserter(db)
  insert('sys_user', {
    id: 1,
    username: 'admin',
    password: hashes.adminHash,
    tel: '010-5550-0100',
    email: 'admin@example.com',
    sex: 0,
    last_login_ip: '127.0.0.1',
    last_login_time: 1_493_103_488,
    create_time: 1_487_868_050,
    listorder: 1,
  })
  insert('sys_user', { id: 2, username: 'test', password: hashes.testHash, email: 'test@example.com', create_time: 1_487_868_050, listorder: 1002 })
  insert('sys_user', { id: 3, username: 'editor', password: hashes.editorHash, create_time: 1_554_803_362, listorder: 1003 })
  insert('sys_user_role', { user_id: 1, role_id: SUPER_ROLE })
  insert('sys_user_role', { user_id: 2, role_id: 2 })
}

function seedGenerated(db: Sqlite, count: number, password: string): void {
  const insert = inserter(db)
  generateUsers(count, ['admin', 'test', 'editor']).forEach((user, index) => {
    const id = index + 4
    insert('sys_user', {
      id,
      username: user.username,
      password,
      tel: user.tel,
      email: user.email,
      sex: user.sex,
      last_login_ip: user.lastLoginIp,
      last_login_time: user.lastLoginTime,
      create_time: user.createTime,
      status: user.status,
      listorder: user.listorder,
    })
    for (const role of user.role) insert('sys_user_role', { user_id: id, role_id: role })
    for (const dept of user.dept) insert('sys_user_dept', { user_id: id, dept_id: dept })
  })
}

/** Inserts by column name. Only for rows written in this folder. */
function inserter(db: Sqlite) {
  return (table: string, row: Readonly<Record<string, SqlValue>>): void => {
    const columns = Object.keys(row)
    const marks = columns.map(() => '?').join(', ')
    db.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`, Object.values(row))
  }
}
