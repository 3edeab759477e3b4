import { ROOT_ID } from '@shared/resources/field-rules'
import type { MenuType } from '@shared/resources/menu'
import { mayStandBelow } from '@shared/resources/menu-paths'
import { branchOf } from '../grid/tree-lines'
import { useText } from '../i18n/use-text'
import type { TreeNode } from '../ui/tree-model'

/** What the record above is chosen from. */
export interface ParentChoice<Of> {
  readonly rows: readonly Of[]
  /** The record that is to stand there. */
  readonly ownId: number
  readonly text: (row: Of) => string
  readonly note?: (row: Of) => string | undefined
  /** Why it can stand neither below itself nor below what is below it: that would close a circle. */
  readonly below: string
  /** Why it cannot stand below this one, or at the top (null), though it closes no circle. */
  readonly lock?: (row: Of | null) => string | undefined
}

/** The places in a tree to choose from: the top, and every record of it; what cannot be chosen says why. */
export function useParentNodes() {
  const { t } = useText()
  return <Of extends { readonly id: number; readonly parentId: number }>({ rows, ownId, text, note, below, lock }: ParentChoice<Of>): TreeNode[] => {
    const own = branchOf(rows, ownId)
    return [
      { id: ROOT_ID, parentId: null, label: t('fields.values.top'), lock: lock?.(null) },
      ...rows.map((row): TreeNode => ({ id: row.id, parentId: row.parentId, label: text(row), note: note?.(row), lock: own.has(row.id) ? below : lock?.(row) })),
    ]
  }
}

/** Why a menu of this type cannot stand below one of that type, or at the top (null). */
export function useMenuPlaceLock(): (type: MenuType, above: MenuType | null) => string | undefined {
  const { t } = useText()
  return (type, above) => (mayStandBelow(type, above) ? undefined : t(type === 'operation' ? 'record.invalid.parentPage' : 'record.invalid.parentDirectory'))
}
