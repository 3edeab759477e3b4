import type { Row } from '@shared/resources/resource'
import { computed, type ComputedRef, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import { type FieldFaults, faultsOf, type RecordDefinition } from './record-definition'
import type { RecordFormDeps } from './record-session'
import type { DraftTracker } from './draft-tracker'
import type { FormSave } from './use-form-save'
import type { RecordForm } from './use-record-form'

interface FormParts {
  readonly definition: RecordDefinition
  readonly form: RecordForm<Row, string>
  readonly id: Readonly<Ref<number>>
  readonly isNew: Readonly<Ref<boolean>>
}

export interface RecordFaults {
  /** What is wrong by this program's own rules, shown or not. */
  readonly own: ComputedRef<FieldFaults>
  /** What is to be shown at the fields. */
  readonly shown: ComputedRef<FieldFaults>
  readonly serverFaults: ShallowRef<FieldFaults>
  touch(fields: readonly string[]): void
  showAll(): void
  forget(field: string): void
  reset(): void
}

/** Faults are shown for fields that were left or sent, not under the first letters typed. */
export function useRecordFaults({ definition, form, id, isNew, secrets }: FormParts & { readonly secrets: Readonly<ShallowRef<Readonly<Record<string, string>>>> }): RecordFaults {
  const { description } = definition
  const touched = shallowRef<ReadonlySet<string>>(new Set())
  const isAllTouched = ref(false)
  const serverFaults = shallowRef<FieldFaults>({})
  const own = computed((): FieldFaults => {
    if (!isNew.value) {
      // What was sent already has been judged, and is not sent again.
      const edits = form.sendable.value
      return { ...faultsOf(description.editsSchema, edits), ...definition.faults?.(edits, id.value) }
    }
    const values = { ...form.base.value, ...form.edits.value, ...secrets.value }
    return { ...faultsOf(description.createSchema, values), ...definition.faults?.(values, null) }
  })
  return {
    own,
    shown: computed(() => ({ ...serverFaults.value, ...Object.fromEntries(Object.entries(own.value).filter(([field]) => isAllTouched.value || touched.value.has(field))) })),
    serverFaults,
    touch: (fields) => {
      touched.value = new Set([...touched.value, ...fields])
    },
    showAll: () => {
      isAllTouched.value = true
      serverFaults.value = {}
    },
    forget: (field) => {
      serverFaults.value = Object.fromEntries(Object.entries(serverFaults.value).filter(([key]) => key !== field))
    },
    reset: () => {
      isAllTouched.value = false
      touched.value = new Set()
      serverFaults.value = {}
    },
  }
}

interface RereadParts extends FormParts {
  readonly deps: Pick<RecordFormDeps, 'bridge' | 'onRead'>
  readonly tracker: DraftTracker
  /** Whether the form may stand on this row. */
  readonly meet: (row: Row) => boolean
}

/** Reads the record again. Edits stay; what clashes with them is named at the field. */
export function useReread({ deps, definition, form, tracker, id, isNew, meet }: RereadParts) {
  const isGone = ref(false)
  const isUnread = ref(false)
  async function reread(): Promise<void> {
    if (isNew.value) return
    const answer = await definition.calls(deps.bridge).get({ id: id.value })
    isUnread.value = !answer.ok
    isGone.value = !answer.ok && answer.failure.code === 'NOT_FOUND'
    if (!answer.ok) return
    deps.onRead(answer.value.row)
    // While a save is on its way its answer brings the row.
    if (!form.isSaving.value && !meet(answer.value.row)) return
    const hadEdits = form.isDirty.value
    form.rebase(answer.value.row)
    if (hadEdits) tracker.touch()
  }
  return { isGone, isUnread, reread }
}

interface EditingParts {
  readonly form: RecordForm<Row, string>
  readonly tracker: DraftTracker
  readonly faults: RecordFaults
  readonly saving: Pick<FormSave, 'dismissFailure'>
  readonly edited: (field: string) => void
  readonly secrets: ShallowRef<Readonly<Record<string, string>>>
  readonly firstField: string
}

/** What a person does to the fields, with a way back from discarding. */
export function useEditing({ form, tracker, faults, saving, edited, secrets, firstField }: EditingParts) {
  /** What was discarded, with the row that it stood on: undoing brings clashes back as well. */
  const undoable = shallowRef<{ readonly base: Row; readonly edits: ReturnType<typeof form.revert> } | null>(null)
  return {
    undoable,
    set: (field: string, value: unknown): void => {
      form.set(field, value)
      undoable.value = null
      edited(field)
      tracker.touch()
    },
    setSecret: (field: string, value: string): void => {
      secrets.value = { ...secrets.value, [field]: value }
      edited(field)
    },
    useServers: (field: string): void => {
      form.useServers(field)
      edited(field)
      tracker.touch()
    },
    blur: (field: string): void => {
      faults.touch([field])
      void tracker.flush()
    },
    revert: (): void => {
      const base = form.draftBase()
      undoable.value = { base, edits: form.revert() }
      secrets.value = {}
      saving.dismissFailure()
      faults.reset()
      edited(firstField)
      tracker.touch()
      void tracker.flush()
    },
    undoRevert: (): void => {
      const back = undoable.value
      undoable.value = null
      if (!back) return
      form.restore(back.base, back.edits)
      tracker.touch()
    },
  }
}
