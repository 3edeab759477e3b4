import { type LogCursor, type LogFilter, type LogRow, MOST_LOG_ROWS } from '@shared/resources/log'
import type { Unreadable } from '@shared/resources/unreadable'
import { failed } from '@shared/result'

/**
 * Several methods, several codes: the server compares a column with one value, so each method with each code is a question of
 * its own, a stream. Streams are merged by id, newest first. The log grows at its top while it is read, which moves every place
 * in it down: so reading goes on below an id, never from a place alone, and no entry is lost or told twice.
 */

/** What one stream is asked for. */
export type LogStream = Omit<LogFilter, 'methods' | 'codes'> & { readonly method: string | null; readonly code: number | null }

/** A part of one stream, by pages of one size from 1. */
interface StreamPart {
  /** Newest first. */
  readonly rows: readonly LogRow[]
  /** Entries that came, those that cannot be read among them: fewer than asked for are the last. */
  readonly places: number
  /** Null where the server does not say. */
  readonly total: number | null
  readonly unreadable?: Unreadable | undefined
}

export type ReadPart = (stream: LogStream, page: number, pageSize: number) => Promise<StreamPart>

export interface Merged {
  readonly rows: LogRow[]
  readonly total: number
  readonly newest: number
  readonly next: LogCursor | null
  readonly unreadable: readonly Unreadable[]
}

/** Parts in a row that are passed over because all of them came in since. */
const MOST_PASSED = 50
/** The least that one of several streams is asked for at a time. */
const LEAST_PART = 10

function streamsOf({ methods, codes, ...rest }: LogFilter): LogStream[] {
  const among = <T>(values: readonly T[]): readonly (T | null)[] => (values.length > 0 ? [...new Set(values)] : [null])
  return among(methods).flatMap((method) => among(codes).map((code) => ({ ...rest, method, code })))
}

/**
 * The next so many entries below the cursor, or the first ones.
 *
 * Of several streams one is read after another, and what is logged in between is in some and not in others. So the newest id
 * of all is asked for first, and what is above it waits for `newer`.
 */
export async function readMerged(filter: LogFilter, cursor: LogCursor | null, size: number, read: ReadPart): Promise<Merged> {
  const streams = streamsOf(filter)
  const top = cursor ? cursor.before - 1 : await topOf(filter, streams, read)
  const partSize = streams.length === 1 ? size : Math.min(size, Math.max(LEAST_PART, Math.ceil((2 * size) / streams.length)))
  const readers = streams.map((stream, at) => createReader(stream, partSize, top, cursor?.streams[at] ?? null, read))
  const rows = await takeNewest(readers, size, 0)
  const last = rows.at(-1)
  const hasMore = rows.length === size && readers.some((reader) => !reader.isOver())
  return {
    rows,
    total: readers.reduce((sum, reader) => sum + (reader.total() ?? 0), 0),
    newest: Number.isFinite(top) ? top : (rows[0]?.id ?? 0),
    next: last && hasMore ? { before: last.id, streams: readers.map((reader) => reader.mark()) } : null,
    unreadable: readers.flatMap((reader) => reader.unreadable()),
  }
}

/**
 * What came in above this id, up to `most` entries: null when they are more. Of several streams it is looked for in all that
 * they choose from, which is one question in place of many; only where that is too much, in each of them.
 */
export async function readNewer(filter: LogFilter, since: number, most: number, partSize: number, read: ReadPart): Promise<Pick<Merged, 'rows' | 'newest'> | null> {
  const { methods, codes } = filter
  const streams = streamsOf(filter)
  const all: LogStream = { ...filter, method: null, code: null }
  const rows = await newerOf(streams.length === 1 ? streams : [all], Number.POSITIVE_INFINITY, since, most, partSize, read)
  if (rows) {
    const fits = ({ method, code }: LogRow): boolean => (methods.length === 0 || methods.some((one) => one === method)) && (codes.length === 0 || codes.some((one) => one === code))
    return { rows: rows.filter(fits), newest: Math.max(since, rows[0]?.id ?? 0) }
  }
  if (streams.length === 1) return null
  const top = await topOf(filter, streams, read)
  const merged = await newerOf(streams, top, since, most, partSize, read)
  return merged && { rows: merged, newest: top }
}

