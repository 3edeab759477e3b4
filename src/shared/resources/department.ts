import { z } from 'zod'
import { VERBS_OF } from '../bridge/names'
import { idSchema, nameText, optionalText, orderSchema, ROOT_ID, statusSchema } from './field-rules'
import { type Blank, type ResourceDescription, wholeQuerySchema } from './resource'

/** One department. The server gives them as a tree; here each is a row that names the one above it. */
const departmentSchema = z.object({
  id: z.number().int(),
  /** 0: at the top. */
  parentId: z.number().int(),
  name: z.string(),
  alias: z.string(),
  /** Position among its siblings, the largest first: unlike in every other list of this API. */
  listorder: z.number().int(),
  status: statusSchema,
})
export type Department = z.infer<typeof departmentSchema>

const fields = { parentId: idSchema, name: nameText(64), alias: optionalText(64), listorder: orderSchema, status: statusSchema }

const departmentEditsSchema = z.object(fields).partial().strict()
export type DepartmentEdits = z.infer<typeof departmentEditsSchema>

export const newDepartmentSchema = z.object({
  ...fields,
  parentId: fields.parentId.default(ROOT_ID),
  alias: fields.alias.default(''),
  listorder: fields.listorder.default(99),
  status: fields.status.default('enabled'),
})
export type NewDepartment = z.infer<typeof newDepartmentSchema>

const blank: Blank<Department> = { ...newDepartmentSchema.partial({ name: true }).parse({}), name: '' }

export const DEPARTMENTS = {
  name: 'departments',
  verbs: VERBS_OF.departments,
  rowSchema: departmentSchema,
  createSchema: newDepartmentSchema,
  blank,
  editsSchema: departmentEditsSchema,
  querySchema: wholeQuerySchema,
  naturalKey: ['parentId', 'name'],
  identity: { fields: ['name', 'parentId'], createdAt: null },
  titleField: 'name',
  nameFields: ['name'],
  protectedIds: [],
  references: { parentId: 'departments' },
  setFields: [],
  secretFields: [],
  permissions: {
    list: '/sys/dept/depts/get',
    create: '/sys/dept/depts/post',
    update: '/sys/dept/depts/put',
    remove: '/sys/dept/depts/delete',
  },
  isHeldWhole: true,
  filters: { name: 'contains', alias: 'contains', status: 'exact', parentId: 'exact' },
  sortFields: ['id', 'name', 'alias', 'status', 'listorder'],
  defaultSort: [{ field: 'listorder', direction: 'desc' }],
} satisfies ResourceDescription
