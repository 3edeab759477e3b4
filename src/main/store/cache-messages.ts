import { z } from 'zod'
import { listQuerySchema, resourceNameSchema } from '@shared/resources/resource'

/** Rows of one message: so few that packing and unpacking them never holds main up. */
export const MOST_ROWS_PER_MESSAGE = 500
/** A tree is shown whole, so a page of the cache may be longer than a page of the server. */
const MOST_ROWS_PER_PAGE = 5000

const rowSchema = z.looseObject({ id: z.number().int() })
const pageSchema = listQuerySchema.extend({ pageSize: z.number().int().min(1).max(MOST_ROWS_PER_PAGE) })
const resource = resourceNameSchema
const id = z.number().int()
/** Unix milliseconds. */
const time = z.number().int()
const done = z.null()

/** What main may ask of the cache's thread: name -> what goes in, what comes out. */
export const CACHE_CALLS = {
  putRows: { input: z.object({ resource, rows: z.array(rowSchema).max(MOST_ROWS_PER_MESSAGE), fetchedAt: time }), output: done },
  /** Removes the rows that are not among `ids` and were fetched before `fetchedBefore` (null: whenever); what is left is all there is, if it has all of `ids`. */
  keepOnly: { input: z.object({ resource, ids: z.array(id), fetchedBefore: time.nullable(), fetchedAt: time }), output: done },
  removeRow: { input: z.object({ resource, id }), output: done },
  get: { input: z.object({ resource, id }), output: z.object({ row: rowSchema, fetchedAt: time }).nullable() },
  list: {
    input: z.object({ resource, query: pageSchema }),
    output: z.object({ rows: z.array(rowSchema), total: z.number().int(), fetchedAt: time, isComplete: z.boolean() }).nullable(),
  },
  putAnswer: { input: z.object({ name: z.string(), value: z.unknown(), fetchedAt: time }), output: done },
  getAnswer: { input: z.object({ name: z.string() }), output: z.object({ value: z.unknown(), fetchedAt: time }).nullable() },
  ids: { input: z.object({ resource }), output: z.array(id) },
  size: { input: z.object({}), output: z.object({ bytes: z.number().int(), rows: z.number().int() }) },
  shrink: { input: z.object({ maxBytes: z.number().int().min(0) }), output: done },
  clear: { input: z.object({}), output: done },
  /** Closes the file; the thread ends. */
  close: { input: z.object({}), output: done },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>

export type CacheCall = keyof typeof CACHE_CALLS
export type CacheInput<Call extends CacheCall> = z.output<(typeof CACHE_CALLS)[Call]['input']>
export type CacheOutput<Call extends CacheCall> = z.output<(typeof CACHE_CALLS)[Call]['output']>

/** main -> thread */
export const cacheRequestSchema = z.object({
  id: z.int(),
  call: z.enum(Object.keys(CACHE_CALLS) as [CacheCall, ...CacheCall[]]),
  input: z.unknown(),
})
export type CacheRequest = z.infer<typeof cacheRequestSchema>

/** thread -> main: one for each request. `reason` names what went wrong and never quotes a row. */
export const cacheReplySchema = z.discriminatedUnion('ok', [z.object({ id: z.int(), ok: z.literal(true), value: z.unknown() }), z.object({ id: z.int(), ok: z.literal(false), reason: z.string() })])
export type CacheReply = z.infer<typeof cacheReplySchema>

/** What the thread is started with. */
export const cacheStartSchema = z.object({
  /** Null: in memory. */
  path: z.string().nullable(),
  /** 64 hex digits; null only without a path. */
  key: z.string().nullable(),
  /** The identity of the server whose rows these are, and the one that a file of an older program belongs to (null: not known). */
  server: z.object({ here: z.string(), before: z.string().nullable() }),
})
export type CacheStart = z.infer<typeof cacheStartSchema>
