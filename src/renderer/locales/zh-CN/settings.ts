import type { settings as english } from '../en/settings'

export const settings: typeof english = {
  title: '设置',
  close: '关闭设置',
  general: '常规',
  appearance: '外观',
  about: '关于',
  data: {
    title: '本机数据',
    file: '草稿、发件箱和操作记录',
    cache: '从服务器留存的数据',
    cacheOf: '{size}，上限 {limit}',
    rows: '留存的记录数',
    megabytes: '{size} MB',
    nobody: '登录后可查看这里为你留存的数据。',
    clear: {
      button: '清除缓存…',
      title: '清除缓存吗？',
      goes: '从此服务器读取的内容会从本机清除。重新读取之前，没有连接时将看不到这些内容。各列表的筛选、排序和页码也会清除。',
      stays: '草稿、发件箱和操作记录都会保留。',
      confirm: '清除缓存',
      done: '缓存已清空。',
    },
    failed: { read: '数据大小无法读取。', clear: '缓存未能清除。' },
  },
  trouble: {
    title: '故障排查',
    dumps: '在本机保留崩溃转储',
    dumpsText: '崩溃转储可能包含屏幕上的内容、你的密码和会话。它不会离开本机：最多在数据文件夹中保留 3 个，保留 14 天，退出登录时会删除。开启后从下次启动 Holdfast 起生效。',
  },
  security: {
    title: '安全',
    tokensLabel: '登录令牌',
    tokens: {
      protected: '在操作系统的钥匙串中。程序的任何页面都看不到它们。',
      'memory-only': '在内存中，直到程序关闭。',
    },
    draftsLabel: '草稿和发件箱',
    drafts: {
      durable: '在本机的加密文件中，密钥在钥匙串里。',
      'memory-only': '在内存中，直到程序关闭。',
    },
    sessionLabel: '此会话',
    session: {
      none: '此处无人登录。',
      stored: '程序关闭后 {name} 仍保持登录。',
      memory: '下次启动时 {name} 需要重新登录。',
      until: '有效至 {time}，使用期间会自动续期。',
    },
  },
}
