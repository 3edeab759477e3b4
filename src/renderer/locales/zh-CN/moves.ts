import type { moves as english } from '../en/moves'

export const moves: typeof english = {
  rows: '{rows} 行',
  into: '移动到“{target}”',
  drag: {
    into: '移动到“{target}”：{names}',
    before: '移动到“{beside}”之前：{names}',
    after: '移动到“{beside}”之后：{names}',
    intoBefore: '移动到“{target}”中的“{beside}”之前：{names}',
    intoAfter: '移动到“{target}”中的“{beside}”之后：{names}',
  },
  done: '已移动到“{target}”：{names}',
  queued: '移动到“{target}”待同步：{names}',
  busy: '上一次移动仍在进行。未做任何更改。',
  menu: { move: '移动到…', moveMany: '移动 {rows} 行到…', up: '上移', down: '下移' },
  refused: {
    lead: '未移动。',
    below: '“{name}”不能移到自身或其下级中。',
    gone: '“{target}”已不存在。',
    there: '已在“{target}”中：{names}。',
    taken: '“{target}”中已有“{name}”。请先重命名其中一个。',
    lost: '此行已不存在。',
  },
  order: {
    sorted: '列表使用了其他排序方式。按“{field}”排序后才能调整顺序。',
    searching: '清除搜索后才能调整顺序。',
    first: '“{name}”已在同级中排第一。',
    last: '“{name}”已在同级中排最后。',
    of: '调整顺序（{name}）',
    done: '{name}：第 {place} 个，共 {all} 个。 | {name}：从第 {place} 个起，共 {all} 个。',
    there: '已在此处：{names}。',
    queued: '待同步。',
    others: '排序值相同的行会改为不同的值，以保持顺序：共更改 {rows} 行。',
  },
  review: { move: '移动到“{target}”：{names}？', order: '调整同级的顺序：{name}？' },
  dialog: {
    title: '移动：{names}',
    target: '移动到',
    hint: '其下级会一同移动。',
    confirm: '移动',
  },
  bar: {
    label: '所选行',
    selected: '已选 {rows} 行',
    clear: '取消选择',
    select: '选择',
  },
}
