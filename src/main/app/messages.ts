import { isolated } from '@shared/isolate'
import type { Locale } from '@shared/views'
import type { FolderTrouble } from './data-folder'

/** The few words that main itself shows: the menu, the system's own dialogs, and the questions beside them. Pages have their own locales. */
export interface Words {
  readonly file: string
  readonly newWindow: string
  readonly servers: string
  readonly settings: string
  readonly quit: string
  readonly edit: string
  readonly undo: string
  readonly redo: string
  readonly cut: string
  readonly copy: string
  readonly paste: string
  readonly selectAll: string
  readonly view: string
  readonly menuColumn: string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly resetZoom: string
  readonly fullScreen: string
  readonly closeTitle: string
  readonly unkeptDetail: (titles: readonly string[]) => string
  readonly inMemoryDetail: (titles: readonly string[]) => string
  readonly silentDetail: string
  readonly stay: string
  readonly closeAnyway: string
  readonly serverLists: string
  readonly exportServers: string
  readonly exportLog: string
  readonly exportServerLog: string
  readonly importServers: string
  readonly chooseCaFile: string
  readonly certificates: string
  readonly allFiles: string
  readonly plainHttpTitle: string
  readonly plainHttpDetail: (names: readonly string[]) => string
  readonly leaveOut: string
  readonly importAllTheSame: string
  readonly linkUnreadable: string
  readonly linkUnknown: string
  readonly linkOther: (names: readonly string[]) => string
  readonly linkDetail: (names: readonly string[]) => string
  readonly linkOpen: string
  readonly linkCancel: string
  readonly linkClose: string
  /** Something ended or hangs where nothing has caught it (app/crash/fault-window.ts). */
  readonly fault: {
    readonly kinds: Readonly<Record<'start' | 'program' | 'page' | 'pageDown' | 'signIn' | 'hang' | 'graphics' | 'network' | 'helper', { readonly title: string; readonly text: string }>>
    readonly kept: string
    readonly keptInMemory: string
    readonly goOn: string
    readonly wait: string
    readonly notNow: string
    readonly close: string
    readonly restart: string
    readonly restartWindow: string
    readonly details: string
    readonly copy: string
    readonly folder: string
    /** Before the id by which the log names it. */
    readonly id: string
    readonly log: string
  }
  /** The packaged program was started with options that it does not take. */
  readonly options: { readonly title: string; readonly text: string }
  /** The data folder cannot be used at the start. */
  readonly folder: { readonly title: string; readonly reasons: Readonly<Record<FolderTrouble, string>>; readonly mend: string; readonly close: string }
}

/** The same with the names filled in one by one already. */
type Templates = { readonly [Key in keyof Words]: Words[Key] extends (names: readonly string[]) => string ? (names: string) => string : Words[Key] }

