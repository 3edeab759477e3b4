import { connection } from './en/connection'
import { departments } from './en/departments'
import { drafts } from './en/drafts'
import { failures } from './en/failures'
import { fields } from './en/fields'
import { grid } from './en/grid'
import { icons } from './en/icons'
import { journal } from './en/journal'
import { outbox } from './en/outbox'
import { phases } from './en/phases'
import { picker } from './en/picker'
import { profile } from './en/profile'
import { question } from './en/question'
import { record } from './en/record'
import { servers } from './en/servers'
import { session } from './en/session'
import { settings } from './en/settings'
import { shell } from './en/shell'
import { users } from './en/users'

/** The workspace's words in English; the shape that every other language must have. */
export const en = { ...failures, ...shell, connection, departments, drafts, fields, grid, icons, journal, outbox, phases, picker, profile, question, record, servers, session, settings, users }

export type Messages = typeof en
