import type { CallOutput } from '@shared/bridge/contract'
import { fitsLocally, type LogCursor, type LogRow, MOST_LOG_ROWS } from '@shared/resources/log'
import type { CallContext, WorkspaceHandlers } from '../call-handlers'
import type { WorkspacePort } from '../workspace-port'

type LogCall = 'logs.list' | 'logs.newer' | 'logs.get' | 'logs.export'

/** Entries of a file, a portion at a time, newest first, with how many of the server's were looked through so far, and of how many. */
interface LogPortion {
  readonly rows: readonly LogRow[]
  readonly read: number
  readonly total: number
}

export interface LogHandlersDeps<Window> {
  /** Asks where, and writes what it is given there; `file` is there whole or not at all. Null: the person chose no file. */
  readonly exportLogs: (window: Window, portions: () => AsyncIterable<LogPortion>, signal: AbortSignal) => Promise<{ file: string; entries: number } | null>
  /** A portion is written. */
  readonly onExportStep: (window: Window, exportId: string, step: { read: number; total: number }) => void
}

/** A file of more entries than these is none that anybody opens; the page says that there were more. */
const MOST_EXPORTED = 100_000

export function logHandlers<Window extends WorkspacePort>({ exportLogs, onExportStep }: LogHandlersDeps<Window>): Pick<WorkspaceHandlers<Window>, LogCall> {
  return {
    'logs.list': async ({ filter, after, size }, { window, signal }) => {
      const page = await window.runtime().logs.list({ filter, after, size }, { signal })
      return { ...page, fetchedAt: Date.now() }
    },
    'logs.newer': (asked, { window, signal }) => window.runtime().logs.newer(asked, { signal }),
    'logs.get': ({ id }, { window, signal }) => window.runtime().logs.get(id, { signal }),
    'logs.export': async ({ filter, local, exportId }, { window, signal }: CallContext<Window>): Promise<CallOutput<'logs.export'>> => {
      const runtime = window.runtime()
      // Of one person and one server, whoever is there when the file has been chosen.
      const stamp = runtime.session.stamp()
      let isCut = false
      async function* portions(): AsyncGenerator<LogPortion> {
        let [after, read]: [LogCursor | null, number] = [null, 0]
        do {
          const page = await runtime.logs.list({ filter, after, size: MOST_LOG_ROWS }, { signal, stamp })
          read += page.rows.length
          after = page.next
          isCut = read >= MOST_EXPORTED && after !== null
          const total = Math.max(page.total, read)
          yield { rows: page.rows.filter((row) => fitsLocally(row, local)), read, total }
          onExportStep(window, exportId, { read, total })
        } while (after !== null && !isCut)
      }
      const written = await exportLogs(window, portions, signal)
      return written && { ...written, isCut }
    },
  }
}
