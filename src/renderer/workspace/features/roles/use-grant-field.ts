import { computed, type ComputedRef, ref, shallowRef, watch } from 'vue'
import { useFields } from '../../records/use-field-context'
import { useText } from '../../i18n/use-text'
import { useAnnouncer } from '../../stores/announcer'
import { type CheckChange, type CheckMode, setChecks, toggleCheck } from '../../ui/tree-checks'
import type { TreeNode } from '../../ui/tree-model'
import { useTree } from '../../ui/use-tree'
import { useTicks } from './use-ticks'

export const GRANT_FILTERS = ['all', 'granted', 'notGranted', 'changed'] as const
export type GrantFilter = (typeof GRANT_FILTERS)[number]
export type GrantMark = 'added' | 'removed' | null

interface GrantFieldParts {
  readonly field: 'menus' | 'roles' | 'departments'
  /** All there is to grant, without what the role holds and nobody knows. */
  readonly known: ComputedRef<readonly TreeNode[]>
  readonly pageRows: () => number
}

/** One of the three sets of a role: its tree, the ticks in it, what is searched and filtered, and what of that is taken whole. */
export function useGrantField({ field, known, pageRows }: GrantFieldParts) {
  const { editor, isReadOnly } = useFields()
  const { t, formats } = useText()
  const announcer = useAnnouncer()
  const ticks = useTicks(editor)
  const valueOf = (row: 'now' | 'base'): readonly number[] => (row === 'now' ? editor.copy.value(field) : editor.copy.base.value[field]) as number[]
  const checked = computed(() => new Set(valueOf('now')))
  const before = computed(() => new Set(valueOf('base')))
  const mode = ref<Extract<CheckMode, 'strict' | 'branch'>>('branch')
  const filter = ref<GrantFilter>('all')

  /** What the role holds and the server does not offer keeps a row: taken away by nobody but the person. */
  const offered = computed(() => new Set(known.value.map(({ id }) => id)))
  const odd = shallowRef<readonly number[]>([])
  watch(
    [checked, before, offered] as const,
    (sets) => {
      const all = new Set(odd.value)
      for (const ids of sets.slice(0, 2)) for (const id of ids) if (!offered.value.has(id)) all.add(id)
      if (all.size > odd.value.length) odd.value = [...all]
    },
    { immediate: true },
  )
  const nodes = computed(() => {
    const unknown = odd.value.filter((id) => !offered.value.has(id))
    return unknown.length === 0 ? known.value : [...known.value, ...unknown.map((id): TreeNode => ({ id, parentId: null, label: t('picker.unknown', { id: String(id) }) }))]
  })

  const tree = useTree({ nodes: () => nodes.value, checked: () => checked.value, mode: () => mode.value, pageRows })

  function markOf(id: number): GrantMark {
    const [is, was] = [checked.value.has(id), before.value.has(id)]
    return is === was ? null : is ? 'added' : 'removed'
  }

  /** As it is now: a tick does not take its own row away. */
  function choose(wanted: GrantFilter): void {
    filter.value = wanted
    const kept: Readonly<Record<GrantFilter, ((id: number) => boolean) | null>> = {
      all: null,
      granted: (id) => checked.value.has(id),
      notGranted: (id) => !checked.value.has(id),
      changed: (id) => markOf(id) !== null,
    }
    const test = kept[wanted]
    tree.showOnly(test && new Set(nodes.value.map(({ id }) => id).filter(test)))
    tellMatches()
  }

  function find(text: string): void {
    tree.find(text)
    tellMatches()
  }
  function tellMatches(): void {
    const found = tree.search.value
    if (found) announcer.hear(found.count === 0 ? t('picker.noMatch') : t('picker.matches', { rows: formats.value.number(found.count) }, found.count))
  }

  /** The places that search and filter leave, not counting what only leads to them. */
  const found = computed(() => {
    const search = tree.search.value
    const places: number[] = []
    for (let place = 0; place < tree.index.value.nodes.length; place++) if (!search || search.isMatch[place] === 1) places.push(place)
    return places
  })

  function apply(change: CheckChange, name?: string): void {
    if (isReadOnly.value || !ticks.change(field, change)) return
    const { added, removed } = change
    const counts = formats.value.sentences([
      added.length > 0 ? t('roles.grants.addedCount', { rows: formats.value.number(added.length) }) : null,
      removed.length > 0 ? t('roles.grants.removedCount', { rows: formats.value.number(removed.length) }) : null,
    ])
    announcer.hear(name === undefined ? counts : `${name}: ${counts}`)
  }

  return {
    field,
    tree,
    mode,
    filter,
    checked,
    found,
    markOf,
    choose,
    find,
    toggle: (place: number): void => apply(toggleCheck(tree.index.value, checked.value, place, mode.value), tree.index.value.nodes[place]?.label),
    /** Some places at once: with the ways to them, without what else hangs below. */
    set: (places: readonly number[], isOn: boolean): void => apply(setChecks(tree.index.value, checked.value, places, isOn, mode.value === 'strict' ? 'strict' : 'linked')),
  }
}

export type GrantField = ReturnType<typeof useGrantField>
