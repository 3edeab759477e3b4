import type { Fields } from '@shared/merge'
import { requireKnownFields } from '@shared/resources/apply-query'
import type { ListQuery, ResourceDescription } from '@shared/resources/resource'
import { failed } from '@shared/result'
import { type NewUser, type User, type UserEdits, USERS } from '@shared/resources/user'
import type { Authorized, CallOptions } from '../authorized'
import { listParams, type WireFilter, type WireList } from '../list-grammar'
import { type PageGiven, pageByParts } from '../page-by-parts'
import { type CameAs, createCameAs, type ReadRows, readRows, withLeft } from '../wire-rows'
import { fieldsOf, idsOf, listOf, textOf, unreadableReply, wholeOf } from '../wire-values'
import type { ResourceClient } from './resource-client'
import { statusOf, statusToWire, timeOf, toColumns } from './wire-columns'

const PATH = '/sys/user/users'

/** Roles and departments have keys of their own in a body and in an answer, and cannot be asked for or sorted by. */
type Ids = 'roleIds' | 'departmentIds'

/** Field -> the server's column, of what is sent. The password goes with a new user alone. */
const COLUMNS = { username: 'username', email: 'email', tel: 'tel', status: 'status', listorder: 'listorder' } as const satisfies Record<Exclude<keyof NewUser, Ids | 'password'>, string>

/** The same of what is asked for and sorted by. */
const ASKED: Readonly<Record<string, string>> = { id: 'id', ...COLUMNS, createdAt: 'create_time', lastSignInAt: 'last_login_time' } satisfies Record<Exclude<keyof User, Ids>, string>

/** What people know a user by, and the least that names one. */
const TITLE = 'username'
const NAMING: readonly string[] = ['id', TITLE]

/** More than any server holds of one name in several spellings of its case. */
const LARGEST_FIND = 200

export type UsersResource = ResourceClient<User, UserEdits, NewUser>

/** The users, by `users`: the one resource whose list the server pages, sorts and filters itself. */
export function createUsersResource(authorized: Authorized): UsersResource {
  const came = createCameAs<User>()
  const askPage = async (list: WireList, options?: CallOptions): Promise<PageGiven> => {
    const { data } = await authorized.send({ method: 'GET', path: PATH, query: listParams(list) }, options)
    const items = listOf(fieldsOf(data)?.['items'])
    if (!items) throw unreadableReply('list of users', ['items'])
    return { items, total: wholeOf(fieldsOf(data)?.['total']) }
  }
  const ask = async (list: Omit<WireList, 'fields'>, options?: CallOptions): Promise<ReadRows<User> & { readonly total: number }> => {
    const given = await pageByParts(list, {
      ask: (page) => askPage({ ...list, ...page, fields: Object.values(ASKED) }, options),
      name: (page) => askPage({ ...list, ...page, fields: NAMING }, options),
    })
    const rowsOf = (items: readonly unknown[], rowOf: (id: number, raw: Fields) => User | null): Promise<ReadRows<User>> => readRows(items, TITLE, rowOf)
    const read = await rowsOf(given.items, (id, raw) => {
      const row = toRow(id, raw)
      return row && came.note(row, raw)
    })
    const tooLarge = given.tooLarge.length > 0 ? await rowsOf(given.tooLarge, () => null) : null
    // A server that does not say how many there are has at least those that it gave.
    return { ...withLeft(read, tooLarge), total: given.total ?? (list.page - 1) * list.pageSize + given.items.length + given.tooLarge.length }
  }
  return {
    list: async (query, options) => {
      requireKnownFields(USERS, query)
      const { left: _, ...page } = await ask({ page: query.page, pageSize: query.pageSize, sort: sortOf(query.sort), filters: filtersOf(query.filter) }, options)
      return page
    },
    get: async (id, options) => {
      const filters: WireFilter[] = [{ column: 'id', value: String(id), match: 'exact' }]
      const { rows, left } = await ask({ page: 1, pageSize: 1, sort: [], filters }, options)
      const row = rows.find((held) => held.id === id)
      if (row) return row
      // It is there, and that is not to be taken for a record that is gone.
      if (left.length > 0) throw unreadableRecord()
      throw failed('NOT_FOUND', 'This user no longer exists on the server.')
    },
    find: async ({ username }, options) => {
      // The database compares without case (and, in MySQL, without accents): what it finds is looked through once more.
      const filters: WireFilter[] = [{ column: 'username', value: String(username), match: 'exact' }]
      const { rows, left } = await ask({ page: 1, pageSize: LARGEST_FIND, sort: sortOf([]), filters }, options)
      if (left.some((item) => textOf(fieldsOf(item)?.['username']) === username)) throw unreadableRecord()
      return rows.filter((row) => row.username === username)
    },
    create: async ({ roleIds, departmentIds, password, ...values }, { idempotencyKey, ...options }) => {
      const body = { ...toColumns(COLUMNS, values), password, role: roleIds, dept: departmentIds }
      await authorized.send({ method: 'POST', path: PATH, body, idempotencyKey }, options)
    },
    update: async (current, edits, { idempotencyKey, ...options }) => {
      await authorized.send({ method: 'PUT', path: PATH, body: updateBody(came, current, edits), idempotencyKey }, options)
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

const FILTERS: ResourceDescription['filters'] = USERS.filters

function filtersOf(filter: ListQuery['filter']): WireFilter[] {
  return Object.entries(filter).flatMap(([field, value]) => (value ? [{ column: columnOf(field), value: field === 'status' ? statusToWire(value) : value, match: FILTERS[field] ?? 'exact' }] : []))
}

function columnOf(field: string): string {
  return ASKED[field] ?? field
}

/** Null without both lists of ids: they go out with every change, and roles that could not be read would be taken away. */
function toRow(id: number, raw: Fields): User | null {
  const [roleIds, departmentIds] = [idsOf(raw['role']), idsOf(raw['dept'])]
  if (!roleIds || !departmentIds) return null
  const lastSignInAt = timeOf(raw['last_login_time'])
  return {
    id,
    username: textOf(raw['username']),
    email: textOf(raw['email']),
    tel: textOf(raw['tel']),
    status: statusOf(raw['status']),
    listorder: wholeOf(raw['listorder']) ?? 0,
    roleIds,
    departmentIds,
    createdAt: timeOf(raw['create_time']),
    ...(lastSignInAt ? { lastSignInAt } : {}),
  }
}

function unreadableRecord(): Error {
  return failed('BAD_REPLY', 'This record is on the server and cannot be read.', { details: { cause: 'unreadable' } })
}

/**
 * The body of a PUT: id, name, the changed columns, and always both lists of ids, for the controller loops over them
 * without asking whether they came. Never a password; never a column that the server does not know (it would reach SQL).
 */
function updateBody(came: CameAs<User>, current: User, { roleIds, departmentIds, ...plain }: UserEdits): Record<string, unknown> {
  const needed = came.columns(current, { username: current.username, role: current.roleIds, dept: current.departmentIds })
  return { id: current.id, ...needed, ...toColumns(COLUMNS, plain), ...(roleIds ? { role: roleIds } : {}), ...(departmentIds ? { dept: departmentIds } : {}) }
}
