import { type Grants, GRANTS } from '@shared/resources/grants'
import type { EditableRecordType } from '../record-type'

export const GRANTS_TYPE: EditableRecordType = {
  name: 'grants',
  description: GRANTS,
  fields: {
    menus: { kind: 'menus' },
    roles: { kind: 'roles' },
    departments: { kind: 'departments' },
    scope: { kind: 'scope' },
  },
  form: {
    fields: ['menus', 'roles', 'departments', 'scope'],
    // They are there as soon as their role is.
    newFields: [],
    blank: (id): Grants => ({ id, name: '', createdAt: null, scope: 0, menus: [], roles: [], departments: [] }),
  },
}
