import type { Failure } from '@shared/result'
import type { KeptState } from './draft-tracker'

export type DraftBarState = 'empty' | 'clean' | 'unsaved' | 'kept' | 'saving' | 'waiting' | 'saved' | 'differs' | 'queued' | 'refused' | 'failed'

export interface DraftBarFacts {
  readonly isDirty: boolean
  /** The record does not exist yet, here or there. */
  readonly isNew: boolean
  /** All that is left of the edits was sent, and the server keeps something else. */
  readonly isKeptOtherwise: boolean
  readonly isSaving: boolean
  /** Calls wait for a sign-in. */
  readonly isSuspended: boolean
  readonly kept: KeptState
  /** What became of the last save; null once the form was edited. */
  readonly outcome: 'saved' | 'queued' | null
  /** The refusal of what is on screen; null once it was edited. */
  readonly refusal: Failure | null
}

/**
 * The one word about a form's work. A draft that cannot be kept outranks everything: it is the only state in which
 * work may be lost.
 */
export function draftBarState(facts: DraftBarFacts): DraftBarState {
  if (facts.kept === 'failed') return 'failed'
  if (facts.isSaving) return facts.isSuspended ? 'waiting' : 'saving'
  if (facts.refusal) return 'refused'
  if (facts.isKeptOtherwise) return 'differs'
  if (!facts.isDirty) return facts.outcome ?? (facts.isNew ? 'empty' : 'clean')
  return facts.kept === 'kept' ? 'kept' : 'unsaved'
}
