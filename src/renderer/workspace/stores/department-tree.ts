import type { Department } from '@shared/resources/department'
import { defineStore } from 'pinia'
import { useHeldRows } from './held-rows'

/** The departments as the page last read them: for the names of parents, and for where one may hang. */
export const useDepartmentTree = defineStore('department-tree', () => useHeldRows<Department>())
