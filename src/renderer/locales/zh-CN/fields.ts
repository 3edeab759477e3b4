/** Fields of records and their values, wherever they are shown: lists, forms, reviews, outbox, activity, drafts. */
export const fields = {
  users: { username: '用户名', password: '密码', roleIds: '角色', departmentIds: '部门', email: '邮箱', tel: '电话', status: '状态', listorder: '排序', createdAt: '创建时间' },
  departments: { parentId: '上级', name: '名称', alias: '别名', listorder: '排序', status: '状态' },
  roles: { name: '名称', remark: '备注', status: '状态', scope: '数据范围', listorder: '排序', createdAt: '创建时间', updatedAt: '修改时间' },
  menus: {
    parentId: '上级',
    type: '类型',
    title: '标题',
    path: '路径',
    routeName: '路由名称',
    component: '组件',
    redirect: '重定向',
    icon: '图标',
    listorder: '排序',
    isHidden: '隐藏',
  },
  /** What of the data the holders of a role may see. */
  scopes: { 0: '全部数据', 1: '本部门', 2: '本部门及以下', 3: '仅本人', 4: '自定义部门' },
  values: {
    empty: '空',
    enabled: '启用',
    disabled: '停用',
    yes: '是',
    no: '否',
    top: '顶级',
    unknownId: '编号 {id}',
    newRecord: '{name}（新建）',
    newUnnamed: '一条已不在此处的新记录',
    directory: '目录',
    menu: '页面',
    operation: '操作',
  },
}
