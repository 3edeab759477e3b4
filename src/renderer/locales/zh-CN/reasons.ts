import type { reasons as english } from '../en/reasons'

export const reasons: typeof english = {
  notHere: '此页面不支持该操作。',
  noRecord: '请先在列表中选择一条记录。',
  nothingToSave: '没有需要保存的内容。',
  nothingToDiscard: '没有未保存的更改。',
  signedOut: '请先登录。',
  noPages: '登录后可查看你的页面。',
  noMenu: '登录后才能使用菜单。',
  demo: '演示数据无需连接。',
  dialogOpen: '请先关闭已打开的对话框。',
}
