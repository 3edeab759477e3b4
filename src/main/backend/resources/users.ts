import { z } from 'zod'
import { failed } from '@shared/result'
import type { User, UserEdits, UserQuery, UserSortField } from '@shared/resources/user'
import type { Authorized, CallOptions } from '../authorized'
import { listParams, type WireFilter } from '../list-grammar'
import { parseReply, wireEnabled, wireInt, wireIntOr, wireText } from '../wire-values'

const PATH = '/sys/user/users'

/** Domain field -> the server's column. Roles and departments have columns of their own making and cannot be sorted by. */
const COLUMNS = {
  id: 'id',
  username: 'username',
  email: 'email',
  tel: 'tel',
  status: 'status',
  listorder: 'listorder',
  createdAt: 'create_time',
} as const satisfies Record<UserSortField, string>

const rowSchema = z
  .object({
    id: wireInt,
    username: wireText,
    email: wireText,
    tel: wireText,
    status: wireEnabled,
    listorder: wireIntOr(0),
    create_time: wireIntOr(-1),
    role: z.array(wireInt),
    dept: z.array(wireInt),
  })
  .transform(
    (row): User => ({
      id: row.id,
      username: row.username,
      email: row.email,
      tel: row.tel,
      status: row.status ? 'enabled' : 'disabled',
      listorder: row.listorder,
      roleIds: row.role,
      departmentIds: row.dept,
      createdAt: row.create_time < 0 ? null : row.create_time,
    }),
  )
const pageSchema = z.object({ items: z.array(rowSchema), total: wireInt })

export interface UsersResource {
  list(query: UserQuery, options?: CallOptions): Promise<{ rows: User[]; total: number }>
  /** Throws NOT_FOUND when there is no such user (any more). */
  get(id: number, options?: CallOptions): Promise<User>
  /** Sends the changed columns of `current`. The answer tells nothing of the row: read it again. */
  update(current: User, edits: UserEdits, options: CallOptions & { idempotencyKey: string }): Promise<void>
}

export function createUsersResource(authorized: Authorized): UsersResource {
  const list: UsersResource['list'] = async (query, options) => {
    const params = listParams({
      page: query.page,
      pageSize: query.pageSize,
      sort: query.sort.map(({ field, direction }) => ({ column: COLUMNS[field], direction })),
      filters: filtersOf(query.filter),
      fields: Object.values(COLUMNS),
    })
    const { data } = await authorized.send({ method: 'GET', path: PATH, query: params }, options)
    const page = parseReply(pageSchema, data, 'list of users')
    return { rows: page.items, total: page.total }
  }
  return {
    list,
    get: async (id, options) => {
      const params = listParams({
        page: 1,
        pageSize: 1,
        sort: [],
        filters: [{ column: 'id', value: String(id), match: 'exact' }],
        fields: Object.values(COLUMNS),
      })
      const { data } = await authorized.send({ method: 'GET', path: PATH, query: params }, options)
      const row = parseReply(pageSchema, data, 'list of users').items.find((item) => item.id === id)
      if (!row) throw failed('NOT_FOUND', 'This user no longer exists on the server.')
      return row
    },
    update: async (current, edits, { idempotencyKey, ...options }) => {
      await authorized.send({ method: 'PUT', path: PATH, body: toWire(current, edits), idempotencyKey }, options)
    },
  }
}

function filtersOf({ username, status }: UserQuery['filter']): WireFilter[] {
  const filters: WireFilter[] = []
  if (username) filters.push({ column: 'username', value: username, match: 'contains' })
  if (status) filters.push({ column: 'status', value: status === 'enabled' ? '1' : '0', match: 'exact' })
  return filters
}

/**
 * The body of a PUT: id, name, the changed columns, and always both lists of ids, for the controller loops over them
 * without asking whether they came. Never a password; never a column that the server does not know (it would reach SQL).
 */
function toWire(current: User, edits: UserEdits): Record<string, unknown> {
  const { status, roleIds, departmentIds, ...plain } = edits
  return {
    id: current.id,
    username: current.username,
    ...plain,
    ...(status === undefined ? {} : { status: status === 'enabled' ? '1' : '0' }),
    role: roleIds ?? current.roleIds,
    dept: departmentIds ?? current.departmentIds,
  }
}
