import type { Grantable } from '@shared/resources/options'
import { ROOT_ID } from '@shared/resources/field-rules'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useBridge } from '../bridge'
import { useAppState } from './app-state'
import { useListChanges } from './use-list-changes'

type GrantableMenu = Grantable['menus'][number]

/**
 * What can be granted to a role: for the grant editor, and for the names of what grants name, wherever they are shown. Read
 * at the first need (`want`), not with every window.
 */
export const useGrantable = defineStore('grantable', () => {
  const bridge = useBridge()
  const appState = useAppState()
  const grantable = shallowRef<Grantable | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const isWanted = ref(false)
  let latest = 0

  /** Reads it again; what is there stays when that fails. */
  async function load(): Promise<void> {
    isWanted.value = true
    const mine = ++latest
    const answer = await bridge.options.grantable()
    if (mine !== latest) return
    failure.value = answer.ok ? null : answer.failure
    if (answer.ok) grantable.value = answer.value
  }

  /** Reads it once, if nobody has yet. To be called while something is drawn, too: it is read afterwards. */
  function want(): void {
    if (isWanted.value || !appState.isSessionOpen) return
    queueMicrotask(() => {
      if (!isWanted.value) void load()
    })
  }

  // What one server has, or as one user may see it, is nobody else's.
  watch(
    () => appState.holder,
    () => {
      latest++
      grantable.value = failure.value = null
      const wasWanted = isWanted.value
      isWanted.value = false
      if (wasWanted) want()
    },
  )

  useListChanges(['menus', 'roles', 'departments'], () => (isWanted.value ? load() : undefined))

  const menuById = computed(() => new Map((grantable.value?.menus ?? []).map((menu) => [menu.id, menu])))
  const roleById = computed(() => new Map((grantable.value?.roles ?? []).map((role) => [role.id, role])))
  const departmentById = computed(() => new Map((grantable.value?.departments ?? []).map((department) => [department.id, department])))

  /** What a menu is called where its tree is not shown: operations of many pages are called "View". */
  function menuName(id: number): string | undefined {
    const menu = menuById.value.get(id)
    if (!menu) return undefined
    const own = menu.title || menu.path
    const above: GrantableMenu | undefined = menu.parentId === ROOT_ID || menu.type !== 'operation' ? undefined : menuById.value.get(menu.parentId)
    return above ? `${above.title || above.path} / ${own}` : own
  }

  return { grantable, failure, load, want, menuById, roleById, departmentById, menuName }
})
