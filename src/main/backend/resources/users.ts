import { z } from 'zod'
import { insistOnKnownFields } from '@shared/resources/apply-query'
import type { ListQuery } from '@shared/resources/resource'
import { failed } from '@shared/result'
import { type NewUser, type User, type UserEdits, type UserSortField, USERS } from '@shared/resources/user'
import type { Authorized, CallOptions } from '../authorized'
import { listParams, type WireFilter, type WireList } from '../list-grammar'
import { parseReply, wireInt, wireIntOr, wireText } from '../wire-values'
import type { ResourceClient } from './resource-client'
import { statusToWire, toColumns, wireStatus, wireTime } from './wire-columns'

const PATH = '/sys/user/users'

/** Domain field -> the server's column. Roles and departments have columns of their own making and cannot be sorted by. */
const COLUMNS: Readonly<Record<string, string>> = {
  id: 'id',
  username: 'username',
  email: 'email',
  tel: 'tel',
  status: 'status',
  listorder: 'listorder',
  createdAt: 'create_time',
} satisfies Record<UserSortField, string>

/** What may be written; both lists of ids have keys of their own. */
const WRITABLE = { username: 'username', password: 'password', email: 'email', tel: 'tel', status: 'status', listorder: 'listorder' } as const

/** More than any server holds of one name in several spellings of its case. */
const LARGEST_FIND = 200

const rowSchema = z
  .object({
    id: wireInt,
    username: wireText,
    email: wireText,
    tel: wireText,
    status: wireStatus,
    listorder: wireIntOr(0),
    create_time: wireTime,
    role: z.array(wireInt),
    dept: z.array(wireInt),
  })
  .transform(({ create_time: createdAt, role: roleIds, dept: departmentIds, ...row }): User => ({ ...row, roleIds, departmentIds, createdAt }))
const pageSchema = z.object({ items: z.array(rowSchema), total: wireInt })

export type UsersResource = ResourceClient<User, UserEdits, NewUser>

/** The users, by `users`: the one resource whose list the server pages, sorts and filters itself. */
export function createUsersResource(authorized: Authorized): UsersResource {
  const ask = async (list: Omit<WireList, 'fields'>, options?: CallOptions): Promise<{ rows: User[]; total: number }> => {
    const query = listParams({ ...list, fields: Object.values(COLUMNS) })
    const { data } = await authorized.send({ method: 'GET', path: PATH, query }, options)
    const page = parseReply(pageSchema, data, 'list of users')
    return { rows: page.items, total: page.total }
  }
  return {
    list: async (query, options) => {
      insistOnKnownFields(USERS, query)
      return ask({ page: query.page, pageSize: query.pageSize, sort: sortOf(query.sort), filters: filtersOf(query.filter) }, options)
    },
    get: async (id, options) => {
      const filters: WireFilter[] = [{ column: 'id', value: String(id), match: 'exact' }]
      const { rows } = await ask({ page: 1, pageSize: 1, sort: [], filters }, options)
      const row = rows.find((held) => held.id === id)
      if (!row) throw failed('NOT_FOUND', 'This user no longer exists on the server.')
      return row
    },
    find: async ({ username }, options) => {
      // The database compares without case (and, in MySQL, without accents): what it finds is looked through once more.
      const filters: WireFilter[] = [{ column: 'username', value: String(username), match: 'exact' }]
      const { rows } = await ask({ page: 1, pageSize: LARGEST_FIND, sort: sortOf([]), filters }, options)
      return rows.filter((row) => row.username === username)
    },
    create: async ({ roleIds, departmentIds, ...values }, { idempotencyKey, ...options }) => {
      const body = { ...toColumns(WRITABLE, values), role: roleIds, dept: departmentIds }
      await authorized.send({ method: 'POST', path: PATH, body, idempotencyKey }, options)
    },
    update: async (current, edits, { idempotencyKey, ...options }) => {
      await authorized.send({ method: 'PUT', path: PATH, body: updateBody(current, edits), idempotencyKey }, options)
    },
    remove: async (id, { idempotencyKey, ...options }) => {
      await authorized.send({ method: 'DELETE', path: `${PATH}/${id}`, idempotencyKey }, options)
    },
  }
}

/** Always ends in the id: the original orders equal rows as it likes, and a row on two pages hides another. */
function sortOf(sort: ListQuery['sort']): WireList['sort'] {
  const sorts = sort.map(({ field, direction }) => ({ column: columnOf(field), direction }))
  return sorts.some(({ column }) => column === 'id') ? sorts : [...sorts, { column: 'id', direction: 'asc' }]
}

function filtersOf(filter: ListQuery['filter']): WireFilter[] {
  return Object.entries(filter).flatMap(([field, value]) =>
    value ? [{ column: columnOf(field), value: field === 'status' ? statusToWire(value) : value, match: USERS.filters[field] ?? 'exact' }] : [],
  )
}

function columnOf(field: string): string {
  return COLUMNS[field] ?? field
}

/**
 * The body of a PUT: id, name, the changed columns, and always both lists of ids, for the controller loops over them
 * without asking whether they came. Never a password; never a column that the server does not know (it would reach SQL).
 */
function updateBody(current: User, { roleIds, departmentIds, ...plain }: UserEdits): Record<string, unknown> {
  return {
    id: current.id,
    username: current.username,
    ...toColumns(WRITABLE, plain),
    role: roleIds ?? current.roleIds,
    dept: departmentIds ?? current.departmentIds,
  }
}
