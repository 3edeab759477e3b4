import { RESOURCE_NAMES, type ResourceName } from '../../src/shared/resources/resource'

/** Resources whose records are made, listed and deleted by themselves: all but the grants of a role, which are a part of it. */
export type OwnResource = Exclude<ResourceName, 'grants'>
export const OWN_RESOURCES: readonly OwnResource[] = RESOURCE_NAMES.filter((name) => name !== 'grants')
