import { ACTION_GROUPS, ACTION_IDS, type ActionId, actionOf } from '@shared/actions/actions'
import { computed, type ComputedRef, type Ref, ref } from 'vue'
import { useText } from '../i18n/use-text'
import { useActionKeys } from './use-actions'

/** One action as a list of all of them tells it. */
interface ActionLine {
  readonly id: ActionId
  readonly name: string
  /** As people read them. */
  readonly keys: readonly string[]
}

interface ActionLines {
  readonly search: Ref<string>
  readonly lines: ComputedRef<readonly ActionLine[]>
  /** The same lines in the parts of the sheet, those that have any. */
  readonly groups: ComputedRef<readonly { readonly group: (typeof ACTION_GROUPS)[number]; readonly lines: readonly ActionLine[] }[]>
  readonly nameOf: (id: ActionId) => string
}

/**
 * The table of actions with the keys in use, as a list that can be searched by names and by keys.
 *
 * @param isListed whether a line is shown; `isFound`: it fits what is searched for
 */
export function useActionLines(isListed: (line: ActionLine, isFound: boolean) => boolean): ActionLines {
  const { t } = useText()
  const keys = useActionKeys()
  const search = ref('')

  // The ellipsis of a menu says that a dialog comes; here it says nothing.
  const nameOf = (id: ActionId): string => t(`actions.${id}`).replace(/…$/u, '')
  const all = computed((): readonly ActionLine[] => ACTION_IDS.map((id) => ({ id, name: nameOf(id), keys: keys.allShown(id) })))
  const lines = computed(() => {
    const wanted = search.value.trim().toLowerCase()
    return all.value.filter((line) => isListed(line, `${line.name}\n${line.keys.join('\n')}`.toLowerCase().includes(wanted)))
  })
  const groups = computed(() => ACTION_GROUPS.map((group) => ({ group, lines: lines.value.filter(({ id }) => actionOf(id).group === group) })).filter((one) => one.lines.length > 0))
  return { search, lines, groups, nameOf }
}
