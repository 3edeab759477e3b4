import type { DepartmentOption } from '@shared/resources/options'
import { useText } from '../i18n/use-text'
import type { PickerChip } from '../ui/PickerChips.vue'
import type { TreeNode } from '../ui/tree-model'
import { useUserOptions } from '../stores/lookups'

type Description = Omit<PickerChip, 'id'>

export interface OptionNodes {
  roles(): TreeNode[]
  departments(): TreeNode[]
  role(id: number): Description | undefined
  department(id: number): Description | undefined
}

/** Roles and departments to choose from, in words. Those that the account may not assign are locked; one already there stays. */
export function useOptionNodes(): OptionNodes {
  const { t } = useText()
  const options = useUserOptions()

  function described(option: { readonly name: string; readonly isEnabled: boolean; readonly isAssignable: boolean }): Description {
    return {
      label: option.name,
      note: option.isEnabled ? undefined : t('users.form.disabledOption'),
      lock: option.isAssignable ? undefined : t('users.form.locked'),
    }
  }

  function departments(): TreeNode[] {
    const nodes: TreeNode[] = []
    // Level by level, not by calling itself: how deep the server's tree is must not matter. The order of siblings stays.
    let level: readonly (readonly [DepartmentOption, number | null])[] = (options.departments ?? []).map((option) => [option, null] as const)
    while (level.length > 0) {
      for (const [option, parentId] of level) nodes.push({ id: option.id, parentId, ...described(option) })
      level = level.flatMap(([{ id, children }]) => children.map((child) => [child, id] as const))
    }
    return nodes
  }

  return {
    roles: () => (options.roles ?? []).map((role) => ({ id: role.id, parentId: null, ...described(role) })),
    departments,
    role: (id) => {
      const role = options.roleById.get(id)
      return role && described(role)
    },
    department: (id) => {
      const place = options.departmentById.get(id)
      return place && { ...described(place.option), title: place.path }
    },
  }
}
