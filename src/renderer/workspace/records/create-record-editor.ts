import type { Row } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { computed, effectScope, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import { holdDraft, useRecordDraft } from './editor-draft'
import { isOtherRecord, useEditing, useOtherRecord, useRecordFaults, useReread } from './editor-fields'
import { useSaving, useRecordSubmit, useSaveAttempt } from './editor-save'
import { type EditableRecordType, formFields, parseRow } from './record-type'
import { draftBarState, type EditorStart, type RecordEditorDeps, type RecordEditor } from './record-editor'
import { createWorkingCopy } from './working-copy'

let made = 0

/**
 * One record's form with its draft, its saves and its offers, apart from any component: it outlives the drawer as long as
 * a save is on its way. A form that makes a record becomes that record's form once it is safe.
 */
export function createRecordEditor(deps: RecordEditorDeps, type: EditableRecordType, start: EditorStart): RecordEditor {
  const scope = effectScope(true)
  const editor = scope.run(() => build(deps, type, start, () => scope.stop()))
  if (!editor) throw new Error('the editor has no scope')
  return editor
}

function build(deps: RecordEditorDeps, type: EditableRecordType, start: EditorStart, stop: () => void): RecordEditor {
  const { description } = type
  const identity = useIdentity(type, start)
  const { id, isNew, secrets, openFields, knownAs } = identity
  const copy = createWorkingCopy<Row, string>(start.row, openFields, description.setFields)
  if (start.edits) copy.restore(start.row, start.edits)
  const cursorField = ref<string | null>(null)
  const refusal = shallowRef<Failure | null>(null)
  const title = computed(() => String((isNew.value ? copy.value(description.titleField) : copy.base.value[description.titleField]) ?? '') || deps.untitled())
  const hasWork = computed(() => copy.isDirty.value || Object.values(secrets.value).some((secret) => secret !== ''))

  const { tracker, offer, discardWhenKept } = useRecordDraft({ deps, type, copy, id, isNew, knownAs, title, cursorField: () => cursorField.value })
  const other = useOtherRecord({ description, copy, tracker, onOther: () => (editing.undoable.value = null) })
  const reading = useReread({ deps, type, copy, tracker, id, isNew, meet: other.meet })
  const faults = useRecordFaults({ type, copy, id, isNew, secrets, faults: deps.faults })
  const submit = useRecordSubmit({ deps, type, id, isNew, secrets })

  const wasNew = ref(false)
  const saving = useSaving<Row, string>({
    copy,
    tracker,
    send: submit.send,
    theirs: (failure) => (isNew.value || isOtherRecord(failure) ? null : parseRow(description, failure.details?.['theirs'])),
    // The new record is safe under this row: from here on the form changes a record that exists, and so does its draft.
    onSafe: (row) => {
      wasNew.value = isNew.value
      if (!wasNew.value) return
      identity.becomeRecord(row.id)
      const old = tracker.renew()
      if (old) void discardWhenKept(old)
    },
    onSettled: (outcome, row) => deps.onSettled(editor, { outcome, row, wasNew: wasNew.value }),
    onFailed: (failure) => {
      noteFailure(failure)
      deps.onFailed(editor, failure)
    },
  })

  function noteFailure(failure: Failure): void {
    if (failure.code === 'REFUSED') refusal.value = failure
    if (failure.code === 'VALIDATION') faults.serverFaults.value = failure.fields ?? {}
    if (failure.code === 'NOT_FOUND') reading.isGone.value = true
    if (isOtherRecord(failure)) return void meetOther(failure)
    if (isTaken(failure)) faults.serverFaults.value = { [description.titleField]: 'taken' }
    else if (failure.code === 'CONFLICT' && Object.keys(copy.clashes.value).length === 0) void reading.reread()
  }

  /** The edits stay on the record that they were made to until a person has said which one is meant. */
  function meetOther(failure: Failure): void {
    const row = parseRow(description, failure.details?.['theirs'])
    if (row) other.meet(row)
  }
  function edited(field: string): void {
    cursorField.value = field
    refusal.value = null
    saving.forgetOutcome()
    faults.forget(field)
  }
  const editing = useEditing({ copy, tracker, faults, dismissFailure: saving.dismissFailure, edited, secrets, firstField: type.form.fields[0] ?? '' })
  const attempt = useSaveAttempt({ copy, nameFields: description.nameFields, isNew, faults, submit, review: () => deps.review(editor) })

  async function save() {
    const allowed = await attempt()
    if (allowed !== 'sent') return allowed
    refusal.value = null
    editing.undoable.value = null
    offer.forgetRestored()
    await saving.save()
    return allowed
  }

  const bar = computed(() =>
    draftBarState({
      isDirty: hasWork.value,
      isNew: isNew.value,
      isKeptOtherwise: Object.keys(copy.kept.value).length > 0 && Object.keys(copy.sendable.value).length === 0,
      isSaving: copy.isSaving.value,
      isSuspended: deps.isSuspended(),
      kept: tracker.state.value,
      outcome: saving.outcome.value?.kind ?? null,
      refusal: refusal.value,
    }),
  )
  const release = holdDraft(deps, tracker)
  const editor: RecordEditor = {
    key: ++made,
    name: type.name,
    owner: deps.owner,
    ...identity,
    title,
    copy,
    tracker,
    offer,
    saving,
    errors: faults.shown,
    hasWork,
    bar,
    refusal,
    ...reading,
    ...other,
    ...editing,
    save,
    present: () => ({ ...copy.base.value, ...copy.edits.value }),
    dispose: () => {
      // Whoever still holds on to the form holds no password.
      secrets.value = {}
      release()
      stop()
    },
  }
  if (start.edits) tracker.touch()
  return editor
}

/** Another record has the name that this new one was to get. */
export function isTaken(failure: Failure): boolean {
  return failure.code === 'CONFLICT' && failure.details?.['conflict'] === 'taken'
}

/** Which record the form is about. A new one has a temporary id until the server gave it another. */
function useIdentity(type: EditableRecordType, start: EditorStart) {
  const id = ref(start.row.id)
  const formerIds = new Set<number>()
  const isNew: Ref<boolean> = ref(start.isNew)
  const secrets: ShallowRef<Readonly<Record<string, string>>> = shallowRef({})
  function rename(to: number): void {
    if (to === id.value) return
    formerIds.add(id.value)
    id.value = to
  }
  return {
    id,
    isNew,
    secrets,
    openFields: computed(() => formFields(type, isNew.value)),
    knownAs: (other: number): boolean => other === id.value || formerIds.has(other),
    rename,
    alsoKnownAs: (other: number): void => void formerIds.add(other),
    becomeRecord: (to: number): void => {
      isNew.value = false
      secrets.value = {}
      rename(to)
    },
  }
}
