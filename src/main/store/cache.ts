import { requireKnownFields } from '@shared/resources/apply-query'
import { RESOURCES } from '@shared/resources/registry'
import type { ListQuery, ResourceName, Row } from '@shared/resources/resource'
import { type CacheInput, type CacheOutput, type CacheStart, MOST_ROWS_PER_MESSAGE } from './cache-messages'
import { type CacheThread, createCacheThread, type ThreadFile } from './cache-thread'

/** Rows of a list as they are held, with how old they are. */
interface HeldRows {
  readonly rows: Row[]
  /** Of all rows held that fit the filter. */
  readonly total: number
  /** When the oldest of these rows was fetched, Unix milliseconds. */
  readonly fetchedAt: number
  /** True: every row that the server had is held. False: only what was seen. */
  readonly isComplete: boolean
}

/**
 * What was last known of one user's server: rows by resource, and whole answers. It lives in a thread of its own, so that
 * main never waits for it; losing it costs nothing. Times are Unix milliseconds. Every method throws STORAGE when the
 * thread cannot do it; calls are answered in the order in which they were made, but for `list` and `get` during a long put.
 */
export interface Cache {
  putRows(resource: ResourceName, rows: readonly Row[], fetchedAt: number): Promise<void>
  /** These are all rows there are: any other is removed, and the resource counts as held whole. */
  replaceAll(resource: ResourceName, rows: readonly Row[], fetchedAt: number): Promise<void>
  /**
   * After all rows were put page by page: removes what is not among `ids` and was fetched before `startedAt`, and counts
   * the resource as held whole, if all of `ids` are there (the cache may have been emptied in between).
   */
  keepOnly(resource: ResourceName, ids: readonly number[], startedAt: number): Promise<void>
  removeRow(resource: ResourceName, id: number): Promise<void>
  get(resource: ResourceName, id: number): Promise<{ row: Row; fetchedAt: number } | null>
  /** Null: nothing of this resource is held. Throws VALIDATION on a field that is not the resource's to ask by. */
  list(resource: ResourceName, query: ListQuery): Promise<HeldRows | null>
  putAnswer(name: string, value: unknown, fetchedAt: number): Promise<void>
  /** Not parsed: whoever asks knows what it should be. */
  getAnswer(name: string): Promise<{ value: unknown; fetchedAt: number } | null>
  ids(resource: ResourceName): Promise<number[]>
  size(): Promise<CacheOutput<'size'>>
  /** Removes the rows fetched longest ago, of resources that are not held whole, until at most `maxBytes` are in use. */
  shrink(maxBytes: number): Promise<void>
  clear(): Promise<void>
  /** Closes the file and ends the thread. Later calls throw STORAGE. Safe to call twice. */
  close(): Promise<void>
}

export interface CacheOptions {
  /** The cache's file; null: in memory. */
  readonly path: string | null
  /** 64 hex digits; without a key nothing is written to the disk, whatever the path. */
  readonly key: string | null
  /** Whose rows these are; a file that holds another server's is begun anew. */
  readonly server: CacheStart['server']
  readonly thread: ThreadFile
  /** Told why the thread died; calls go on failing with STORAGE or with the next thread. */
  readonly onFault: (error: unknown) => void
}

/** Starts nothing yet: the thread begins with the first call. */
export function createCache(options: CacheOptions): Cache {
  const { key } = options
  const thread = createCacheThread(options.thread, { path: key === null ? null : options.path, key, server: options.server }, options.onFault)
  const inTurn = createTurns()
  const put = async (resource: ResourceName, rows: readonly Row[], fetchedAt: number): Promise<void> => {
    // One part at a time: packing a message holds main up, and so would many that wait.
    for (let from = 0; from < rows.length; from += MOST_ROWS_PER_MESSAGE) {
      await thread.call('putRows', { resource, rows: rows.slice(from, from + MOST_ROWS_PER_MESSAGE), fetchedAt })
    }
  }
  return {
    putRows: (resource, rows, fetchedAt) => inTurn(() => put(resource, rows, fetchedAt)),
    replaceAll: (resource, rows, fetchedAt) =>
      inTurn(async () => {
        await put(resource, rows, fetchedAt)
        await thread.call('keepOnly', { resource, ids: rows.map(({ id }) => id), fetchedBefore: null, fetchedAt })
      }),
    keepOnly: (resource, ids, startedAt) => inTurn(() => done(thread.call('keepOnly', { resource, ids: [...ids], fetchedBefore: startedAt, fetchedAt: startedAt }))),
    removeRow: (resource, id) => inTurn(() => done(thread.call('removeRow', { resource, id }))),
    putAnswer: (name, value, fetchedAt) => inTurn(() => done(thread.call('putAnswer', { name, value, fetchedAt }))),
    ...reading(thread),
    shrink: (maxBytes) => inTurn(() => done(thread.call('shrink', { maxBytes }))),
    clear: () => inTurn(() => done(thread.call('clear', {}))),
    close: () => thread.close(),
  }
}

function reading(thread: CacheThread): Pick<Cache, 'get' | 'list' | 'getAnswer' | 'ids' | 'size'> {
  return {
    get: (resource, id) => thread.call('get', { resource, id }),
    list: async (resource, query) => {
      requireKnownFields(RESOURCES[resource], query)
      return thread.call('list', { resource, query } satisfies CacheInput<'list'>)
    },
    getAnswer: (name) => thread.call('getAnswer', { name }),
    ids: (resource) => thread.call('ids', { resource }),
    size: () => thread.call('size', {}),
  }
}

/** Changes go one after another: a list that is put in parts is not mixed with the next one. */
function createTurns(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return (work) => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
}

async function done(call: Promise<null>): Promise<void> {
  await call
}
