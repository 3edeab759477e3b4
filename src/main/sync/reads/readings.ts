import type { z } from 'zod'
import type { ListQuery, ResourceName, Row } from '@shared/resources/resource'
import { type ReadList, type Unreadable, unreadableSchema } from '@shared/resources/unreadable'
import type { CallOptions } from '../../backend/authorized'
import type { ResourceClient } from '../../backend/resources/resource-client'
import type { Cache } from '../../store/cache'
import type { Held, Reading } from './read-through'

export interface Page {
  readonly rows: readonly Row[]
  readonly total: number
  /** False: out of what was seen so far; the server may have more. */
  readonly isComplete: boolean
  readonly unreadable?: Unreadable | undefined
}

type Reader = Pick<ResourceClient, 'list' | 'get'>

/** The most rows that the cache gives at once. */
const LARGEST_PAGE = 5000

/** For the server: one answer with all rows, whatever their number. */
export const EVERYTHING: ListQuery = { page: 1, pageSize: Number.MAX_SAFE_INTEGER, sort: [], filter: {} }

/** One page, as the server sorts and filters it. */
export function pageReading(resource: ResourceName, client: Reader, query: ListQuery): Reading<Page> {
  return {
    ask: async (call) => ({ ...(await client.list(query, call)), isComplete: true }),
    keep: (cache, { rows }, fetchedAt) => cache.putRows(resource, rows, fetchedAt),
    recall: async (cache) => {
      const held = await cache.list(resource, query)
      return held && { answer: { ...held, ...(await recallUnreadable(cache, resource)) }, fetchedAt: held.fetchedAt }
    },
  }
}

/** All rows of a resource that is always held whole. */
export function wholeReading(resource: ResourceName, client: Reader): Reading<ReadList<Row>> {
  return {
    ask: (call) => client.list(EVERYTHING, call),
    keep: (cache, answer, fetchedAt) => keepWhole(cache, resource, answer, fetchedAt),
    recall: (cache) => recallWhole(cache, resource),
  }
}

/** An answer of which nothing could be read takes nothing away from what was held before. */
export async function keepWhole(cache: Cache, resource: ResourceName, { rows, unreadable }: ReadList<Row>, fetchedAt: number): Promise<void> {
  if (rows.length === 0 && unreadable) return
  await cache.replaceAll(resource, rows, fetchedAt)
  await keepUnreadable(cache, resource, unreadable, fetchedAt)
}

/** What the rows held of a resource lack, so that the list says so offline as well. */
export function keepUnreadable(cache: Cache, resource: ResourceName, unreadable: Unreadable | undefined, fetchedAt: number): Promise<void> {
  return cache.putAnswer(unreadableName(resource), unreadable ?? null, fetchedAt)
}

async function recallUnreadable(cache: Cache, resource: ResourceName): Promise<{ unreadable?: Unreadable }> {
  const parsed = unreadableSchema.safeParse((await cache.getAnswer(unreadableName(resource)))?.value)
  return parsed.success ? { unreadable: parsed.data } : {}
}

function unreadableName(resource: ResourceName): string {
  return `${resource}.unreadable`
}

async function recallWhole(cache: Cache, resource: ResourceName): Promise<Held<ReadList<Row>> | null> {
  const rows: Row[] = []
  for (let page = 1; ; page += 1) {
    const held = await cache.list(resource, { page, pageSize: LARGEST_PAGE, sort: [], filter: {} })
    // A few rows that came one by one are no tree.
    if (!held?.isComplete) return null
    rows.push(...held.rows)
    if (held.rows.length < LARGEST_PAGE) return { answer: { rows, ...(await recallUnreadable(cache, resource)) }, fetchedAt: held.fetchedAt }
  }
}

/** One record. */
export function recordReading(resource: ResourceName, client: Reader, id: number): Reading<Row> {
  return {
    ask: (call) => client.get(id, call),
    keep: (cache, row, fetchedAt) => cache.putRows(resource, [row], fetchedAt),
    forget: (cache) => cache.removeRow(resource, id),
    recall: async (cache) => {
      const held = await cache.get(resource, id)
      return held && { answer: held.row, fetchedAt: held.fetchedAt }
    },
  }
}

/** A whole answer, kept by its name. What another version of the program kept in another form counts as nothing. */
export function answerReading<T>(name: string, schema: z.ZodType<T>, ask: (call: CallOptions | undefined) => Promise<T>): Reading<T> {
  return {
    ask,
    keep: (cache, answer, fetchedAt) => cache.putAnswer(name, answer, fetchedAt),
    recall: async (cache) => {
      const held = await cache.getAnswer(name)
      const parsed = schema.safeParse(held?.value)
      return held && parsed.success ? { answer: parsed.data, fetchedAt: held.fetchedAt } : null
    },
  }
}
