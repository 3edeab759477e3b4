import { isAllowed } from '@shared/effective-access'
import { computed, ref, watch } from 'vue'
import type { TreeControl } from '../../ui/use-tree'
import type { UserAccess } from './use-effective-access'

const FILTERS = ['all', 'granted', 'notGranted', 'contains', 'disabled', 'changed'] as const
export type AccessFilter = (typeof FILTERS)[number]

/**
 * Which of the menus and operations are shown by what the user may do with them: those that the roles give, those that only a path or
 * a disabled role would, and those that the roles in the form would change.
 */
export function useAccessFilter({ accessOf, change, access }: UserAccess, tree: TreeControl, onChosen: () => void) {
  const filter = ref<AccessFilter>('all')
  const changed = computed(() => ({ gained: new Set(change.value?.gained), lost: new Set(change.value?.lost) }))
  const markOf = (id: number): 'added' | 'removed' | null => (changed.value.gained.has(id) ? 'added' : changed.value.lost.has(id) ? 'removed' : null)
  const KEPT: Readonly<Record<AccessFilter, ((id: number) => boolean) | null>> = {
    all: null,
    granted: (id) => isAllowed(accessOf(id)),
    notGranted: (id) => !isAllowed(accessOf(id)) && accessOf(id)?.kind !== 'unknown',
    contains: (id) => accessOf(id)?.kind === 'contains',
    disabled: (id) => accessOf(id)?.kind === 'disabled',
    changed: (id) => markOf(id) !== null,
  }

  function apply(): void {
    const keeps = KEPT[filter.value]
    tree.showOnly(keeps && new Set(tree.index.value.nodes.flatMap(({ id }) => (keeps(id) ? [id] : []))))
  }
  // What is shown is what is so now: roles are read, and changed in the form, while it stands here.
  watch([access, changed] as const, () => {
    if (filter.value === 'changed' && change.value === null) filter.value = 'all'
    if (filter.value !== 'all' || tree.isOnlyChosen.value) apply()
  })

  return {
    filter,
    /** Without roles that are changed and not saved, there is nothing that they would change. */
    filters: computed(() => FILTERS.filter((one) => one !== 'changed' || change.value !== null)),
    markOf,
    choose: (wanted: AccessFilter): void => {
      filter.value = wanted
      apply()
      onChosen()
    },
  }
}
