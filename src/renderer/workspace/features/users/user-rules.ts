import { newUserSchema, USER_SORT_FIELDS, USERS, type User, type UserSortField } from '@shared/resources/user'
import type { Row } from '@shared/resources/resource'
import { pickFields, type RecordDefinition } from '../../records/record-definition'

/** What the users' page and its forms know of a user. */
export const USER_RECORD: RecordDefinition = {
  name: 'users',
  description: USERS,
  fields: ['email', 'tel', 'roleIds', 'departmentIds', 'listorder', 'status'],
  newFields: ['username'],
  blank: (id): User => {
    const { email, tel, listorder, status, departmentIds } = newUserSchema.partial({ username: true, password: true, roleIds: true }).parse({})
    return { id, username: '', email, tel, status, listorder, roleIds: [], departmentIds, createdAt: null }
  },
  calls: (bridge) => bridge.users,
}

/** What another user takes over of this one: all but the name, and of the roles and departments those that may be given. */
export function copyOf(user: Row, mayGive: { readonly role: (id: number) => boolean; readonly department: (id: number) => boolean }): Partial<User> {
  const { roleIds, departmentIds, ...plain } = pickFields(user, USER_RECORD.fields) as User
  return { ...plain, roleIds: roleIds.filter(mayGive.role), departmentIds: departmentIds.filter(mayGive.department) }
}

export function isSortField(field: string): field is UserSortField {
  return USER_SORT_FIELDS.some((name) => name === field)
}
