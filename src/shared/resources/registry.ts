import { DEPARTMENTS } from './department'
import { MENUS } from './menu'
import type { ResourceDescription, ResourceName } from './resource'
import { ROLES } from './role'
import { USERS } from './user'

/** Every resource that can be edited, by name, each with its own types. */
export const DESCRIBED = {
  users: USERS,
  departments: DEPARTMENTS,
  roles: ROLES,
  menus: MENUS,
} satisfies Record<ResourceName, ResourceDescription>

/** The same for those who know a resource by its description only. */
export const RESOURCES: Readonly<Record<ResourceName, ResourceDescription>> = DESCRIBED
