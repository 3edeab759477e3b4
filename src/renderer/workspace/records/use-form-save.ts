import type { Fields } from '@shared/merge'
import type { WriteResult } from '@shared/outbox'
import type { Failure, Result } from '@shared/result'
import { type ComputedRef, type Ref, shallowRef, type ShallowRef } from 'vue'
import type { DraftTracker } from './draft-tracker'
import type { Edits, RecordForm } from './use-record-form'

/** What became of a save. `at`: Unix milliseconds. `because`: why it could not be done at once. */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly at: number }
  | { readonly kind: 'queued'; readonly entryId: string; readonly because: Failure | null }

export interface FormSaveDeps<Row extends Fields, Field extends keyof Row & string> {
  readonly form: RecordForm<Row, Field>
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

export interface FormSave {
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
export function useFormSave<Row extends Fields, Field extends keyof Row & string>(deps: FormSaveDeps<Row, Field>): FormSave {
  const { form, tracker } = deps
  const now = deps.now ?? (() => Date.now())
  const failure = shallowRef<Failure | null>(null)
  const outcome: ShallowRef<SaveOutcome | null> = shallowRef(null)
  const taken = shallowRef<readonly string[]>([])

  function settle(answer: WriteResult<Row>, sentAs: Row): void {
    // Without an answer of the server the record stands as it was sent: that is what the outbox will make of it.
    const row = (answer.kind === 'done' ? answer.row : null) ?? sentAs
    deps.onSafe?.(row)
    form.settleSaved(row, answer.kind === 'done' ? answer.kept : [])
    if (answer.kind === 'done') taken.value = answer.taken
    outcome.value = answer.kind === 'done' ? { kind: 'saved', at: now() } : answer
    deps.onSettled?.(outcome.value, row)
  }

  function fail(reason: Failure): void {
    form.settleFailed()
    failure.value = reason
    const theirs = reason.code === 'CONFLICT' ? deps.theirs(reason) : null
    if (theirs) taken.value = form.rebase(theirs).taken
    deps.onFailed?.(reason)
  }

  async function save(): Promise<boolean> {
    if (form.isSaving.value || Object.keys(form.sendable.value).length === 0) return false
    const base = form.base.value
    const edits = form.beginSave()
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
    isBusy: form.isSaving,
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
