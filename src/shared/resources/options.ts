import { z } from 'zod'
import { MENU_TYPES } from './menu'
import { unreadableSchema } from './unreadable'

/** A role as it may be assigned to a user. */
export const roleOptionSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  remark: z.string(),
  isEnabled: z.boolean(),
  /** False: the signed-in account may not assign this role; one that a user already has is kept. */
  isAssignable: z.boolean(),
})
export type RoleOption = z.infer<typeof roleOptionSchema>

/** A department as it may be assigned to a user. */
export interface DepartmentOption {
  readonly id: number
  readonly parentId: number
  readonly name: string
  readonly isEnabled: boolean
  readonly isAssignable: boolean
  readonly children: readonly DepartmentOption[]
}
export const departmentOptionSchema: z.ZodType<DepartmentOption> = z.object({
  id: z.number().int(),
  parentId: z.number().int(),
  name: z.string(),
  isEnabled: z.boolean(),
  isAssignable: z.boolean(),
  get children() {
    return z.array(departmentOptionSchema)
  },
})

/** What a role can be granted. Flat: menus and departments in the order of their trees, each below the one that it names as its parent (0: at the top). */
export const grantableSchema = z.object({
  /** `type`: an operation is a permission, and `path` its name, such as `/sys/user/users/get`. */
  menus: z.array(z.object({ id: z.number().int(), parentId: z.number().int(), type: z.enum(MENU_TYPES), title: z.string(), path: z.string() })).readonly(),
  roles: z.array(z.object({ id: z.number().int(), name: z.string(), isEnabled: z.boolean() })).readonly(),
  departments: z.array(z.object({ id: z.number().int(), parentId: z.number().int(), name: z.string(), isEnabled: z.boolean() })).readonly(),
  /** What of the three could not be read and is left out. */
  unreadable: unreadableSchema.optional(),
})
export type Grantable = z.infer<typeof grantableSchema>
