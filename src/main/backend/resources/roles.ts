import { z } from 'zod'
import { type NewRole, type Role, type RoleEdits, ROLES } from '@shared/resources/role'
import type { Authorized } from '../authorized'
import { parseReply, wireInt, wireIntOr, wireText } from '../wire-values'
import type { ResourceClient } from './resource-client'
import { createWholeResource } from './whole-resource'
import { toColumns, wireStatus, wireTime } from './wire-columns'

/** What may be written. The scope goes with the grants (`saveroleperm`). */
const COLUMNS = { name: 'name', remark: 'remark', status: 'status', listorder: 'listorder' } as const

const rowSchema = z
  .object({
    id: wireInt,
    name: wireText,
    remark: wireText,
    status: wireStatus,
    scope: wireIntOr(0),
    listorder: wireIntOr(0),
    create_time: wireTime,
    update_time: wireTime,
  })
  .transform(({ create_time: createdAt, update_time: updatedAt, ...role }): Role => ({ ...role, createdAt, updatedAt }))
const rolesSchema = z.object({ items: z.array(rowSchema) })

export type RolesResource = ResourceClient<Role, RoleEdits, NewRole>

/** The roles, by `roles`. A name that is taken is refused on create only. */
export function createRolesResource(authorized: Authorized): RolesResource {
  return createWholeResource(authorized, {
    description: ROLES,
    path: '/sys/role/roles',
    rowsOf: (data) => parseReply(rolesSchema, data, 'list of roles').items,
    createBody: (values) => toColumns(COLUMNS, values),
    // The name always: the controller puts it into its answer without asking whether it came.
    updateBody: (current: Role, edits: RoleEdits) => ({ id: current.id, name: current.name, ...toColumns(COLUMNS, edits) }),
  })
}
