import { DEPARTMENTS } from './department'
import { GRANTS } from './grants'
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
  grants: GRANTS,
} satisfies Record<ResourceName, ResourceDescription>

/** The same for those who know a resource by its description only. */
export const RESOURCES: Readonly<Record<ResourceName, ResourceDescription>> = DESCRIBED

/** The resource whose records have these ids: of a part of another one's records, that one. Temporary ids are known by it. */
export function idsOf(resource: ResourceName): ResourceName {
  return RESOURCES[resource].references['id'] ?? resource
}

/** The resources whose records have the ids of this one's: itself, and parts of it. */
export function sharersOf(resource: ResourceName): ResourceName[] {
  return Object.values(RESOURCES).flatMap(({ name }) => (idsOf(name) === resource ? [name] : []))
}

/** The field that names the record above, of a kind whose records are a tree; null for one that is none. */
export function placeFieldOf(resource: ResourceName): string | null {
  return Object.entries(RESOURCES[resource].references).find(([field, named]) => named === resource && field !== 'id')?.[0] ?? null
}
