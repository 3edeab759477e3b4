import type { EntryView } from '@shared/outbox'
import { ROOT_ID } from '@shared/resources/field-rules'
import { isTemporaryId } from '@shared/resources/resource'
import { computed, type ComputedRef } from 'vue'
import { branchOf } from '../../grid/tree-lines'
import { kindOf, RECORD_TYPES } from '../../records/record-types'
import { useRecordWords } from '../../records/use-record-words'
import { useText } from '../../i18n/use-text'
import type { PickerChip } from '../../ui/PickerChips.vue'
import type { TreeNode } from '../../ui/tree-model'
import { useOptionNodes } from '../../records/option-nodes'
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
      default:
        return null
    }
  })
}
