import { type Menu, MENUS } from '@shared/resources/menu'
import { computed, ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { treeLines } from '../../grid/tree-lines'
import { useKeptView } from '../../records/use-kept-view'
import { useWholeList, wholeSortSchema } from '../../records/use-whole-list'
import { useMenuTree } from '../../stores/held-rows'

/** What is kept of the list, value by value. */
const viewShape = {
  sort: wholeSortSchema(MENUS),
  search: z.string().max(64),
}
const SEARCHED = ['title', 'path', 'routeName', 'component'] as const

/** The tree of menus: all rows, their order, what is opened and what is searched for. */
export function useMenusList() {
  const tree = useMenuTree()
  const view = useKeptView('menus', viewShape, (left) => Boolean(left.search))
  const kept = view.read()
  const whole = useWholeList<Menu>({ name: 'menus', sort: kept.sort ?? [], takeNotice: view.takeNotice, onRead: tree.put })
  const search = ref(kept.search ?? '')
  const collapsed = shallowRef<ReadonlySet<number>>(new Set())

  watch([whole.sort, search] as const, () => {
    view.keep({ sort: whole.sort.value, search: search.value })
  })

  const wanted = computed(() => search.value.trim().toLowerCase())
  const matches = computed(() => {
    const text = wanted.value
    return text === '' ? null : (row: Menu) => SEARCHED.some((field) => row[field].toLowerCase().includes(text))
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
