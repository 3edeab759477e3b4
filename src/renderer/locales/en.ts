import { failures } from './en/failures'
import { grid } from './en/grid'
import { session } from './en/session'
import { shell } from './en/shell'
import { users } from './en/users'

/** The workspace's words in English; the shape that every other language must have. */
export const en = { ...failures, ...shell, grid, session, users }

export type Messages = typeof en
