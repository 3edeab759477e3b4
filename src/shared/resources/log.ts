import { z } from 'zod'
import type { PermissionPath } from '../permissions'
import { unreadableSchema } from './unreadable'

/**
 * The server's log of requests: read, never written. What crosses the bridge is masked already (`main/backend/log-masking.ts`):
 * no page ever holds a token or a password out of it.
 */

export const LOG_PERMISSION = '/sys/log/logs/get' satisfies PermissionPath

/** As the server writes them. */
export const LOG_METHODS = ['get', 'post', 'put', 'delete'] as const
/** The statuses that the server writes of requests that failed. */
export const LOG_ERROR_CODES = [400, 401, 403, 404, 500] as const
/** Each method with each code is a question of its own: the server compares a column with one value. */
const MOST_CODES = 6

/** What stands in a secret's place: what kind it was, and, of a token, the two claims that say whose and until when. */
const maskSchema = z.object({
  mask: z.enum(['bearer', 'token', 'password', 'hash', 'secret']),
  userId: z.number().int().nullable(),
  /** Unix milliseconds, by the server's clock. */
  expiresAt: z.number().nullable(),
})
export type Mask = z.infer<typeof maskSchema>

/** A text of the server's with masks in the places of secrets. */
const maskedTextSchema = z.array(z.union([z.string(), maskSchema]))
export type MaskedText = z.infer<typeof maskedTextSchema>

/** One value of a request's headers and body, in reading order; `parent` is the place of the node that it belongs to, -1 at the top. */
export const logNodeSchema = z.object({
  parent: z.number().int(),
  key: z.string(),
  /** `plain`: a number, a truth value or null. `cut`: `value` says how many values, or characters, are left out here. */
  kind: z.enum(['object', 'list', 'text', 'plain', 'cut']),
  value: maskedTextSchema,
})
export type LogNode = z.infer<typeof logNodeSchema>

export const logRowSchema = z.object({
  id: z.number().int(),
  /** As the server writes it, on its own clock and in its own zone, which it does not tell. */
  time: z.string(),
  /** Out of the token that came, which nobody has verified; `typed`: out of the form, for who has no token yet. */
  user: z.object({ name: z.string(), id: z.number().int().nullable(), from: z.enum(['token', 'typed', 'nobody']) }),
  /** As a proxy before the server told it; the address that the connection came from is `address`. */
  ip: z.string(),
  address: z.string(),
  method: z.string(),
  uri: maskedTextSchema,
  code: z.number().int().nullable(),
  tookMs: z.number().nullable(),
  isAuthorized: z.boolean(),
  /** Headers and body; null where they are too many to come along: `logs.get` gives them. */
  params: z.array(logNodeSchema).nullable(),
})
export type LogRow = z.infer<typeof logRowSchema>

/** What the server filters by. */
export const logFilterSchema = z.object({
  /** Unix seconds, both included; null: open. */
  from: z.number().int().nonnegative().nullable(),
  to: z.number().int().nonnegative().nullable(),
  ip: z.string().max(64),
  uri: z.string().max(500),
  methods: z.array(z.enum(LOG_METHODS)).max(LOG_METHODS.length),
  codes: z.array(z.number().int().min(100).max(599)).max(MOST_CODES),
  isAuthorized: z.boolean().nullable(),
})
export type LogFilter = z.infer<typeof logFilterSchema>

/** What the server cannot filter by: looked for among the entries that are read. */
export const logLocalFilterSchema = z.object({
  user: z.string().max(64),
  /** Milliseconds. */
  leastMs: z.number().nonnegative().nullable(),
  /** Whose reads are left out. */
  hideReadsOf: z.object({ id: z.number().int(), name: z.string().max(200) }).nullable(),
})
export type LogLocalFilter = z.infer<typeof logLocalFilterSchema>

/**
 * Where reading goes on: below this id. For each stream (one method with one code) how many of its entries lie above, at the
 * least, and how many it had when that was counted; `taken` is -1 for one that is read to its end.
 */
export const logCursorSchema = z.object({
  before: z.number().int(),
  streams: z.array(z.object({ taken: z.number().int(), total: z.number().int().nullable() })).max(LOG_METHODS.length * MOST_CODES),
})
export type LogCursor = z.infer<typeof logCursorSchema>

/** Entries that one call may ask for. */
export const MOST_LOG_ROWS = 200

export const logPageSchema = z.object({
  /** Newest first. */
  rows: z.array(logRowSchema),
  total: z.number().int(),
  /** Whatever fits the filter and has a higher id is new: for `logs.newer`. */
  newest: z.number().int(),
  /** Null: there is nothing older. */
  next: logCursorSchema.nullable(),
  fetchedAt: z.number(),
  unreadable: unreadableSchema.optional(),
})
export type LogPage = z.infer<typeof logPageSchema>

export const newerLogsSchema = z.object({
  rows: z.array(logRowSchema),
  newest: z.number().int(),
  /** More than are asked for in passing: the list is to be read again. */
  isTooMany: z.boolean(),
})
export type NewerLogs = z.infer<typeof newerLogsSchema>

/**
 * Whether an entry stays under the filter that is applied to what is read. Reads of a user are its GET requests and renewals,
 * whichever program sent them: nothing in the log tells programs apart for sure.
 */
export function fitsLocally({ user, method, uri, tookMs }: LogRow, { user: wanted, leastMs, hideReadsOf }: LogLocalFilter): boolean {
  if (wanted !== '' && !isOfUser(user, wanted)) return false
  if (leastMs !== null && (tookMs === null || tookMs < leastMs)) return false
  if (hideReadsOf === null) return true
  const isTheirs = user.from === 'token' && (user.id === null ? user.name === hideReadsOf.name : user.id === hideReadsOf.id)
  const isRead = method.toLowerCase() === 'get' || uri.some((part) => typeof part === 'string' && part.includes('/sys/user/refreshtoken'))
  return !(isTheirs && isRead)
}

/** A number is the whole of one, `#1` and not `#12`; any other text is a part of the name. */
function isOfUser({ name, id }: LogRow['user'], wanted: string): boolean {
  if (/^#\d+$/.test(wanted)) return `#${id ?? ''}` === wanted
  return `${name} #${id ?? ''}`.toLowerCase().includes(wanted.toLowerCase())
}
