import type { Role } from '@shared/resources/role'
import { defineStore } from 'pinia'
import { useHeldRows } from './held-rows'

/** The roles as the page last read them: for names that are taken, and for what there is to compare with. */
export const useRoleRows = defineStore('role-rows', () => useHeldRows<Role>())
