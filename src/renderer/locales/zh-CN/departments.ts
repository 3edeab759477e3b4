import type { departments as english } from '../en/departments'

export const departments: typeof english = {
  title: '部门',
  filter: {
    label: '筛选',
    search: '名称或别名',
    clear: '清除搜索',
  },
  list: {
    empty: '还没有部门。请添加第一个。',
    noMatch: '没有部门匹配 {search}。',
    forbidden: '你没有查看部门的权限。',
    failed: '部门列表加载失败。',
    loading: '正在加载部门',
    loaded: '部门：{rows} 个',
    count: '共 {rows} 个部门',
  },
  locked: {
    protected: '服务器保护此部门：只能查看，不能修改。',
    create: '你不能添加部门。缺少权限：{permission}',
    update: '你可以查看部门，但不能修改。缺少权限：{permission}',
    remove: '你不能删除部门。缺少权限：{permission}',
    branch: '服务器只允许删除没有下级的部门。请先移动或删除 {rows} 个下级部门。',
  },
  menu: { below: '在其下新建部门' },
  remove: {
    title: '删除部门“{name}”？',
    text: '与之关联的用户和角色会失去这一关联，但其本身保留。',
  },
  form: {
    label: '部门 {name}',
    untitled: '新部门',
    newHint: '在打开的部门之下新建（Ctrl+N）',
    loading: '正在加载部门',
    elsewhere: '该部门正在另一个窗口中编辑，已为您显示那个窗口。',
    gone: '服务器上已没有此部门。你的修改仍在此处。',
    taken: '同一位置已有同名部门。请换一个名称。',
    parent: '上级部门',
    orderHint: '0 到 999,999，数字大的在前',
  },
}
