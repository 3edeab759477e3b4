import type { Draft, DraftSummary } from '@shared/drafts'
import type { Merge } from '@shared/merge'
import type { Failure, Result } from '@shared/result'
import { computed, type ComputedRef, shallowRef, type ShallowRef } from 'vue'

export interface DraftOfferDeps {
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
export function useDraftOffer(deps: DraftOfferDeps): DraftOffer {
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
