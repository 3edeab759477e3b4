import { z } from 'zod'
import type { PermissionPath } from '../permissions'

/** One user as this program sees it. The wire form (strings or numbers, snake case) ends in `main/backend/resources`. */
export const userSchema = z.object({
  id: z.number().int(),
  username: z.string(),
  email: z.string(),
  tel: z.string(),
  status: z.enum(['enabled', 'disabled']),
  /** Position in lists; the server's own default is 1000. */
  listorder: z.number().int(),
  roleIds: z.array(z.number().int()),
  departmentIds: z.array(z.number().int()),
  /** Unix time in seconds, or null where the server has none. */
  createdAt: z.number().int().nullable(),
})
export type User = z.infer<typeof userSchema>

/** What an administrator may change of a user. The user name is the natural key and stays. */
export const userEditsSchema = z
  .object({
    email: z.union([z.literal(''), z.email({ error: 'email' })]),
    tel: z.string().max(20, { error: 'telLength' }).regex(/^[0-9+\- ]*$/, { error: 'tel' }),
    status: z.enum(['enabled', 'disabled']),
    listorder: z.number({ error: 'order' }).int({ error: 'order' }).min(0, { error: 'order' }).max(999_999, { error: 'order' }),
    roleIds: z.array(z.number().int()).min(1, { error: 'rolesRequired' }),
    departmentIds: z.array(z.number().int()),
  })
  .partial()
  .strict()
export type UserEdits = z.infer<typeof userEditsSchema>

export const USER_SORT_FIELDS = ['id', 'username', 'email', 'tel', 'status', 'listorder', 'createdAt'] as const
export type UserSortField = (typeof USER_SORT_FIELDS)[number]

export const userQuerySchema = z.object({
  /** From 1. */
  page: z.number().int().min(1),
  pageSize: z.number().int().min(1).max(200),
  sort: z.array(z.object({ field: z.enum(USER_SORT_FIELDS), direction: z.enum(['asc', 'desc']) })).max(3),
  filter: z.object({
    /** Contains. */
    username: z.string().max(64).optional(),
    status: z.enum(['enabled', 'disabled']).optional(),
  }),
})
export type UserQuery = z.infer<typeof userQuerySchema>

export const USER_PERMISSIONS = {
  list: '/sys/user/users/get',
  create: '/sys/user/users/post',
  update: '/sys/user/users/put',
  remove: '/sys/user/users/delete',
} as const satisfies Record<string, PermissionPath>

/** The server refuses to change or delete these. */
export const PROTECTED_USER_IDS: readonly number[] = [1]
