import { defineStore } from 'pinia'
import { setupRecordForms } from '../../records/record-forms'
import { useRecordWords } from '../../records/use-record-words'
import { departmentRecord } from './department-rules'
import { useDepartmentTree } from '../../stores/department-tree'

/** The department forms of this window. */
export const useDepartmentForms = defineStore('department-forms', () => {
  const tree = useDepartmentTree()
  return setupRecordForms(departmentRecord(() => tree.rows), useRecordWords().of('departments'))
})
