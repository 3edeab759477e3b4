import { actions } from '@shared/locales/en/actions'
import { connection } from './en/connection'
import { departments } from './en/departments'
import { drafts } from './en/drafts'
import { failures } from './en/failures'
import { fields } from './en/fields'
import { grants } from './en/grants'
import { grid } from './en/grid'
import { help } from './en/help'
import { icons } from './en/icons'
import { journal } from './en/journal'
import { logs } from './en/logs'
import { menus } from './en/menus'
import { moves } from './en/moves'
import { outbox } from './en/outbox'
import { phases } from './en/phases'
import { picker } from './en/picker'
import { profile } from './en/profile'
import { question } from './en/question'
import { reasons } from './en/reasons'
import { record } from './en/record'
import { rights } from './en/rights'
import { roles } from './en/roles'
import { servers } from './en/servers'
import { session } from './en/session'
import { settings } from './en/settings'
import { shell } from './en/shell'
import { unsent } from './en/unsent'
import { users } from './en/users'

/** The workspace's words in English; the shape that every other language must have. */
export const en = {
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

export type Messages = typeof en
