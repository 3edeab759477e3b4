import type { ProfileEntry } from '@shared/profiles'
import type { Account, MenuEntry } from '@shared/resources/account'
import { type Department, DEPARTMENTS } from '@shared/resources/department'
import type { Grants } from '@shared/resources/grants'
import type { DepartmentOption, Grantable, RoleOption } from '@shared/resources/options'
import type { Role } from '@shared/resources/role'
import { type User, type UserQuery, USERS } from '@shared/resources/user'
import { type AppState, PREFERENCE_DEFAULTS, type ProfileView } from '@shared/views'

/** A made-up server's rows and menu, the same every time. */
const latin = ['ada', 'ben', 'carla', 'diego', 'emma', 'farid', 'grace', 'hugo', 'ines', 'jonas']
const family = ['zhang', 'wang', 'li', 'chen', 'liu', 'yang', 'huang', 'zhao', 'wu', 'zhou']
const given = ['wei', 'fang', 'min', 'jing', 'lei', 'qiang', 'yan', 'jun', 'ting', 'hao']
const han = ['张伟', '王芳', '李敏', '陈静', '刘磊', '杨强', '黄燕', '赵军', '吴婷', '周浩']

const seededTotal = 4310

export function seedUsers(total = seededTotal): User[] {
  return Array.from({ length: total }, (_, index) => makeUser(index + 1))
}

export function makeUser(id: number, more: Partial<User> = {}): User {
  const name = id === 1 ? 'admin' : nameOf(id)
  return {
    ...USERS.blank,
    id,
    username: name,
    email: id % 11 === 0 ? '' : `${id % 3 === 0 ? `user${id}` : name}@example.com`,
    tel: id % 5 === 0 ? '' : `138 ${String(10000000 + ((id * 7919) % 89999999)).slice(0, 4)} ${String(1000 + ((id * 31) % 8999))}`,
    status: id % 9 === 4 ? 'disabled' : 'enabled',
    listorder: id === 1 ? 1 : 1000,
    roleIds: id === 1 ? [1] : id % 7 === 0 ? [2, 3] : [3],
    departmentIds: id === 1 ? [1] : [2 + (id % 5)],
    createdAt: 1_700_000_000 + id * 7200,
    ...more,
  }
}

function nameOf(id: number): string {
  if (id % 4 === 0) return `${han[id % 10]}${id}`
  const [a, b] = [family[id % 10], given[Math.floor(id / 10) % 10]]
  return id % 4 === 1 ? `${latin[id % 10]}.${a}${id}` : `${a}.${b}${id}`
}

/** The same roles as rows of their page. */
export const seededRoleRows = (): Role[] =>
  seededRoles.map(({ id, name, remark, isEnabled }) => ({
    id,
    name,
    remark: id === 5 ? 'May look around' : remark,
    status: isEnabled ? 'enabled' : 'disabled',
    scope: id === 1 ? 0 : 1,
    listorder: id,
    createdAt: 1_700_000_000,
    updatedAt: null,
  }))

export const seededRoles: RoleOption[] = [
  { id: 1, name: '超级管理员', remark: '', isEnabled: true, isAssignable: false },
  { id: 2, name: '部门主管', remark: '', isEnabled: true, isAssignable: true },
  { id: 3, name: '编辑', remark: '', isEnabled: true, isAssignable: true },
  { id: 4, name: 'Auditor', remark: '', isEnabled: true, isAssignable: true },
  { id: 5, name: '访客', remark: '', isEnabled: false, isAssignable: true },
]

const department = (id: number, parentId: number, name: string, children: DepartmentOption[] = [], isAssignable = true): DepartmentOption => ({
  id,
  parentId,
  name,
  isEnabled: true,
  isAssignable,
  children,
})

export const seededDepartments: DepartmentOption[] = [
  department(1, 0, '总公司', [department(2, 1, '研发部', [department(3, 2, '平台组'), department(4, 2, '客户端组')]), department(5, 1, '市场部', [], false), department(6, 1, 'Operations')]),
]

const page = (id: number, title: string, path: string, component: string, icon: string, more: Partial<MenuEntry> = {}): MenuEntry => ({
  id,
  title,
  path,
  component,
  icon,
  isDirectory: false,
  isHidden: false,
  children: [],
  ...more,
})

/** An addition of a server, that no client but its own knows. */
export const unknownPage: MenuEntry = page(77, '报表', '/extra', 'extra/index', '')

/** The same departments as rows. */
export const seededDepartmentRows: Department[] = rowsOf(seededDepartments)

function rowsOf(options: readonly DepartmentOption[]): Department[] {
  return options.flatMap(({ id, parentId, name, children }) => [makeDepartment(id, parentId, name), ...rowsOf(children)])
}

/** What is left out is as in a new one. */
export function makeDepartment(id: number, parentId: number, name: string, more: Partial<Department> = {}): Department {
  return { ...DEPARTMENTS.blank, id, parentId, name, ...more }
}

/** A directory, a page and its operations, and all roles and departments. */
export const seededGrantable: Grantable = {
  menus: [
    { id: 1, parentId: 0, type: 'directory', title: 'System', path: '/sys' },
    { id: 2, parentId: 1, type: 'menu', title: 'Users', path: '/sys/user' },
    { id: 3, parentId: 2, type: 'operation', title: 'View', path: '/sys/user/users/get' },
    { id: 4, parentId: 2, type: 'operation', title: 'Add', path: '/sys/user/users/post' },
    { id: 5, parentId: 1, type: 'menu', title: 'Departments', path: '/sys/dept' },
    { id: 6, parentId: 5, type: 'operation', title: 'View', path: '/sys/dept/depts/get' },
  ],
  roles: seededRoles.map(({ id, name, isEnabled }) => ({ id, name, isEnabled })),
  departments: seededDepartmentRows.map(({ id, parentId, name, status }) => ({ id, parentId, name, isEnabled: status === 'enabled' })),
}

