import { z } from 'zod'
import type { DepartmentOption, RoleOption } from '@shared/resources/options'
import type { Authorized, CallOptions } from '../authorized'
import { parseReply, wireEnabled, wireInt, wireText } from '../wire-values'

const rolesSchema = z.array(
  z
    .object({ id: wireInt, name: wireText, remark: wireText, status: wireEnabled, isDisabled: z.boolean() })
    .transform((role): RoleOption => ({ id: role.id, name: role.name, remark: role.remark, isEnabled: role.status, isAssignable: !role.isDisabled })),
)

interface WireDepartment {
  readonly id: number
  readonly pid: number
  readonly name: string
  readonly status: boolean
  readonly isDisabled: boolean
  readonly children?: readonly WireDepartment[] | undefined
}
const departmentSchema: z.ZodType<WireDepartment, unknown> = z.object({
  id: wireInt,
  pid: wireInt,
  name: wireText,
  status: wireEnabled,
  isDisabled: z.boolean(),
  // A leaf has no `children` key here, unlike in the menu.
  get children() {
    return z.array(departmentSchema).optional()
  },
})

/** What may be assigned to a user: `getroleoptions` and `getdeptoptions`. */
export interface OptionsResource {
  roles(options?: CallOptions): Promise<RoleOption[]>
  departments(options?: CallOptions): Promise<DepartmentOption[]>
}

export function createOptionsResource(authorized: Authorized): OptionsResource {
  return {
    roles: async (options) => {
      const { data } = await authorized.send({ method: 'GET', path: '/sys/user/getroleoptions' }, options)
      return parseReply(rolesSchema, data, 'list of roles')
    },
    departments: async (options) => {
      const { data } = await authorized.send({ method: 'GET', path: '/sys/user/getdeptoptions' }, options)
      return parseReply(z.array(departmentSchema), data, 'tree of departments').map(toOption)
    },
  }
}

function toOption(row: WireDepartment): DepartmentOption {
  return {
    id: row.id,
    parentId: row.pid,
    name: row.name,
    isEnabled: row.status,
    isAssignable: !row.isDisabled,
    children: (row.children ?? []).map(toOption),
  }
}
