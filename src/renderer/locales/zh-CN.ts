import type { Messages } from './en'
import { actions } from '@shared/locales/zh-CN/actions'
import { connection } from './zh-CN/connection'
import { departments } from './zh-CN/departments'
import { drafts } from './zh-CN/drafts'
import { failures } from './zh-CN/failures'
import { fields } from './zh-CN/fields'
import { grants } from './zh-CN/grants'
import { grid } from './zh-CN/grid'
import { help } from './zh-CN/help'
import { icons } from './zh-CN/icons'
import { journal } from './zh-CN/journal'
import { logs } from './zh-CN/logs'
import { menus } from './zh-CN/menus'
import { moves } from './zh-CN/moves'
import { outbox } from './zh-CN/outbox'
import { phases } from './zh-CN/phases'
import { picker } from './zh-CN/picker'
import { profile } from './zh-CN/profile'
import { question } from './zh-CN/question'
import { reasons } from './zh-CN/reasons'
import { record } from './zh-CN/record'
import { rights } from './zh-CN/rights'
import { roles } from './zh-CN/roles'
import { servers } from './zh-CN/servers'
import { session } from './zh-CN/session'
import { settings } from './zh-CN/settings'
import { shell } from './zh-CN/shell'
import { unsent } from './zh-CN/unsent'
import { users } from './zh-CN/users'

export const zhCN: Messages = {
  ...failures,
  ...shell,
  actions,
  connection,
  departments,
  drafts,
  fields,
  grants,
  grid,
  help,
  icons,
  journal,
  logs,
  menus,
  moves,
  outbox,
  phases,
  picker,
  profile,
  question,
  reasons,
  record,
  rights,
  roles,
  servers,
  session,
  settings,
  unsent,
  users,
}
