import type { Messages } from '../en'

export const icons: Messages['icons'] = {
  searchLabel: '搜索图标',
  search: '名称或含义',
  searchHint: '可输入英文、中文、拼音或拼音首字母（{find}）。按 Enter 转到第一个匹配项。',
  clear: '清除搜索',
  found: '没有图标 | {icons} 个图标 | {icons} 个图标',
  gridLabel: '按名称排列的图标。方向键移动，Enter 复制名称。',
  details: '图标“{name}”',
  copy: '复制名称',
  copyHint: '复制名称，用于菜单的图标字段（在列表中按 Enter）',
  copied: '已复制：{name}',
  notCopied: '无法复制“{name}”：系统拒绝访问剪贴板。',
  noPicture: '此服务器使用的图标，无法预览',
  noMatch: '没有匹配“{search}”的图标。',
  unused: '没有菜单使用此图标',
  used: '{menus} 个菜单使用此图标 | {menus} 个菜单使用此图标',
  usesFailed: '无法加载使用这些图标的菜单。',
}
