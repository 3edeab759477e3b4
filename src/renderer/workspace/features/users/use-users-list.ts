import { type User, USER_SORT_FIELDS, type UserQuery, userQuerySchema, type UserSortField } from '@shared/resources/user'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useBridge } from '../../bridge'
import { toggleSort } from '../../grid/grid-column'
import { useKeptView } from '../../records/use-kept-view'
import { useAskAgain } from '../../stores/use-ask-again'
import { useListChanges } from '../../stores/use-list-changes'
import { usePagedList } from '../../records/use-paged-list'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAnnouncer } from '../../stores/announcer'

const filterDebounceMs = 300

const firstQuery: UserQuery = { page: 1, pageSize: 20, sort: [{ field: 'listorder', direction: 'asc' }], filter: {} }

/** What is kept of the list, value by value. The page size is the one that the page was counted in, not one that was chosen. */
const { page, pageSize, sort, filter } = userQuerySchema.shape
const viewShape = { page, pageSize, sort: sort.min(1), username: filter.shape.username, status: filter.shape.status }

export function isSortField(field: string): field is UserSortField {
  return USER_SORT_FIELDS.some((name) => name === field)
}

/** The users' list: the question (filter, sort, page), its answer, and when to ask again. */
export function useUsersList() {
  const bridge = useBridge()
  const accounts = useAccount()
  const announcer = useAnnouncer()
  const { t, formats } = useText()
  const view = useKeptView('users', viewShape, ({ username, status }) => username !== undefined || status !== undefined)
  const kept = view.read()
  const query = shallowRef<UserQuery>({
    page: kept.page ?? firstQuery.page,
    pageSize: kept.pageSize ?? firstQuery.pageSize,
    sort: kept.sort ?? firstQuery.sort,
    filter: { username: kept.username, status: kept.status },
  })
  const name = ref(kept.username ?? '')
  /** How many the server has for a filter, as it told last. */
  const totals = shallowRef<ReadonlyMap<string, number>>(new Map())
  const filterKey = ({ filter }: UserQuery): string => JSON.stringify([filter.username, filter.status])
  let debounce: ReturnType<typeof setTimeout> | undefined
  /** Nobody asked for what is on its way: it is not read out. */
  let isQuiet = false

  const list = usePagedList<User, UserQuery>(
    (asked, signal) => bridge.users.list(asked, signal),
    (outcome) => {
      if (!outcome.ok) {
        if (outcome.failure.code === 'FORBIDDEN') void accounts.read()
        return
      }
      const { rows, total, query: asked, origin } = outcome.value
      if (origin === 'network') totals.value = new Map(totals.value).set(filterKey(asked), total)
      // The list has become shorter than the page that was asked for.
      if (rows.length === 0 && total > 0 && asked.page > 1) return ask({ page: Math.ceil(total / asked.pageSize) })
      const range = rangeWords(rows.length, total, asked)
      const notice = view.takeNotice(t('users.filter.clear'))
      if (notice) announcer.say(formats.value.sentences([notice, range]))
      else if (!isQuiet) announcer.hear(range)
    },
  )

  function rangeWords(count: number, total: number, { page, pageSize }: UserQuery): string {
    const { number } = formats.value
    const from = (page - 1) * pageSize + 1
    const range = count === 0 ? t('grid.rangeNone') : t('grid.range', { from: number(from), to: number(from + count - 1), total: number(total) })
    return t('users.list.loaded', { range })
  }

  async function refreshQuietly(): Promise<void> {
    isQuiet = true
    await list.load(query.value)
    isQuiet = false
  }

  function refresh(): Promise<void> {
    isQuiet = false
    return list.load(query.value)
  }

  /** The same list in other portions. What was not asked for yet is asked for in these. */
  async function cut(portions: Pick<UserQuery, 'page' | 'pageSize'>): Promise<void> {
    query.value = { ...query.value, ...portions }
    if (list.shown.value || list.isLoading.value) await refreshQuietly()
  }

  function ask(change: Partial<UserQuery>): void {
    query.value = { ...query.value, ...change }
    void refresh()
  }

  function applyName(): void {
    clearTimeout(debounce)
    const username = name.value.trim()
    if (username === (query.value.filter.username ?? '')) return
    ask({ page: 1, filter: { ...query.value.filter, username: username || undefined } })
  }

  /** The rows for the name that stands in the filter now are on screen. */
  const isNameShown = computed(() => !list.isLoading.value && list.shown.value !== null && (list.shown.value.query.filter.username ?? '') === name.value.trim())
  watch(name, () => {
    clearTimeout(debounce)
    debounce = setTimeout(applyName, filterDebounceMs)
  })
  onScopeDispose(() => clearTimeout(debounce))
  watch(query, ({ page, pageSize, sort, filter }) => {
    view.keep({ page, pageSize, sort, ...filter })
  })

  useListChanges(['users'], refreshQuietly, (id) => list.removeRow((row) => row.id === id))

  useAskAgain(
    () => list.shown.value?.origin === 'cache' || ['OFFLINE', 'TIMEOUT', 'SESSION_ENDED', 'CANCELLED'].includes(list.failure.value?.code ?? ''),
    () => list.load(query.value),
  )

  return {
    list,
    query,
    knownTotal: computed(() => totals.value.get(filterKey(list.shown.value?.query ?? query.value)) ?? null),
    name,
    applyName,
    isNameShown,
    ask,
    cut,
    refresh,
    refreshQuietly,
    setStatus: (status: UserQuery['filter']['status']) => ask({ page: 1, filter: { ...query.value.filter, status } }),
    sortBy: (field: string, isAdding: boolean) => {
      if (!isSortField(field)) return
      ask({ page: 1, sort: toggleSort(query.value.sort, field, isAdding) as UserQuery['sort'] })
    },
    clearFilters: () => {
      name.value = ''
      clearTimeout(debounce)
      ask({ page: 1, filter: {} })
    },
    isFiltered: computed(() => name.value !== '' || query.value.filter.status !== undefined),
  }
}