const en: Templates = {
  file: '&File',
  newWindow: '&New window',
  servers: '&Servers…',
  settings: 'Se&ttings…',
  quit: 'E&xit',
  edit: '&Edit',
  undo: '&Undo',
  redo: '&Redo',
  cut: 'Cu&t',
  copy: '&Copy',
  paste: '&Paste',
  selectAll: 'Select &all',
  view: '&View',
  menuColumn: '&Menu column',
  zoomIn: 'Zoom &in',
  zoomOut: 'Zoom &out',
  resetZoom: 'Actual &size',
  fullScreen: '&Full screen',
  closeTitle: 'Unsaved changes would be lost',
  unkeptDetail: (titles) => `These changes could not be written to the disk: ${titles}. Save them, or free some space and go on typing.`,
  inMemoryDetail: (titles) => `These changes are in memory only and would be lost: ${titles}. Save them before you close.`,
  silentDetail: 'The window does not answer. What was typed in the last second may not be kept yet; wait a moment and close again.',
  stay: 'Stay',
  closeAnyway: 'Close and lose them',
  serverLists: 'Lists of servers',
  exportServers: 'Export servers',
  exportLog: 'Export activity log',
  exportServerLog: 'Export server log',
  importServers: 'Import servers',
  chooseCaFile: 'Choose a CA certificate',
  certificates: 'Certificates',
  allFiles: 'All files',
  plainHttpTitle: 'Some of these servers are not encrypted',
  plainHttpDetail: (names) => `What is sent to them, passwords included, can be read on the way: ${names}.`,
  leaveOut: 'Leave them out',
  importAllTheSame: 'Import all the same',
  linkUnreadable: 'This link does not lead to a record',
  linkUnknown: 'This link leads to a server that is not in your list',
  linkOther: (names) => `Open a window for ${names}?`,
  linkDetail: (names) => `Link: ${names}`,
  linkOpen: 'Open',
  linkCancel: 'Cancel',
  linkClose: 'Close',
  options: {
    title: 'Holdfast does not accept these options',
    text: 'Only a few options are accepted: others could let a program read passwords or control this window. Nothing was started. Remove them from the shortcut, the command or the environment, then start Holdfast again.',
  },
  folder: {
    title: 'Holdfast cannot use its data folder',
    reasons: {
      'not-a-folder': 'There is a file where this folder, or one above it, should be.',
      'read-only': 'Nothing can be written there: the folder or the disk is read-only, or belongs to another user.',
      'disk-full': 'The disk is full.',
      failed: 'The folder cannot be created or written.',
    },
    mend: 'Nothing was started. Fix the folder, or start Holdfast with --data-dir=FOLDER to use another one.',
    close: 'Close',
  },
  fault: {
    kinds: {
      start: { title: 'Holdfast could not start', text: 'Your data was left as it is.' },
      program: { title: 'An unexpected error occurred', text: 'You can continue. If something does not work as expected, restart Holdfast.' },
      page: { title: 'A window crashed and was reloaded', text: 'You can continue where you were.' },
      pageDown: { title: 'A window keeps crashing', text: 'It was reloaded three times within a minute and is not reloaded again. Restart Holdfast.' },
      signIn: { title: 'The sign-in window crashed', text: 'It was closed. Sign in again to continue.' },
      hang: { title: 'A window is not responding', text: 'You can wait, or restart the window.' },
      graphics: { title: 'The graphics process ended unexpectedly', text: 'It was started again. You can continue.' },
      network: { title: 'The network process ended unexpectedly', text: 'It was started again. Requests that were under way may have failed; pending changes are sent automatically.' },
      helper: { title: 'A background process ended unexpectedly', text: 'You can continue. If something does not work as expected, restart Holdfast.' },
    },
    kept: 'Drafts and pending changes are kept on this computer. At most the last second of typing may be missing.',
    keptInMemory: 'Drafts and pending changes are kept in memory only. Save and send them before you restart Holdfast.',
    goOn: 'Continue',
    wait: 'Wait',
    notNow: 'Not now',
    close: 'Close',
    restart: 'Restart Holdfast',
    restartWindow: 'Restart window',
    details: 'Show details',
    copy: 'Copy details',
    folder: 'Open log folder',
    id: 'Log ID',
    log: 'Log',
  },
}

