import type { Draft } from '@shared/drafts'
import type { Merge } from '@shared/merge'
import { identityOf } from '@shared/resources/identity'
import type { Row } from '@shared/resources/resource'
import { type Ref, watch } from 'vue'
import { parseRow, type RecordDefinition } from './record-definition'
import type { RecordFormDeps } from './record-session'
import { type DraftTracker, useDraftTracker } from './draft-tracker'
import { type DraftOffer, useDraftOffer } from './use-draft-offer'
import type { RecordForm } from './use-record-form'

export interface RecordDraftDeps {
  readonly deps: Pick<RecordFormDeps, 'bridge' | 'drafts' | 'owner' | 'mayWrite'>
  readonly definition: RecordDefinition
  readonly form: RecordForm<Row, string>
  readonly id: Readonly<Ref<number>>
  readonly isNew: Readonly<Ref<boolean>>
  readonly knownAs: (id: number) => boolean
  readonly title: Readonly<Ref<string>>
  readonly cursorField: () => string | null
}

interface RecordDraft {
  readonly tracker: DraftTracker
  readonly offer: DraftOffer
  /** Lets an older draft go, once what it held stands in the present one. */
  discardWhenKept(draftId: string): Promise<void>
}

/** Keeps the form's edits through the bridge, the list of drafts told of it, and offers what was kept earlier. */
export function useRecordDraft(parts: RecordDraftDeps): RecordDraft {
  const { bridge, drafts } = parts.deps
  const tracker = useTracker(parts)

  async function discardWhenKept(own: string): Promise<void> {
    if (!(await tracker.flush())) return
    await bridge.drafts.discard({ draftId: own })
    drafts.noteGone(own)
  }
  function takeOver(draft: Draft): Merge {
    standOn(parts, draft)
    const merge = parts.form.restore(draft.base, draft.edits, draft.marks)
    // What was typed before Restore had a draft of its own; from here on there is one.
    const own = tracker.keptId()
    tracker.adopt(draft.draftId, draft.keptAt)
    tracker.touch()
    if (own && own !== draft.draftId) void discardWhenKept(own)
    return merge
  }
  const offer = useDraftOffer({
    candidates: () => drafts.waiting.filter((draft) => draft.resource === parts.definition.name && parts.knownAs(draft.recordId)),
    read: (draftId) => bridge.drafts.read({ draftId }),
    discard: (draftId) => bridge.drafts.discard({ draftId }),
    restore: takeOver,
    isOfOther: (draft) => !parts.isNew.value && identityOf(parts.definition.description, draft.base, parts.form.base.value, draft.edits) === 'other',
    onGone: drafts.noteGone,
  })
  return { tracker, offer, discardWhenKept }
}

/** A new record has no server's copy that could have changed: it stands again on what it began with. */
function standOn({ definition, form, id, isNew }: RecordDraftDeps, draft: Draft): void {
  const begun = isNew.value ? parseRow(definition.description, { ...form.base.value, ...draft.base, id: id.value }) : null
  if (begun) form.rebase(begun)
}

function useTracker({ deps, definition, form, id, title, cursorField }: RecordDraftDeps): DraftTracker {
  const { bridge, drafts, owner } = deps
  const marks = () => (Object.keys(form.kept.value).length > 0 ? form.kept.value : undefined)
  const about = () => ({ resource: definition.name, recordId: id.value, title: title.value.slice(0, 200) }) as const
  return useDraftTracker({
    mayWrite: () => owner !== null && deps.mayWrite(),
    snapshot: () =>
      owner && form.isDirty.value ? { ...about(), owner, base: form.draftBase(), edits: form.edits.value, ...(marks() ? { marks: marks() } : {}), cursorField: cursorField() } : null,
    keep: async (draft) => {
      const answer = await bridge.drafts.keep(draft)
      if (answer.ok) drafts.noteKept({ ...about(), draftId: draft.draftId, keptAt: answer.value.keptAt, server: draft.owner.server ?? null, ...(draft.marks ? { hasMarks: true } : {}) })
      return answer
    },
    discard: async (draftId) => {
      const answer = await bridge.drafts.discard({ draftId })
      // Main discards the draft of a save that left nothing; then it is gone already.
      if (answer.ok || answer.failure.code === 'NOT_FOUND') drafts.noteGone(draftId)
      return answer
    },
  })
}

/** Tells the drafts' list which draft stands in this form, through every change of its id. */
export function holdDraft({ drafts }: Pick<RecordFormDeps, 'drafts'>, tracker: DraftTracker): () => void {
  let release = drafts.hold(tracker.draftId.value)
  watch(
    tracker.draftId,
    (draftId) => {
      release()
      release = drafts.hold(draftId)
    },
    { flush: 'sync' },
  )
  return () => { release() }
}
