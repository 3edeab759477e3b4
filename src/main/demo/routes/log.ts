import type { Call, Route } from '../call'
import { readListQuery } from '../list-grammar'
import { BACKEND_CODES } from '@shared/backend-codes'
import { PhpFailureError, type Reply, data, failure } from '../reply'
import type { DemoWorld } from '../world'

const READABLE = ['id', 'uri', 'method', 'params', 'api_key', 'ip_address', 'time', 'rtime', 'authorized', 'response_code'] as const
/** The original works on these three columns of every row and fails without them. */
const NEEDED = ['params', 'ip_address', 'time']

export function logRoutes(world: DemoWorld): readonly Route[] {
  return [
    { method: 'GET', path: '/sys/log/logs', access: 'permission', handle: (call) => listLogs(world, call) },
    // Listed as a way to restore the database; the original answers this and does nothing.
    { method: 'POST', path: '/sys/log/dbrestore', access: 'token', handle: () => failure(200, BACKEND_CODES.OK, '测试') },
  ]
}

function listLogs(world: DemoWorld, call: Call): Reply {
  world.log.flush()
  const list = readListQuery(call.query, READABLE, { time: timeRange })
  const missing = NEEDED.find((column) => !list.columns.includes(column))
  if (missing) throw new PhpFailureError(`Undefined array key "${missing}"`)
  const columns = list.columns.map((column) => `"${column}"`).join(', ')
  const rows = world.db.all<LogRow>(`SELECT ${columns}, signed_in_as FROM sys_log ${list.where} ${list.orderBy} LIMIT ? OFFSET ?`, [...list.params, list.limit, list.skip])
  const total = world.db.get<{ total: number }>(`SELECT count(*) AS total FROM sys_log ${list.where}`, list.params)
  return data({ items: rows.map((row) => logRow(world, row)), total: total?.total ?? 0 })
}

interface LogRow extends Readonly<Record<string, unknown>> {
  readonly params: string
  readonly ip_address: string
  readonly time: number
  readonly signed_in_as: string
}

function logRow(world: DemoWorld, { signed_in_as, ...row }: LogRow) {
  return {
    ...world.hooks.writeRow(row),
    params: JSON.parse(row.params) as unknown,
    time: serverTime(row.time),
    ip: row.ip_address,
    username: signed_in_as,
  }
}

/** `time=from,to` in unix seconds, both ends included; a single value finds nothing, as in the original. */
function timeRange(value: string): { sql: string; params: readonly number[] } {
  const [from, to] = value.split(',')
  if (!/^\d{1,12}$/.test(from ?? '') || !/^\d{1,12}$/.test(to ?? '')) return { sql: '0', params: [] }
  return { sql: '"time" BETWEEN ? AND ?', params: [Number(from), Number(to)] }
}

/** "Y-m-d H:i:s" on the server's clock: the zone is not part of it. */
function serverTime(seconds: number): string {
  const date = new Date(seconds * 1000)
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
