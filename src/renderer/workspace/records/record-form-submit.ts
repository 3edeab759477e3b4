import type { Fields } from '@shared/merge'
import type { WriteResult } from '@shared/outbox'
import type { Row } from '@shared/resources/resource'
import type { Result } from '@shared/result'
import type { Ref, ShallowRef } from 'vue'
import { pickFields, type RecordDefinition } from './record-definition'
import type { RecordFaults } from './record-form-parts'
import type { RecordFormDeps, Reviewed, SaveAttempt } from './record-session'
import type { RecordForm } from './use-record-form'

/** A form that was opened before it was known who is there; it can show, and say that it cannot save. */
const OWNERLESS: Result<never> = { ok: false, failure: { code: 'SESSION_ENDED', message: 'It is not known whose form this is.', retryable: true } }

interface RecordSubmitDeps {
  readonly deps: Pick<RecordFormDeps, 'bridge' | 'owner'>
  readonly definition: RecordDefinition
  readonly id: Readonly<Ref<number>>
  readonly isNew: Readonly<Ref<boolean>>
  readonly secrets: Readonly<ShallowRef<Readonly<Record<string, string>>>>
}

export interface RecordSubmit {
  /** The person has seen what goes out next. */
  isConfirmed: boolean
  send(save: { base: Row; edits: Fields; draftId: string | null }): Promise<Result<WriteResult>>
}

/** Hands the form's work over: all values of a new record, or the changed fields of one that exists. */
export function useRecordSubmit({ deps, definition, id, isNew, secrets }: RecordSubmitDeps): RecordSubmit {
  const { bridge, owner } = deps
  const submit: RecordSubmit = {
    isConfirmed: false,
    send: ({ base, edits, draftId }) => {
      if (!owner) return Promise.resolve(OWNERLESS)
      const calls = definition.calls(bridge)
      const how = { owner, draftId, isConfirmed: submit.isConfirmed, id: id.value }
      if (!isNew.value) return calls.save({ ...how, base, edits })
      const values = pickFields({ ...base, ...edits }, [...definition.newFields, ...definition.fields])
      return calls.create({ ...how, values: { ...values, ...secrets.value } })
    },
  }
  return submit
}

interface SaveAttemptDeps {
  readonly form: Pick<RecordForm<Row, string>, 'isSaving' | 'sendable' | 'edits' | 'set'>
  readonly nameFields: readonly string[]
  readonly isNew: Readonly<Ref<boolean>>
  readonly faults: Pick<RecordFaults, 'own' | 'showAll'>
  readonly submit: RecordSubmit
  readonly review: () => Promise<Reviewed>
}

/** Whether the form may be sent now: nothing on its way, something to send, no faults, and reviewed where that is asked for. */
export function useSaveAttempt({ form, nameFields, isNew, faults, submit, review }: SaveAttemptDeps): () => Promise<SaveAttempt> {
  let isReviewed = false
  return async () => {
    if (form.isSaving.value || isReviewed) return 'busy'
    trimNames(form, nameFields)
    if (!isNew.value && Object.keys(form.sendable.value).length === 0) return 'nothing'
    faults.showAll()
    if (Object.keys(faults.own.value).length > 0) return 'invalid'
    isReviewed = true
    const reviewed = await review()
    isReviewed = false
    submit.isConfirmed = reviewed === 'confirmed'
    return reviewed === 'declined' ? 'declined' : 'sent'
  }
}

/** Outer spaces of a name do not count. They go before it is sent, so that the form holds what goes out. */
function trimNames(form: Pick<RecordForm<Row, string>, 'edits' | 'set'>, nameFields: readonly string[]): void {
  for (const field of nameFields) {
    const typed = form.edits.value[field]
    if (typeof typed === 'string' && typed !== typed.trim()) form.set(field, typed.trim())
  }
}
