import type { Row } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { computed, effectScope, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import { draftBarState } from './draft-bar'
import { isOtherRecord, useOtherRecord } from './other-record'
import { parseRow, type RecordDefinition } from './record-definition'
import { holdDraft, useRecordDraft } from './record-form-draft'
import { useEditing, useRecordFaults, useReread } from './record-form-parts'
import { useRecordSubmit, useSaveAttempt } from './record-form-submit'
import type { FormStart, RecordFormDeps, RecordSession } from './record-session'
import { useFormSave } from './use-form-save'
import { useRecordForm } from './use-record-form'

let made = 0

/**
 * One record's form with its draft, its saves and its offers, apart from any component: it outlives the drawer as long as
 * a save is on its way. A form that makes a record becomes that record's form once it is safe.
 */
export function createRecordForm(deps: RecordFormDeps, definition: RecordDefinition, start: FormStart): RecordSession {
  const scope = effectScope(true)
  const session = scope.run(() => build(deps, definition, start, () => scope.stop()))
  if (!session) throw new Error('the form has no scope')
  return session
}

function build(deps: RecordFormDeps, definition: RecordDefinition, start: FormStart, stop: () => void): RecordSession {
  const { description } = definition
  const identity = useIdentity(definition, start)
  const { id, isNew, secrets, openFields, knownAs } = identity
  const form = useRecordForm<Row, string>(start.row, openFields)
  if (start.edits) form.restore(start.row, start.edits)
  const cursorField = ref<string | null>(null)
  const refusal = shallowRef<Failure | null>(null)
  const title = computed(() => String((isNew.value ? form.value(description.titleField) : form.base.value[description.titleField]) ?? '') || deps.untitled())
  const hasWork = computed(() => form.isDirty.value || Object.values(secrets.value).some((secret) => secret !== ''))

  const { tracker, offer, discardWhenKept } = useRecordDraft({ deps, definition, form, id, isNew, knownAs, title, cursorField: () => cursorField.value })
  const other = useOtherRecord({ description, form, tracker, onOther: () => (editing.undoable.value = null) })
  const reading = useReread({ deps, definition, form, tracker, id, isNew, meet: other.meet })
  const faults = useRecordFaults({ definition, form, id, isNew, secrets })
  const submit = useRecordSubmit({ deps, definition, id, isNew, secrets })

  const wasNew = ref(false)
  const saving = useFormSave<Row, string>({
    form,
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
    onSettled: (outcome, row) => deps.onSettled(session, { outcome, row, wasNew: wasNew.value }),
    onFailed: (failure) => {
      noteFailure(failure)
      deps.onFailed(session, failure)
    },
  })

  function noteFailure(failure: Failure): void {
    if (failure.code === 'REFUSED') refusal.value = failure
    if (failure.code === 'VALIDATION') faults.serverFaults.value = failure.fields ?? {}
    if (failure.code === 'NOT_FOUND') reading.isGone.value = true
    if (isOtherRecord(failure)) return void meetOther(failure)
    if (isTaken(failure)) faults.serverFaults.value = { [description.titleField]: 'taken' }
    else if (failure.code === 'CONFLICT' && Object.keys(form.clashes.value).length === 0) void reading.reread()
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
  const editing = useEditing({ form, tracker, faults, saving, edited, secrets, firstField: definition.fields[0] ?? '' })
  const attempt = useSaveAttempt({ form, nameFields: description.nameFields, isNew, faults, submit, review: () => deps.review(session) })

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
      isKeptOtherwise: Object.keys(form.kept.value).length > 0 && Object.keys(form.sendable.value).length === 0,
      isSaving: form.isSaving.value,
      isSuspended: deps.isSuspended(),
      kept: tracker.state.value,
      outcome: saving.outcome.value?.kind ?? null,
      refusal: refusal.value,
    }),
  )
  const release = holdDraft(deps, tracker)
  const session: RecordSession = {
    key: ++made,
    name: definition.name,
    owner: deps.owner,
    ...identity,
    title,
    form,
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
    present: () => ({ ...form.base.value, ...form.edits.value }),
    dispose: () => {
      // Whoever still holds on to the form holds no password.
      secrets.value = {}
      release()
      stop()
    },
  }
  if (start.edits) tracker.touch()
  return session
}

/** Another record has the name that this new one was to get. */
export function isTaken(failure: Failure): boolean {
  return failure.code === 'CONFLICT' && failure.details?.['conflict'] === 'taken'
}

/** Which record the form is about. A new one has a temporary id until the server gave it another. */
function useIdentity(definition: RecordDefinition, start: FormStart) {
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
    openFields: computed(() => (isNew.value ? [...definition.newFields, ...definition.fields] : definition.fields)),
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
