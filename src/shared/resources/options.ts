import { z } from 'zod'

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
