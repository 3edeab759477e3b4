import { type Department, DEPARTMENTS } from '@shared/resources/department'
import { computed, ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { treeLines } from '../../grid/tree-lines'
import { useKeptView } from '../../records/use-kept-view'
import { useWholeList, wholeSortSchema } from '../../records/use-whole-list'
import { useDepartmentTree } from '../../stores/held-rows'

/** What is kept of the list, value by value. */
const viewShape = {
  sort: wholeSortSchema(DEPARTMENTS),
  search: z.string().max(64),
}

/** The departments' tree: all rows, their order, what is opened and what is searched for. */
export function useDepartmentsList() {
  const tree = useDepartmentTree()
  const view = useKeptView('departments', viewShape, (left) => Boolean(left.search))
  const kept = view.read()
  const whole = useWholeList<Department>({ name: 'departments', sort: kept.sort ?? [], takeNotice: view.takeNotice, onRead: tree.put })
  const search = ref(kept.search ?? '')
  const collapsed = shallowRef<ReadonlySet<number>>(new Set())

  watch([whole.sort, search] as const, () => {
    view.keep({ sort: whole.sort.value, search: search.value })
  })

  const wanted = computed(() => search.value.trim().toLowerCase())
  const matches = computed(() => {
    const text = wanted.value
    return text === '' ? null : ({ name, alias }: Department) => name.toLowerCase().includes(text) || alias.toLowerCase().includes(text)
  })
  const lines = computed(() => treeLines(whole.list.shown.value?.rows ?? [], { collapsed: collapsed.value, matches: matches.value }))

  return {
    ...whole,
    search,
    matches,
    lines,
    lineOf: computed(() => new Map(lines.value.map((line) => [line.row.id, line]))),
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
