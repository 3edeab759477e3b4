import type { picker as english } from '../en/picker'

export const picker: typeof english = {
  choose: '请选择',
  none: '无',
  noOptions: '没有可选项',
  noMatch: '没有匹配项',
  matches: '{rows} 个匹配项',
  selected: '{field}：已选项',
  count: '已选 {rows} 项',
  onlySelected: '只看已选',
  below: '下级已选 {rows} 项',
  remove: '移除“{name}”',
  removed: '已移除：{name}',
  more: '另有 {rows} 项',
  unknown: '#{id}（未知）',
  number: '#{id}',
}
