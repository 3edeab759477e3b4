import { type Fields, sameValue } from '@shared/merge'
import type { ListQuery, ResourceDescription, Row } from '@shared/resources/resource'
import type { CallOptions } from '../../backend/authorized'
import type { ResourceClient } from '../../backend/resources/resource-client'
import { EVERYTHING } from '../reads/readings'

type Reader = Pick<ResourceClient, 'list' | 'find'>

/** What there was on the server directly before a new record is sent. */
export interface Before {
  /** Records that have its natural key already. */
  readonly namesakes: readonly Row[]
  /** The highest id; 0 when there is none. What is made from now on lies above it. */
  readonly ceiling: number
}

/** Reads from the server itself, never from the cache. Throws `FailureError`. */
export async function readBefore(client: Reader, { isHeldWhole, naturalKey }: ResourceDescription, key: Fields, call: CallOptions): Promise<Before> {
  if (isHeldWhole) {
    const { rows } = await client.list(EVERYTHING, call)
    const namesakes = rows.filter((row) => naturalKey.every((field) => sameValue(row[field], key[field])))
    return { namesakes, ceiling: rows.reduce((highest, { id }) => Math.max(highest, id), 0) }
  }
  const namesakes = await client.find(key, call)
  const { rows } = await client.list(newestFirst(1, 1), call)
  return { namesakes, ceiling: rows[0]?.id ?? 0 }
}

const PAGE_SIZE = 100

/** All rows with an id above this one, newest first. Throws `FailureError`. */
export async function rowsAbove(client: Reader, { isHeldWhole }: ResourceDescription, ceiling: number, call: CallOptions): Promise<Row[]> {
  if (isHeldWhole) return (await client.list(EVERYTHING, call)).rows.filter(({ id }) => id > ceiling)
  const found = new Map<number, Row>()
  for (let page = 1; ; page += 1) {
    const { rows } = await client.list(newestFirst(page, PAGE_SIZE), call)
    // What came in meanwhile moves rows to the next page, where they are met again.
    for (const row of rows) if (row.id > ceiling) found.set(row.id, row)
    if (rows.length < PAGE_SIZE || rows.some(({ id }) => id <= ceiling)) return [...found.values()]
  }
}

/** The newest rows, for an entry of an older version, which did not write down where to look. */
export async function newestRows(client: Reader, call: CallOptions): Promise<Row[]> {
  return (await client.list(newestFirst(1, 2 * PAGE_SIZE), call)).rows
}

function newestFirst(page: number, pageSize: number): ListQuery {
  return { page, pageSize, sort: [{ field: 'id', direction: 'desc' }], filter: {} }
}
