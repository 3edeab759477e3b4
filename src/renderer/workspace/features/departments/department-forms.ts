import { defineStore } from 'pinia'
import { setupRecordForms } from '../../records/record-forms'
import { departmentRecord } from './department-rules'
import { useDepartmentTree } from './department-tree'
import { useDepartmentValues } from './use-department-values'

/** The department forms of this window. */
export const useDepartmentForms = defineStore('department-forms', () => {
  const tree = useDepartmentTree()
  return setupRecordForms(departmentRecord(() => tree.rows), useDepartmentValues())
})
