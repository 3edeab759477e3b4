import type { Menu } from '@shared/resources/menu'
import { MOST_ROWS_OF_WHOLE } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { computed, type ComputedRef, onMounted, shallowRef, watch } from 'vue'
import { useBridge } from '../../bridge'
import { useAccount } from '../../stores/account'
import { useAppState } from '../../stores/app-state'
import { useAskAgain } from '../../stores/use-ask-again'
import { useListChanges } from '../../stores/use-list-changes'

export interface IconUses {
  /** Menus by the icon that they name, in small letters; null while they are not known. */
  readonly menus: ComputedRef<ReadonlyMap<string, readonly Menu[]> | null>
  readonly failure: ComputedRef<Failure | null>
  load(): Promise<void>
}

/** Which menus of this server use which icon, as far as this account may see menus. */
export function useIconUses(): IconUses {
  const bridge = useBridge()
  const appState = useAppState()
  const accounts = useAccount()
  const rows = shallowRef<readonly Menu[] | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const isFromCache = shallowRef(false)
  let latest = 0

  async function load(): Promise<void> {
    const mine = ++latest
    const answer = await bridge.menus.list({ page: 1, pageSize: MOST_ROWS_OF_WHOLE, sort: [], filter: {} })
    if (mine !== latest) return
    failure.value = answer.ok ? null : answer.failure
    isFromCache.value = answer.ok && answer.value.origin === 'cache'
    if (answer.ok) rows.value = answer.value.rows
    else if (answer.failure.code === 'FORBIDDEN') void accounts.read()
  }

  // The menus of one server, or as one user may see them, are nobody else's.
  watch([() => appState.owner, () => appState.generation] as const, () => {
    latest++
    rows.value = failure.value = null
    if (appState.isSessionOpen) void load()
  })
  useListChanges(['menus'], load)
  useAskAgain(() => failure.value !== null || isFromCache.value, load)
  onMounted(() => void load())
  return {
    menus: computed(() => rows.value && byIcon(rows.value)),
    failure: computed(() => failure.value),
    load,
  }
}

function byIcon(menus: readonly Menu[]): ReadonlyMap<string, readonly Menu[]> {
  const uses = new Map<string, Menu[]>()
  for (const menu of menus) {
    const name = menu.icon.toLowerCase()
    if (name !== '') uses.set(name, [...(uses.get(name) ?? []), menu])
  }
  return uses
}
