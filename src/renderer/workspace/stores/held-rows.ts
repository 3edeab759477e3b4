import type { Department } from '@shared/resources/department'
import type { Menu } from '@shared/resources/menu'
import type { Role } from '@shared/resources/role'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useAppState } from './app-state'

/** All rows of a kind that servers give whole, as a page last read them. Those of one server, or of one user, are nobody else's. */
function useHeldRows<Row extends { readonly id: number }>() {
  const appState = useAppState()
  const rows = shallowRef<readonly Row[]>([])

  watch(
    () => appState.holder,
    () => {
      rows.value = []
    },
  )

  return {
    rows,
    byId: computed(() => new Map(rows.value.map((row) => [row.id, row]))),
    put: (all: readonly Row[]): void => {
      rows.value = all
    },
  }
}

/** The departments: for the names of parents, and for where one may hang. */
export const useDepartmentTree = defineStore('department-tree', () => useHeldRows<Department>())

/** The menus that this account holds: for parents, and for names, paths and routes that are taken. */
export const useMenuTree = defineStore('menu-tree', () => useHeldRows<Menu>())

/** The roles: for names that are taken, and for what there is to compare with. */
export const useRoleRows = defineStore('role-rows', () => useHeldRows<Role>())
