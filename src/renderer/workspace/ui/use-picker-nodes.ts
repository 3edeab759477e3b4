import { computed, type ComputedRef, shallowRef, watch } from 'vue'
import { useText } from '../i18n/use-text'
import type { PickerChip } from './PickerChips.vue'
import type { TreeNode } from './tree-model'

type Description = Omit<PickerChip, 'id'>

export interface PickerSource {
  readonly nodes: () => readonly TreeNode[]
  readonly describe: (id: number) => Description | undefined
  readonly isLoaded: boolean
}

export interface PickerNodes {
  /** What can be chosen, and behind it, at the top, every id that was chosen here and is not among it. */
  readonly nodes: ComputedRef<readonly TreeNode[]>
  nameOf(id: number): Description
}

/**
 * Words for every chosen id. One that the server does not offer keeps a row as long as the field is there, also when it was
 * taken away: so that this can be undone.
 */
export function usePickerNodes(source: PickerSource, chosen: ComputedRef<readonly number[]>): PickerNodes {
  const { t } = useText()
  const seen = shallowRef<ReadonlySet<number>>(new Set())
  watch(
    chosen,
    (ids) => {
      if (ids.some((id) => !seen.value.has(id))) seen.value = new Set([...seen.value, ...ids])
    },
    { immediate: true },
  )

  function nameOf(id: number): Description {
    return source.describe(id) ?? { label: t(source.isLoaded ? 'picker.unknown' : 'picker.number', { id: String(id) }) }
  }

  const nodes = computed(() => {
    const given = source.nodes()
    const known = new Set(given.map(({ id }) => id))
    const odd = [...seen.value].filter((id) => !known.has(id))
    return odd.length === 0 ? given : [...given, ...odd.map((id): TreeNode => ({ id, parentId: null, ...nameOf(id) }))]
  })
  return { nodes, nameOf }
}
