import type { Menu } from '@shared/resources/menu'
import { MOST_ROWS_OF_WHOLE } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { computed, type ComputedRef, onMounted, type ShallowRef, watch } from 'vue'
import { useBridge } from '../../bridge'
import { usePagedList } from '../../records/use-paged-list'
import { useAccount } from '../../stores/account'
import { useAppState } from '../../stores/app-state'
import { useAskAgain } from '../../stores/use-ask-again'
import { useListChanges } from '../../stores/use-list-changes'

export interface IconUses {
  /** Menus by the icon that they name, in small letters; null while they are not known. */
  readonly menus: ComputedRef<ReadonlyMap<string, readonly Menu[]> | null>
  readonly failure: Readonly<ShallowRef<Failure | null>>
  load(): Promise<void>
}

/** Which menus of this server use which icon, as far as this account may see menus. */
export function useIconUses(): IconUses {
  const bridge = useBridge()
  const appState = useAppState()
  const accounts = useAccount()
  const { shown, failure, load, clear } = usePagedList<Menu, null>(
    (_query, signal) => bridge.menus.list({ page: 1, pageSize: MOST_ROWS_OF_WHOLE, sort: [], filter: {} }, signal),
    (outcome) => {
      if (!outcome.ok && outcome.failure.code === 'FORBIDDEN') void accounts.read()
    },
  )
  const read = (): Promise<void> => load(null)

  // The menus of one server, or as one user may see them, are nobody else's.
  watch(
    () => appState.holder,
    () => {
      clear()
      if (appState.isSessionOpen) void read()
    },
  )
  useListChanges(['menus'], read)
  useAskAgain(() => failure.value !== null || shown.value?.origin === 'cache', read)
  onMounted(() => void read())
  return { menus: computed(() => shown.value && byIcon(shown.value.rows)), failure, load: read }
}

function byIcon(menus: readonly Menu[]): ReadonlyMap<string, readonly Menu[]> {
  const uses = new Map<string, Menu[]>()
  for (const menu of menus) {
    const name = menu.icon.toLowerCase()
    if (name !== '') uses.set(name, [...(uses.get(name) ?? []), menu])
  }
  return uses
}
