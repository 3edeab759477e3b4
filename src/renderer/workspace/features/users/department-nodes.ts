import type { DepartmentOption } from '@shared/resources/options'
import { ROOT_ID } from '@shared/resources/field-rules'
import { useText } from '../../i18n/use-text'
import { useAllUsers } from '../../stores/all-users'
import { useUserOptions } from '../../stores/lookups'
import type { TreeNode } from '../../ui/tree-model'
import { countByDepartment, type LocalFilter } from './users-query'

/** How wide the tree beside the list may be made, in CSS pixels. */
export const COLUMN_WIDTH = { least: 150, usual: 220, most: 480 } as const

/** Stands for "in no department": no server's id, and none of a record that was made here. */
const NONE_ID = Number.MIN_SAFE_INTEGER

/** The departments to filter by, in words, and what is chosen there as the filter has it. */
export function useDepartmentChoice() {
  const { t, formats } = useText()
  const options = useUserOptions()
  const users = useAllUsers()

  function labelOf(id: number): string {
    if (id === ROOT_ID) return t('users.departments.all')
    if (id === NONE_ID) return t('users.departments.none')
    return options.departmentById.get(id)?.option.name ?? t('fields.values.unknownId', { id: String(id) })
  }

  /** All in one branch; how many are in each once all users are known, and of the disabled ones that they are. */
  function nodes(isAlone: boolean): TreeNode[] {
    const counts = users.isComplete ? countByDepartment(users.rows, options.departments ?? [], isAlone) : null
    const noteOf = (count: number | undefined, isEnabled = true): string | undefined => {
      const parts = [counts ? formats.value.number(count ?? 0) : '', isEnabled ? '' : t('users.form.disabledOption')].filter(Boolean)
      return parts.length > 0 ? parts.join(' \u00b7 ') : undefined
    }
    const found: TreeNode[] = [{ id: ROOT_ID, parentId: null, label: labelOf(ROOT_ID), note: noteOf(users.rows.length) }]
    let level: readonly (readonly [DepartmentOption, number])[] = (options.departments ?? []).map((option) => [option, ROOT_ID] as const)
    while (level.length > 0) {
      for (const [{ id, name, isEnabled }, parentId] of level) found.push({ id, parentId, label: name, note: noteOf(counts?.of.get(id), isEnabled) })
      level = level.flatMap(([{ id, children }]) => children.map((child) => [child, id] as const))
    }
    return [...found, { id: NONE_ID, parentId: ROOT_ID, label: labelOf(NONE_ID), note: noteOf(counts?.none) }]
  }

  return {
    nodes,
    describe: (id: number): { readonly label: string } => ({ label: labelOf(id) }),
    idOf: ({ department }: LocalFilter): number => (department === undefined ? ROOT_ID : department === 'none' ? NONE_ID : department),
    departmentOf: (id: number): LocalFilter['department'] => (id === ROOT_ID ? undefined : id === NONE_ID ? 'none' : id),
    isKnown: (): boolean => options.departments !== null,
  }
}
