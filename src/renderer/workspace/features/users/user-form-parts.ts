import type { Draft } from '@shared/drafts'
import type { Merge } from '@shared/merge'
import type { User } from '@shared/resources/user'
import { computed, ref, shallowRef, watch } from 'vue'
import { type DraftKeeper, useDraftKeeper } from '../../composables/use-draft-keeper'
import { type DraftOffer, useDraftOffer } from '../../composables/use-draft-offer'
import type { RecordForm } from '../../composables/use-record-form'
import type { UserFormDeps } from './create-user-form'
import { type FieldErrors, type UserField, validateUserEdits } from './user-rules'

export type UserRecordForm = RecordForm<User, UserField>

/** Keeps the form's edits through the bridge, and the list of drafts told of it. */
export function useUserDraft(deps: UserFormDeps, row: User, form: UserRecordForm, cursorField: () => string | null): DraftKeeper {
  const about = { resource: 'users', recordId: row.id, title: row.username } as const
  const { owner } = deps
  return useDraftKeeper({
    mayWrite: () => owner !== null && deps.mayWrite(),
    snapshot: () =>
      owner && form.isDirty.value ? { ...about, owner, base: form.draftBase(), edits: form.edits.value, cursorField: cursorField() } : null,
    keep: async (draft) => {
      const answer = await deps.bridge.drafts.keep(draft)
      if (answer.ok) deps.drafts.noteKept({ ...about, draftId: draft.draftId, keptAt: answer.value.keptAt })
      return answer
    },
    discard: async (draftId) => {
      const answer = await deps.bridge.drafts.discard({ draftId })
      // Main discards the draft of a save that left nothing; then it is gone already.
      if (answer.ok || answer.failure.code === 'NOT_FOUND') deps.drafts.noteGone(draftId)
      return answer
    },
  })
}

/** Offers the drafts of this record that were kept earlier. */
export function useUserDraftOffer(deps: UserFormDeps, row: User, form: UserRecordForm, keeper: DraftKeeper): DraftOffer {
  function takeOver(draft: Draft): Merge {
    const merge = form.restore(draft.base, draft.edits)
    // What was typed before Restore had a draft of its own; from here on there is one.
    const own = keeper.keptId()
    keeper.adopt(draft.draftId, draft.keptAt)
    keeper.touch()
    if (own && own !== draft.draftId) void discardWhenKept(own)
    return merge
  }
  /** The older draft goes only when what it held stands in the restored one. */
  async function discardWhenKept(own: string): Promise<void> {
    if (!(await keeper.flush())) return
    await deps.bridge.drafts.discard({ draftId: own })
    deps.drafts.noteGone(own)
  }
  return useDraftOffer({
    candidates: () => deps.drafts.waiting.filter((draft) => draft.resource === 'users' && draft.recordId === row.id),
    read: (draftId) => deps.bridge.drafts.read({ draftId }),
    discard: (draftId) => deps.bridge.drafts.discard({ draftId }),
    restore: takeOver,
    onGone: deps.drafts.noteGone,
  })
}

/** Tells the drafts' list which draft stands in this form, through every change of its id. */
export function holdDraft(deps: UserFormDeps, keeper: DraftKeeper): () => void {
  let release = deps.drafts.hold(keeper.draftId.value)
  watch(
    keeper.draftId,
    (draftId) => {
      release()
      release = deps.drafts.hold(draftId)
    },
    { flush: 'sync' },
  )
  return () => { release() }
}

/** Faults are shown for fields that were left or sent, not under the first letters typed. */
export function useUserValidation(form: UserRecordForm) {
  const touched = shallowRef<ReadonlySet<UserField>>(new Set())
  const serverErrors = shallowRef<Readonly<Record<string, string>>>({})
  const errors = computed((): FieldErrors => {
    const own = Object.entries(validateUserEdits(form.edits.value)).filter(([field]) => touched.value.has(field as UserField))
    return { ...serverErrors.value, ...Object.fromEntries(own) }
  })
  return {
    errors,
    serverErrors,
    touch: (fields: readonly UserField[]): void => {
      touched.value = new Set([...touched.value, ...fields])
    },
    forget: (field: UserField): void => {
      serverErrors.value = Object.fromEntries(Object.entries(serverErrors.value).filter(([key]) => key !== field))
    },
    reset: (): void => {
      touched.value = new Set()
      serverErrors.value = {}
    },
  }
}

/** Reads the record again. Edits stay; what clashes with them is named at the field. */
export function useReread(deps: UserFormDeps, row: User, form: UserRecordForm, keeper: DraftKeeper) {
  const isGone = ref(false)
  const isUnread = ref(false)
  async function reread(): Promise<void> {
    const answer = await deps.bridge.users.get({ id: row.id })
    isUnread.value = !answer.ok
    isGone.value = !answer.ok && answer.failure.code === 'NOT_FOUND'
    if (!answer.ok) return
    deps.onRead(answer.value.row)
    const hadEdits = form.isDirty.value
    form.rebase(answer.value.row)
    if (hadEdits) keeper.touch()
  }
  return { isGone, isUnread, reread }
}
