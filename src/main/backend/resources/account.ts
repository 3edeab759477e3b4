import { z } from 'zod'
import type { Account, MenuEntry } from '@shared/resources/account'
import type { Authorized, CallOptions } from '../authorized'
import { parseReply, wireInt, wireIntOr, wireText } from '../wire-values'

interface WireMenu {
  readonly id: number
  readonly path: string
  readonly component: string
  readonly type: number
  readonly hidden: number
  readonly meta: { readonly title: string; readonly icon: string }
  readonly children?: readonly WireMenu[] | undefined
}
const menuSchema: z.ZodType<WireMenu, unknown> = z.object({
  id: wireInt,
  path: wireText,
  component: wireText,
  type: wireInt,
  hidden: wireIntOr(0),
  meta: z.object({ title: wireText, icon: wireText }),
  get children() {
    return z.array(menuSchema).optional()
  },
})

/** Only what is used: `info` also carries constants of the original's author, and dumps of the server's own variables. */
const infoSchema = z.object({
  id: wireInt,
  username: wireText,
  roles: z.array(z.object({ id: wireInt, name: wireText })),
  ctrlperm: z.array(z.object({ path: z.string() })),
  asyncRouterMap: z.array(menuSchema),
})

/** The signed-in account, by `GET info`. */
export interface AccountResource {
  read(options?: CallOptions): Promise<Account>
}

export function createAccountResource(authorized: Authorized): AccountResource {
  return {
    read: async (options) => {
      const { data } = await authorized.send({ method: 'GET', path: '/sys/user/info' }, options)
      const info = parseReply(infoSchema, data, 'account')
      return {
        id: info.id,
        username: info.username,
        roles: info.roles,
        permissions: info.ctrlperm.map(({ path }) => path),
        menu: info.asyncRouterMap.map(toEntry),
      }
    },
  }
}

function toEntry(node: WireMenu): MenuEntry {
  return {
    id: node.id,
    title: node.meta.title,
    path: node.path,
    component: node.component,
    icon: node.meta.icon,
    isDirectory: node.type === 0,
    isHidden: node.hidden === 1,
    children: (node.children ?? []).map(toEntry),
  }
}
