import { type Department, DEPARTMENTS } from '@shared/resources/department'
import { type ListQuery, listQuerySchema, MOST_ROWS_OF_WHOLE } from '@shared/resources/resource'
import type { Result } from '@shared/result'
import { computed, ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { useBridge } from '../../bridge'
import { type GridSort, toggleSort } from '../../grid/grid-column'
import { treeLines } from '../../grid/tree-lines'
import { useKeptView } from '../../records/use-kept-view'
import { useAskAgain } from '../../stores/use-ask-again'
import { useListChanges } from '../../stores/use-list-changes'
import { type Answer, usePagedList } from '../../records/use-paged-list'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAnnouncer } from '../../stores/announcer'
import { useDepartmentTree } from '../../stores/department-tree'

type Sort = Pick<ListQuery, 'sort'>

/** What is kept of the list, value by value. */
const viewShape = {
  sort: listQuerySchema.shape.sort.refine((sort) => sort.every(({ field }) => DEPARTMENTS.sortFields.includes(field))),
  search: z.string().max(64),
}

/** The departments' tree: all rows, their order, what is opened and what is searched for. */
export function useDepartmentsList() {
  const bridge = useBridge()
  const accounts = useAccount()
  const announcer = useAnnouncer()
  const tree = useDepartmentTree()
  const { t, formats } = useText()
  const view = useKeptView('departments', viewShape, (left) => Boolean(left.search))
  const kept = view.read()
  /** None: siblings stand as the server gives them. */
  const sort = shallowRef<readonly GridSort[]>(kept.sort ?? [])
  const search = ref(kept.search ?? '')
  const collapsed = shallowRef<ReadonlySet<number>>(new Set())

  /** Nobody asked for what is on its way: it is not read out. */
  let isQuiet = false

  const list = usePagedList<Department, Sort>(readAll, (outcome) => {
    if (outcome.ok) {
      tree.put(outcome.value.rows)
      const words = t('departments.list.loaded', { rows: formats.value.number(outcome.value.rows.length) })
      const notice = view.takeNotice(t('departments.filter.clear'))
      if (notice) announcer.say(formats.value.sentences([notice, words]))
      else if (!isQuiet) announcer.hear(words)
    } else if (outcome.failure.code === 'FORBIDDEN') void accounts.read()
  })

  /** A tree needs all of them, and the server gives all of them with each answer: one question. */
  function readAll(asked: Sort, signal: AbortSignal): Promise<Result<Answer<Department>>> {
    return bridge.departments.list({ page: 1, pageSize: MOST_ROWS_OF_WHOLE, sort: asked.sort, filter: {} }, signal)
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
  useListChanges(['departments'], refreshQuietly, (id) => list.removeRow((row) => row.id === id))
  useAskAgain(() => list.failure.value !== null || list.shown.value?.origin === 'cache', load)

  watch([sort, search] as const, () => {
    view.keep({ sort: sort.value, search: search.value })
  })

  const wanted = computed(() => search.value.trim().toLowerCase())
  const matches = computed(() => {
    const text = wanted.value
    return text === '' ? null : ({ name, alias }: Department) => name.toLowerCase().includes(text) || alias.toLowerCase().includes(text)
  })
  const lines = computed(() => treeLines(list.shown.value?.rows ?? [], { collapsed: collapsed.value, matches: matches.value }))

  return {
    list,
    sort,
    search,
    matches,
    lines,
    lineOf: computed(() => new Map(lines.value.map((line) => [line.row.id, line]))),
    load,
    refreshQuietly,
    sortBy: (field: string, isAdding: boolean): void => {
      sort.value = toggleSort(sort.value, field, isAdding)
      void load()
    },
    expand: (ids: readonly number[], isExpanded: boolean): void => {
      const next = new Set(collapsed.value)
      for (const id of ids) {
        if (isExpanded) next.delete(id)
        else next.add(id)
      }
      collapsed.value = next
    },
  }
}
