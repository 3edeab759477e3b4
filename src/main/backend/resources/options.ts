import type { Fields } from '@shared/merge'
import type { DepartmentOption, RoleOption } from '@shared/resources/options'
import type { ReadList } from '@shared/resources/unreadable'
import type { Authorized, CallOptions } from '../authorized'
import { readRows, readTree } from '../wire-rows'
import { isYes, listOf, textOf, unreadableReply } from '../wire-values'
import { parentOf } from './wire-columns'

/** What may be assigned to a user: `getroleoptions` and `getdeptoptions`. */
export interface OptionsResource {
  roles(options?: CallOptions): Promise<ReadList<RoleOption>>
  departments(options?: CallOptions): Promise<ReadList<DepartmentOption>>
}

export function createOptionsResource(authorized: Authorized): OptionsResource {
  const ask = async (path: string, what: string, options?: CallOptions): Promise<readonly unknown[]> => {
    const { data } = await authorized.send({ method: 'GET', path, bound: 'whole' }, options)
    const items = listOf(data)
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
  }
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
