import type { ResourceDescription } from '@shared/resources/resource'
import { computed, ref, watch } from 'vue'
import { z } from 'zod'
import { treeLines } from '../grid/tree-lines'
import { opennessSchema, useTreeOpenness } from '../grid/use-tree-openness'
import { foldText } from '../ui/tree-model'
import { useKeptView } from './use-kept-view'
import type { TreeItem } from './use-tree-runs'
import { useWholeList, type WholeListDeps, wholeSortSchema } from './use-whole-list'

export type TreeList<Of extends TreeItem> = ReturnType<typeof useTreeList<Of>>

export interface TreeListDeps<Of extends TreeItem> extends Pick<WholeListDeps<Of>, 'name'> {
  readonly description: Pick<ResourceDescription, 'sortFields'>
  /** Where the rows are held, for whatever else on the page needs them (`stores/held-rows.ts`). */
  readonly held: { readonly rows: readonly Of[]; put(rows: readonly Of[]): void }
  /** The texts that a search looks into. */
  readonly texts: (row: Of) => readonly string[]
  /** How the branches are when the page is opened for the first time. */
  readonly isOpenAtFirst: boolean
}

/**
 * A list that the server gives whole, shown as a tree: its order, what is searched for, and which branches are open. All of it
 * is kept as the person leaves it, for each server and user.
 */
export function useTreeList<Of extends TreeItem>({ name, description, held, texts, isOpenAtFirst }: TreeListDeps<Of>) {
  const shape = { sort: wholeSortSchema(description), search: z.string().max(64), branches: opennessSchema }
  const view = useKeptView(name, shape, (left) => Boolean(left.search))
  const kept = view.read()
  const whole = useWholeList<Of>({ name, sort: kept.sort ?? [], takeNotice: view.takeNotice, onRead: held.put })
  const search = ref(kept.search ?? '')
  const wanted = computed(() => foldText(search.value))
  const rows = computed(() => whole.list.shown.value?.rows ?? [])
  const branches = useTreeOpenness({ rows: () => rows.value, query: () => wanted.value || null, kept: kept.branches, isOpenAtFirst })

  watch([whole.sort, search, branches.kept] as const, () => {
    view.keep({ sort: whole.sort.value, search: search.value, branches: branches.kept.value })
  })

  const matches = computed(() => {
    const text = wanted.value
    return text === '' ? null : (row: Of) => texts(row).some((one) => foldText(one).includes(text))
  })
  const lines = computed(() => treeLines(rows.value, { collapsed: branches.collapsed.value, closed: branches.closed.value, matches: matches.value }))
  const lineOf = computed(() => new Map(lines.value.map((line) => [line.row.id, line])))

  return {
    ...whole,
    search,
    isSearching: computed(() => wanted.value !== ''),
    matches,
    lines,
    placeOf: (row: Of) => lineOf.value.get(row.id) ?? null,
    expand: branches.expand,
    /** Opens this one and the way to it. */
    openWayTo: (id: number): void => {
      const byId = new Map(rows.value.map((row) => [row.id, row]))
      const way = new Set<number>()
      for (let at = byId.get(id); at && !way.has(at.id); at = byId.get(at.parentId)) way.add(at.id)
      branches.expand([...way], true)
    },
    /** How rows stand after their changes, until the list is read again. */
    put: (changed: readonly Of[]): void => {
      const byId = new Map(changed.map((row) => [row.id, row]))
      const rowFor = (old: Of): Of => byId.get(old.id) ?? old
      whole.list.replaceRows(rowFor)
      held.put(held.rows.map(rowFor))
    },
  }
}
