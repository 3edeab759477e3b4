import type { Fields } from '@shared/merge'
import { type LogCursor, type LogFilter, type LogNode, type LogPage, type LogRow, MOST_LOG_ROWS, type NewerLogs } from '@shared/resources/log'
import { failed } from '@shared/result'
import { SecretToken } from '../../session/secret-token'
import type { Authorized, CallOptions } from '../authorized'
import { listParams, type WireFilter, type WireList } from '../list-grammar'
import { maskPlain } from '../log-masking'
import { BOUNDS_IN_LIST, BOUNDS_OF_ONE, type MaskedParams, maskParams, maskUpTo } from '../log-params'
import { type LogStream, readMerged, readNewer, type ReadPart } from '../log-streams'
import { type PageGiven, pageByParts } from '../page-by-parts'
import { joinedUnreadable, readRows } from '../wire-rows'
import { fieldsOf, isYes, listOf, textOf, unreadableReply, wholeOf } from '../wire-values'

const PATH = '/sys/log/logs'

/** All of them: the controller works on `params`, `ip_address` and `time` of each row, and fails with a page without one of these. So bodies always come. */
const FIELDS = ['id', 'uri', 'method', 'params', 'ip_address', 'time', 'rtime', 'authorized', 'response_code'] as const

/** For an end of a range that is open: the server takes both ends or finds nothing. */
const LAST_SECOND = 9_999_999_999
/** What is asked for in passing, at a time. */
const NEWER_PART = 20

/** The log, read only. Every method throws `FailureError`; what it gives holds no token and no password any more. */
export interface LogsResource {
  /** Newest first, below the cursor or from the top. */
  list(asked: { readonly filter: LogFilter; readonly after: LogCursor | null; readonly size: number }, options?: CallOptions): Promise<Omit<LogPage, 'fetchedAt'>>
  /** What came in above an id. */
  newer(asked: { readonly filter: LogFilter; readonly since: number }, options?: CallOptions): Promise<NewerLogs>
  /** One entry with all of its headers and body, as far as anybody can look at them. NOT_FOUND when it is gone. */
  get(id: number, options?: CallOptions): Promise<LogRow & { readonly params: LogNode[] }>
}

export function createLogsResource(authorized: Authorized): LogsResource {
  const askPage = async (list: WireList, options?: CallOptions): Promise<PageGiven> => {
    const { data } = await authorized.send({ method: 'GET', path: PATH, query: listParams(list) }, options)
    const items = listOf(fieldsOf(data)?.['items'])
    if (!items) throw unreadableReply('log', ['items'])
    return { items, total: wholeOf(fieldsOf(data)?.['total']) }
  }
  const readerWith =
    (options?: CallOptions): ReadPart =>
    async (stream, page, pageSize) => {
      const list = { page, pageSize, sort: [{ column: 'id', direction: 'desc' }] as const, filters: filtersOf(stream), fields: FIELDS }
      const given = await pageByParts(list, {
        ask: (part) => askPage({ ...list, ...part }, options),
        // An entry comes with its body whatever is asked of it: one that is too large has no name.
        name: () => Promise.resolve({ items: [null], total: null }),
      })
      const read = await readRows(given.items, 'method', (id, raw) => rowOf(id, raw, maskParams(raw['params'], BOUNDS_IN_LIST)))
      const { unreadable } = joinedUnreadable([read.unreadable, { count: given.tooLarge.length, names: [] }])
      return { rows: read.rows.sort((a, b) => b.id - a.id), places: given.items.length + given.tooLarge.length, total: given.total, unreadable }
    }
  return {
    list: async ({ filter, after, size }, options) => {
      const { rows, total, newest, next, unreadable } = await readMerged(filter, after, size, readerWith(options))
      const { unreadable: left } = joinedUnreadable(unreadable)
      return { rows, total, newest, next, ...(left ? { unreadable: { ...left, names: left.names.map((name) => maskPlain(name)) } } : {}) }
    },
    newer: async ({ filter, since }, options) => {
      const found = await readNewer(filter, since, MOST_LOG_ROWS, NEWER_PART, readerWith(options))
      return found ? { ...found, isTooMany: false } : { rows: [], newest: since, isTooMany: true }
    },
    get: async (id, options) => {
      const filters: WireFilter[] = [{ column: 'id', value: String(id), match: 'exact' }]
      const { items } = await askPage({ page: 1, pageSize: 1, sort: [{ column: 'id', direction: 'desc' }], filters, fields: FIELDS }, options)
      const raw = items.map(fieldsOf).find((fields) => wholeOf(fields?.['id']) === id)
      if (!raw) throw failed('NOT_FOUND', 'This entry is no longer in the log.')
      const params = maskParams(raw['params'], BOUNDS_OF_ONE)
      return { ...rowOf(id, raw, params), params: params.nodes }
    },
  }
}

function filtersOf({ from, to, ip, uri, isAuthorized, method, code }: LogStream): WireFilter[] {
  const filters: (WireFilter | null)[] = [
    from === null && to === null ? null : { column: 'time', value: `${from ?? 0},${to ?? LAST_SECOND}`, match: 'exact' },
    ip === '' ? null : { column: 'ip_address', value: ip, match: 'contains' },
    uri === '' ? null : { column: 'uri', value: uri, match: 'contains' },
    method === null ? null : { column: 'method', value: method, match: 'exact' },
    code === null ? null : { column: 'response_code', value: String(code), match: 'exact' },
    isAuthorized === null ? null : { column: 'authorized', value: isAuthorized ? '1' : '0', match: 'exact' },
  ]
  return filters.filter((filter) => filter !== null)
}

/** @param params Of this row; those that are not whole do not come along. */
function rowOf(id: number, raw: Fields, { nodes, isWhole }: MaskedParams): LogRow {
  const address = maskPlain(textOf(raw['ip_address']), 64)
  return {
    id,
    time: maskPlain(textOf(raw['time']), 40),
    user: userOf(raw),
    ip: maskPlain(textOf(raw['ip']), 64) || address,
    address,
    method: maskPlain(textOf(raw['method']), 16).toLowerCase(),
    uri: maskUpTo(textOf(raw['uri']), LONGEST_URI).kept,
    code: wholeOf(raw['response_code']),
    tookMs: millisecondsOf(raw['rtime']),
    isAuthorized: isYes(raw['authorized']),
    params: isWhole ? nodes : null,
  }
}

const LONGEST_URI = 2000

/** Seconds with a fraction, as PHP measures them; null for what is none. */
function millisecondsOf(rtime: unknown): number | null {
  const text = textOf(rtime)
  const seconds = text === '' ? Number.NaN : Number(text)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 10_000) / 10 : null
}

/** The server takes the name out of a token that nobody verified; who signs in has none, and typed one. */
function userOf(raw: Fields): LogRow['user'] {
  const params = fieldsOf(raw['params']) ?? {}
  const header = Object.entries(params).find(([name, value]) => /^(?:authorization|x-token)$/i.test(name) && typeof value === 'string')?.[1]
  const token = typeof header === 'string' && header.length < LONGEST_HEADER ? header.replace(/^\s*bearer\s+/i, '') : ''
  const id = new SecretToken(token).claims()?.userId ?? null
  const named = maskPlain(textOf(raw['username']), 64)
  if (named !== '' || id !== null) return { name: named, id, from: 'token' }
  const typed = maskPlain(textOf(params['username']).slice(0, 200), 64)
  return { name: typed, id: null, from: typed === '' ? 'nobody' : 'typed' }
}

const LONGEST_HEADER = 8000
