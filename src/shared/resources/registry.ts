import { DEPARTMENTS } from './department'
import { MENUS } from './menu'
import type { ResourceDescription, ResourceName } from './resource'
import { ROLES } from './role'
import { USERS } from './user'

/** Every resource that can be edited, by name. */
export const RESOURCES: Readonly<Record<ResourceName, ResourceDescription>> = {
  users: USERS,
  departments: DEPARTMENTS,
  roles: ROLES,
  menus: MENUS,
}