/** The first role has everything, the others the first page. */
export const seededGrants: Grants[] = seededRoles.map(({ id, name }) => ({
  id,
  name,
  createdAt: 1_700_000_000,
  scope: id === 1 ? 0 : 1,
  menus: id === 1 ? [1, 2, 3, 4, 5, 6] : [1, 2, 3],
  roles: id === 1 ? seededRoles.map((role) => role.id).sort((a, b) => a - b) : [],
  departments: id === 1 ? seededDepartmentRows.map((row) => row.id).sort((a, b) => a - b) : [],
}))

export const seededAccount: Account = {
  id: 1,
  username: 'admin',
  email: 'admin@example.com',
  tel: '138 0000 0001',
  roles: [{ id: 1, name: '超级管理员' }],
  permissions: ['get', 'post', 'put', 'delete'].flatMap((verb) => [`/sys/user/users/${verb}`, `/sys/dept/depts/${verb}`]),
  menu: [
    page(1, '系统管理', '/sys', 'Layout', 'sysset2', {
      isDirectory: true,
      children: [
        page(2, '菜单管理', '/sys/menu', 'sys/menu/index', 'menu1'),
        page(3, '角色管理', '/sys/role', 'sys/role/index', 'role'),
        page(4, '用户管理', '/sys/user', 'sys/user/index', 'user'),
        page(5, '部门管理', '/sys/dept', 'sys/dept/index', 'dept'),
        page(6, '隐藏页', '/sys/secret', 'sys/secret/index', 'eye', { isHidden: true }),
      ],
    }),
    page(7, '日志', '/log', 'Layout', 'log', { isDirectory: true, children: [page(8, '系统日志', '/log/sys', 'sys/log/index', 'whatever')] }),
    page(9, '图标', '/icon', 'svg-icons/index', 'icon'),
  ],
}

const server = (id: string, name: string, more: Partial<ProfileEntry> = {}): ProfileEntry => ({
  id,
  name,
  origin: `https://${id}.example`,
  server: `https://${id}.example/api/v2`,
  isDemo: false,
  label: 'none',
  labelText: '',
  color: 'grey',
  writeMode: 'normal',
  lastUsername: null,
  apiPath: '/api/v2',
  dialect: 'bearer',
  callBudgetMs: 15_000,
  extraCaFile: null,
  session: null,
  lastUsedAt: null,
  windows: 0,
  isHere: false,
  ...more,
})

/** The demo, which the window shows, and three servers of which one is in another window. */
export const seededProfiles: ProfileEntry[] = [
  server('demo', 'Holdfast Demo', { origin: '', server: '', isDemo: true, lastUsername: 'admin', session: 'active', lastUsedAt: 1_760_000_000_000, windows: 1, isHere: true }),
  server('live', 'Head office', { label: 'production', color: 'red', lastUsername: 'ada', session: 'suspended', lastUsedAt: 1_759_000_000_000, windows: 1 }),
  server('trial', 'Trial', { label: 'test', color: 'orange', session: 'signed-out', lastUsedAt: 1_758_000_000_000 }),
  server('lab', 'Lab', { label: 'custom', labelText: 'Lab of Ben', color: 'purple', origin: 'http://lab.example', dialect: 'x-token' }),
]

export function profileView({ id, name, origin, server, isDemo, label, labelText, color, writeMode, lastUsername }: ProfileEntry): ProfileView {
  return { id, name, origin, server, isDemo, label, labelText, color, writeMode, lastUsername }
}

export function seedState(more: Partial<AppState> = {}): AppState {
  const now = Date.now()
  return {
    profile: profileView(seededProfiles[0] as ProfileEntry),
    session: { state: 'active', cause: null, userId: 1, username: 'admin', until: now + 6.9 * 86_400_000, since: null, renewals: 3, renewalHeldUntil: null, waiting: 0, isStored: true },
    secrets: { state: 'protected', reason: null },
    connection: { state: 'online', syncedAt: now, since: null, reason: null },
    preferences: { ...PREFERENCE_DEFAULTS, locale: 'en', theme: 'light', pageSize: 20 },
    draftStorage: 'durable',
    outbox: { waiting: 0, needsYou: 0, isPaused: false },
    systemLocale: 'en',
    platform: 'linux',
    versions: { app: '0.1.0', electron: '33.2.1', chrome: '130', node: '20.18.0' },
    habits: [],
    notices: [],
    recovered: null,
    leftAside: { servers: [], preferences: [] },
    ...more,
  }
}

/** The server's side of the list: filter, sort, page. */
export function answerList(users: readonly User[], query: UserQuery): { rows: User[]; total: number } {
  const { username, email, tel, status } = query.filter
  const has = (held: string, asked: string | undefined): boolean => !asked || held.includes(asked)
  const matching = users.filter((user) => has(user.username, username) && has(user.email, email) && has(user.tel, tel) && (!status || user.status === status))
  const sorted = [...matching].sort((a, b) => {
    for (const { field, direction } of query.sort) {
      const [x, y] = [a[field] ?? 0, b[field] ?? 0]
      if (x !== y) return (x < y ? -1 : 1) * (direction === 'asc' ? 1 : -1)
    }
    return a.id - b.id
  })
  const from = (query.page - 1) * query.pageSize
  return { rows: sorted.slice(from, from + query.pageSize), total: matching.length }
}
