import { type Menu, MENUS } from '@shared/resources/menu'
import { useTreeList } from '../../records/use-tree-list'
import { useMenuTree } from '../../stores/held-rows'

/** The tree of menus: all rows, their order, what is opened and what is searched for. */
export function useMenusList() {
  return useTreeList<Menu>({
    name: 'menus',
    description: MENUS,
    held: useMenuTree(),
    texts: ({ title, path, routeName, component }) => [title, path, routeName, component],
    isOpenAtFirst: true,
  })
}

export type MenusList = ReturnType<typeof useMenusList>