async function newerOf(streams: readonly LogStream[], top: number, since: number, most: number, partSize: number, read: ReadPart): Promise<LogRow[] | null> {
  const readers = streams.map((stream) => createReader(stream, partSize, top, null, read))
  const rows = await takeNewest(readers, most + 1, since)
  return rows.length > most ? null : rows
}

/** One stream answers at one moment; of several the newest entry of all that they choose from is the moment. */
async function topOf({ methods: _methods, codes: _codes, ...rest }: LogFilter, streams: readonly LogStream[], read: ReadPart): Promise<number> {
  if (streams.length === 1) return Number.POSITIVE_INFINITY
  const { rows, places } = await read({ ...rest, method: null, code: null }, 1, 1)
  return rows[0]?.id ?? (places === 0 ? 0 : Number.POSITIVE_INFINITY)
}

interface Reader {
  /** Reads on if need be; the newest entry that was not taken yet, or null. */
  head(): Promise<LogRow | null>
  take(): void
  isOver(): boolean
  total(): number | null
  mark(): LogCursor['streams'][number]
  unreadable(): readonly Unreadable[]
}

async function takeNewest(readers: readonly Reader[], most: number, above: number): Promise<LogRow[]> {
  const rows: LogRow[] = []
  while (rows.length < most) {
    const heads = await Promise.all(readers.map(async (reader) => ({ reader, row: await reader.head() })))
    const newest = heads.reduce((best, one) => ((one.row?.id ?? 0) > (best.row?.id ?? 0) ? one : best))
    if (newest.row === null || newest.row.id <= above) break
    newest.reader.take()
    rows.push(newest.row)
  }
  return rows
}

function createReader(stream: LogStream, firstSize: number, top: number, from: LogCursor['streams'][number] | null, read: ReadPart): Reader {
  let [below, partSize, isEnd] = [top + 1, firstSize, from?.taken === -1]
  /** The place of what comes next, at the least: entries come in above it, and none go. */
  let wanted = Math.max(0, from?.taken ?? 0)
  let total = from?.total ?? null
  let rows: readonly LogRow[] = []
  /** The place of the first of `rows`, at the least; and which of them is the next. */
  let [place, next] = [wanted, 0]
  const left: Unreadable[] = []

  const refill = async (): Promise<void> => {
    for (let passed = 0; passed < MOST_PASSED; passed += 1) {
      const before = total
      const page = Math.floor(wanted / partSize) + 1
      const part = await read(stream, page, partSize)
      total = part.total ?? total
      isEnd = part.places < partSize
      const first = part.rows.findIndex(({ id }) => id < below)
      if (first >= 0 || isEnd) {
        rows = first < 0 ? [] : part.rows.slice(first)
        place = (page - 1) * partSize + Math.max(0, first)
        next = 0
        wanted = page * partSize
        if (part.unreadable) left.push(part.unreadable)
        return
      }
      // All of it came in since. By how many the log grew, by so many places everything moved, and none by more. Larger
      // parts catch up with a log that grows by a part while one is read.
      const grown = before !== null && part.total !== null ? Math.max(0, part.total - before) : 0
      wanted = Math.max(page * partSize, wanted + grown)
      partSize = Math.min(MOST_LOG_ROWS, partSize * 2)
    }
    throw failed('SERVER', 'The log grows faster than it can be read.')
  }
  // `place` is never above what is true: where the server's count is reached by it, nothing is left.
  const isOver = (): boolean => next >= rows.length && (isEnd || (total !== null && place + next >= total))
  return {
    head: async () => {
      while (next >= rows.length && !isEnd) await refill()
      return rows[next] ?? null
    },
    take: () => {
      below = rows[next]?.id ?? below
      next += 1
    },
    isOver,
    total: () => total,
    mark: () => ({ taken: isOver() ? -1 : place + next, total }),
    unreadable: () => left,
  }
}
