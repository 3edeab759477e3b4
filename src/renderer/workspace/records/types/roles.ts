import { ROLES } from '@shared/resources/role'
import type { RecordType } from '../record-type'

export const ROLE_TYPE: RecordType = {
  description: ROLES,
  fields: {
    name: { kind: 'text' },
    remark: { kind: 'text' },
    status: { kind: 'status' },
    scope: { kind: 'scope' },
    listorder: { kind: 'number' },
    createdAt: { kind: 'time' },
    updatedAt: { kind: 'time' },
  },
}
