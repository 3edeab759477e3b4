import type { EntryView } from '@shared/outbox'
import { ROOT_ID } from '@shared/resources/field-rules'
import type { MenuType } from '@shared/resources/menu'
import { mayStandBelow } from '@shared/resources/menu-paths'
import { isTemporaryId } from '@shared/resources/resource'
import { computed, type ComputedRef } from 'vue'
import { branchOf } from '../../grid/tree-lines'
import { kindOf, RECORD_TYPES } from '../../records/record-types'
import { useRecordWords } from '../../records/use-record-words'
import { useText } from '../../i18n/use-text'
import type { PickerChip } from '../../ui/PickerChips.vue'
import type { TreeNode } from '../../ui/tree-model'
import { useOptionNodes } from '../../records/option-nodes'
import { useGrantable } from '../../stores/grantable'
import { useUserOptions } from '../../stores/lookups'

export interface RecordPicker {
  readonly kind: 'tree' | 'list'
  readonly selection: 'single' | 'multi'
  readonly chosen: readonly number[]
  readonly nodes: () => readonly TreeNode[]
  readonly describe: (id: number) => Omit<PickerChip, 'id'> | undefined
}

/** What a field of ids is chosen from; null for other fields, and for ids whose records are not known here. */
export function useRecordPicker(about: { readonly entry: EntryView; readonly field: string; readonly value: unknown }): ComputedRef<RecordPicker | null> {
  const { t } = useText()
  const words = useRecordWords()
  const options = useUserOptions()
  const nodes = useOptionNodes()
  const grantable = useGrantable()

  /** A record that was made here is known by the entry that makes it. */
  function made(id: number): Omit<PickerChip, 'id'> | undefined {
    const value = typeof about.value === 'number' ? id : [id]
    return isTemporaryId(id) ? { label: words.value(about.entry.resource, about.field, value) } : undefined
  }

  /** A department can hang neither under itself nor under what is below it. */
  function parents(): TreeNode[] {
    const all = nodes.departments()
    const own = branchOf(
      all.map(({ id, parentId }) => ({ id, parentId: parentId ?? ROOT_ID })),
      about.entry.recordId,
    )
    const top: TreeNode = { id: ROOT_ID, parentId: null, label: t('fields.values.top') }
    return [top, ...all.map((node) => ({ ...node, parentId: node.parentId ?? ROOT_ID, lock: own.has(node.id) ? t('record.invalid.parentBelow') : node.lock }))]
  }

  /** Nor a menu, and what it can stand below depends on its type. */
  function menuParents(): TreeNode[] {
    const all = grantable.grantable?.menus ?? []
    const own = branchOf(all, about.entry.recordId)
    const type = (about.entry.edits['type'] ?? about.entry.base?.['type']) as MenuType | undefined
    const lockOf = (id: number, above: MenuType | null): string | undefined => {
      if (own.has(id)) return t('menus.form.parentBelow')
      return type === undefined || mayStandBelow(type, above) ? undefined : t(type === 'operation' ? 'record.invalid.parentPage' : 'record.invalid.parentDirectory')
    }
    const top: TreeNode = { id: ROOT_ID, parentId: null, label: t('fields.values.top'), lock: lockOf(ROOT_ID, null) }
    const others = all.filter((menu) => menu.type !== 'operation')
    return [top, ...others.map(({ id, parentId, title, type: above }) => ({ id, parentId, label: title, note: t(`fields.values.${above}`), lock: lockOf(id, above) }))]
  }

  return computed((): RecordPicker | null => {
    const { entry, field, value } = about
    // Of a set that is merged id by id the difference counts, which its own editor shows.
    if (RECORD_TYPES[entry.resource].description.setFields.includes(field)) return null
    const chosen = (Array.isArray(value) ? value : [value]).filter((id): id is number => typeof id === 'number')
    switch (kindOf(entry.resource, field)) {
      case 'roles':
        return options.roles && { kind: 'list', selection: 'multi', chosen, nodes: nodes.roles, describe: (id) => nodes.role(id) ?? made(id) }
      case 'departments':
        return options.departments && { kind: 'tree', selection: 'multi', chosen, nodes: nodes.departments, describe: (id) => nodes.department(id) ?? made(id) }
      case 'department':
        return (
          options.departments && {
            kind: 'tree',
            selection: 'single',
            chosen,
            nodes: parents,
            describe: (id) => (id === ROOT_ID ? { label: t('fields.values.top') } : (nodes.department(id) ?? made(id))),
          }
        )
      case 'menu': {
        grantable.want()
        const name = (id: number): string | undefined => (id === ROOT_ID ? t('fields.values.top') : grantable.menuById.get(id)?.title)
        const describe = (id: number): Omit<PickerChip, 'id'> | undefined => (name(id) === undefined ? made(id) : { label: name(id) ?? '' })
        return grantable.grantable && { kind: 'tree', selection: 'single', chosen, nodes: menuParents, describe }
      }
      default:
        return null
    }
  })
}
