import { type Department, DEPARTMENTS } from '@shared/resources/department'
import { useTreeList } from '../../records/use-tree-list'
import { useDepartmentTree } from '../../stores/held-rows'

/** The departments' tree: all rows, their order, what is opened and what is searched for. */
export function useDepartmentsList() {
  return useTreeList<Department>({ name: 'departments', description: DEPARTMENTS, held: useDepartmentTree(), texts: ({ name, alias }) => [name, alias], isOpenAtFirst: true })
}

export type DepartmentsList = ReturnType<typeof useDepartmentsList>
