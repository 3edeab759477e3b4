import type { ResourceName } from '@shared/resources/resource'
import type { Authorized } from '../authorized'
import { createDepartmentsResource } from './departments'
import { createGrantsResource } from './grants'
import { createMenusResource } from './menus'
import type { ResourceClient } from './resource-client'
import { createRolesResource } from './roles'
import { createUsersResource } from './users'

/** The client of every resource, for the parts that know them by name only. */
export function createResourceClients(authorized: Authorized): Readonly<Record<ResourceName, ResourceClient>> {
  return {
    users: createUsersResource(authorized),
    departments: createDepartmentsResource(authorized),
    roles: createRolesResource(authorized),
    menus: createMenusResource(authorized),
    grants: createGrantsResource(authorized),
  }
}
