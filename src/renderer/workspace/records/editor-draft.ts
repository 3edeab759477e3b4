import type { Draft, DraftSummary, Owner } from '@shared/drafts'
import type { Merge } from '@shared/merge'
import { identityOf } from '@shared/resources/identity'
import type { Row } from '@shared/resources/resource'
import type { Failure, Result } from '@shared/result'
import { computed, type ComputedRef, type Ref, shallowRef, type ShallowRef, watch } from 'vue'
import type { Bridge } from '../bridge'
import type { useDrafts } from '../stores/drafts'
import { type DraftTracker, useDraftTracker } from './draft-tracker'
import { parseRow, type EditableRecordType } from './record-type'
import type { WorkingCopy } from './working-copy'

/** Where drafts go, and whose they are. */
export interface EditorDraftDeps {
  readonly bridge: Pick<Bridge, 'drafts'>
  readonly drafts: ReturnType<typeof useDrafts>
  /** Whose work this is, from the moment the form was opened; null when that was not known, and then nothing is kept. */
  readonly owner: Owner | null
  /** Whether the page still belongs to whom this form was opened for. */
  readonly mayWrite: () => boolean
}

export interface RecordDraftDeps {
  readonly deps: EditorDraftDeps
  readonly type: EditableRecordType
  readonly copy: WorkingCopy<Row, string>
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
    const merge = parts.copy.restore(draft.base, draft.edits, draft.marks)
    // What was typed before Restore had a draft of its own; from here on there is one.
    const own = tracker.keptId()
    tracker.adopt(draft.draftId, draft.keptAt)
    tracker.touch()
    if (own && own !== draft.draftId) void discardWhenKept(own)
    return merge
  }
  const offer = useDraftOffer({
    candidates: () => drafts.waiting.filter((draft) => draft.resource === parts.type.name && parts.knownAs(draft.recordId)),
    read: (draftId) => bridge.drafts.read({ draftId }),
    discard: (draftId) => bridge.drafts.discard({ draftId }),
    restore: takeOver,
    isOfOther: (draft) => !parts.isNew.value && identityOf(parts.type.description, draft.base, parts.copy.base.value, draft.edits) === 'other',
    onGone: drafts.noteGone,
  })
  return { tracker, offer, discardWhenKept }
}

/** A new record has no server's copy that could have changed: it stands again on what it began with. */
function standOn({ type, copy, id, isNew }: RecordDraftDeps, draft: Draft): void {
  const begun = isNew.value ? parseRow(type.description, { ...copy.base.value, ...draft.base, id: id.value }) : null
  if (begun) copy.rebase(begun)
}

function useTracker({ deps, type, copy, id, title, cursorField }: RecordDraftDeps): DraftTracker {
  const { bridge, drafts, owner } = deps
  const marks = () => (Object.keys(copy.kept.value).length > 0 ? copy.kept.value : undefined)
  const about = () => ({ resource: type.name, recordId: id.value, title: title.value.slice(0, 200) }) as const
  return useDraftTracker({
    mayWrite: () => owner !== null && deps.mayWrite(),
    snapshot: () => (owner && copy.isDirty.value ? { ...about(), owner, base: copy.draftBase(), edits: copy.edits.value, ...(marks() ? { marks: marks() } : {}), cursorField: cursorField() } : null),
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
export function holdDraft({ drafts }: Pick<EditorDraftDeps, 'drafts'>, tracker: DraftTracker): () => void {
  let release = drafts.hold(tracker.draftId.value)
  watch(
    tracker.draftId,
    (draftId) => {
      release()
      release = drafts.hold(draftId)
    },
    { flush: 'sync' },
  )
  return () => {
    release()
  }
}

interface DraftOfferDeps {
  /** The kept drafts of this record that stand in no form, newest first. */
  readonly candidates: () => readonly DraftSummary[]
  readonly read: (draftId: string) => Promise<Result<Draft>>
  readonly discard: (draftId: string) => Promise<Result<null>>
  /** Puts the draft's edits back into the form, and goes on under its id. */
  readonly restore: (draft: Draft) => Merge
  /** The draft was made to another record, which had this id then. */
  readonly isOfOther: (draft: Draft) => boolean
  readonly onGone: (draftId: string) => void
}

export interface DraftOffer {
  readonly offered: ComputedRef<DraftSummary | null>
  /** The draft's content while it is compared. */
  readonly compared: Readonly<ShallowRef<Draft | null>>
  /** The draft that was to be put back, and was made to another record: put back only when a person says that it is the same. */
  readonly ofOther: Readonly<ShallowRef<Draft | null>>
  /** What could not be done with the draft, which stays. */
  readonly failure: Readonly<ShallowRef<{ readonly what: 'read' | 'discard'; readonly failure: Failure } | null>>
  /** What the restore met on the server; null before a restore. */
  readonly restored: Readonly<ShallowRef<{ readonly keptAt: number; readonly merge: Merge } | null>>
  /** The draft that was put back; null when it could not be read, or was made to another record and nobody has said that it is the same. */
  restore(how?: { readonly isSameRecord: boolean }): Promise<Draft | null>
  toggleCompare(): Promise<void>
  discard(): Promise<void>
  forgetRestored(): void
}

/** A draft that was kept earlier is offered, never applied by itself. */
function useDraftOffer(deps: DraftOfferDeps): DraftOffer {
  const compared = shallowRef<Draft | null>(null)
  const failure = shallowRef<{ what: 'read' | 'discard'; failure: Failure } | null>(null)
  const restored = shallowRef<{ keptAt: number; merge: Merge } | null>(null)
  const ofOther = shallowRef<Draft | null>(null)
  const offered = computed(() => deps.candidates()[0] ?? null)

  async function content(): Promise<Draft | null> {
    const summary = offered.value
    if (!summary) return null
    const answer = compared.value?.draftId === summary.draftId ? { ok: true as const, value: compared.value } : await deps.read(summary.draftId)
    failure.value = answer.ok ? null : { what: 'read', failure: answer.failure }
    // Gone meanwhile, by another window: there is nothing to offer any more.
    if (!answer.ok && answer.failure.code === 'NOT_FOUND') deps.onGone(summary.draftId)
    return answer.ok ? answer.value : null
  }

  async function restore({ isSameRecord } = { isSameRecord: false }): Promise<Draft | null> {
    const draft = await content()
    ofOther.value = draft && !isSameRecord && deps.isOfOther(draft) ? draft : null
    if (!draft || ofOther.value) return null
    restored.value = { keptAt: draft.keptAt, merge: deps.restore(draft) }
    compared.value = null
    return draft
  }

  async function discard(): Promise<void> {
    const summary = offered.value
    if (!summary) return
    const answer = await deps.discard(summary.draftId)
    failure.value = answer.ok || answer.failure.code === 'NOT_FOUND' ? null : { what: 'discard', failure: answer.failure }
    if (failure.value) return
    compared.value = ofOther.value = null
    deps.onGone(summary.draftId)
  }

  return {
    offered,
    compared,
    ofOther,
    failure,
    restored,
    restore,
    toggleCompare: async () => {
      compared.value = compared.value ? null : await content()
    },
    discard,
    forgetRestored: () => {
      restored.value = null
    },
  }
}
