import type { EntryView } from '@shared/outbox'
import { ROOT_ID } from '@shared/resources/field-rules'
import type { MenuType } from '@shared/resources/menu'
import { isTemporaryId } from '@shared/resources/resource'
import { computed, type ComputedRef } from 'vue'
import { useMenuPlaceLock, useParentNodes } from '../../records/parent-nodes'
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
  const parentNodes = useParentNodes()
  const placeLock = useMenuPlaceLock()

  /** A record that was made here is known by the entry that makes it. */
  function made(id: number): Omit<PickerChip, 'id'> | undefined {
    const value = typeof about.value === 'number' ? id : [id]
    return isTemporaryId(id) ? { label: words.value(about.entry.resource, about.field, value) } : undefined
  }

  /** The choices of departments hang at no root; in a tree of places they stand at the top. */
  const departmentParents = (): TreeNode[] =>
    parentNodes({
      rows: nodes.departments().map((node) => ({ ...node, parentId: node.parentId ?? ROOT_ID })),
      ownId: about.entry.recordId,
      text: ({ label }) => label,
      note: ({ note }) => note,
      below: t('record.invalid.parentBelow'),
      lock: (node) => node?.lock,
    })

  /** What a menu can stand below depends on its type, as it is to be. */
  function menuParents(): TreeNode[] {
    const type = (about.entry.edits['type'] ?? about.entry.base?.['type']) as MenuType | undefined
    return parentNodes({
      rows: (grantable.grantable?.menus ?? []).filter((menu) => menu.type !== 'operation'),
      ownId: about.entry.recordId,
      text: ({ title }) => title,
      note: (menu) => t(`fields.values.${menu.type}`),
      below: t('menus.form.parentBelow'),
      lock: (above) => type && placeLock(type, above?.type ?? null),
    })
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
            nodes: departmentParents,
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
