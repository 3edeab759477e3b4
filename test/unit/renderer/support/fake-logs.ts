import type { ParsedInput } from '@shared/bridge/contract'
import type { CallName } from '@shared/bridge/names'
import { fitsLocally, type LogFilter, type LogNode, type LogPage, type LogRow } from '@shared/resources/log'
import type { FakeHoldfast } from './fake-holdfast'

type Handler = (input: never) => unknown

export const TOKEN_MASK = { mask: 'bearer', userId: 2, expiresAt: 1_790_000_000_000 } as const

export function logRow(id: number, more: Partial<LogRow> = {}): LogRow {
  return {
    id,
    time: `2026-11-26 10:00:${String(id % 60).padStart(2, '0')}`,
    user: { name: 'admin', id: 1, from: 'token' },
    ip: '10.0.0.1',
    address: '10.0.0.1',
    method: 'get',
    uri: ['api/v2/sys/dept/depts'],
    code: 200,
    tookMs: 12.5,
    isAuthorized: true,
    params: [node('Host', 'example.org'), { parent: -1, key: 'Authorization', kind: 'text', value: [TOKEN_MASK] }, node('page', '1')],
    ...more,
  }
}

export function node(key: string, text: string, parent = -1): LogNode {
  return { parent, key, kind: 'text', value: [text] }
}

const fits =
  ({ methods, codes, uri, ip }: LogFilter) =>
  (row: LogRow): boolean =>
    (methods.length === 0 || methods.some((method) => method === row.method)) && (codes.length === 0 || codes.includes(row.code ?? 0)) && String(row.uri[0]).includes(uri) && row.address.includes(ip)

/** Main's side of the log: newest first, whatever the order of the fake's rows. */
export function logHandlers(fake: FakeHoldfast): Partial<Record<CallName, Handler>> {
  const found = (filter: LogFilter): LogRow[] => fake.logs.filter(fits(filter)).sort((a, b) => b.id - a.id)
  return {
    'logs.list': ({ filter, after, size }: ParsedInput<'logs.list'>): LogPage => {
      const all = found(filter)
      const rows = all.filter(({ id }) => after === null || id < after.before).slice(0, size)
      const last = rows.at(-1)
      const hasMore = last !== undefined && last.id !== all.at(-1)?.id
      return { rows, total: all.length, newest: all[0]?.id ?? 0, next: hasMore ? { before: last.id, streams: [{ taken: 0, total: all.length }] } : null, fetchedAt: Date.now() }
    },
    'logs.newer': ({ filter, since }: ParsedInput<'logs.newer'>) => {
      const rows = found(filter).filter(({ id }) => id > since)
      return { rows, newest: Math.max(since, rows[0]?.id ?? 0), isTooMany: false }
    },
    'logs.get': ({ id }: ParsedInput<'logs.get'>) => {
      const row = fake.logs.find((one) => one.id === id)
      return row ? { ...row, params: [node('body', 'asked for')] } : { failure: { code: 'NOT_FOUND', message: 'not there', retryable: false } }
    },
    'logs.export': ({ filter, local }: ParsedInput<'logs.export'>) => ({ file: '/tmp/log.csv', entries: found(filter).filter((row) => fitsLocally(row, local)).length, isCut: false }),
  }
}
