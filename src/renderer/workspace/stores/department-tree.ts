import type { Department } from '@shared/resources/department'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useAppState } from './app-state'

/** The departments as the page last read them: for the names of parents, and for where one may hang. */
export const useDepartmentTree = defineStore('department-tree', () => {
  const appState = useAppState()
  const rows = shallowRef<readonly Department[]>([])

  // The tree of one server is nobody else's.
  watch(
    () => appState.holder,
    () => {
      rows.value = []
    },
  )

  const byId = computed(() => new Map(rows.value.map((row) => [row.id, row])))
  return {
    rows,
    byId,
    put: (all: readonly Department[]): void => {
      rows.value = all
    },
  }
})
