import type { journal as english } from '../en/journal'

export const journal: typeof english = {
  title: '操作记录',
  intro: '你从本机在此服务器上作过的全部更改，最新的在前。',
  filter: { state: '状态', allStates: '全部状态', resource: '记录', allResources: '全部记录', clear: '清除筛选' },
  columns: { time: '时间', action: '操作', object: '记录', fields: '更改的字段', outcome: '结果' },
  more: '加载更多',
  all: '已全部显示。',
  loading: '正在读取操作记录',
  empty: '还没有从这里作过更改。',
  noMatch: '没有符合筛选条件的记录。',
  signedOut: '登录后可查看操作记录',
  failed: '操作记录无法读取。',
  detail: {
    label: '操作记录：{object}',
    close: '关闭详情（Esc）',
    created: '提交时间',
    sent: '最近发送',
    ended: '结束时间',
    tries: '尝试次数',
    never: '从未发送',
    open: '尚未结束',
    toOutbox: '在发件箱中查看',
    secret: '其中带有密码，密码不会留存。',
  },
  why: {
    told: '未能完成；已当场告知你，表单保留了你的更改。',
    dropped: '已被丢弃，没有发送。',
    merged: '发送之前，同一记录的后一次更改取代了它。',
    kept: '服务器保存的内容与发送的不同：',
    failure: '原因：{why}',
  },
  export: {
    button: '导出…',
    done: '已将 {entries} 行写入 {file}，不含密码。',
    failed: '操作记录未能导出。',
  },
}
