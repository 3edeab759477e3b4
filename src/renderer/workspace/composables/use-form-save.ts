import type { Fields } from '@shared/merge'
import type { Failure, Result } from '@shared/result'
import { type ComputedRef, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import type { DraftKeeper } from './use-draft-keeper'
import type { Edits, RecordForm } from './use-record-form'

export interface FormSaveDeps<Row extends Fields, Field extends keyof Row & string> {
  readonly form: RecordForm<Row, Field>
  readonly keeper: Pick<DraftKeeper, 'flush' | 'touch' | 'keptId'>
  readonly send: (save: { base: Row; edits: Edits<Row, Field>; draftId: string | null }) => Promise<Result<{ row: Row; taken: string[] }>>
  /** The server's row out of a CONFLICT's details; null when it is not in there. */
  readonly theirs: (failure: Failure) => Row | null
  readonly onSaved?: (row: Row, taken: readonly string[]) => void
  readonly onFailed?: (failure: Failure) => void
  readonly now?: () => number
}

export interface FormSave {
  readonly isBusy: ComputedRef<boolean>
  readonly failure: Readonly<ShallowRef<Failure | null>>
  readonly savedAt: Readonly<Ref<number | null>>
  /** Fields that someone else had changed and that are taken over from the server. */
  readonly taken: Readonly<ShallowRef<readonly string[]>>
  /** False when nothing was sent: nothing to save, or one is still on its way. */
  save(): Promise<boolean>
  /** The form was edited since: the last outcome's word is no longer about what is on screen. */
  forgetOutcome(): void
  dismissFailure(): void
}

/**
 * One save at a time, while the form stays editable. The draft is kept before anything is sent; afterwards the draft is
 * written once more from what is left, so that a keep that was under way during the save cannot bring sent edits back.
 */
export function useFormSave<Row extends Fields, Field extends keyof Row & string>(deps: FormSaveDeps<Row, Field>): FormSave {
  const { form, keeper } = deps
  const now = deps.now ?? (() => Date.now())
  const failure = shallowRef<Failure | null>(null)
  const savedAt = ref<number | null>(null)
  const taken = shallowRef<readonly string[]>([])

  function settle(answer: Result<{ row: Row; taken: string[] }>): void {
    if (answer.ok) {
      form.settleSaved(answer.value.row)
      savedAt.value = now()
      taken.value = answer.value.taken
      deps.onSaved?.(answer.value.row, answer.value.taken)
      return
    }
    form.settleFailed()
    failure.value = answer.failure
    const theirs = answer.failure.code === 'CONFLICT' ? deps.theirs(answer.failure) : null
    if (theirs) taken.value = form.rebase(theirs).taken
    deps.onFailed?.(answer.failure)
  }

  async function save(): Promise<boolean> {
    if (form.isSaving.value || !form.isDirty.value) return false
    const base = form.base.value
    const edits = form.beginSave()
    failure.value = null
    savedAt.value = null
    taken.value = []
    await keeper.flush()
    settle(await deps.send({ base, edits, draftId: keeper.keptId() }))
    keeper.touch()
    await keeper.flush()
    return true
  }

  return {
    isBusy: form.isSaving,
    failure,
    savedAt,
    taken,
    save,
    forgetOutcome: () => {
      savedAt.value = null
    },
    dismissFailure: () => {
      failure.value = null
    },
  }
}
