import type { settings as english } from '../en/settings'

export const settings: typeof english = {
  title: '设置',
  close: '关闭设置',
  general: '常规',
  appearance: '外观',
  about: '关于',
  data: {
    title: '本机数据',
    file: '草稿、待同步和操作记录',
    cache: '缓存数据',
    cacheOf: '{size}（上限 {limit}）',
    rows: '缓存的记录数',
    megabytes: '{size} MB',
    nobody: '登录后可查看你在本机的数据。',
    clear: {
      button: '清除缓存…',
      title: '清除缓存？',
      goes: '此服务器的缓存数据，以及各列表的筛选、排序和页码，都会从本机删除。离线时，列表在重新加载之前为空。',
      stays: '草稿、待同步的更改和操作记录都会保留。',
      confirm: '清除缓存',
      done: '缓存已清除。',
    },
    failed: { read: '无法读取数据大小。', clear: '无法清除缓存。' },
  },
  trouble: {
    title: '故障排查',
    dumps: '在本机保存崩溃转储',
    dumpsText: '崩溃转储可能包含屏幕上的内容、你的密码和会话。它不会离开本机：最多在数据文件夹中保留 3 个，保留 14 天，退出登录时会删除。下次启动 Holdfast 时生效。',
  },
  security: {
    title: '安全',
    tokensLabel: '登录令牌',
    tokens: {
      protected: '在系统凭据库中。Holdfast 的任何页面都无法读取。',
      'memory-only': '在内存中，直到 Holdfast 关闭。',
    },
    draftsLabel: '草稿和待同步',
    drafts: {
      durable: '在本机的加密文件中，密钥在系统凭据库中。',
      'memory-only': '在内存中，直到 Holdfast 关闭。',
    },
    sessionLabel: '此会话',
    session: {
      none: '尚未登录。',
      stored: 'Holdfast 关闭后 {name} 仍保持登录。',
      memory: '下次启动时 {name} 需要重新登录。',
      until: '有效期至 {time}，使用期间自动续期。',
    },
  },
}
