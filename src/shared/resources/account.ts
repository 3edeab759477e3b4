import { z } from 'zod'
import type { PermissionPath } from '../permissions'
import { unreadableSchema } from './unreadable'

/** One entry of the server's menu (`asyncRouterMap`): directories and pages, never operations. */
export interface MenuEntry {
  readonly id: number
  readonly title: string
  /** The page's path on the server's own web client, such as `/sys/user`. */
  readonly path: string
  /** The server's name of the page's component, such as `sys/user/index`; `Layout` for a directory. */
  readonly component: string
  readonly icon: string
  readonly isDirectory: boolean
  readonly isHidden: boolean
  readonly children: readonly MenuEntry[]
}
const menuEntrySchema: z.ZodType<MenuEntry> = z.object({
  id: z.number().int(),
  title: z.string(),
  path: z.string(),
  component: z.string(),
  icon: z.string(),
  isDirectory: z.boolean(),
  isHidden: z.boolean(),
  get children() {
    return z.array(menuEntrySchema)
  },
})

/** The signed-in account: who it is, what it may do, and the menu that the server gives it. */
export const accountSchema = z.object({
  /** 0 where the server does not tell it. */
  id: z.number().int(),
  username: z.string(),
  /** Empty in what was read before this was asked for. */
  email: z.string().default(''),
  tel: z.string().default(''),
  roles: z.array(z.object({ id: z.number().int(), name: z.string() })),
  permissions: z.array(z.string()),
  menu: z.array(menuEntrySchema),
  /** Roles, permissions and entries of the menu that could not be read. */
  unreadable: unreadableSchema.optional(),
})
export type Account = z.infer<typeof accountSchema>

/** The fields of a changed password: the one so far, the new one, and that once more. */
export type PasswordField = 'current' | 'password' | 'repeat'
/** What may be wrong with them, as the page or the server finds. */
export const PASSWORD_FAULTS = ['required', 'tooLong', 'rule', 'sameAsCurrent', 'notEqual', 'wrongCurrent'] as const
export type PasswordFault = (typeof PASSWORD_FAULTS)[number]

/**
 * Setting another user's password. Only some servers have it: whoever has the permission knows that this one does, and so does
 * everybody where it stands among what can be granted (docs/contract.md, "What only some servers have").
 */
export const PASSWORD_RESET = { path: '/sys/user/resetpassword', permission: '/sys/user/resetpassword/put' } as const satisfies { path: string; permission: PermissionPath }
