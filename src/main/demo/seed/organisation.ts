/** The menu tree of the original by meaning, with the permission path of each of its 18 operations. */
export interface SeedMenu {
  readonly id: number
  readonly pid: number
  /** 0 directory, 1 menu, 2 operation. */
  readonly type: 0 | 1 | 2
  readonly title: string
  readonly path: string
  readonly name?: string
  readonly component?: string
  readonly icon?: string
  readonly redirect?: string
  readonly hidden?: 1
  readonly listorder: number
}

const directory = { type: 0, component: 'Layout' } as const
const page = { type: 1 } as const
const operation = (id: number, pid: number, title: string, path: string, listorder: number): SeedMenu => ({ id, pid, type: 2, title, path, listorder })

/** Menu n has permission n + 1, as in the original's data. */
export const SEED_MENUS: readonly SeedMenu[] = [
  { ...directory, id: 1, pid: 0, title: '系统管理', name: 'Sys', path: '/sys', icon: 'sysset2', redirect: '/sys/menu', listorder: 99 },
  { ...page, id: 2, pid: 1, title: '菜单管理', name: 'SysMenu', path: '/sys/menu', component: 'sys/menu/index', icon: 'menu1', listorder: 80 },
  { ...page, id: 3, pid: 1, title: '角色管理', name: 'SysRole', path: '/sys/role', component: 'sys/role/index', icon: 'manage', listorder: 81 },
  { ...page, id: 4, pid: 1, title: '用户管理', name: 'SysUser', path: '/sys/user', component: 'sys/user/index', icon: 'user', listorder: 82 },
  { ...page, id: 5, pid: 1, title: '图标管理', name: 'SysIcon', path: '/sys/icon', component: 'svg-icons/index', icon: 'icon', listorder: 84 },
  operation(6, 2, '添加', '/sys/menu/menus/post', 97),
  operation(7, 2, '修改', '/sys/menu/menus/put', 98),
  operation(8, 2, '删除', '/sys/menu/menus/delete', 99),
  operation(9, 2, '查看', '/sys/menu/menus/get', 96),
  { ...directory, id: 10, pid: 0, title: '示例', name: 'Sample', path: '/sample', icon: 'example', redirect: '/sample/album', listorder: 120 },
  { ...page, id: 11, pid: 10, title: '相册', name: 'SampleAlbum', path: '/sample/album', component: 'xiangjun/index', icon: 'form', listorder: 99 },
  { ...page, id: 12, pid: 10, title: '图片上传', name: 'SampleUpload', path: '/sample/upload', component: 'uploadimg/index', icon: 'upload', listorder: 100 },
  operation(13, 3, '查看', '/sys/role/roles/get', 96),
  operation(14, 3, '添加', '/sys/role/roles/post', 97),
  operation(15, 3, '修改', '/sys/role/roles/put', 98),
  operation(16, 3, '删除', '/sys/role/roles/delete', 99),
  operation(17, 4, '查看', '/sys/user/users/get', 96),
  operation(18, 4, '添加', '/sys/user/users/post', 97),
  operation(19, 4, '修改', '/sys/user/users/put', 98),
  operation(20, 4, '删除', '/sys/user/users/delete', 99),
  operation(21, 3, '角色授权', '/sys/role/saveroleperm/post', 100),
  { ...page, id: 22, pid: 1, title: '部门管理', name: 'SysDept', path: '/sys/dept', component: 'sys/dept/index', icon: 'dept', listorder: 83 },
  operation(23, 22, '查看', '/sys/dept/depts/get', 96),
  operation(24, 22, '添加', '/sys/dept/depts/post', 97),
  operation(25, 22, '修改', '/sys/dept/depts/put', 98),
  operation(26, 22, '删除', '/sys/dept/depts/delete', 99),
  { ...page, id: 27, pid: 1, title: '系统日志', name: 'SysLog', path: '/sys/log', component: 'sys/log/index', icon: 'log', listorder: 85 },
  operation(28, 27, '查看', '/sys/log/logs/get', 96),
  { ...page, id: 29, pid: 10, title: '隐藏页面', name: 'SampleHidden', path: '/sample/hidden', component: 'sample/hidden', hidden: 1, listorder: 101 },
]

