import { type User, USER_SORT_FIELDS, type UserQuery, userQuerySchema, type UserSortField } from '@shared/resources/user'
import type { Result } from '@shared/result'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { z } from 'zod'
import { useBridge } from '../../bridge'
import { toggleSort } from '../../grid/grid-column'
import { useKeptView } from '../../records/use-kept-view'
import { useAskAgain } from '../../stores/use-ask-again'
import { useListChanges } from '../../stores/use-list-changes'
import { type Answer, usePagedList } from '../../records/use-paged-list'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAllUsers } from '../../stores/all-users'
import { useAnnouncer } from '../../stores/announcer'
import { useUserOptions } from '../../stores/lookups'
import { COLUMN_WIDTH } from './department-nodes'
import { answerLocally, isLocal, type LocalFilter, localFilterShape, type UsersQuestion } from './users-query'

const filterDebounceMs = 300

/** The filters that are typed; the others are chosen. */
const TYPED = ['username', 'email', 'tel'] as const
type Typed = { readonly [Name in (typeof TYPED)[number]]: string }
const NOTHING_TYPED: Typed = { username: '', email: '', tel: '' }

const firstQuery: UserQuery = { page: 1, pageSize: 20, sort: [{ field: 'listorder', direction: 'asc' }], filter: {} }

/** What is kept of the list, value by value. The page size is the one that the page was counted in, not one that was chosen. */
const { page, pageSize, sort, filter } = userQuerySchema.shape
const { username, email, tel, status } = filter.shape
const paneShape = { isPaneShown: z.boolean(), paneWidth: z.number().int().min(COLUMN_WIDTH.least).max(COLUMN_WIDTH.most) }
const viewShape = { page, pageSize, sort: sort.min(1), username, email, tel, status, ...localFilterShape, ...paneShape }

export function isSortField(field: string): field is UserSortField {
  return USER_SORT_FIELDS.some((name) => name === field)
}

