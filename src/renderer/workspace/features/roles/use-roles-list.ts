import { DATA_SCOPES } from '@shared/resources/grants'
import { type Role, ROLES } from '@shared/resources/role'
import { computed, ref, watch } from 'vue'
import { z } from 'zod'
import { useKeptView } from '../../records/use-kept-view'
import { useWholeList, wholeSortSchema } from '../../records/use-whole-list'
import { useRoleRows } from '../../stores/held-rows'
import { foldText } from '../../ui/tree-model'

/** What is kept of the list, value by value. */
const viewShape = {
  sort: wholeSortSchema(ROLES),
  search: z.string().max(255),
  status: z.enum(['', 'enabled', 'disabled']),
  scope: z.union([z.literal(''), z.literal(DATA_SCOPES)]),
}

/** The list of roles, filtered here as it is typed for. */
export function useRolesList() {
  const known = useRoleRows()
  const view = useKeptView('roles', viewShape, (left) => Boolean(left.search || left.status || left.scope !== undefined))
  const kept = view.read()
  const whole = useWholeList<Role>({ name: 'roles', sort: kept.sort ?? [], takeNotice: view.takeNotice, onRead: known.put })
  const search = ref(kept.search ?? '')
  const status = ref<'' | 'enabled' | 'disabled'>(kept.status ?? '')
  const scope = ref<'' | Role['scope']>(kept.scope ?? '')

  watch([whole.sort, search, status, scope] as const, () => {
    view.keep({ sort: whole.sort.value, search: search.value, status: status.value, scope: scope.value })
  })

  const rows = computed(() => {
    const wanted = foldText(search.value)
    return (whole.list.shown.value?.rows ?? []).filter(
      (row) =>
        (wanted === '' || foldText(row.name).includes(wanted) || foldText(row.remark).includes(wanted)) &&
        (status.value === '' || row.status === status.value) &&
        (scope.value === '' || row.scope === scope.value),
    )
  })

  return {
    ...whole,
    rows,
    search,
    status,
    scope,
    isFiltered: computed(() => search.value.trim() !== '' || status.value !== '' || scope.value !== ''),
    clearFilters: (): void => {
      search.value = status.value = scope.value = ''
    },
  }
}
