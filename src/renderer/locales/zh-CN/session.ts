import type { session as english } from '../en/session'

export const session: typeof english = {
  because: {
    'first-start': '请登录以开始使用。',
    'signed-out': '你已退出登录。',
    expired: '你的会话已于 {time} 结束。',
    refused: '服务器自 {time} 起不再接受你的会话。',
    'new-token-refused': '服务器接受了登录，却拒绝了刚刚签发的令牌。很可能服务器需要另一种令牌请求头，或途中有设备移除了请求头：请在服务器设置中检查“令牌请求头”，并运行“测试连接”。',
    'user-gone': '{time} 时服务器上已没有这个账号。',
    elsewhere: '此账号已于 {time} 在别处登录。',
    cancelled: '尚未登录。',
  },
  over: '你的会话已结束。',
  workKept: '你的工作已保留。',
  workKeptWaiting: '你的工作已保留；{calls} 个请求正在等待。',
  signIn: '登录',
  signOut: '退出登录',
  signOutAnyway: '仍要退出登录',
  signOutFailed: '未能退出登录',
  unkept: '以下修改无法保留，将会丢失：{titles}。',
  leave: '完全退出',
  everywhere: {
    button: '退出本机所有登录',
    title: '退出本机上所有服务器的登录吗？',
    goes: '所有窗口都会退出登录，各服务器的登录令牌会从本机移除。',
    stays: '草稿、发件箱和缓存数据留在本机，同一用户重新登录后可继续使用。',
    confirm: '全部退出',
    done: '已退出 {servers} 个服务器的登录。',
    failed: '未能全部退出登录',
  },
}
