import { type Fields, sameValue } from '@shared/merge'
import { applyQuery } from '@shared/resources/apply-query'
import { MOST_ROWS_OF_WHOLE, type ResourceDescription, type Row } from '@shared/resources/resource'
import { parentFault } from '@shared/resources/tree'
import { failed } from '@shared/result'
import type { Authorized, CallOptions } from '../authorized'
import type { ReadRows } from '../wire-rows'
import type { ResourceClient } from './resource-client'

/** What differs between the resources that the server gives whole, in one answer without paging. */
export interface WholeResource<R extends Row, Edits extends Fields, Values extends Fields> {
  readonly description: ResourceDescription
  readonly path: string
  /** All rows out of the answer's data, in the server's order. Throws BAD_REPLY when it holds no list. */
  readonly read: (data: unknown) => Promise<ReadRows<R>>
  readonly createBody: (values: Values) => Record<string, unknown>
  readonly updateBody: (current: R, edits: Edits) => Record<string, unknown>
}

/** The server's list has no questions: filter, sort and page are answered here, by the grammar of the users' list. */
export function createWholeResource<R extends Row, Edits extends Fields, Values extends Fields>(
  authorized: Authorized,
  { description, path, read, createBody, updateBody }: WholeResource<R, Edits, Values>,
): ResourceClient<R, Edits, Values> {
  const readAll = async (options?: CallOptions): Promise<ReadRows<R>> => read((await authorized.send({ method: 'GET', path, bound: 'whole' }, options)).data)
  const all = async (options?: CallOptions): Promise<R[]> => (await readAll(options)).rows
  // The last look before sending: whoever works offline has chosen the parent in a tree that others have changed since.
  const requireParent = async (id: number | null, { parentId }: Fields, options: CallOptions): Promise<void> => {
    if (typeof parentId !== 'number') return
    const rows: readonly Row[] = await all(options)
    const fault = parentFault(rows.filter(isInTree), id, parentId)
    if (fault) throw failed('VALIDATION', 'The record cannot be put there.', { fields: { parentId: fault }, details: { cause: fault } })
  }
  return {
    list: async (query, options) => {
      const { rows, unreadable } = await readAll(options)
      // More than any page: who asks for everything has an order of his own, and sorting all of it takes its time.
      const isEverything = query.pageSize > MOST_ROWS_OF_WHOLE && Object.keys(query.filter).length === 0
      return { ...(isEverything ? { rows, total: rows.length } : applyQuery(description, rows, query)), ...(unreadable ? { unreadable } : {}) }
    },
    get: async (id, options) => {
      const row = (await all(options)).find((held) => held.id === id)
      if (!row) throw failed('NOT_FOUND', 'This record no longer exists on the server.')
      return row
    },
    find: async (key, options) => {
      const rows = await all(options)
      return rows.filter((row) => description.naturalKey.every((field) => sameValue(row[field], key[field])))
    },
    create: async (values, { idempotencyKey, ...options }) => {
      await requireParent(null, values, options)
      await authorized.send({ method: 'POST', path, body: createBody(values), idempotencyKey }, options)
    },
    update: async (current, edits, { idempotencyKey, ...options }) => {
      await requireParent(current.id, edits, options)
      await authorized.send({ method: 'PUT', path, body: updateBody(current, edits), idempotencyKey }, options)
    },
    remove: async (id, { idempotencyKey, ...options }) => {
      await authorized.send({ method: 'DELETE', path: `${path}/${id}`, idempotencyKey }, options)
    },
  }
}

function isInTree(row: Row): row is Row & { readonly parentId: number } {
  return typeof row['parentId'] === 'number'
}
