import { z } from 'zod'
import { VERBS_OF } from '../bridge/names'
import type { PermissionPath } from '../permissions'
import { idsSchema, nameText, orderSchema, statusSchema } from './field-rules'
import type { Blank, ResourceDescription } from './resource'

/** One user as this program sees it. The wire form (strings or numbers, snake case) ends in `main/backend/resources`. */
const userSchema = z.object({
  id: z.number().int(),
  username: z.string(),
  email: z.string(),
  tel: z.string(),
  status: statusSchema,
  /** Position in lists; the server's own default is 1000. */
  listorder: z.number().int(),
  roleIds: z.array(z.number().int()),
  departmentIds: z.array(z.number().int()),
  /** Unix time in seconds, or null where the server has none. */
  createdAt: z.number().int().nullable(),
  /** Unix time in seconds. Left out where the server has none: the original never writes it. */
  lastSignInAt: z.number().int().optional(),
})
export type User = z.infer<typeof userSchema>

/** What an administrator may change of a user. The user name is the natural key and stays. */
const fields = {
  email: z.union([z.literal(''), z.email({ error: 'email' }).max(255, { error: 'tooLong' })]),
  tel: z
    .string()
    .max(20, { error: 'telLength' })
    .regex(/^[0-9+\- ]*$/, { error: 'tel' }),
  status: statusSchema,
  listorder: orderSchema,
  roleIds: idsSchema.min(1, { error: 'rolesRequired' }),
  departmentIds: idsSchema,
}

const userEditsSchema = z.object(fields).partial().strict()
export type UserEdits = z.infer<typeof userEditsSchema>

/** 2 to 64 characters; the original accepts anything, twice, and blank. */
const usernameSchema = nameText(64, 2)

/** The server's rule for a changed password (`PUT /sys/user/password`); on create the original takes anything. */
export const passwordSchema = z
  .string({ error: 'required' })
  .min(1, { error: 'required' })
  .max(1024, { error: 'tooLong' })
  .regex(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)\S{8,}$/, { error: 'password' })

export const newUserSchema = z.object({
  username: usernameSchema,
  password: passwordSchema,
  ...fields,
  email: fields.email.default(''),
  tel: fields.tel.default(''),
  status: fields.status.default('enabled'),
  listorder: fields.listorder.default(1000),
  departmentIds: fields.departmentIds.default([]),
})
export type NewUser = z.infer<typeof newUserSchema>

const blank: Blank<User> = { ...newUserSchema.omit({ password: true }).partial({ username: true, roleIds: true }).parse({}), username: '', roleIds: [], createdAt: null }

export const USER_SORT_FIELDS = ['id', 'username', 'email', 'tel', 'status', 'listorder', 'createdAt', 'lastSignInAt'] as const
export type UserSortField = (typeof USER_SORT_FIELDS)[number]

export const userQuerySchema = z.object({
  /** From 1. */
  page: z.number().int().min(1),
  pageSize: z.number().int().min(1).max(200),
  sort: z.array(z.object({ field: z.enum(USER_SORT_FIELDS), direction: z.enum(['asc', 'desc']) })).max(3),
  filter: z.object({
    /** Contains. */
    username: z.string().max(64).optional(),
    email: z.string().max(255).optional(),
    tel: z.string().max(20).optional(),
    status: statusSchema.optional(),
  }),
})
export type UserQuery = z.infer<typeof userQuerySchema>

const USER_PERMISSIONS = {
  list: '/sys/user/users/get',
  create: '/sys/user/users/post',
  update: '/sys/user/users/put',
  remove: '/sys/user/users/delete',
} as const satisfies Record<string, PermissionPath>

/** The server refuses to change or delete these. */
const PROTECTED_USER_IDS: readonly number[] = [1]

export const USERS = {
  name: 'users',
  verbs: VERBS_OF.users,
  rowSchema: userSchema,
  createSchema: newUserSchema,
  blank,
  editsSchema: userEditsSchema,
  querySchema: userQuerySchema,
  naturalKey: ['username'],
  identity: { fields: ['username'], createdAt: 'createdAt' },
  titleField: 'username',
  nameFields: ['username'],
  protectedIds: PROTECTED_USER_IDS,
  references: { roleIds: 'roles', departmentIds: 'departments' },
  setFields: [],
  secretFields: ['password'],
  permissions: USER_PERMISSIONS,
  isHeldWhole: false,
  filters: { username: 'contains', email: 'contains', tel: 'contains', status: 'exact', id: 'exact' },
  sortFields: USER_SORT_FIELDS,
  defaultSort: [{ field: 'id', direction: 'asc' }],
} satisfies ResourceDescription
