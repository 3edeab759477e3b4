import type { Owner } from '@shared/drafts'
import type { User } from '@shared/resources/user'
import type { Failure, Result } from '@shared/result'
import { computed, effectScope, ref, shallowRef } from 'vue'
import type { Bridge } from '../../bridge'
import { draftBarState } from '../../composables/draft-bar'
import { useFormSave } from '../../composables/use-form-save'
import { useRecordForm } from '../../composables/use-record-form'
import type { useDrafts } from '../../stores/drafts'
import { holdDraft, useReread, useUserDraft, useUserDraftOffer, useUserValidation } from './user-form-parts'
import { parseUser, USER_FIELDS, type UserField, validateUserEdits } from './user-rules'

/** A form that was opened before it was known who is there; it can show, and say that it cannot save. */
const OWNERLESS: Result<never> = { ok: false, failure: { code: 'SESSION_ENDED', message: 'It is not known whose form this is.', retryable: true } }

export interface UserFormDeps {
  readonly bridge: Pick<Bridge, 'users' | 'drafts'>
  readonly drafts: ReturnType<typeof useDrafts>
  /** Whose work this is, from the moment the form was opened; null when that was not known, and then nothing is kept. */
  readonly owner: Owner | null
  /** Whether the page still belongs to whom this form was opened for. */
  readonly mayWrite: () => boolean
  readonly isSuspended: () => boolean
  /** The server's row was read again. */
  readonly onRead: (row: User) => void
  readonly onSaved: (row: User) => void
  readonly onFailed: (failure: Failure) => void
}

export type UserForm = ReturnType<typeof createUserForm>

/**
 * One user's form with its draft, its saves and its offers, apart from any component: it outlives the drawer as long as
 * a save is on its way.
 */
export function createUserForm(deps: UserFormDeps, row: User) {
  const scope = effectScope(true)
  const built = scope.run(() => build(deps, row))
  if (!built) throw new Error('the form has no scope')
  const dispose = (): void => {
    built.release()
    scope.stop()
  }
  return { ...built, dispose }
}

function build(deps: UserFormDeps, row: User) {
  const form = useRecordForm<User, UserField>(row, USER_FIELDS)
  const cursorField = ref<UserField | null>(null)
  const keeper = useUserDraft(deps, row, form, () => cursorField.value)
  const offer = useUserDraftOffer(deps, row, form, keeper)
  const { isGone, isUnread, reread } = useReread(deps, row, form, keeper)
  const validation = useUserValidation(form)
  const refusal = shallowRef<Failure | null>(null)

  const saving = useFormSave<User, UserField>({
    form,
    keeper,
    send: ({ base, edits, draftId }) =>
      deps.owner
        ? deps.bridge.users.save({ owner: deps.owner, id: row.id, base, edits, draftId })
        : Promise.resolve(OWNERLESS),
    theirs: (failure) => parseUser(failure.details?.['theirs']),
    onSaved: deps.onSaved,
    onFailed: (failure) => {
      if (failure.code === 'REFUSED') refusal.value = failure
      if (failure.code === 'VALIDATION') validation.serverErrors.value = failure.fields ?? {}
      if (failure.code === 'NOT_FOUND') isGone.value = true
      if (failure.code === 'CONFLICT' && Object.keys(form.clashes.value).length === 0) void reread()
      deps.onFailed(failure)
    },
  })

  const bar = computed(() =>
    draftBarState({
      isDirty: form.isDirty.value,
      isSaving: form.isSaving.value,
      isSuspended: deps.isSuspended(),
      kept: keeper.state.value,
      isSaved: saving.savedAt.value !== null,
      refusal: refusal.value,
    }),
  )

  async function save(): Promise<'sent' | 'invalid' | 'busy' | 'nothing'> {
    if (form.isSaving.value) return 'busy'
    if (!form.isDirty.value) return 'nothing'
    validation.reset()
    validation.touch(USER_FIELDS)
    if (Object.keys(validateUserEdits(form.edits.value)).length > 0) return 'invalid'
    refusal.value = null
    editing.undoable.value = null
    offer.forgetRestored()
    await saving.save()
    return 'sent'
  }

  function edited(field: UserField): void {
    cursorField.value = field
    refusal.value = null
    saving.forgetOutcome()
    validation.forget(field)
    keeper.touch()
  }

  const editing = useEditing({ form, keeper, validation, saving, edited })
  const release = holdDraft(deps, keeper)
  return { id: row.id, title: row.username, form, keeper, saving, offer, errors: validation.errors, isGone, isUnread, bar, refusal, save, reread, release, ...editing }
}

interface EditingDeps {
  readonly form: ReturnType<typeof useRecordForm<User, UserField>>
  readonly keeper: ReturnType<typeof useUserDraft>
  readonly validation: ReturnType<typeof useUserValidation>
  readonly saving: Pick<ReturnType<typeof useFormSave<User, UserField>>, 'dismissFailure'>
  readonly edited: (field: UserField) => void
}

/** What a person does to the fields, with a way back from discarding. */
function useEditing({ form, keeper, validation, saving, edited }: EditingDeps) {
  /** What was discarded, with the row that it stood on: undoing brings clashes back as well. */
  const undoable = shallowRef<{ readonly base: User; readonly edits: ReturnType<typeof form.revert> } | null>(null)
  return {
    undoable,
    set: <Field extends UserField>(field: Field, value: User[Field]): void => {
      form.set(field, value)
      undoable.value = null
      edited(field)
    },
    useServers: (field: UserField): void => {
      form.useServers(field)
      edited(field)
    },
    blur: (field: UserField): void => {
      validation.touch([field])
      void keeper.flush()
    },
    revert: (): void => {
      const base = form.draftBase()
      undoable.value = { base, edits: form.revert() }
      saving.dismissFailure()
      validation.reset()
      edited('email')
      void keeper.flush()
    },
    undoRevert: (): void => {
      const back = undoable.value
      undoable.value = null
      if (!back) return
      form.restore(back.base, back.edits)
      keeper.touch()
    },
  }
}
