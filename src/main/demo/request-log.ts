import type { SqlValue, Sqlite } from '../sqlite/open'
import type { Call } from './call'
import { maskText, masked } from './masked'

/** What one answered request leaves in `sys_log`. */
interface LogEntry {
  readonly call: Pick<Call, 'uri' | 'method' | 'query' | 'body'>
  readonly headers: Headers
  readonly isAuthorized: boolean
  readonly status: number
  readonly startedMs: number
  readonly tookMs: number
  readonly username: string
}

export interface RequestLog {
  add(entry: LogEntry): void
  /** Writes what is waiting. Call before reading `sys_log`. */
  flush(): void
  /** Writes what is waiting and takes nothing more. Call before closing the database. */
  close(): void
}

const ROWS_KEPT = 5000
/** A durable write per request would cost a disk sync each; so rows are written in lots. */
const LOT_SIZE = 50
const LOT_WAIT_MS = 500
const LONGEST_PARAMS = 4000

export function createRequestLog(db: Sqlite): RequestLog {
  let waiting: LogRow[] = []
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    const lot = waiting
    waiting = []
    db.transaction(() => {
      let lastId = 0
      for (const row of lot) lastId = db.run(INSERT, row).lastInsertRowid
      db.run('DELETE FROM sys_log WHERE id <= ?', [lastId - ROWS_KEPT])
    })
  }

  /** A full disk loses log rows, not answers. */
  const flushIfPossible = (): void => {
    try {
      flush()
    } catch {
      waiting = []
    }
  }

  return {
    add: (entry) => {
      if (isClosed) return
      waiting.push(logRow(entry))
      if (waiting.length >= LOT_SIZE) flushIfPossible()
      else timer ??= setTimeout(flushIfPossible, LOT_WAIT_MS).unref()
    },
    flush,
    close: () => {
      flushIfPossible()
      isClosed = true
    },
  }
}

/** In the order of `INSERT`. */
type LogRow = readonly SqlValue[]

const INSERT = `
  INSERT INTO sys_log (uri, method, params, ip_address, time, rtime, authorized, response_code, signed_in_as)
  VALUES (?, ?, ?, '127.0.0.1', ?, ?, ?, ?, ?)`

/** Masked before it waits: no secret, and no large body, stays in memory for the sake of the log. */
function logRow({ call, ...entry }: LogEntry): LogRow {
  const params = { ...Object.fromEntries(entry.headers), ...Object.fromEntries(call.query), ...call.body }
  return [
    maskText(call.uri),
    call.method.toLowerCase(),
    paramsText(params),
    Math.floor(entry.startedMs / 1000),
    entry.tookMs / 1000,
    entry.isAuthorized ? 1 : 0,
    entry.status,
    maskText(entry.username),
  ]
}

function paramsText(params: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(masked(params))
  return text.length <= LONGEST_PARAMS ? text : JSON.stringify({ '(left out)': `${text.length} characters` })
}