export interface SeedRole {
  readonly id: number
  readonly name: string
  readonly remark: string
  readonly status: 0 | 1
  /** Data scope: 0 all, 1 department, 2 department and below, 3 own, 4 custom. */
  readonly scope: number
  readonly listorder: number
  readonly createTime: number
  /** Ids of the operations it holds; the menus above them come along. */
  readonly operations: readonly number[]
  /** Roles that its holders may hand out. */
  readonly assignable: readonly number[]
}

const USER_OPERATIONS = [17, 18, 19, 20]
const READ_OPERATIONS = [9, 13, 17, 23]

/** Role 1 holds everything and is not listed here; role 2 is the original's, the others make it an organisation. */
export const SEED_ROLES: readonly SeedRole[] = [
  { id: 2, name: 'test', remark: '', status: 1, scope: 4, listorder: 99, createTime: 1_584_524_771, operations: USER_OPERATIONS, assignable: [3, 6, 7, 8] },
  { id: 3, name: '人事专员', remark: '维护员工账号', status: 1, scope: 2, listorder: 10, createTime: 1_586_131_200, operations: [17, 18, 19, 23], assignable: [6, 7, 8] },
  { id: 4, name: '部门主管', remark: '查看并修改本部门成员', status: 1, scope: 2, listorder: 20, createTime: 1_586_131_260, operations: [17, 19, 23], assignable: [7, 8] },
  { id: 5, name: '审计员', remark: '只读，含操作日志', status: 1, scope: 0, listorder: 30, createTime: 1_592_179_200, operations: [...READ_OPERATIONS, 28], assignable: [] },
  { id: 6, name: '运维工程师', remark: '菜单与日志', status: 1, scope: 0, listorder: 40, createTime: 1_592_179_300, operations: [6, 7, 9, 28], assignable: [] },
  { id: 7, name: 'Support desk', remark: 'Looks users up for callers', status: 1, scope: 1, listorder: 50, createTime: 1_601_510_400, operations: [17], assignable: [] },
  { id: 8, name: '访客', remark: '只能登录', status: 1, scope: 3, listorder: 60, createTime: 1_601_510_500, operations: [], assignable: [] },
  { id: 9, name: 'External consultant', remark: 'Contract ended', status: 0, scope: 3, listorder: 70, createTime: 1_609_459_200, operations: READ_OPERATIONS, assignable: [] },
]

export interface SeedDept {
  readonly id: number
  readonly pid: number
  readonly name: string
  readonly aliasname: string
  readonly listorder: number
  readonly status: 0 | 1
}

/** The first four are the original's, with their ids; `listorder` sorts descending. */
export const SEED_DEPTS: readonly SeedDept[] = [
  { id: 1, pid: 0, name: '长城', aliasname: '', listorder: 99, status: 1 },
  { id: 2, pid: 0, name: '黄河', aliasname: '', listorder: 99, status: 1 },
  { id: 3, pid: 1, name: '敦煌', aliasname: '', listorder: 99, status: 1 },
  { id: 4, pid: 1, name: '玉门关', aliasname: '', listorder: 99, status: 1 },
  { id: 5, pid: 0, name: '长江', aliasname: 'Yangtze', listorder: 80, status: 1 },
  { id: 6, pid: 5, name: '三峡', aliasname: '', listorder: 99, status: 1 },
  { id: 7, pid: 5, name: '洞庭', aliasname: '', listorder: 90, status: 1 },
  { id: 8, pid: 5, name: '太湖', aliasname: '', listorder: 80, status: 1 },
  { id: 9, pid: 2, name: '壶口', aliasname: '', listorder: 90, status: 1 },
  { id: 10, pid: 2, name: '三门峡', aliasname: '', listorder: 80, status: 1 },
  { id: 11, pid: 0, name: '海外', aliasname: 'Overseas', listorder: 60, status: 1 },
  { id: 12, pid: 11, name: 'London office', aliasname: 'LON', listorder: 90, status: 1 },
  { id: 13, pid: 11, name: 'Berlin office', aliasname: 'BER', listorder: 80, status: 1 },
  { id: 14, pid: 11, name: 'Singapore office', aliasname: 'SIN', listorder: 70, status: 1 },
  { id: 15, pid: 3, name: '莫高窟', aliasname: '', listorder: 99, status: 1 },
  { id: 16, pid: 1, name: '档案室', aliasname: '', listorder: 10, status: 0 },
]
