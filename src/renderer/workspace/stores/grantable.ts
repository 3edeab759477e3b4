import type { Grantable } from '@shared/resources/options'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useBridge } from '../bridge'
import { useAppState } from './app-state'
import { useListChanges } from './use-list-changes'

/** What roles can be granted on this server: menus with their operations, roles, departments. */
export const useGrantable = defineStore('grantable', () => {
  const bridge = useBridge()
  const appState = useAppState()
  const all = shallowRef<Grantable | null>(null)
  const failure = shallowRef<Failure | null>(null)
  let latest = 0

  /** Reads them again; what is there stays when that fails. */
  async function load(): Promise<void> {
    const mine = ++latest
    const answer = await bridge.options.grantable()
    if (mine !== latest) return
    failure.value = answer.ok ? null : answer.failure
    if (answer.ok) all.value = answer.value
  }

  watch([() => appState.owner, () => appState.generation] as const, () => {
    latest++
    all.value = failure.value = null
  })
  useListChanges(['menus', 'roles', 'departments'], () => (all.value === null ? undefined : load()))

  return {
    all,
    failure,
    load,
    menuById: computed(() => new Map((all.value?.menus ?? []).map((menu) => [menu.id, menu]))),
    roleById: computed(() => new Map((all.value?.roles ?? []).map((role) => [role.id, role]))),
    departmentById: computed(() => new Map((all.value?.departments ?? []).map((one) => [one.id, one]))),
  }
})
