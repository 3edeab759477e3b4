import type { unsent as english } from '../en/unsent'

export const unsent: typeof english = {
  days: '{days} 天',
  oldestShort: '最早 {age}前',
  oldest: '最早的一项待同步更改已等待 {age}（自 {time} 起）。',
  old: '本机有 {entries} 项更改尚未发送，最早的一项已等待 {age}。',
  oldText: '发送之前，其他人看不到这些更改。“待同步”中会显示每一项在等待什么。',
  openOutbox: '查看待同步的更改',
  dismiss: '知道了',
  dismissHint: '关闭此提醒，直到下一次提醒',
  endsSoon: '当前离线，会话最晚只能在 {time} 之前续期。',
  endsSoonText: '请在此之前恢复连接，或稍后重新登录。待同步的更改都会保留：{entries} 项。',
  ended: '会话的续期期限（{time}）已过，且当前离线。',
  endedText: '服务器恢复连接后请重新登录。待同步的更改都会保留：{entries} 项。',
  checkNow: '检查连接',
  named: '“{name}”在“{server}”上有 {entries} 项待同步的更改。',
  namedShort: '{name}：{entries} 项待同步的更改',
  namedHint: '该用户重新登录后会发送。',
  namedTitle: '尚未发送',
}
