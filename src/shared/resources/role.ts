import { z } from 'zod'
import { VERBS_OF } from '../bridge/names'
import { nameText, optionalText, orderSchema, statusSchema } from './field-rules'
import { type Blank, type ResourceDescription, wholeQuerySchema } from './resource'

const roleSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  remark: z.string(),
  status: statusSchema,
  /** Data scope, one of `DATA_SCOPES` as far as servers are sane. Written with the grants, never with the role. */
  scope: z.number().int(),
  /** Position in lists. */
  listorder: z.number().int(),
  /** Unix time in seconds, or null where the server has none. */
  createdAt: z.number().int().nullable(),
  /** Unix time in seconds, or null for a role that was never changed. */
  updatedAt: z.number().int().nullable(),
})
export type Role = z.infer<typeof roleSchema>

const fields = { name: nameText(64), remark: optionalText(255), status: statusSchema, listorder: orderSchema }

const roleEditsSchema = z.object(fields).partial().strict()
export type RoleEdits = z.infer<typeof roleEditsSchema>

const newRoleSchema = z.object({
  ...fields,
  remark: fields.remark.default(''),
  status: fields.status.default('enabled'),
  listorder: fields.listorder.default(99),
})
export type NewRole = z.infer<typeof newRoleSchema>

const blank: Blank<Role> = { ...newRoleSchema.partial({ name: true }).parse({}), name: '', scope: 0, createdAt: null, updatedAt: null }

export const ROLES = {
  name: 'roles',
  verbs: VERBS_OF.roles,
  rowSchema: roleSchema,
  createSchema: newRoleSchema,
  blank,
  editsSchema: roleEditsSchema,
  querySchema: wholeQuerySchema,
  naturalKey: ['name'],
  identity: { fields: ['name'], createdAt: 'createdAt' },
  titleField: 'name',
  nameFields: ['name'],
  protectedIds: [1],
  references: {},
  setFields: [],
  secretFields: [],
  permissions: {
    list: '/sys/role/roles/get',
    create: '/sys/role/roles/post',
    update: '/sys/role/roles/put',
    remove: '/sys/role/roles/delete',
  },
  isHeldWhole: true,
  filters: { name: 'contains', remark: 'contains', status: 'exact', scope: 'exact' },
  sortFields: ['id', 'name', 'remark', 'status', 'scope', 'listorder', 'createdAt', 'updatedAt'],
  defaultSort: [{ field: 'listorder', direction: 'asc' }],
} satisfies ResourceDescription
