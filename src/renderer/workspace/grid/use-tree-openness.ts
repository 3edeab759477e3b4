import { computed, type ComputedRef, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { childCounts, type TreeRow } from './tree-lines'

/** So many exceptions are kept: with the rest of a page's view they stay below `LARGEST_VIEW` of shared/page-views.ts. */
const MOST_KEPT = 300

/** Which branches of a tree are open: all of them or none, but for these. */
export const opennessSchema = z.object({ isOpen: z.boolean(), except: z.array(z.number().int()).max(MOST_KEPT) })
type Openness = z.infer<typeof opennessSchema>

export interface TreeOpennessDeps {
  /** All rows of the tree, searched or not. */
  readonly rows: () => readonly TreeRow[]
  /** What is searched for; null: nothing. */
  readonly query: () => string | null
  /** How the person left it; undefined at the first time. */
  readonly kept: Openness | undefined
  /** How the branches are at the first time. */
  readonly isOpenAtFirst: boolean
}

export interface TreeOpenness {
  /** For `treeLines`. */
  readonly collapsed: ComputedRef<ReadonlySet<number>>
  /** Those that were closed in the search that is under way. */
  readonly closed: Readonly<{ value: ReadonlySet<number> }>
  expand(ids: readonly number[], isExpanded: boolean): void
  /** To be kept for the next time. */
  readonly kept: ComputedRef<Openness>
}

/**
 * Which branches of a tree are open. A search has an openness of its own: it opens what it finds, and what is closed in it is
 * closed for as long as it lasts. When it ends, all is as it was before.
 */
export function useTreeOpenness({ rows, query, kept, isOpenAtFirst }: TreeOpennessDeps): TreeOpenness {
  const isOpen = shallowRef(kept?.isOpen ?? isOpenAtFirst)
  const except = shallowRef<ReadonlySet<number>>(new Set(kept?.except))
  const closed = shallowRef<ReadonlySet<number>>(new Set())
  const branches = computed(() => [...childCounts(rows()).keys()])

  watch(query, () => {
    closed.value = new Set()
  })

  function turned(ids: ReadonlySet<number>, some: readonly number[], isIn: boolean): ReadonlySet<number> {
    const next = new Set(ids)
    for (const id of some) {
      if (isIn) next.add(id)
      else next.delete(id)
    }
    return next
  }

  return {
    collapsed: computed(() => new Set(branches.value.filter((id) => isOpen.value === except.value.has(id)))),
    closed,
    expand: (ids, isExpanded) => {
      if (query() !== null) closed.value = turned(closed.value, ids, !isExpanded)
      else except.value = turned(except.value, ids, isExpanded !== isOpen.value)
    },
    kept: computed(() => {
      const left = { isOpen: isOpen.value, except: [...except.value] }
      // Not read yet: nothing is known of which of them are still there.
      if (branches.value.length === 0) return { ...left, except: left.except.slice(0, MOST_KEPT) }
      const there = branches.value.filter((id) => except.value.has(id))
      if (there.length <= MOST_KEPT) return { ...left, except: there }
      const others = branches.value.filter((id) => !except.value.has(id))
      return others.length < there.length ? { isOpen: !isOpen.value, except: others.slice(0, MOST_KEPT) } : { ...left, except: there.slice(0, MOST_KEPT) }
    }),
  }
}
