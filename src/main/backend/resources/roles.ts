import type { Fields } from '@shared/merge'
import { type NewRole, type Role, type RoleEdits, ROLES } from '@shared/resources/role'
import type { Authorized } from '../authorized'
import { createCameAs, readRows } from '../wire-rows'
import { fieldsOf, listOf, textOf, unreadableReply, wholeOf } from '../wire-values'
import type { ResourceClient } from './resource-client'
import { createWholeResource } from './whole-resource'
import { statusOf, timeOf, toColumns } from './wire-columns'

/** What may be written. The scope goes with the grants (`saveroleperm`). */
const COLUMNS = { name: 'name', remark: 'remark', status: 'status', listorder: 'listorder' } as const satisfies Record<keyof NewRole, string>

export type RolesResource = ResourceClient<Role, RoleEdits, NewRole>

/** The roles, by `roles`. A name that is taken is refused on create only. */
export function createRolesResource(authorized: Authorized): RolesResource {
  const came = createCameAs<Role>()
  return createWholeResource(authorized, {
    description: ROLES,
    path: '/sys/role/roles',
    read: async (data) => {
      const items = listOf(fieldsOf(data)?.['items'])
      if (!items) throw unreadableReply('list of roles', ['items'])
      return readRows(items, COLUMNS.name, (id, raw) => came.note(toRow(id, raw), raw))
    },
    createBody: (values) => toColumns(COLUMNS, values),
    // The name always: the controller puts it into its answer without asking whether it came.
    updateBody: (current: Role, edits: RoleEdits) => ({ id: current.id, ...came.columns(current, { name: current.name }), ...toColumns(COLUMNS, edits) }),
  })
}

function toRow(id: number, raw: Fields): Role {
  return {
    id,
    name: textOf(raw['name']),
    remark: textOf(raw['remark']),
    status: statusOf(raw['status']),
    scope: wholeOf(raw['scope']) ?? 0,
    listorder: wholeOf(raw['listorder']) ?? 0,
    createdAt: timeOf(raw['create_time']),
    updatedAt: timeOf(raw['update_time']),
  }
}
