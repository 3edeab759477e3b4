import type { Messages } from './en'
import { failures } from './zh-CN/failures'
import { grid } from './zh-CN/grid'
import { session } from './zh-CN/session'
import { shell } from './zh-CN/shell'
import { users } from './zh-CN/users'

export const zhCN: Messages = { ...failures, ...shell, grid, session, users }
