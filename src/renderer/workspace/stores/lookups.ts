import type { DepartmentOption, RoleOption } from '@shared/resources/options'
import type { Unreadable } from '@shared/resources/unreadable'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useBridge } from '../bridge'
import { useListChanges } from './use-list-changes'
import { useAppState } from './app-state'

export interface DepartmentPlace {
  readonly option: DepartmentOption
  /** From the top: `Head office / Research`. */
  readonly path: string
}

const allRead = { roles: null, departments: null }

/** Roles and departments: for the names in the list and the choices in the form. */
export const useUserOptions = defineStore('user-options', () => {
  const bridge = useBridge()
  const appState = useAppState()
  const roles = shallowRef<readonly RoleOption[] | null>(null)
  const departments = shallowRef<readonly DepartmentOption[] | null>(null)
  const failure = shallowRef<Failure | null>(null)
  /** What of either could not be read: it cannot be chosen. */
  const unreadable = shallowRef<{ readonly roles: Unreadable | null; readonly departments: Unreadable | null }>(allRead)
  let latest = 0

  /** Reads both again; what is there stays when that fails. */
  async function load(): Promise<void> {
    const mine = ++latest
    const [roleAnswer, departmentAnswer] = await Promise.all([bridge.options.roles(), bridge.options.departments()])
    if (mine !== latest) return
    if (roleAnswer.ok) roles.value = roleAnswer.value.rows
    if (departmentAnswer.ok) departments.value = departmentAnswer.value.rows
    unreadable.value = {
      roles: roleAnswer.ok ? (roleAnswer.value.unreadable ?? null) : unreadable.value.roles,
      departments: departmentAnswer.ok ? (departmentAnswer.value.unreadable ?? null) : unreadable.value.departments,
    }
    failure.value = !roleAnswer.ok ? roleAnswer.failure : !departmentAnswer.ok ? departmentAnswer.failure : null
  }

  function clear(): void {
    latest++
    roles.value = departments.value = failure.value = null
    unreadable.value = allRead
  }

  // Roles and departments of one server, or as one user may assign them, are nobody else's.
  watch(
    () => appState.holder,
    () => {
      clear()
      if (appState.isSessionOpen) void load()
    },
  )

  // A department that was made a moment ago, here and perhaps not sent yet, can be chosen at once.
  useListChanges(['departments', 'roles'], () => (departments.value === null ? undefined : load()))

  const roleById = computed(() => new Map((roles.value ?? []).map((role) => [role.id, role])))
  const departmentById = computed(() => places(departments.value ?? []))
  return { roles, departments, failure, unreadable, load, clear, roleById, departmentById }
})

/** Level by level, so that neither many departments nor a deep tree of them costs more than its length. */
function places(top: readonly DepartmentOption[]): Map<number, DepartmentPlace> {
  const found = new Map<number, DepartmentPlace>()
  let level: DepartmentPlace[] = top.map((option) => ({ option, path: option.name }))
  while (level.length > 0) {
    for (const place of level) found.set(place.option.id, place)
    level = level.flatMap(({ option, path }) => option.children.map((child) => ({ option: child, path: `${path} / ${child.name}` })))
  }
  return found
}

/**
 * What a choice may become: entries that the account may not assign neither come nor go, whatever the picker says.
 */
export function keepLocked(chosen: readonly number[], present: readonly number[], isLocked: (id: number) => boolean): number[] {
  const free = chosen.filter((id) => !isLocked(id))
  const locked = present.filter(isLocked)
  return [...locked, ...free]
}
