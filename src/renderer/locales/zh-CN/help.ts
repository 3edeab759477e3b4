import type { help as english } from '../en/help'

export const help: typeof english = {
  title: '入门',
  close: '关闭',
  withKeys: '{name}（{keys}）',
  sheet: {
    title: '键盘快捷键',
    search: '搜索快捷键',
    found: '{shortcuts} 个快捷键 | {shortcuts} 个快捷键',
    noMatch: '没有匹配“{text}”的快捷键。',
    list: '快捷键列表',
    menus: '其他功能都在菜单栏中。按 {keys} 或 Alt 打开菜单栏。',
    menusMac: '其他功能都在菜单栏中。',
    groups: {
      general: '常规',
      navigate: '导航',
      view: '视图',
      edit: '编辑',
      record: '记录',
      rows: '表格',
      servers: '服务器',
      signIn: '登录窗口',
      help: '帮助',
    },
  },
  about: {
    title: '关于 Holdfast',
    version: '版本',
    system: '系统',
    support: '支持状态',
    supported: 'Electron {major} 属于最新的三个主要版本，仍会获得安全修复。',
    ended: 'Electron {major} 早于最新的三个主要版本，不再获得安全修复。请更新 Holdfast 或其运行环境。',
    unknown: '无法确定 Electron 版本。',
    calendar: '根据 Electron 的发布日历判断，没有访问任何服务器。',
    copy: '复制',
    copied: '已复制版本信息。',
    notCopied: '无法复制版本信息。',
  },
  news: {
    title: '新增功能',
    language: '更新说明只有英文版本。',
  },
  started: {
    intro: 'Holdfast 是供管理员使用的桌面客户端。此页面随程序提供，离线也能阅读。',
    signIn: {
      title: '登录',
      text: '在“服务器”页面添加你的服务器，或先使用演示数据。会话结束时，登录窗口会在当前页面上方弹出。已输入的内容不会丢失，进行中的请求会在登录后继续。',
    },
    edit: {
      title: '查找和编辑记录',
      text: '在菜单中选择页面。在某一行按 {open} 可在列表旁编辑，按 {add} 新建记录，按 {save} 保存。按 {find} 可定位到搜索框。',
    },
    drafts: {
      title: '草稿',
      text: '在表单中输入的内容会在一秒内作为草稿保存在本机。崩溃或重新启动后可以恢复草稿。',
    },
    outbox: {
      title: '离线工作和待同步的更改',
      text: '服务器无法访问时可以继续工作。已保存的更改会保存在本机，服务器恢复后自动发送。如果其他人修改了相同的字段，由你决定保留哪个值。按 {outbox} 查看所有待同步的更改。',
    },
    servers: {
      title: '多个服务器',
      text: '每个服务器都有独立的会话、数据和窗口。按 {servers} 打开服务器列表，也可以在其中测试连接。',
    },
    keys: {
      title: '键盘',
      text: '所有操作都可以用键盘完成。按 {shortcuts} 查看所有快捷键，按 {region} 在窗口的各个区域之间移动。',
    },
    problems: {
      title: '遇到问题时',
      text: '可在“工具”菜单中测试连接。日志位于日志文件夹中，可从“帮助”菜单打开。密码和令牌不会写入日志。',
    },
  },
}