/** The users' list: the question (filter, sort, page), its answer, and when to ask again. Who answers depends on the filter: the server, or all users that are read here. */
export function useUsersList() {
  const bridge = useBridge()
  const accounts = useAccount()
  const announcer = useAnnouncer()
  const all = useAllUsers()
  const options = useUserOptions()
  const route = useRoute()
  const router = useRouter()
  const { t, formats } = useText()
  const view = useKeptView('users', viewShape, (left) => [...TYPED, 'status', 'role', 'department', 'from', 'to'].some((name) => left[name as keyof typeof left] !== undefined))
  const kept = view.read()
  const query = shallowRef<UsersQuestion>({
    page: kept.page ?? firstQuery.page,
    pageSize: kept.pageSize ?? firstQuery.pageSize,
    sort: kept.sort ?? firstQuery.sort,
    filter: { username: kept.username, email: kept.email, tel: kept.tel, status: kept.status },
    local: { role: kept.role, department: kept.department, isAlone: kept.isAlone, from: kept.from, to: kept.to },
  })
  const typed = shallowRef<Typed>({ username: kept.username ?? '', email: kept.email ?? '', tel: kept.tel ?? '' })
  const pane = shallowRef({ isShown: kept.isPaneShown ?? false, width: kept.paneWidth ?? COLUMN_WIDTH.usual })
  /** How many the server has for a filter, as it told last. */
  const totals = shallowRef<ReadonlyMap<string, number>>(new Map())
  const filterKey = ({ filter, local }: UsersQuestion): string => JSON.stringify([TYPED.map((name) => filter[name]), filter.status, local])
  let debounce: ReturnType<typeof setTimeout> | undefined
  const isOfAll = computed(() => isLocal(query.value.local))

  const list = usePagedList<User, UsersQuestion>(
    ({ local, ...asked }, signal) => (isLocal(local) ? fromAll({ local, ...asked }, signal) : bridge.users.list(asked, signal)),
    (outcome, isQuiet) => {
      if (!outcome.ok) {
        if (outcome.failure.code === 'FORBIDDEN') void accounts.read()
        return
      }
      const { rows, total, query: asked, origin } = outcome.value
      if (origin === 'network' && outcome.value.isComplete) totals.value = new Map(totals.value).set(filterKey(asked), total)
      // The list has become shorter than the page that was asked for.
      if (rows.length === 0 && total > 0 && asked.page > 1) return ask({ page: Math.ceil(total / asked.pageSize) })
      const range = rangeWords(rows.length, total, asked)
      const notice = view.takeNotice(t('users.filter.clear'))
      if (notice) announcer.say(formats.value.sentences([notice, range]))
      else if (!isQuiet) announcer.hear(range)
    },
  )

  /** Out of all users, as far as they are read; the reading begins with the first such question. */
  async function fromAll(asked: UsersQuestion, signal: AbortSignal): Promise<Result<Answer<User>>> {
    // What is held in part stays so until somebody asks for the rest, or the server is back.
    if (!all.source && !all.isLoading) void all.load()
    await begun(signal)
    if (!all.source) return { ok: false, failure: all.failure ?? { code: 'CANCELLED', message: 'Nothing was read.', retryable: true } }
    return { ok: true, value: { ...answerLocally(all.rows, asked, options.departments ?? []), ...all.source, isComplete: all.isComplete, ...(all.unreadable ? { unreadable: all.unreadable } : {}) } }
  }

  /** The first of all users are here, or will not come. */
  function begun(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = watch(
        [() => all.source, () => all.isLoading] as const,
        ([source, isLoading]) => {
          if (source === null && isLoading && !signal.aborted) return
          resolve()
          queueMicrotask(() => end())
        },
        { immediate: true, flush: 'sync' },
      )
      signal.addEventListener('abort', () => (end(), resolve()), { once: true })
    })
  }

  function rangeWords(count: number, total: number, { page, pageSize }: UserQuery): string {
    const { number } = formats.value
    const from = (page - 1) * pageSize + 1
    const range = count === 0 ? t('grid.rangeNone') : t('grid.range', { from: number(from), to: number(from + count - 1), total: number(total) })
    return t('users.list.loaded', { range })
  }

  const showQuietly = (): Promise<void> => list.load(query.value, true)

  async function refreshQuietly(): Promise<void> {
    if (isOfAll.value) await all.load()
    await showQuietly()
  }

  const show = (): Promise<void> => list.load(query.value)

  /** Asks the server anew; of all users what is held is shown until then. */
  async function refresh(): Promise<void> {
    if (isOfAll.value && all.source) void all.load()
    await show()
  }

  // All users as they come in, or come anew. Told aloud is what they come to.
  watch([() => all.rows, () => all.isComplete, () => options.departments] as const, ([, isWhole], [, wasWhole]) => {
    if (isOfAll.value) void (isWhole && !wasWhole ? show() : showQuietly())
  })

  /** The same list in other portions. What was not asked for yet is asked for in these. */
  async function cut(portions: Pick<UserQuery, 'page' | 'pageSize'>): Promise<void> {
    query.value = { ...query.value, ...portions }
    if (list.shown.value || list.isLoading.value) await showQuietly()
  }

  function ask(change: Partial<UsersQuestion>): void {
    query.value = { ...query.value, ...change }
    void show()
  }

  const isTypedIn = (asked: UserQuery, name: keyof Typed): boolean => (asked.filter[name] ?? '') === typed.value[name].trim()
  function applyTyped(): void {
    clearTimeout(debounce)
    if (TYPED.every((name) => isTypedIn(query.value, name))) return
    const { status } = query.value.filter
    ask({ page: 1, filter: { ...Object.fromEntries(TYPED.map((name) => [name, typed.value[name].trim() || undefined])), status } })
  }

  /** The rows for what stands in the filter now are on screen. */
  const isTypedShown = computed(() => {
    const { shown, isLoading } = list
    return !isLoading.value && shown.value !== null && TYPED.every((name) => shown.value && isTypedIn(shown.value.query, name))
  })
  watch(typed, () => {
    clearTimeout(debounce)
    debounce = setTimeout(applyTyped, filterDebounceMs)
  })
  onScopeDispose(() => clearTimeout(debounce))
  watch([query, pane] as const, ([{ page, pageSize, sort, filter, local }, { isShown, width }]) => {
    view.keep({ page, pageSize, sort, ...filter, ...local, isPaneShown: isShown, paneWidth: width })
  })

  function setLocal(change: LocalFilter): void {
    ask({ page: 1, local: { ...query.value.local, ...change } })
  }

  function clearFilters(): void {
    typed.value = NOTHING_TYPED
    clearTimeout(debounce)
    ask({ page: 1, filter: {}, local: {} })
  }

  // A link leads to the people of one department: to all of them, whatever was filtered here before.
  const linked = route.query['department']
  if (typeof linked === 'string' && /^-?\d{1,16}$/.test(linked)) {
    view.takeNotice('')
    typed.value = NOTHING_TYPED
    query.value = { ...query.value, page: 1, filter: {}, local: { department: Number(linked) } }
    const { department: _, ...rest } = route.query
    void router.replace({ query: rest })
  }

  useListChanges(
    ['users'],
    // All users are read again by themselves, and shown once they are.
    () => (isOfAll.value ? undefined : showQuietly()),
    (id) => list.removeRow((row) => row.id === id),
  )

  useAskAgain(
    () => list.shown.value?.origin === 'cache' || ['OFFLINE', 'TIMEOUT', 'SESSION_ENDED', 'CANCELLED'].includes(list.failure.value?.code ?? ''),
    () => (isOfAll.value ? all.load().then(show) : show()),
  )

  return {
    list: { ...list, isLoading: computed(() => list.isLoading.value || (isOfAll.value && all.isLoading)) },
    query,
    isOfAll,
    knownTotal: computed(() => totals.value.get(filterKey(list.shown.value?.query ?? query.value)) ?? null),
    typed,
    type: (name: keyof Typed, text: string): void => {
      typed.value = { ...typed.value, [name]: text }
    },
    applyTyped,
    isTypedShown,
    ask,
    cut,
    refresh,
    refreshQuietly,
    setStatus: (status: UserQuery['filter']['status']) => ask({ page: 1, filter: { ...query.value.filter, status } }),
    setLocal,
    pane,
    sortBy: (field: string, isAdding: boolean) => {
      if (!isSortField(field)) return
      ask({ page: 1, sort: toggleSort(query.value.sort, field, isAdding) as UserQuery['sort'] })
    },
    clearFilters,
    isFiltered: computed(() => TYPED.some((name) => typed.value[name] !== '') || query.value.filter.status !== undefined || isOfAll.value),
  }
}

export type UsersList = ReturnType<typeof useUsersList>
