import type { session as english } from '../en/session'

export const session: typeof english = {
  because: {
    'first-start': '请登录以开始使用。',
    'signed-out': '你已退出登录。',
    expired: '你的会话已于 {time} 结束。',
    refused: '服务器自 {time} 起不再接受你的会话。',
    'new-token-refused': '服务器接受了登录，却拒绝了刚刚签发的令牌。服务器可能需要另一种令牌请求头，或中间设备移除了它。请在服务器设置中检查“令牌请求头”，并运行“测试连接”。',
    'user-gone': '此账号在服务器上已不存在（{time} 检查）。',
    elsewhere: '此账号已于 {time} 在别处登录。',
    cancelled: '尚未登录。',
  },
  over: '你的会话已结束。',
  workKept: '你的工作已保留。',
  workKeptWaiting: '你的工作已保留；{calls} 个请求正在等待。',
  signIn: '登录',
  signOut: '退出登录',
  signOutAnyway: '仍要退出登录',
  signOutFailed: '无法退出登录',
  unkept: '以下更改无法保存，将会丢失：{titles}。',
  leave: '完全退出',
  everywhere: {
    button: '退出所有服务器',
    title: '退出所有服务器的登录？',
    goes: '所有窗口都会退出登录，全部登录令牌会从本机移除。',
    stays: '草稿、待同步的更改和缓存数据保留在本机，同一用户重新登录后可继续使用。',
    confirm: '退出所有服务器',
    done: '已退出 {servers} 个服务器的登录。',
    failed: '无法退出所有服务器的登录',
  },
}
