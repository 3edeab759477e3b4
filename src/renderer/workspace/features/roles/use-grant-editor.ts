import { computed, onBeforeUnmount, type Ref, watch } from 'vue'
import type { RecordForm } from '../../records/record-editor'
import { type RecordEditorsStore, useRecordEditors } from '../../records/record-editors'
import { isGrantTab, type RoleTab } from './role-tabs'

interface GrantEditorParts {
  readonly roleId: Readonly<Ref<number | null>>
  readonly tab: Readonly<Ref<RoleTab>>
  readonly roleEditors: RecordEditorsStore
}

/**
 * The form of what the open role grants. It is opened with the first of its tabs, and stays until another role is opened:
 * then what is ticked is kept as a draft, and offered when the role is opened again.
 */
export function useGrantEditor({ roleId, tab, roleEditors }: GrantEditorParts) {
  const editors = useRecordEditors('grants')

  /** A role that was made here gets its number: what it grants is that of the same role. */
  function isOfRole(editor: RecordForm, id: number): boolean {
    return editor.knownAs(id) || (roleEditors.current?.knownAs(id) === true && roleEditors.current.knownAs(editor.id.value))
  }

  watch(
    [roleId, tab, () => roleEditors.current?.isNew.value] as const,
    ([id, shown, isNew]) => {
      const open = editors.current
      if (open && id !== null && isOfRole(open, id)) {
        open.rename(id)
        return
      }
      if (open || editors.openingId !== null) {
        if (editors.openingId === id && id !== null) return
        void editors.leave()
      }
      if (id !== null && isGrantTab(shown) && isNew !== true) void editors.open(id)
    },
    { immediate: true },
  )
  onBeforeUnmount(() => void editors.leave())

  /** The tabs of which something is not saved. */
  const unsaved = computed((): ReadonlySet<RoleTab> => {
    const edits = editors.current?.copy.edits.value ?? {}
    const has = (...fields: string[]): boolean => fields.some((field) => field in edits)
    const tabs: readonly (readonly [RoleTab, boolean])[] = [
      ['role', roleEditors.current?.hasWork.value === true],
      ['menus', has('menus')],
      ['roles', has('roles')],
      ['scope', has('scope', 'departments')],
    ]
    return new Set(tabs.flatMap(([name, isUnsaved]) => (isUnsaved ? [name] : [])))
  })
  return { editors, unsaved }
}
