import type { Fields } from '@shared/merge'
import type { Account, MenuEntry } from '@shared/resources/account'
import type { Authorized, CallOptions } from '../authorized'
import { joinedUnreadable, readRows, readTree } from '../wire-rows'
import { fieldsOf, idOf, isYes, listOf, textOf, unreadableReply, wholeOf } from '../wire-values'

/** The signed-in account, by `GET info`. Of it only what is used: it also carries constants of the original's author, and dumps of the server's own variables. */
export interface AccountResource {
  read(options?: CallOptions): Promise<Account>
}

export function createAccountResource(authorized: Authorized): AccountResource {
  return {
    read: async (options) => {
      const { data } = await authorized.send({ method: 'GET', path: '/sys/user/info' }, options)
      const info = fieldsOf(data)
      if (!info) throw unreadableReply('account', [''])
      const roles = await readRows(partOf(info, 'roles'), 'name', (id, raw) => ({ id, name: textOf(raw['name']) }))
      const menu = await readTree(partOf(info, 'asyncRouterMap'), 'path', toEntry)
      const permissions = partOf(info, 'ctrlperm').map((item) => fieldsOf(item)?.['path'])
      const paths = permissions.filter((path) => typeof path === 'string')
      return {
        id: idOf(info['id']) ?? NOBODY,
        username: textOf(info['username']),
        // Of the user's own row. `phone` and `identify` beside them are constants, the same for everybody.
        email: textOf(info['email']),
        tel: textOf(info['tel']),
        roles: roles.rows,
        permissions: paths,
        menu: menu.rows,
        ...joinedUnreadable([roles.unreadable, menu.unreadable, { count: permissions.length - paths.length, names: [] }]),
      }
    },
  }
}

/** The id of an account that the server does not number: no user's. */
const NOBODY = 0

/** A part that is not there is an empty one; one that is no list counts as one thing that cannot be read. */
function partOf(info: Fields, name: string): readonly unknown[] {
  const part = info[name]
  return part === undefined || part === null || part === '' ? [] : (listOf(part) ?? [part])
}

function toEntry(id: number, raw: Fields, { children }: { readonly children: MenuEntry[] }): MenuEntry {
  const meta = fieldsOf(raw['meta']) ?? {}
  const [path, component] = [textOf(raw['path']), textOf(raw['component'])]
  return {
    id,
    // An entry without words of its own is still the way to its page.
    title: textOf(meta['title']) || textOf(raw['name']) || path || `#${id}`,
    path,
    component,
    icon: textOf(meta['icon']),
    isDirectory: isDirectory(raw['type'], component, children),
    isHidden: isYes(raw['hidden']),
    children,
  }
}

/** Without a type, by what it holds: the original gives every directory the same component. */
function isDirectory(type: unknown, component: string, children: readonly MenuEntry[]): boolean {
  const number = wholeOf(type)
  return number === null ? component === 'Layout' || children.length > 0 : number === 0
}