const zh: Templates = {
  file: '文件(&F)',
  newWindow: '新建窗口(&N)',
  servers: '服务器(&S)…',
  settings: '设置(&T)…',
  quit: '退出(&X)',
  edit: '编辑(&E)',
  undo: '撤销(&U)',
  redo: '重做(&R)',
  cut: '剪切(&T)',
  copy: '复制(&C)',
  paste: '粘贴(&P)',
  selectAll: '全选(&A)',
  view: '视图(&V)',
  menuColumn: '菜单栏(&M)',
  zoomIn: '放大(&I)',
  zoomOut: '缩小(&O)',
  resetZoom: '实际大小(&S)',
  fullScreen: '全屏(&F)',
  closeTitle: '未保存的修改将会丢失',
  unkeptDetail: (titles) => `以下修改未能写入磁盘：${titles}。请先保存，或腾出磁盘空间后继续编辑。`,
  inMemoryDetail: (titles) => `以下修改只存在于内存中，关闭后会丢失：${titles}。请在关闭前保存。`,
  silentDetail: '窗口没有响应，最后一秒输入的内容可能尚未保留。请稍候再关闭。',
  stay: '返回',
  closeAnyway: '关闭并放弃',
  serverLists: '服务器列表',
  exportServers: '导出服务器',
  exportLog: '导出操作记录',
  exportServerLog: '导出服务器日志',
  importServers: '导入服务器',
  chooseCaFile: '选择 CA 证书',
  certificates: '证书',
  allFiles: '所有文件',
  plainHttpTitle: '其中有未加密的服务器',
  plainHttpDetail: (names) => `发送给这些服务器的内容（包括密码）可能在途中被他人读取：${names}。`,
  leaveOut: '不导入这些',
  importAllTheSame: '仍然导入',
  linkUnreadable: '此链接不指向任何记录',
  linkUnknown: '此链接指向的服务器不在你的列表中',
  linkOther: (names) => `为“${names}”打开一个窗口？`,
  linkDetail: (names) => `链接：${names}`,
  linkOpen: '打开',
  linkCancel: '取消',
  linkClose: '关闭',
  options: {
    title: 'Holdfast 不接受这些启动选项',
    text: '只接受少数选项：其他选项可能让别的程序读取密码或控制此窗口。程序没有启动。请从快捷方式、命令或环境变量中删除它们，然后重新启动 Holdfast。',
  },
  folder: {
    title: 'Holdfast 无法使用其数据文件夹',
    reasons: {
      'not-a-folder': '此文件夹或其上级文件夹的位置上是一个文件。',
      'read-only': '无法写入：文件夹或磁盘是只读的，或属于其他用户。',
      'disk-full': '磁盘已满。',
      failed: '无法创建或写入此文件夹。',
    },
    mend: '程序没有启动。请修复此文件夹，或用 --data-dir=文件夹 启动 Holdfast 以使用其他文件夹。',
    close: '关闭',
  },
  fault: {
    kinds: {
      start: { title: 'Holdfast 无法启动', text: '你的数据保持原样。' },
      program: { title: '发生意外错误', text: '你可以继续使用。如果有功能异常，请重启 Holdfast。' },
      page: { title: '一个窗口崩溃后已重新加载', text: '你可以从原处继续。' },
      pageDown: { title: '一个窗口反复崩溃', text: '一分钟内已重新加载三次，不再自动重新加载。请重启 Holdfast。' },
      signIn: { title: '登录窗口崩溃', text: '窗口已关闭。请重新登录后继续。' },
      hang: { title: '一个窗口没有响应', text: '你可以等待，或重启该窗口。' },
      graphics: { title: '图形进程意外结束', text: '已重新启动，你可以继续使用。' },
      network: { title: '网络进程意外结束', text: '已重新启动。进行中的请求可能失败；待同步的更改会自动发送。' },
      helper: { title: '一个后台进程意外结束', text: '你可以继续使用。如果有功能异常，请重启 Holdfast。' },
    },
    kept: '草稿和待同步的更改已保存在本机，最多可能缺少最后一秒输入的内容。',
    keptInMemory: '草稿和待同步的更改只在内存中。重启 Holdfast 之前，请先保存并发送。',
    goOn: '继续',
    wait: '等待',
    notNow: '暂不',
    close: '关闭',
    restart: '重启 Holdfast',
    restartWindow: '重启窗口',
    details: '显示详细信息',
    copy: '复制详细信息',
    folder: '打开日志文件夹',
    id: '日志编号',
    log: '日志',
  },
}

export function wordsFor(locale: Locale): Words {
  return locale === 'zh-CN' ? withNames(zh, '、') : withNames(en, ', ')
}

/** Names stand one after another, each isolated: none can turn the sentence, or the name beside it, round. */
function withNames(templates: Templates, comma: string): Words {
  const filled = Object.entries(templates).map(([key, words]) => [key, typeof words === 'function' ? (names: readonly string[]) => words(names.map(isolated).join(comma)) : words])
  return Object.fromEntries(filled) as Words
}
