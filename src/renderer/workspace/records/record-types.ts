import type { ResourceName } from '@shared/resources/resource'
import type { EditableName } from '../app/pages'
import type { EditableRecordType, FieldKind, RecordType } from './record-type'
import { DEPARTMENT_TYPE } from './types/departments'
import { GRANTS_TYPE } from './types/grants'
import { MENU_TYPE } from './types/menus'
import { ROLE_TYPE } from './types/roles'
import { USER_TYPE } from './types/users'

/** Every kind of record, by the name of its resource. */
export const RECORD_TYPES: Readonly<Record<ResourceName, RecordType> & Record<EditableName, EditableRecordType>> = {
  users: USER_TYPE,
  departments: DEPARTMENT_TYPE,
  roles: ROLE_TYPE,
  menus: MENU_TYPE,
  grants: GRANTS_TYPE,
}

export function kindOf(resource: ResourceName, field: string): FieldKind | undefined {
  return RECORD_TYPES[resource].fields[field]?.kind
}

/** Those of the given names that have words, in reading order. */
export function readingOrder(resource: ResourceName, names: Iterable<string>): string[] {
  const given = new Set(names)
  return Object.keys(RECORD_TYPES[resource].fields).filter((field) => given.has(field))
}
