import type { Fields } from '@shared/merge'
import type { DepartmentOption, Grantable, RoleOption } from '@shared/resources/options'
import type { ReadList } from '@shared/resources/unreadable'
import type { Authorized, CallOptions } from '../authorized'
import { joinedUnreadable, readRows, readTree, readTreeRows } from '../wire-rows'
import { isYes, itemsOf, textOf, unreadableReply } from '../wire-values'
import { typeOf } from './menus'
import { parentOf } from './wire-columns'

/** What may be assigned to a user: `getroleoptions` and `getdeptoptions`; what may be granted to a role: `allmenus`, `allroles` and `alldepts`. */
export interface OptionsResource {
  roles(options?: CallOptions): Promise<ReadList<RoleOption>>
  departments(options?: CallOptions): Promise<ReadList<DepartmentOption>>
  grantable(options?: CallOptions): Promise<Grantable>
}

export function createOptionsResource(authorized: Authorized): OptionsResource {
  const ask = async (path: string, what: string, options?: CallOptions): Promise<readonly unknown[]> => {
    const { data } = await authorized.send({ method: 'GET', path, bound: 'whole' }, options)
    const items = itemsOf(data)
    if (!items) throw unreadableReply(what, [''])
    return items
  }
  return {
    roles: async (options) => {
      const { left: _, ...read } = await readRows(await ask('/sys/user/getroleoptions', 'list of roles', options), 'name', toRole)
      return read
    },
    departments: async (options) => {
      const { left: _, ...read } = await readTree(await ask('/sys/user/getdeptoptions', 'tree of departments', options), 'name', toDepartment)
      return read
    },
    grantable: async (options) => {
      const menus = await readTreeRows(await ask('/sys/role/allmenus', 'tree of menus', options), 'title', toMenu)
      const roles = await readRows(await ask('/sys/role/allroles', 'list of roles', options), 'name', toGrantableRole)
      const departments = await readTreeRows(await ask('/sys/role/alldepts', 'tree of departments', options), 'name', toGrantableDepartment)
      const unreadable = joinedUnreadable([menus.unreadable, roles.unreadable, departments.unreadable])
      return { menus: menus.rows, roles: roles.rows, departments: departments.rows, ...unreadable }
    },
  }
}

function toMenu(id: number, raw: Fields, above: Fields | null): Grantable['menus'][number] {
  return { id, parentId: parentOf(raw, above), type: typeOf(raw['type']), title: textOf(raw['title']), path: textOf(raw['path']) }
}

function toGrantableRole(id: number, raw: Fields): Grantable['roles'][number] {
  return { id, name: textOf(raw['name']), isEnabled: isYes(raw['status']) }
}

function toGrantableDepartment(id: number, raw: Fields, above: Fields | null): Grantable['departments'][number] {
  return { id, parentId: parentOf(raw, above), name: textOf(raw['name']), isEnabled: isYes(raw['status']) }
}

function toRole(id: number, raw: Fields): RoleOption {
  return { id, name: textOf(raw['name']), remark: textOf(raw['remark']), isEnabled: isYes(raw['status']), isAssignable: isAssignable(raw) }
}

function toDepartment(id: number, raw: Fields, { above, children }: { readonly above: Fields | null; readonly children: DepartmentOption[] }): DepartmentOption {
  return { id, parentId: parentOf(raw, above), name: textOf(raw['name']), isEnabled: isYes(raw['status']), isAssignable: isAssignable(raw), children }
}

const NOT_LOCKED: ReadonlySet<unknown> = new Set([undefined, null, false, 0, '', '0', 'false'])

/** Anything but a plain no is a lock: what is locked is neither given nor taken from here. */
function isAssignable({ isDisabled }: Fields): boolean {
  return NOT_LOCKED.has(isDisabled)
}
