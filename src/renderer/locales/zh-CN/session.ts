import type { session as english } from '../en/session'

export const session: typeof english = {
  because: {
    'first-start': '请登录以开始使用。',
    'signed-out': '你已退出登录。',
    expired: '你的会话已于 {time} 结束。',
    refused: '服务器自 {time} 起不再接受你的会话。',
    'user-gone': '{time} 时服务器上已没有这个账号。',
    elsewhere: '此账号已于 {time} 在别处登录。',
    cancelled: '尚未登录。',
  },
  over: '你的会话已结束。',
  workKept: '你的工作已保留。',
  workKeptWaiting: '你的工作已保留；{calls} 个请求正在等待。',
  signIn: '登录',
  signOut: '退出登录',
  signOutUnkept: '以下修改无法保留，退出后将会丢失：{titles}。仍要退出登录吗？',
  leave: '完全退出',
}
