import { z } from 'zod'
import { VERBS_OF } from '../bridge/names'
import { idsSchema } from './field-rules'
import { type Blank, type ResourceDescription, wholeQuerySchema } from './resource'

/** 0 all, 1 department, 2 department and below, 3 own, 4 custom. */
export const DATA_SCOPES = [0, 1, 2, 3, 4] as const

const ids = z.array(z.number().int())

/**
 * What one role is granted: a part of the role, with the role's id. The server keeps it by numbers of its own
 * (`perm_id`), which end in the wire client.
 */
const grantsSchema = z.object({
  /** The role's. */
  id: z.number().int(),
  /** The role's name. */
  name: z.string(),
  /** When the role was made, Unix time in seconds, or null where the server has none: by it a renamed role is the same one. */
  createdAt: z.number().int().nullable(),
  /** Data scope, one of `DATA_SCOPES`; a server may hold another number. */
  scope: z.number().int(),
  /** Directories, menus and operations; ascending, each once, as are all three. */
  menus: ids,
  /** Roles that holders may assign. */
  roles: ids,
  /** Departments that holders may assign, whatever the scope. */
  departments: ids,
})
export type Grants = z.infer<typeof grantsSchema>

const setSchema = idsSchema.transform((given) => [...new Set(given)].sort((a, b) => a - b))

const grantsEditsSchema = z
  .object({ scope: z.number().int().min(0).max(4), menus: setSchema, roles: setSchema, departments: setSchema })
  .partial()
  .strict()
export type GrantsEdits = z.infer<typeof grantsEditsSchema>

const blank: Blank<Grants> = { name: '', createdAt: null, scope: 0, menus: [], roles: [], departments: [] }

export const GRANTS = {
  name: 'grants',
  verbs: VERBS_OF.grants,
  rowSchema: grantsSchema,
  // They begin with their role, and cannot be made.
  createSchema: z.never(),
  blank,
  editsSchema: grantsEditsSchema,
  querySchema: wholeQuerySchema,
  naturalKey: ['id'],
  identity: { fields: ['name'], createdAt: 'createdAt' },
  titleField: 'name',
  nameFields: [],
  protectedIds: [1],
  references: { id: 'roles', menus: 'menus', roles: 'roles', departments: 'departments' },
  setFields: ['menus', 'roles', 'departments'],
  secretFields: [],
  permissions: {
    list: '/sys/role/roles/get',
    create: '/sys/role/roles/post',
    update: '/sys/role/saveroleperm/post',
    remove: '/sys/role/roles/delete',
  },
  isHeldWhole: false,
  filters: {},
  sortFields: ['id'],
  defaultSort: [{ field: 'id', direction: 'asc' }],
} satisfies ResourceDescription
