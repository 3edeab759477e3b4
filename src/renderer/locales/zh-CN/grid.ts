import type { grid as english } from '../en/grid'

export const grid: typeof english = {
  range: '第 {from}–{to} 条，共 {total} 条',
  rangeNone: '共 0 条',
  page: '第 {page} 页，共 {pages} 页',
  first: '第一页',
  previous: '上一页',
  next: '下一页',
  last: '最后一页',
  pageSize: '每页行数',
  rows: '{rows} 行',
  fitsWindow: '适应窗口',
  sortHint: 'Enter 排序，{keys} 添加第二排序',
  copied: '已复制：{text}',
}
