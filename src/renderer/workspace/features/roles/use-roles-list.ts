import { DATA_SCOPES } from '@shared/resources/grants'
import { type ListQuery, listQuerySchema, MOST_ROWS_OF_WHOLE } from '@shared/resources/resource'
import { type Role, ROLES } from '@shared/resources/role'
import type { Result } from '@shared/result'
import { computed, ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { useBridge } from '../../bridge'
import { type GridSort, toggleSort } from '../../grid/grid-column'
import { useKeptView } from '../../records/use-kept-view'
import { type Answer, usePagedList } from '../../records/use-paged-list'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAnnouncer } from '../../stores/announcer'
import { useRoleRows } from '../../stores/role-rows'
import { useAskAgain } from '../../stores/use-ask-again'
import { useListChanges } from '../../stores/use-list-changes'
import { foldText } from '../../ui/tree-model'

type Sort = Pick<ListQuery, 'sort'>

/** What is kept of the list, value by value. */
const viewShape = {
  sort: listQuerySchema.shape.sort.refine((sort) => sort.every(({ field }) => ROLES.sortFields.includes(field))),
  search: z.string().max(255),
  status: z.enum(['', 'enabled', 'disabled']),
  scope: z.union([z.literal(''), z.literal(DATA_SCOPES)]),
}

/** The list of roles: the server gives all of them with each answer, so they are filtered here, as they are typed for. */
export function useRolesList() {
  const bridge = useBridge()
  const accounts = useAccount()
  const announcer = useAnnouncer()
  const known = useRoleRows()
  const { t, formats } = useText()
  const view = useKeptView('roles', viewShape, (left) => Boolean(left.search || left.status || left.scope !== undefined))
  const kept = view.read()
  /** None: in the server's own order. */
  const sort = shallowRef<readonly GridSort[]>(kept.sort ?? [])
  const search = ref(kept.search ?? '')
  const status = ref<'' | 'enabled' | 'disabled'>(kept.status ?? '')
  const scope = ref<'' | Role['scope']>(kept.scope ?? '')

  /** Nobody asked for what is on its way: it is not read out. */
  let isQuiet = false

  const list = usePagedList<Role, Sort>(readAll, (outcome) => {
    if (outcome.ok) {
      known.put(outcome.value.rows)
      const words = t('roles.list.loaded', { rows: formats.value.number(outcome.value.rows.length) })
      const notice = view.takeNotice(t('roles.filter.clear'))
      if (notice) announcer.say(formats.value.sentences([notice, words]))
      else if (!isQuiet) announcer.hear(words)
    } else if (outcome.failure.code === 'FORBIDDEN') void accounts.read()
  })

  function readAll(asked: Sort, signal: AbortSignal): Promise<Result<Answer<Role>>> {
    return bridge.roles.list({ page: 1, pageSize: MOST_ROWS_OF_WHOLE, sort: asked.sort, filter: {} }, signal)
  }

  function load(): Promise<void> {
    isQuiet = false
    return list.load({ sort: [...sort.value] })
  }
  async function refreshQuietly(): Promise<void> {
    const answer = load()
    isQuiet = true
    await answer
    isQuiet = false
  }
  useListChanges(['roles'], refreshQuietly, (id) => list.removeRow((row) => row.id === id))
  useAskAgain(() => list.failure.value !== null || list.shown.value?.origin === 'cache', load)

  watch([sort, search, status, scope] as const, () => {
    view.keep({ sort: sort.value, search: search.value, status: status.value, scope: scope.value })
  })

  const rows = computed(() => {
    const wanted = foldText(search.value)
    return (list.shown.value?.rows ?? []).filter(
      (row) =>
        (wanted === '' || foldText(row.name).includes(wanted) || foldText(row.remark).includes(wanted)) &&
        (status.value === '' || row.status === status.value) &&
        (scope.value === '' || row.scope === scope.value),
    )
  })

  return {
    list,
    rows,
    sort,
    search,
    status,
    scope,
    isFiltered: computed(() => search.value.trim() !== '' || status.value !== '' || scope.value !== ''),
    clearFilters: (): void => {
      search.value = status.value = scope.value = ''
    },
    load,
    refreshQuietly,
    sortBy: (field: string, isAdding: boolean): void => {
      sort.value = toggleSort(sort.value, field, isAdding)
      void load()
    },
  }
}
