import type { ResourceName } from '@shared/resources/resource'

/** How a field's value is read and typed. `roles`, `departments`: a list of ids; `department`, `menu`: one id. */
export type FieldKind = 'text' | 'number' | 'status' | 'switch' | 'menuType' | 'roles' | 'departments' | 'department' | 'menu' | 'time'

/** The fields of every resource in the order in which people read them. What is not here has no words and is not shown. */
export const RECORD_FIELDS: Readonly<Record<ResourceName, Readonly<Record<string, FieldKind>>>> = {
  users: { username: 'text', roleIds: 'roles', departmentIds: 'departments', email: 'text', tel: 'text', status: 'status', listorder: 'number', createdAt: 'time' },
  departments: { name: 'text', parentId: 'department', alias: 'text', status: 'status', listorder: 'number' },
  roles: { name: 'text', remark: 'text', status: 'status', scope: 'number', listorder: 'number', createdAt: 'time', updatedAt: 'time' },
  menus: {
    title: 'text',
    parentId: 'menu',
    type: 'menuType',
    path: 'text',
    routeName: 'text',
    component: 'text',
    redirect: 'text',
    icon: 'text',
    listorder: 'number',
    isHidden: 'switch',
  },
}

/** Those of the given names that have words, in reading order. */
export function readingOrder(resource: ResourceName, names: Iterable<string>): string[] {
  const given = new Set(names)
  return Object.keys(RECORD_FIELDS[resource]).filter((field) => given.has(field))
}
