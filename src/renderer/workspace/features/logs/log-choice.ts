import { LOG_ERROR_CODES, LOG_METHODS, type LogFilter, type LogLocalFilter } from '@shared/resources/log'
import { z } from 'zod'
import { decimalNumber } from '@renderer/typed-number'

/** What a person chose in the filter, as the fields hold it. */
export const RANGES = ['all', '15m', '1h', 'today', '7d', '30d', 'custom'] as const
export const CODES = ['all', 'errors', '200', '400', '401', '403', '404', '500'] as const

/** Each value by itself, for what is kept of a page. */
export const choiceShape = {
  range: z.enum(RANGES),
  /** As a field of day and time has them, on this computer's clock; empty: open. */
  from: z.string().max(30),
  to: z.string().max(30),
  uri: z.string().max(500),
  code: z.enum(CODES),
  ip: z.string().max(64),
  methods: z.array(z.enum(LOG_METHODS)).max(LOG_METHODS.length),
  authorized: z.enum(['any', 'yes', 'no']),
  user: z.string().max(64),
  least: z.string().max(12),
  hideReads: z.boolean(),
}
export type LogChoice = { readonly [Key in keyof typeof choiceShape]: z.output<(typeof choiceShape)[Key]> }

export const NO_CHOICE: LogChoice = { range: 'all', from: '', to: '', uri: '', code: 'all', ip: '', methods: [], authorized: 'any', user: '', least: '', hideReads: false }

/** Those that stand behind "More filters". */
const MORE = ['ip', 'methods', 'authorized', 'user', 'least', 'hideReads'] as const

/** How many of the filters out of sight are in force. */
export function moreInForce(choice: LogChoice): number {
  return MORE.filter((name) => JSON.stringify(choice[name]) !== JSON.stringify(NO_CHOICE[name])).length
}

export function isInForce(choice: LogChoice): boolean {
  return JSON.stringify({ ...choice, from: '', to: '' }) !== JSON.stringify(NO_CHOICE)
}

const MINUTE_S = 60
const DAY_S = 24 * 60 * MINUTE_S
const SPANS_S = { '15m': 15 * MINUTE_S, '1h': 60 * MINUTE_S, '7d': 7 * DAY_S, '30d': 30 * DAY_S } as const

/** What the server is asked; what is no time counts as open. */
export function serverFilterOf({ range, from, to, uri, code, ip, methods, authorized }: LogChoice, nowMs: number): LogFilter {
  return {
    ...timesOf(range, from, to, nowMs),
    uri: uri.trim(),
    ip: ip.trim(),
    methods: [...methods],
    codes: code === 'all' ? [] : code === 'errors' ? [...LOG_ERROR_CODES] : [Number(code)],
    isAuthorized: authorized === 'any' ? null : authorized === 'yes',
  }
}

/** The end of a range that counts from now is open: the server's clock may be ahead of this one. */
function timesOf(range: LogChoice['range'], from: string, to: string, nowMs: number): Pick<LogFilter, 'from' | 'to'> {
  const now = Math.floor(nowMs / 1000)
  if (range === 'all') return { from: null, to: null }
  if (range === 'custom') {
    const end = secondOf(to)
    // A field of minutes means all of its last one.
    return { from: secondOf(from), to: end === null ? null : end + MINUTE_S - 1 }
  }
  if (range === 'today') return { from: Math.floor(new Date(nowMs).setHours(0, 0, 0, 0) / 1000), to: null }
  return { from: now - SPANS_S[range], to: null }
}

function secondOf(field: string): number | null {
  const ms = field === '' ? Number.NaN : new Date(field).getTime()
  return Number.isNaN(ms) || ms < 0 ? null : Math.floor(ms / 1000)
}

/** What is looked for among the entries that are here. */
export function localFilterOf({ user, least, hideReads }: LogChoice, me: LogLocalFilter['hideReadsOf']): LogLocalFilter {
  const leastMs = decimalNumber(least)
  return { user: user.trim(), leastMs: Number.isNaN(leastMs) ? null : leastMs, hideReadsOf: hideReads ? me : null }
}
