import type { Fields } from '@shared/merge'
import { type Menu, MENUS } from '@shared/resources/menu'
import { mayStandBelow } from '@shared/resources/menu-paths'
import { parentFault } from '@shared/resources/tree'
import { useGrantable } from '../../stores/grantable'
import { useMenuTree } from '../../stores/held-rows'
import { type EditableRecordType, type FieldFaults, faultsOf } from '../record-type'
import { useMenuLoss } from '../use-menu-loss'

export const MENU_TYPE: EditableRecordType = {
  name: 'menus',
  description: MENUS,
  fields: {
    title: { kind: 'text', column: { minWidth: 216, grow: 1.6 } },
    type: { kind: 'menuType', column: { minWidth: 116, grow: 0.3, yields: 3 } },
    parentId: { kind: 'menu', formLabel: 'menus.form.parent' },
    path: { kind: 'text', column: { minWidth: 170, grow: 1.4, yields: 1 } },
    routeName: { kind: 'text', column: { minWidth: 116, grow: 0.6, yields: 6 } },
    component: { kind: 'text', column: { minWidth: 136, grow: 0.8, yields: 5 } },
    redirect: { kind: 'text', column: { minWidth: 110, grow: 0.5, yields: 9 } },
    icon: { kind: 'text' },
    listorder: { kind: 'number', column: { minWidth: 72, grow: 0.2, align: 'end', yields: 4 } },
    isHidden: { kind: 'switch', column: { minWidth: 76, grow: 0.2, yields: 7 } },
  },
  form: {
    fields: ['title', 'type', 'parentId', 'path', 'routeName', 'component', 'redirect', 'icon', 'listorder', 'isHidden'],
    newFields: [],
    faultWords: { parentGone: 'menus.form.parentGone', parentBelow: 'menus.form.parentBelow' },
    useFaults: () => {
      const tree = useMenuTree()
      const grantable = useGrantable()
      return (values, id) => {
        const paths = [...tree.rows, ...(grantable.grantable?.menus ?? [])]
        return { ...wholeFaults(tree.byId.get(id ?? 0), values), ...placeFault(tree.rows, values, id), ...takenFaults(tree.rows, paths, values, id) }
      }
    },
    useWarned: () => {
      const loss = useMenuLoss()
      return (before, after) => loss(before as Menu, after as Menu)
    },
  },
}

/** Rules that take the whole record to judge. What nobody has touched is not held against whoever changes something else. */
function wholeFaults(row: Menu | undefined, values: Fields): FieldFaults {
  if (!row) return {}
  const { id: _, ...held } = row
  const all = faultsOf(MENUS.createSchema, { ...held, ...values })
  return Object.fromEntries(Object.entries(all).filter(([field]) => 'type' in values || field in values))
}

/** The server looks only for a menu that is its own parent; any longer circle would hide the whole branch for ever. */
function placeFault(rows: readonly Menu[], values: Fields, id: number | null): FieldFaults {
  if (rows.length === 0 || !('parentId' in values || 'type' in values)) return {}
  const { parentId, type } = { ...rows.find((row) => row.id === id), ...values } as Partial<Menu>
  if (parentId === undefined || type === undefined) return {}
  const fault = parentFault(rows, id, parentId)
  if (fault) return { parentId: fault }
  const above = rows.find((row) => row.id === parentId)?.type ?? null
  return mayStandBelow(type, above) ? {} : { parentId: type === 'operation' ? 'parentPage' : 'parentDirectory' }
}

/** Two of one path are told apart by nobody, and the server looks for neither path nor route name. */
function takenFaults(rows: readonly Menu[], paths: ReadonlyArray<Pick<Menu, 'id' | 'path'>>, { path, routeName }: Fields, id: number | null): FieldFaults {
  const isTaken = (field: 'path' | 'routeName', value: unknown, all: ReadonlyArray<Partial<Menu>>): boolean =>
    typeof value === 'string' && value !== '' && all.some((row) => row.id !== id && row[field] === value)
  return { ...(isTaken('path', path, paths) ? { path: 'pathTaken' } : {}), ...(isTaken('routeName', routeName, rows) ? { routeName: 'routeTaken' } : {}) }
}
