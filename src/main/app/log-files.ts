import type { BrowserWindow } from 'electron'
import { failed } from '@shared/result'
import type { LogRow, MaskedText } from '@shared/resources/log'
import type { LogHandlersDeps } from '../bridge/handlers/logs'
import { BYTE_ORDER_MARK, csvLine } from './csv'
import type { FileDialogs } from './file-dialogs'
import { writeWholeBy } from './whole-file'

/** Taking entries of the server's log out of the program, with every secret masked. */
export interface LogFiles {
  /** Null: the person chose no file. Throws STORAGE, and what reading throws; then there is no file. */
  readonly export: LogHandlersDeps<{ readonly window: BrowserWindow }>['exportLogs']
}

export function createLogFiles(dialogs: Pick<FileDialogs, 'toExportServerLog'>): LogFiles {
  return {
    export: async ({ window }, portions, signal) => {
      const file = await dialogs.toExportServerLog(window)
      if (file === null) return null
      let entries = 0
      await writeWholeBy(file, async (append) => {
        await append(BYTE_ORDER_MARK + csvLine(COLUMNS))
        for await (const { rows } of portions()) {
          if (signal.aborted) throw failed('CANCELLED', 'The export was cancelled.')
          entries += rows.length
          await append(rows.map((row) => csvLine(lineOf(row))).join(''))
        }
      })
      return { file, entries }
    },
  }
}

/** Neither headers nor bodies: a file is handed on, and what is in those is for who may look at the log. */
const COLUMNS = ['id', 'server_time', 'user', 'user_id', 'ip', 'address', 'method', 'uri', 'code', 'duration_ms', 'authorized'] as const

function lineOf({ id, time, user, ip, address, method, uri, code, tookMs, isAuthorized }: LogRow): string[] {
  return [String(id), time, user.name, textOf(user.id), ip, address, method, plainOf(uri), textOf(code), textOf(tookMs), isAuthorized ? 'yes' : 'no']
}

function textOf(value: number | null): string {
  return value === null ? '' : String(value)
}

/** `•••• (token, user 2, expires 2026-11-26T14:20:00.000Z)`: the same in every language, as the names of the columns. */
function plainOf(text: MaskedText): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return part
      const { mask, userId, expiresAt } = part
      const until = expiresAt === null || Number.isNaN(new Date(expiresAt).getTime()) ? null : `expires ${new Date(expiresAt).toISOString()}`
      return `•••• (${[mask, userId === null ? null : `user ${userId}`, until].filter((word) => word !== null).join(', ')})`
    })
    .join('')
}
