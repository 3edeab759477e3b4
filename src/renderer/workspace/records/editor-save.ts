import type { Owner } from '@shared/drafts'
import { type Fields, pickFields } from '@shared/merge'
import type { WriteResult } from '@shared/outbox'
import type { Row } from '@shared/resources/resource'
import type { Failure, Result } from '@shared/result'
import { type ComputedRef, type Ref, shallowRef, type ShallowRef } from 'vue'
import type { EditableName } from '../app/pages'
import type { Bridge } from '../bridge'
import type { DraftTracker } from './draft-tracker'
import type { RecordFaults } from './editor-fields'
import { callsOf, type EditableRecordType, formFields } from './record-type'
import type { Edits, WorkingCopy } from './working-copy'

/** What became of a save. `at`: Unix milliseconds. `because`: why it could not be done at once. */
export type SaveOutcome = { readonly kind: 'saved'; readonly at: number } | { readonly kind: 'queued'; readonly entryId: string; readonly because: Failure | null }

export interface SavingDeps<Row extends Fields, Field extends keyof Row & string> {
  readonly copy: WorkingCopy<Row, Field>
  readonly tracker: Pick<DraftTracker, 'flush' | 'touch' | 'keptId'>
  readonly send: (save: { base: Row; edits: Edits<Row, Field>; draftId: string | null }) => Promise<Result<WriteResult<Row>>>
  /** The server's row out of a CONFLICT's details; null when it is not in there. */
  readonly theirs: (failure: Failure) => Row | null
  /** The record is safe under this row, and the form is about to stand on it. */
  readonly onSafe?: (row: Row) => void
  readonly onSettled?: (outcome: SaveOutcome, row: Row) => void
  readonly onFailed?: (failure: Failure) => void
  readonly now?: () => number
}

export interface Saving {
  readonly isBusy: ComputedRef<boolean>
  readonly failure: Readonly<ShallowRef<Failure | null>>
  readonly outcome: Readonly<Ref<SaveOutcome | null>>
  /** Fields that someone else had changed and that are taken over from the server. */
  readonly taken: Readonly<ShallowRef<readonly string[]>>
  /** False when nothing was sent: nothing to save, or one is still on its way. */
  save(): Promise<boolean>
  /** What waited in the outbox has arrived. */
  noteArrived(): void
  /** The form was edited since: the last outcome's word is no longer about what is on screen. */
  forgetOutcome(): void
  dismissFailure(): void
}

/**
 * One save at a time, while the form stays editable. The draft is kept before anything is sent; afterwards the draft is
 * written once more from what is left, so that a keep that was under way during the save cannot bring sent edits back.
 */
export function useSaving<Row extends Fields, Field extends keyof Row & string>(deps: SavingDeps<Row, Field>): Saving {
  const { copy, tracker } = deps
  const now = deps.now ?? (() => Date.now())
  const failure = shallowRef<Failure | null>(null)
  const outcome: ShallowRef<SaveOutcome | null> = shallowRef(null)
  const taken = shallowRef<readonly string[]>([])

  function settle(answer: WriteResult<Row>, sentAs: Row): void {
    // Without an answer of the server the record stands as it was sent: that is what the outbox will make of it.
    const row = (answer.kind === 'done' ? answer.row : null) ?? sentAs
    deps.onSafe?.(row)
    copy.settleSaved(row, answer.kind === 'done' ? answer.kept : [])
    if (answer.kind === 'done') taken.value = answer.taken
    outcome.value = answer.kind === 'done' ? { kind: 'saved', at: now() } : answer
    deps.onSettled?.(outcome.value, row)
  }

  function fail(reason: Failure): void {
    copy.settleFailed()
    failure.value = reason
    const theirs = reason.code === 'CONFLICT' ? deps.theirs(reason) : null
    if (theirs) taken.value = copy.rebase(theirs).taken
    deps.onFailed?.(reason)
  }

  async function save(): Promise<boolean> {
    if (copy.isSaving.value || Object.keys(copy.sendable.value).length === 0) return false
    const base = copy.base.value
    const edits = copy.beginSave()
    failure.value = outcome.value = null
    taken.value = []
    await tracker.flush()
    const answer = await deps.send({ base, edits, draftId: tracker.keptId() })
    if (answer.ok) settle(answer.value, { ...base, ...edits })
    else fail(answer.failure)
    tracker.touch()
    await tracker.flush()
    return true
  }

  return {
    isBusy: copy.isSaving,
    failure,
    outcome,
    taken,
    save,
    noteArrived: () => {
      if (outcome.value?.kind === 'queued') outcome.value = { kind: 'saved', at: now() }
    },
    forgetOutcome: () => {
      outcome.value = null
    },
    dismissFailure: () => {
      failure.value = null
    },
  }
}

/** A form that was opened before it was known who is there; it can show, and say that it cannot save. */
const OWNERLESS: Result<never> = { ok: false, failure: { code: 'SESSION_ENDED', message: 'It is not known whose copy this is.', retryable: true } }

/** What the person says to the review of what goes out; `not-needed` where the server's profile asks for none. */
export type Reviewed = 'not-needed' | 'confirmed' | 'declined'

export type SaveAttempt = 'sent' | 'invalid' | 'busy' | 'nothing' | 'declined'

/** Where saves go, and whose they are; null when that was not known, and then nothing is sent. */
export interface EditorSaveDeps {
  readonly bridge: Pick<Bridge, EditableName>
  readonly owner: Owner | null
}

interface RecordSubmitDeps {
  readonly deps: EditorSaveDeps
  readonly type: EditableRecordType
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
export function useRecordSubmit({ deps, type, id, isNew, secrets }: RecordSubmitDeps): RecordSubmit {
  const { bridge, owner } = deps
  const submit: RecordSubmit = {
    isConfirmed: false,
    send: ({ base, edits, draftId }) => {
      if (!owner) return Promise.resolve(OWNERLESS)
      const calls = callsOf(type, bridge)
      const how = { owner, draftId, isConfirmed: submit.isConfirmed, id: id.value }
      if (!isNew.value) return calls.save({ ...how, base, edits })
      const values = pickFields({ ...base, ...edits }, formFields(type, true))
      return calls.create({ ...how, values: { ...values, ...secrets.value } })
    },
  }
  return submit
}

interface SaveAttemptDeps {
  readonly copy: Pick<WorkingCopy<Row, string>, 'isSaving' | 'sendable' | 'edits' | 'set'>
  readonly nameFields: readonly string[]
  readonly isNew: Readonly<Ref<boolean>>
  readonly faults: Pick<RecordFaults, 'own' | 'showAll'>
  readonly submit: RecordSubmit
  readonly review: () => Promise<Reviewed>
}

/** Whether the form may be sent now: nothing on its way, something to send, no faults, and reviewed where that is asked for. */
export function useSaveAttempt({ copy, nameFields, isNew, faults, submit, review }: SaveAttemptDeps): () => Promise<SaveAttempt> {
  let isReviewed = false
  return async () => {
    if (copy.isSaving.value || isReviewed) return 'busy'
    trimNames(copy, nameFields)
    if (!isNew.value && Object.keys(copy.sendable.value).length === 0) return 'nothing'
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
function trimNames(copy: Pick<WorkingCopy<Row, string>, 'edits' | 'set'>, nameFields: readonly string[]): void {
  for (const field of nameFields) {
    const typed = copy.edits.value[field]
    if (typeof typed === 'string' && typed !== typed.trim()) copy.set(field, typed.trim())
  }
}
